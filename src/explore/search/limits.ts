/** How far a search may go, and whom it tells how far it is. Time is not known here: whoever looks at a clock stops it. */

export interface Progress {
  readonly phase: 'preemptions' | 'breadth' | 'proof';
  readonly states: number;
  readonly expanded: number;
  readonly transitions: number;
  readonly depth: number;
  /** The states that the whole space is estimated to have; undefined: there is no ground for an estimate. */
  readonly inAll: number | undefined;
  /** The limit at which the search gives up. */
  readonly statesMax: number;
}

export interface SearchLimits {
  /** States that one search may store. */
  readonly statesMax: number;
  /** States expanded between two looks at whether to go on. */
  readonly slice: number;
}

export const DEFAULT_LIMITS: SearchLimits = { statesMax: 50_000_000, slice: 50_000 };

/** A search in slices: yields how far it is, and is told whether to go on. */
export type Searching<T, P = Progress> = Generator<P, T, boolean>;

/** Runs a search to its end, or until `keepGoing` says no: then it ends with what is known. */
export function finishSearch<T, P>(searching: Searching<T, P>, keepGoing: (progress: P) => boolean = () => true): T {
  let at = searching.next(true);
  while (at.done !== true) at = searching.next(keepGoing(at.value));
  return at.value;
}
