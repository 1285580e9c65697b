/** The search by preemptions: the simplest schedule first. Under the big lock, bound 0 is the whole space. */

import { preemptionText } from '../generate/preemption.ts';
import { makeProgram, type PreemptionProgram } from '../generate/program.ts';
import type { Model } from '../model.ts';
import { firstState, layOut, pack } from '../packing.ts';
import { environmentOf, hazardsOf, runSlices } from './breadth.ts';
import { rebuild, type SearchResult } from './found.ts';
import type { Searching, SearchLimits } from './limits.ts';

export interface PreemptionResult extends SearchResult {
  /** The highest number of preemptions whose whole space was searched; -1: none. */
  readonly boundDone: number;
}

/** Searches schedules of at most so many preemptions. `complete`: there are no others, or one was found. */
export function* searchPreemptions(
  model: Model,
  boundMax: number,
  limits: SearchLimits,
  only: string | undefined = model.only,
): Searching<PreemptionResult> {
  const layout = layOut(model, []);
  const text = preemptionText(model, layout);
  const program = makeProgram(text, environmentOf(model, layout, only, false), model.points.length) as PreemptionProgram;
  program.start(...pack(model, layout, firstState(model)));
  let boundDone = -1;
  let cut = false;
  while (boundDone < boundMax && !cut && !program.over()) {
    const bound = boundDone + 1;
    if (yield* runSlices(program, limits, 'preemptions', (expandMax, storeMax) => program.run(expandMax, storeMax, bound)))
      boundDone = bound;
    else cut = true;
  }
  const met = program.met();
  return {
    complete: met !== undefined || (!cut && program.over()),
    found: met === undefined ? undefined : rebuild(model, layout, program, met),
    states: program.count(),
    expanded: program.expanded(),
    transitions: program.transitions(),
    depth: program.depth(),
    bytes: program.bytes(),
    hazards: hazardsOf(model, program),
    boundDone,
  };
}
