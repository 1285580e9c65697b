/** What one step of the live machine was like: for pictures, schedule files and words. */
import { cellName } from '../engine/cells.ts';
import type { CellId, Step } from '../engine/step.ts';
import { moduleOf } from '../kernel/kernel.ts';
import type { Places } from './places.ts';
import type { Turn } from './replay.ts';
import type { Outcome } from './simulate.ts';
import type { World } from './world.ts';

export interface CellChange {
  readonly cell: string;
  readonly from: number;
  readonly to: number;
}

/** One step that the live machine has taken. */
export interface LiveStep {
  readonly task: string;
  readonly call: string;
  readonly op: string;
  /** The kernel or driver function. */
  readonly at: string;
  /** The cell it is about, or empty. */
  readonly cell: string;
  readonly outcome: Outcome;
  readonly answer: number;
  readonly changes: readonly CellChange[];
  /** Where in the source it was made: `src/kernel/unload.ts:87`; empty where nobody can tell. */
  readonly place: string;
  /** What went wrong, or empty. */
  readonly fault: string;
  /** Raw count and state of each module of the scenario, after the step. */
  readonly modules: readonly { readonly name: string; readonly count: number; readonly state: number; readonly text: number }[];
}

/** Cells that a step is about: what it changes, else what it reads or tests. */
function subjectOf(step: Step): CellId | -1 {
  return step.effects[0]?.cell ?? (step.reads >= 0 ? step.reads : (step.when[0]?.cells[0] ?? -1));
}

/** Describes a step that has just been taken; `before`: the cells before it. */
export function liveStep(
  world: World,
  places: Places,
  turn: Turn,
  before: readonly number[],
  step: Step | undefined,
  call: string,
  answer: number,
  fault: string,
): LiveStep {
  const { cells } = world.machine;
  const changes: CellChange[] = [];
  for (let cell = 0; cell < cells.used; cell += 1) {
    const [from, to] = [before[cell] ?? 0, cells.values[cell] as number];
    if (from !== to && cells.owners[cell] !== 'log') changes.push({ cell: cellName(cells, cell as CellId), from, to });
  }
  const subject = step === undefined ? -1 : subjectOf(step);
  return {
    task: turn.task,
    call,
    op: turn.task.startsWith('Ctrl-C ') ? 'signal' : (step?.op ?? (fault === '' ? 'signal' : 'text')),
    at: step?.at ?? '',
    cell: subject === -1 ? '' : cellName(cells, subject),
    outcome: turn.outcome,
    answer,
    changes,
    place: places.of(step),
    fault,
    modules: modulesNow(world),
  };
}

/** Raw count and state of each module of the scenario, as they are now. */
export function modulesNow(world: World): LiveStep['modules'] {
  return world.modules.map(({ id }) => {
    const m = moduleOf(world.k, id);
    const value = (cell: CellId): number => world.machine.cells.values[cell] as number;
    return { name: m.name, count: value(m.cells.refcnt), state: value(m.cells.state), text: value(m.cells.text) };
  });
}
