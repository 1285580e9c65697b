/**
 * Waiting for ever although all others make progress: a strongly connected part of the stored graph, fair to every task (it
 * moves there, or is blocked somewhere there), in which a task that should end does not. No reduction is used.
 */
import type { Program } from '../generate/program.ts';
import type { Model } from '../model.ts';
import { type Layout, pack, unpack } from '../packing.ts';
import { type Move, movesOf } from '../simulate.ts';
import { prepareBreadth, runSlices } from './breadth.ts';
import { components, type Graph } from './components.ts';
import type { Found } from './found.ts';
import type { Searching, SearchLimits } from './limits.ts';

export interface Starved {
  readonly found: Found;
  /** Index of the first step of the loop. */
  readonly loopFrom: number;
}

interface Stored extends Graph {
  readonly model: Model;
  readonly layout: Layout;
  readonly program: Program;
  /** Who makes each edge. */
  readonly movers: Uint8Array;
}

function storedGraph(model: Model, layout: Layout, program: Program): Stored {
  const { list, mover, target } = program;
  if (list === undefined || mover === undefined || target === undefined) throw new Error('the program lists no edges');
  const starts = new Int32Array(program.count() + 1);
  const targets = new Int32Array(program.transitions());
  const movers = new Uint8Array(program.transitions());
  let edge = 0;
  for (let state = 0; state < program.count(); state += 1) {
    starts[state] = edge;
    const listed = list(state);
    for (let at = 0; at < listed; at += 1, edge += 1) {
      targets[edge] = target(at);
      movers[edge] = mover(at);
    }
  }
  starts[program.count()] = edge;
  return { model, layout, program, starts, targets, movers };
}

const able = (g: Stored, task: number, state: number): boolean => g.program.able?.(task, state) ?? false;

/** The local state of a task in a stored state. */
const nodeOf = (g: Stored, task: number, state: number) => {
  const number = unpack(g.model, g.layout, g.program.words(state)).nodes[task] as number;
  return g.model.tasks[task]?.nodes[number];
};

/** Tasks that move inside a part, and for each state whether it is inside. */
function movesIn(g: Stored, inside: ReadonlySet<number>): Set<number> {
  const moves = new Set<number>();
  for (const state of inside) {
    for (let edge = g.starts[state] as number; edge < (g.starts[state + 1] as number); edge += 1) {
      if (inside.has(g.targets[edge] as number)) moves.add(g.movers[edge] as number);
    }
  }
  return moves;
}

/**
 * Tasks that stand at a lock in this part without ever taking it, though it is free in some state: those states are unfair,
 * since a lock is handed on in turn. (Whoever never moves stands at the same place in all states of the part.)
 */
function unfairStates(g: Stored, inside: ReadonlySet<number>, first: number, moves: ReadonlySet<number>): Set<number> {
  const unfair = new Set<number>();
  for (const [task] of g.model.tasks.entries()) {
    if (moves.has(task) || nodeOf(g, task, first)?.step?.op !== 'lock') continue;
    for (const state of inside) if (able(g, task, state)) unfair.add(state);
  }
  return unfair;
}

/** The components of the graph restricted to some states. */
function partsOf(g: Stored, states: readonly number[]): number[][] {
  const place = new Map(states.map((state, at) => [state, at]));
  const starts = new Int32Array(states.length + 1);
  const targets: number[] = [];
  for (const [at, state] of states.entries()) {
    starts[at] = targets.length;
    for (let edge = g.starts[state] as number; edge < (g.starts[state + 1] as number); edge += 1) {
      const to = place.get(g.targets[edge] as number);
      if (to !== undefined) targets.push(to);
    }
  }
  starts[states.length] = targets.length;
  return components({ starts, targets: Int32Array.from(targets) }).map((part) => Array.from(part, (at) => states[at] as number));
}

