/** How far a search may go, and whom it tells how far it is. Time is not known here: whoever looks at a clock stops it. */

export interface Progress {
  readonly phase: 'preemptions' | 'breadth' | 'proof' | 'liveness';
  readonly states: number;
  readonly expanded: number;
  readonly transitions: number;
  readonly depth: number;
}

export interface SearchLimits {
  /** States that one search may store. */
  readonly statesMax: number;
  /** States expanded between two looks at `keepGoing`. */
  readonly slice: number;
  /** Called after each slice; false ends the search with what is known. */
  keepGoing(progress: Progress): boolean;
}

export const DEFAULT_LIMITS: SearchLimits = { statesMax: 50_000_000, slice: 50_000, keepGoing: () => true };
