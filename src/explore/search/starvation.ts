/**
 * Waiting for ever although all others make progress: a strongly connected part of the stored graph, fair to every task (it
 * moves there, or is blocked somewhere there), in which a task that should end does not. No reduction is used.
 */

import type { Program } from '../generate/program.ts';
import type { Model } from '../model.ts';
import { type Layout, type PlainState, pack, unpack } from '../packing.ts';
import { canMove, type Move, movesOf } from '../simulate.ts';
import { prepareBreadth, runSlices } from './breadth.ts';
import type { Found } from './found.ts';
import type { SearchLimits } from './limits.ts';

export interface Starved {
  readonly found: Found;
  /** Index of the first step of the loop. */
  readonly loopFrom: number;
}

interface Edge {
  readonly to: number;
  readonly move: Move;
}

interface Graph {
  readonly model: Model;
  readonly layout: Layout;
  readonly program: Program;
  readonly edges: (Edge[] | undefined)[];
}

function stateOf(g: Graph, number: number): PlainState {
  return unpack(g.model, g.layout, g.program.words(number));
}

function edgesOf(g: Graph, number: number): Edge[] {
  const known = g.edges[number];
  if (known !== undefined) return known;
  const state = stateOf(g, number);
  const made = g.model.tasks.flatMap((_, task) =>
    movesOf(g.model, state, task).flatMap((move) =>
      move.to === undefined ? [] : [{ to: g.program.find(pack(g.model, g.layout, move.to)), move }],
    ),
  );
  g.edges[number] = made;
  return made;
}

/** Tarjan's strongly connected components, without recursion. Each is a list of state numbers. */
export function components(count: number, next: (state: number) => readonly number[]): number[][] {
  const order = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const onStack = new Uint8Array(count);
  const stack: number[] = [];
  const found: number[][] = [];
  let time = 0;
  for (let root = 0; root < count; root += 1) {
    if (order[root] !== -1) continue;
    const work: { state: number; at: number }[] = [{ state: root, at: 0 }];
    while (work.length > 0) {
      const top = work[work.length - 1] as { state: number; at: number };
      const { state } = top;
      if (top.at === 0) {
        order[state] = low[state] = time;
        time += 1;
        stack.push(state);
        onStack[state] = 1;
      }
      const targets = next(state);
      if (top.at < targets.length) {
        const to = targets[top.at] as number;
        top.at += 1;
        if (order[to] === -1) work.push({ state: to, at: 0 });
        else if (onStack[to] === 1) low[state] = Math.min(low[state] as number, order[to] as number);
        continue;
      }
      work.pop();
      const parent = work[work.length - 1];
      if (parent !== undefined) low[parent.state] = Math.min(low[parent.state] as number, low[state] as number);
      if (low[state] === order[state]) {
        const members: number[] = [];
        for (;;) {
          const member = stack.pop() as number;
          onStack[member] = 0;
          members.push(member);
          if (member === state) break;
        }
        found.push(members);
      }
    }
  }
  return found;
}

/** A lock is handed on in turn: who waits for one and finds it free again and again gets it. */
const isLock = (g: Graph, state: PlainState, task: number): boolean =>
  g.model.tasks[task]?.nodes[state.nodes[task] as number]?.step?.op === 'lock';

/** Tasks that stand at a lock in this component without ever taking it, though it is free in some state: those states are unfair. */
function unfairStates(g: Graph, members: readonly number[], moves: ReadonlySet<number>): Set<number> {
  const unfair = new Set<number>();
  for (const [at] of g.model.tasks.entries()) {
    if (moves.has(at)) continue;
    for (const number of members) {
      const state = stateOf(g, number);
      if (isLock(g, state, at) && canMove(g.model, state, at)) unfair.add(number);
    }
  }
  return unfair;
}

function movesIn(g: Graph, members: readonly number[]): Set<number> {
  const inside = new Set(members);
  return new Set(members.flatMap((state) => edgesOf(g, state).flatMap((edge) => (inside.has(edge.to) ? [edge.move.task] : []))));
}