/** A part of this component in which everybody has a fair chance and yet some task that should end never does. */
function starvingPart(g: Stored, members: readonly number[]): readonly number[] | undefined {
  const first = members[0] as number;
  const inside = new Set(members);
  const moves = movesIn(g, inside);
  if (moves.size === 0) return undefined;
  const unfinished = g.model.tasks.some(
    (task, at) => !task.endless && !task.daemon && !task.optional && nodeOf(g, at, first)?.kind !== 'end',
  );
  if (!unfinished) return undefined;
  const unfair = unfairStates(g, inside, first, moves);
  if (unfair.size > 0) {
    for (const part of partsOf(
      g,
      members.filter((state) => !unfair.has(state)),
    )) {
      const found = starvingPart(g, part);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const fair = g.model.tasks.every((task, at) => moves.has(at) || task.optional || members.some((state) => !able(g, at, state)));
  return fair ? members : undefined;
}

interface Walk {
  readonly states: number[];
  readonly movers: number[];
}

/** Walks breadth first inside a part from one state until an edge is `done`: the states and movers on the way. */
function walk(g: Stored, inside: ReadonlySet<number>, from: number, done: (to: number, mover: number) => boolean): Walk {
  const came = new Map<number, { before: number; mover: number }>();
  const queue = [from];
  for (const state of queue) {
    for (let edge = g.starts[state] as number; edge < (g.starts[state + 1] as number); edge += 1) {
      const [to, mover] = [g.targets[edge] as number, g.movers[edge] as number];
      if (!inside.has(to)) continue;
      if (done(to, mover)) {
        const way: Walk = { states: [to], movers: [mover] };
        for (let at = state; at !== from; at = came.get(at)?.before ?? from) {
          way.states.unshift(at);
          way.movers.unshift(came.get(at)?.mover ?? 0);
        }
        return way;
      }
      if (!came.has(to) && to !== from) {
        came.set(to, { before: state, mover });
        queue.push(to);
      }
    }
  }
  throw new Error('a component is not connected');
}

/** A loop through the part in which every task that moves at all moves. */
function loopThrough(g: Stored, members: readonly number[], entry: number): Walk {
  const inside = new Set(members);
  const loop: Walk = { states: [], movers: [] };
  let at = entry;
  const append = (part: Walk): void => {
    loop.states.push(...part.states);
    loop.movers.push(...part.movers);
    at = loop.states.at(-1) as number;
  };
  for (const task of [...movesIn(g, inside)].sort((a, b) => a - b)) {
    if (!loop.movers.includes(task)) append(walk(g, inside, at, (_to, mover) => mover === task));
  }
  if (at !== entry) append(walk(g, inside, at, (to) => to === entry));
  return loop;
}

/** The moves along a chain of stored states. */
function movesAlong(g: Stored, from: number, states: readonly number[]): Move[] {
  let before = unpack(g.model, g.layout, g.program.words(from));
  return states.map((to) => {
    const goal = g.program.words(to).join();
    const move = g.model.tasks
      .flatMap((_, task) => movesOf(g.model, before, task))
      .find((one) => one.to !== undefined && pack(g.model, g.layout, one.to).join() === goal);
    if (move?.to === undefined) throw new Error('a stored state has no way to it');
    before = move.to;
    return move;
  });
}

const lowest = (members: Iterable<number>): number => {
  let least = Number.POSITIVE_INFINITY;
  for (const one of members) least = Math.min(least, one);
  return least;
};

/** Looks for a fair cycle in which an unload, or another task that should end, waits for ever. Undefined: there is none; `cut`: a limit ended the search. */
export function* searchStarvation(model: Model, limits: SearchLimits): Searching<Starved | 'cut' | undefined> {
  const { layout, program } = prepareBreadth(model, { symmetry: false, persistent: false, edges: true });
  if (!(yield* runSlices(program, limits, 'liveness'))) return 'cut';
  const g = storedGraph(model, layout, program);
  const parts = components(g)
    .map((part) => ({ part, from: lowest(part) }))
    .sort((a, b) => a.from - b.from);
  for (const { part } of parts) {
    const bad = starvingPart(g, [...part]);
    if (bad === undefined) continue;
    const entry = lowest(bad);
    const stem: number[] = [];
    for (let at = entry; at > 0; at = program.parent(at)) stem.unshift(at);
    const moves = [...movesAlong(g, 0, stem), ...movesAlong(g, entry, loopThrough(g, bad, entry).states)];
    return { found: { verdict: 'starve', moves, preemptions: 0 }, loopFrom: stem.length };
  }
  return undefined;
}
