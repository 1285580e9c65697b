/** Breadth first: the shortest schedule that goes wrong, or the whole space. */
import { footprints } from '../footprints.ts';
import { breadthFirstText, makeProgram, type Program } from '../generate/program.ts';
import { TOO_NARROW } from '../generate/successors.ts';
import type { Model } from '../model.ts';
import { firstState, type Layout, layOut, pack, unpack } from '../packing.ts';
import { findSymmetry } from '../symmetry.ts';
import { judgeRest, VERDICTS, type Verdict, verdictOf } from '../verdict.ts';
import { estimateStates, type Sample } from './estimate.ts';
import { rebuild, type SearchResult } from './found.ts';
import type { Progress, Searching, SearchLimits } from './limits.ts';

/** Thrown when a cell left the range that the layout gave it: the model must be compiled wider. */
export class TooNarrow extends Error {
  override readonly name = 'TooNarrow';
}

export interface Reductions {
  readonly symmetry: boolean;
  readonly persistent: boolean;
}

/** What generated code may ask, for a model laid out so. `only`: the one verdict that is looked for. */
export function environmentOf(model: Model, layout: Layout, only: string | undefined, persistent: boolean) {
  return {
    rest(words: readonly number[]): number {
      const verdict = judgeRest(model, unpack(model, layout, words));
      return only === undefined || verdict < 0 || VERDICTS[verdict] === only ? verdict : -1;
    },
    wanted(kind: number): boolean {
      if (kind === TOO_NARROW) throw new TooNarrow('a cell left the range that it was given');
      return only === undefined || verdictOf(kind) === only;
    },
    footprints: persistent ? footprints(model) : undefined,
  };
}

/** A search that is ready to run, kept apart from its run so that others can look at its store. */
export interface Prepared {
  readonly layout: Layout;
  readonly program: Program;
}

export function prepareBreadth(
  model: Model,
  reductions: Reductions & { readonly edges?: boolean },
  only: Verdict | string | undefined = model.only,
): Prepared {
  const layout = layOut(model, reductions.symmetry ? findSymmetry(model) : []);
  const text = breadthFirstText(model, layout, reductions);
  const program = makeProgram(text, environmentOf(model, layout, only, reductions.persistent), model.points.length);
  program.start(...pack(model, layout, firstState(model)));
  return { layout, program };
}

export const hazardsOf = (model: Model, program: Program): string[] => model.points.filter((_, at) => program.hazards[at] === 1);

/** Runs slice after slice until the search is over, a limit is reached or somebody says stop. True: over. */
export function* runSlices(program: Program, limits: SearchLimits, phase: Progress['phase'], run = program.run): Searching<boolean> {
  const { slice, statesMax } = limits;
  const samples: Sample[] = [];
  for (;;) {
    if (run(slice, statesMax)) return true;
    const [states, expanded] = [program.count(), program.expanded()];
    samples.push({ states, expanded });
    // The other phases end with what they find, and where that lies nobody knows.
    const inAll = phase === 'proof' ? estimateStates(samples) : undefined;
    const progress = { phase, states, expanded, transitions: program.transitions(), depth: program.depth(), inAll, statesMax };
    if (states >= statesMax || !(yield progress)) return false;
  }
}

/** Runs a search that is prepared. `phase`: `breadth` where a bug is known and its shortest schedule is looked for. */
export function* searchPrepared(
  model: Model,
  { layout, program }: Prepared,
  limits: SearchLimits,
  phase: 'proof' | 'breadth',
): Searching<SearchResult> {
  const complete = yield* runSlices(program, limits, phase);
  const met = program.met();
  return {
    complete: complete || met !== undefined,
    found: met === undefined ? undefined : rebuild(model, layout, program, met),
    states: program.count(),
    expanded: program.expanded(),
    transitions: program.transitions(),
    depth: program.depth(),
    bytes: program.bytes(),
    hazards: hazardsOf(model, program),
  };
}

/** Searches the whole space breadth first. */
export const searchBreadth = (
  model: Model,
  reductions: Reductions,
  limits: SearchLimits,
  phase: 'proof' | 'breadth' = 'proof',
): Searching<SearchResult> => searchPrepared(model, prepareBreadth(model, reductions), limits, phase);
