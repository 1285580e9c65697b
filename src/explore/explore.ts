/** One exploration: a scenario under its parameters, one verdict, and the evidence for it. */
import { onlyOf } from './cases.ts';
import { compileWorld, FIRST_SLACK } from './compile/compile.ts';
import { makeOwnCells } from './compile/compiler.ts';
import { TooManyPaths } from './compile/raw.ts';
import { hasLoops, type Model } from './model.ts';
import type { Params, Scenario } from './scenario.ts';
import { prepareBreadth, searchBreadth, searchPrepared, TooNarrow } from './search/breadth.ts';
import { type Found, refit, type SearchResult } from './search/found.ts';
import { DEFAULT_LIMITS, finishSearch, type Progress, type Searching, type SearchLimits } from './search/limits.ts';
import { searchPreemptions } from './search/preemptions.ts';
import { findStarvation } from './search/starvation.ts';
import type { Verdict } from './verdict.ts';
import { createWorld, type Surroundings, type World } from './world.ts';

export interface ExploreOptions {
  /** Which reductions proofs may use. Default: all. `none` counts the whole space. */
  readonly symmetry?: boolean;
  readonly persistent?: boolean;
  readonly limits?: SearchLimits;
  /** Looks for this verdict alone. */
  readonly only?: string;
  /** States that the first, simple search may store before the others begin. */
  readonly quickStates?: number;
}

export interface Exploration {
  readonly verdict: Verdict;
  readonly params: Params;
  readonly model: Model;
  /** The shortest schedule, and one with the fewest preemptions; for bugs only. */
  readonly shortest: Found | undefined;
  readonly simplest: Found | undefined;
  /** For `starve`: from this step of the shortest schedule on it repeats for ever. */
  readonly loopFrom: number;
  readonly states: number;
  readonly transitions: number;
  /** Steps of the longest schedule, or how deep the search came. */
  readonly depth: number;
  readonly bytes: number;
  /** The highest number of preemptions under which every schedule was searched; -1: none. */
  readonly boundDone: number;
  readonly reductions: readonly string[];
  /** Program points of module text that run while the module's count is zero. */
  readonly hazards: readonly string[];
  /** For `bound`: why nothing could be searched; undefined: it was. */
  readonly unsearched?: string;
}

export const QUICK_STATES = 20_000;
const SIMPLE_PREEMPTIONS = 2;
const SLACK_MAX = 4_096;

/** Compiles a scenario. The world is used up by it: a replay boots its own. */
export function compileScenario(
  scenario: Scenario,
  params: Params,
  around: Surroundings,
  slack = FIRST_SLACK,
): { world: World; model: Model } {
  const world = createWorld(scenario, params, around);
  return { world, model: compileWorld(world, makeOwnCells(world), slack) };
}

/** Explores a scenario at once. `keepGoing` is asked between slices; false ends it with what is known. */
export function explore(
  scenario: Scenario,
  params: Params,
  around: Surroundings,
  options: ExploreOptions = {},
  keepGoing?: (progress: Progress) => boolean,
): Exploration {
  return finishSearch(exploring(scenario, params, around, options), keepGoing);
}

/** Explores a scenario in slices. Cells that need more room than was first given are given more. */
export function* exploring(scenario: Scenario, params: Params, around: Surroundings, options: ExploreOptions = {}): Searching<Exploration> {
  for (let slack = FIRST_SLACK; ; slack *= 4) {
    try {
      const { model } = compileScenario(scenario, params, around, slack);
      const only = options.only ?? onlyOf(params.variant) ?? model.only;
      return yield* exploreModel({ ...model, only }, params, options);
    } catch (error) {
      if (error instanceof TooManyPaths) return nothingSearched(params, error.message);
      if (!(error instanceof TooNarrow) || slack > SLACK_MAX) throw error;
    }
  }
}

const NO_MODEL: Model = { cells: [], tasks: [], rest: [], points: [], only: undefined, bigLock: false, anyOrder: undefined, runs: 0 };

const nothingSearched = (params: Params, unsearched: string): Exploration => ({
  verdict: 'bound',
  params,
  model: NO_MODEL,
  shortest: undefined,
  simplest: undefined,
  loopFrom: -1,
  states: 0,
  transitions: 0,
  depth: 0,
  bytes: 0,
  boundDone: -1,
  reductions: [],
  hazards: [],
  unsearched,
});

interface Effort {
  readonly limits: SearchLimits;
  readonly quick: SearchLimits;
}

