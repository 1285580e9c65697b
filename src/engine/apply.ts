/** The meaning of a step, in one place: the live machine and the explorer both take it from here. */
import type { Cells } from './cells.ts';
import type { CellId, FaultKind, Step, Test } from './step.ts';

/** What applying a step came to. `answer` is meant only for `done`. */
export interface Outcome {
  kind: 'done' | 'blocked' | 'fault';
  answer: number;
  fault: FaultKind;
  /** The cell that the fault is about, or -1. */
  cell: CellId | -1;
}

const outcome: Outcome = { kind: 'done', answer: 0, fault: 'bug', cell: -1 };

function done(answer: number): Outcome {
  outcome.kind = 'done';
  outcome.answer = answer;
  return outcome;
}

function blocked(): Outcome {
  outcome.kind = 'blocked';
  return outcome;
}

function fault(kind: FaultKind, cell: CellId | -1): Outcome {
  outcome.kind = 'fault';
  outcome.fault = kind;
  outcome.cell = cell;
  return outcome;
}

function holds(values: Int32Array, one: Test): boolean {
  let sum = 0;
  for (const cell of one.cells) sum += values[cell] as number;
  switch (one.rel) {
    case '==':
      return sum === one.value;
    case '!=':
      return sum !== one.value;
    case '>':
      return sum > one.value;
    case '<':
      return sum < one.value;
  }
}

/** True when the tests of the step hold now: all of them, or of a watch any. */
export function testsHold(cells: Cells, step: Step): boolean {
  if (step.watch) return step.when.some((one) => holds(cells.values, one));
  for (const one of step.when) if (!holds(cells.values, one)) return false;
  return true;
}

/** True when the memory that a cell lies in has been given back. */
function isDead({ lives, values }: Cells, cell: CellId): boolean {
  const life = lives[cell] as number;
  return life >= 0 && values[life] === 0;
}

/** A cell whose owner's memory has been given back, or -1. Touching one is a use after unload, whatever the step. */
function deadCell(cells: Cells, step: Step): CellId | -1 {
  for (const effect of step.effects) if (isDead(cells, effect.cell)) return effect.cell;
  for (const one of step.when) for (const cell of one.cells) if (isDead(cells, cell)) return cell;
  return step.reads >= 0 && isDead(cells, step.reads as CellId) ? step.reads : -1;
}

/**
 * Applies a step to the cells. The returned object is reused by the next call: read it at once.
 * A blocked step has changed nothing; so has one that ended in a fault.
 */
export function applyStep(cells: Cells, step: Step): Outcome {
  const dead = step.watch ? -1 : deadCell(cells, step);
  if (dead >= 0) return fault('use-after-unload', dead);
  if (step.when.length > 0 && !testsHold(cells, step)) {
    if (step.mode === 'try') return done(0);
    if (step.mode === 'must') return fault(step.fault ?? 'bug', step.when[0]?.cells[0] ?? -1);
    return blocked();
  }
  const { values } = cells;
  for (const effect of step.effects) {
    const next = effect.how === 'set' ? effect.by : (values[effect.cell] as number) + effect.by;
    if (next < (cells.mins[effect.cell] as number)) return fault('underflow', effect.cell);
    if (next > (cells.maxs[effect.cell] as number)) return fault('overflow', effect.cell);
  }
  for (const effect of step.effects) {
    values[effect.cell] = effect.how === 'set' ? effect.by : (values[effect.cell] as number) + effect.by;
  }
  return done(step.reads >= 0 ? (values[step.reads] as number) : 1);
}