/** A part of this component in which everybody has a fair chance and yet some task that should end never does. */
function starvingPart(g: Graph, members: readonly number[]): readonly number[] | undefined {
  const moves = movesIn(g, members);
  if (moves.size === 0) return undefined;
  const first = stateOf(g, members[0] as number);
  const unfinished = g.model.tasks.some((task, at) => {
    const node = task.nodes[first.nodes[at] as number];
    return !task.endless && !task.daemon && !task.optional && node?.kind !== 'end';
  });
  if (!unfinished) return undefined;
  const unfair = unfairStates(g, members, moves);
  if (unfair.size > 0) {
    const rest = members.filter((state) => !unfair.has(state));
    const place = new Map(rest.map((state, at) => [state, at]));
    const next = (at: number): number[] =>
      edgesOf(g, rest[at] as number).flatMap((edge) => (place.has(edge.to) ? [place.get(edge.to) as number] : []));
    for (const part of components(rest.length, next)) {
      const found = starvingPart(
        g,
        part.map((at) => rest[at] as number),
      );
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const fair = g.model.tasks.every((task, at) => {
    if (moves.has(at) || task.optional) return true;
    return members.some((state) => !canMove(g.model, stateOf(g, state), at));
  });
  return fair ? members : undefined;
}

/** Walks breadth first inside a component from one state until `done`; the moves on the way and the state at the end. */
function walk(
  g: Graph,
  inside: ReadonlySet<number>,
  from: number,
  done: (state: number, move: Move) => boolean,
): { moves: Move[]; end: number } {
  const came = new Map<number, { before: number; move: Move }>();
  const queue = [from];
  for (const state of queue) {
    for (const { to, move } of edgesOf(g, state)) {
      if (!inside.has(to)) continue;
      if (done(to, move)) {
        const moves = [move];
        for (let at = state; at !== from; at = came.get(at)?.before as number) moves.unshift((came.get(at) as { move: Move }).move);
        return { moves, end: to };
      }
      if (!came.has(to) && to !== from) {
        came.set(to, { before: state, move });
        queue.push(to);
      }
    }
  }
  throw new Error('a component is not connected');
}

/** A loop through the component in which every task that moves at all moves. */
function loopThrough(g: Graph, members: readonly number[]): { entry: number; moves: Move[] } {
  const inside = new Set(members);
  const entry = lowest(members);
  const moving = movesIn(g, members);
  const moves: Move[] = [];
  let at = entry;
  for (const task of [...moving].sort((a, b) => a - b)) {
    if (moves.some((move) => move.task === task)) continue;
    const part = walk(g, inside, at, (_to, move) => move.task === task);
    moves.push(...part.moves);
    at = part.end;
  }
  if (at !== entry) moves.push(...walk(g, inside, at, (to) => to === entry).moves);
  return { entry, moves };
}

/** Looks for a fair cycle in which an unload, or another task that should end, waits for ever. */
export function searchStarvation(model: Model, limits: SearchLimits): Starved | undefined {
  const { layout, program } = prepareBreadth(model, { symmetry: false, persistent: false });
  if (!runSlices(program, limits, 'liveness')) return undefined;
  const g: Graph = { model, layout, program, edges: [] };
  const parts = components(program.count(), (state) => edgesOf(g, state).map((edge) => edge.to));
  const bad = firstOf(parts.map((members) => starvingPart(g, members)));
  if (bad === undefined) return undefined;
  const { entry, moves } = loopThrough(g, bad);
  const stem = stemTo(g, entry);
  return { found: { verdict: 'starve', moves: [...stem, ...moves], preemptions: 0 }, loopFrom: stem.length };
}

const lowest = (members: readonly number[]): number => members.reduce((least, one) => Math.min(least, one));

/** The part that is reached first. */
function firstOf(parts: readonly (readonly number[] | undefined)[]): readonly number[] | undefined {
  let best: readonly number[] | undefined;
  for (const part of parts) if (part !== undefined && (best === undefined || lowest(part) < lowest(best))) best = part;
  return best;
}

function stemTo(g: Graph, entry: number): Move[] {
  const chain: number[] = [];
  for (let at = entry; at >= 0; at = g.program.parent(at)) chain.unshift(at);
  return chain.slice(1).map((to, at) => {
    const edge = edgesOf(g, chain[at] as number).find((one) => one.to === to);
    if (edge === undefined) throw new Error('a stored state has no way to it');
    return edge.move;
  });
}
