/**
 * Waiting for ever although all others make progress: a strongly connected part of the stored graph, fair to every task (it
 * moves there, or is blocked somewhere there), in which a task that should end does not. No reduction is used.
 */
import type { Program } from '../generate/program.ts';
import type { Model } from '../model.ts';
import { type Layout, pack, unpack } from '../packing.ts';
import { type Move, movesOf } from '../simulate.ts';
import type { Prepared } from './breadth.ts';
import { components, type Graph } from './components.ts';
import type { Found } from './found.ts';

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
  /** The number of the part that each state was last found to be in; 0: none. */
  readonly parts: Int32Array;
}

/** Some states of the graph, marked with a number of their own until they are marked anew. */
interface Part {
  readonly number: number;
  readonly members: Int32Array;
}

function storedGraph(model: Model, { layout, program }: Prepared): Stored {
  if (program.edges === undefined) throw new Error('the program has kept no edges');
  return { model, layout, program, ...program.edges(), parts: new Int32Array(program.count()) };
}

const isIn = (g: Stored, part: Part, state: number): boolean => g.parts[state] === part.number;

const able = (g: Stored, task: number, state: number): boolean => g.program.able?.(task, state) ?? false;

/** The local state of a task in a stored state. */
const nodeOf = (g: Stored, task: number, state: number) => {
  const number = unpack(g.model, g.layout, g.program.words(state)).nodes[task] as number;
  return g.model.tasks[task]?.nodes[number];
};

/** Tasks that move inside a part. */
function movesIn(g: Stored, part: Part): Set<number> {
  let moves = 0;
  for (const state of part.members) {
    const end = g.starts[state + 1] as number;
    for (let edge = g.starts[state] as number; edge < end; edge += 1) {
      if (isIn(g, part, g.targets[edge] as number)) moves |= 1 << (g.movers[edge] as number);
    }
  }
  return new Set([...g.model.tasks.keys()].filter((task) => ((moves >>> task) & 1) === 1));
}

/**
 * Tasks that stand at a lock in this part without ever taking it, though it is free in some state: those states are unfair,
 * since a lock is handed on in turn. (Whoever never moves stands at the same place in all states of the part.)
 */
function unfairStates(g: Stored, part: Part, moves: ReadonlySet<number>): Set<number> {
  const unfair = new Set<number>();
  for (const [task] of g.model.tasks.entries()) {
    if (moves.has(task) || nodeOf(g, task, part.members[0] as number)?.step?.op !== 'lock') continue;
    for (const state of part.members) if (able(g, task, state)) unfair.add(state);
  }
  return unfair;
}

/** The cyclic components of the graph restricted to some states. */
function partsOf(g: Stored, states: Int32Array): Int32Array[] {
  const place = new Map(Array.from(states, (state, at) => [state, at]));
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
  return components({ starts, targets: Int32Array.from(targets) }).map((part) => part.map((at) => states[at] as number));
}

/** A part of this component in which everybody has a fair chance and yet some task that should end never does. */
function starvingPart(g: Stored, members: Int32Array, marks: { last: number }): Part | undefined {
  marks.last += 1;
  const part: Part = { number: marks.last, members };
  for (const state of members) g.parts[state] = part.number;
  const unfinished = g.model.tasks.some(
    (task, at) => !task.endless && !task.daemon && !task.optional && nodeOf(g, at, members[0] as number)?.kind !== 'end',
  );
  if (!unfinished) return undefined;
  const moves = movesIn(g, part);
  const unfair = unfairStates(g, part, moves);
  if (unfair.size > 0) {
    for (const smaller of partsOf(
      g,
      members.filter((state) => !unfair.has(state)),
    )) {
      const found = starvingPart(g, smaller, marks);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const fair = g.model.tasks.every((task, at) => moves.has(at) || task.optional || members.some((state) => !able(g, at, state)));
  return fair ? part : undefined;
}

interface Walk {
  readonly states: number[];
  readonly movers: number[];
}

/** Walks breadth first inside a part from one state until an edge is `done`: the states and movers on the way. */
function walk(g: Stored, part: Part, from: number, done: (to: number, mover: number) => boolean): Walk {
  const came = new Map<number, { before: number; mover: number }>();
  const queue = [from];
  for (const state of queue) {
    for (let edge = g.starts[state] as number; edge < (g.starts[state + 1] as number); edge += 1) {
      const [to, mover] = [g.targets[edge] as number, g.movers[edge] as number];
      if (!isIn(g, part, to)) continue;
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
function loopThrough(g: Stored, part: Part, entry: number): Walk {
  const loop: Walk = { states: [], movers: [] };
  let at = entry;
  const append = (way: Walk): void => {
    loop.states.push(...way.states);
    loop.movers.push(...way.movers);
    at = loop.states.at(-1) as number;
  };
  for (const task of [...movesIn(g, part)].sort((a, b) => a - b)) {
    if (!loop.movers.includes(task)) append(walk(g, part, at, (_to, mover) => mover === task));
  }
  if (at !== entry) append(walk(g, part, at, (to) => to === entry));
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

const lowest = (members: Int32Array): number => members.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);

/**
 * Looks for a fair cycle in which an unload, or another task that should end, waits for ever, in a space that was searched to its end without
 * reductions and with its edges kept. Undefined: there is none.
 */
export function findStarvation(model: Model, prepared: Prepared): Starved | undefined {
  const g = storedGraph(model, prepared);
  const marks = { last: 0 };
  const parts = components(g)
    .map((members) => ({ members, from: lowest(members) }))
    .sort((a, b) => a.from - b.from);
  for (const { members } of parts) {
    const bad = starvingPart(g, members, marks);
    if (bad === undefined) continue;
    const entry = lowest(bad.members);
    const stem: number[] = [];
    for (let at = entry; at > 0; at = g.program.parent(at)) stem.unshift(at);
    const moves = [...movesAlong(g, 0, stem), ...movesAlong(g, entry, loopThrough(g, bad, entry).states)];
    return { found: { verdict: 'starve', moves, preemptions: 0 }, loopFrom: stem.length };
  }
  return undefined;
}
