/** What a search comes to, and how a stored chain of states becomes a schedule again. */
import type { Met, Program } from '../generate/program.ts';
import type { Model } from '../model.ts';
import { canonical, firstState, type Layout, type PlainState, pack } from '../packing.ts';
import { canMove, type Move, movesOf } from '../simulate.ts';
import type { Verdict } from '../verdict.ts';
import { verdictOf } from '../verdict.ts';

export interface Found {
  readonly verdict: Verdict;
  /** The steps from the start, in order. */
  readonly moves: readonly Move[];
  /** Switches away from a task that could have gone on. */
  readonly preemptions: number;
}

export interface SearchResult {
  /** False: cut off by a limit. */
  readonly complete: boolean;
  readonly found: Found | undefined;
  readonly states: number;
  readonly expanded: number;
  readonly transitions: number;
  readonly depth: number;
  readonly bytes: number;
  /** Program points of module text that ran while the count was zero. */
  readonly hazards: readonly string[];
}

/** The numbers of the states from the start to this one. */
function chainTo(program: Program, state: number): number[] {
  const chain: number[] = [];
  for (let at = state; at >= 0; at = program.parent(at)) chain.push(at);
  return chain.reverse();
}

const same = (a: readonly number[], b: readonly number[]): boolean => a.every((value, at) => value === b[at]);

/** Walks forward from the start, taking at each stored state the move that leads to the next: exchanged tasks are put right. */
export function rebuild(model: Model, layout: Layout, program: Program, met: Met): Found {
  const moves: Move[] = [];
  let state: PlainState = firstState(model);
  for (const number of chainTo(program, met.state).slice(1)) {
    const goal = canonical(layout, program.words(number));
    const move = model.tasks
      .flatMap((_, task) => movesOf(model, state, task))
      .find((one) => one.to !== undefined && same(canonical(layout, pack(model, layout, one.to)), goal));
    if (move?.to === undefined) throw new Error('a stored state has no way to it');
    moves.push(move);
    state = move.to;
  }
  if (met.task >= 0) {
    const last = model.tasks
      .flatMap((_, task) => movesOf(model, state, task))
      .find((one) => one.fault !== undefined && one.fault === verdictOf(met.kind));
    if (last === undefined) throw new Error('a stored fault does not happen again');
    moves.push(last);
  }
  return { verdict: verdictOf(met.kind), moves, preemptions: countPreemptions(model, moves) };
}

/** A schedule of a looser model in a stricter one of the same tasks and nodes. Undefined: it does not happen there. */
export function refit(strict: Model, found: Found, loopFrom: number): Found | undefined {
  const moves: Move[] = [];
  let state = firstState(strict);
  let atLoop = '';
  for (const [at, move] of found.moves.entries()) {
    if (at === loopFrom) atLoop = JSON.stringify(state);
    const same = movesOf(strict, state, move.task).find(
      (one) => one.node === move.node && one.outcome === move.outcome && one.answer === move.answer && one.fault === move.fault,
    );
    if (same === undefined) return undefined;
    moves.push(same);
    state = same.to ?? state;
  }
  if (loopFrom >= 0 && JSON.stringify(state) !== atLoop) return undefined;
  return { ...found, moves };
}

/** How often a task is left that could have gone on. */
export function countPreemptions(model: Model, moves: readonly Move[]): number {
  let count = 0;
  let last = -1;
  let state = firstState(model);
  for (const move of moves) {
    if (last >= 0 && last !== move.task && canMove(model, state, last)) count += 1;
    last = move.task;
    if (move.to !== undefined) state = move.to;
  }
  return count;
}