/**
 * Explores a model. Timers in any order do all that timers in deadline order do, in fewer states and with more symmetry: so
 * a proof over any order is one, and a schedule found there stands where it keeps the deadlines; else the order is searched.
 */
export function* exploreModel(model: Model, params: Params, options: ExploreOptions = {}): Searching<Exploration> {
  const { anyOrder } = model;
  if (anyOrder === undefined || (options.symmetry === false && options.persistent === false))
    return yield* exploreOrder(model, params, options);
  const x = yield* exploreOrder({ ...anyOrder, only: model.only }, params, options);
  const [shortest, simplest] = [x.shortest, x.simplest].map((found) => found && refit(model, found, x.loopFrom));
  const stands = (x.shortest === undefined || shortest !== undefined) && (x.simplest === undefined || simplest !== undefined);
  return stands ? { ...x, model, shortest, simplest } : yield* exploreOrder(model, params, options);
}

/** Explores a model as it is: simple schedules first, then the shortest, then the proof. */
function* exploreOrder(model: Model, params: Params, options: ExploreOptions): Searching<Exploration> {
  const limits = options.limits ?? DEFAULT_LIMITS;
  const effort: Effort = { limits, quick: { ...limits, statesMax: Math.min(limits.statesMax, options.quickStates ?? QUICK_STATES) } };
  if (model.bigLock) return yield* underBigLock(model, params, effort);
  const simple = yield* searchPreemptions(model, SIMPLE_PREEMPTIONS, effort.quick);
  const loops = hasLoops(model);
  const reductions = { symmetry: options.symmetry !== false && !loops, persistent: options.persistent !== false && !loops };
  // Loops: nothing is reduced, and the graph is kept for the search for starvation.
  const prepared = simple.found === undefined ? prepareBreadth(model, { ...reductions, edges: loops }) : undefined;
  const proof = prepared === undefined ? undefined : yield* searchPrepared(model, prepared, limits, 'proof');
  if (simple.found !== undefined || proof?.found !== undefined)
    return yield* buggy(model, params, effort, simple.found, reductions.symmetry);
  if (prepared === undefined || proof === undefined) throw new Error('neither found nor searched');
  const used = [...(reductions.symmetry ? ['symmetry'] : []), ...(reductions.persistent ? ['persistent sets'] : [])];
  const known = { model, params, ...figures(proof), boundDone: simple.boundDone, reductions: used };
  if (!proof.complete) return { ...known, verdict: 'bound', shortest: undefined, simplest: undefined, loopFrom: -1 };
  if (loops) {
    const starved = findStarvation(model, prepared);
    if (starved !== undefined)
      return { ...known, verdict: 'starve', shortest: starved.found, simplest: undefined, loopFrom: starved.loopFrom };
  }
  return { ...known, verdict: 'proved', shortest: undefined, simplest: undefined, loopFrom: -1 };
}

const figures = (result: SearchResult) => ({
  states: result.states,
  transitions: result.transitions,
  depth: result.depth,
  bytes: result.bytes,
  hazards: result.hazards,
});

/** There is a bug: its shortest schedule decides the verdict, and for that verdict the one with the fewest preemptions is found. */
function* buggy(model: Model, params: Params, effort: Effort, simple: Found | undefined, symmetry: boolean): Searching<Exploration> {
  const short = yield* searchBreadth(model, { symmetry, persistent: false }, effort.limits, 'breadth');
  const shortest = short.found ?? simple;
  const { verdict } = shortest ?? { verdict: 'bound' as const };
  const again = simple?.verdict === verdict ? undefined : yield* searchPreemptions(model, Number.MAX_SAFE_INTEGER, effort.limits, verdict);
  return {
    model,
    params,
    verdict,
    shortest,
    simplest: again === undefined ? simple : again.found,
    loopFrom: -1,
    ...figures(short),
    boundDone: -1,
    reductions: symmetry ? ['symmetry'] : [],
  };
}

/** Under the big lock every switch is free or impossible: the search by preemptions with none of them is the whole space. */
function* underBigLock(model: Model, params: Params, effort: Effort): Searching<Exploration> {
  const result = yield* searchPreemptions(model, 0, effort.limits);
  const done = result.boundDone === 0;
  const verdict = result.found?.verdict ?? (done ? 'proved' : 'bound');
  const found = result.found === undefined ? undefined : { ...result.found, preemptions: 0 };
  return { model, params, verdict, shortest: found, simplest: found, loopFrom: -1, ...figures(result), boundDone: -1, reductions: [] };
}
