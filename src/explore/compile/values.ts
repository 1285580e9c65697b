/** Which values a cell may have, as far as the compiled tasks tell: more than it ever takes, never less. */
import type { Cells } from '../../engine/cells.ts';
import type { CellId, Step, Test } from '../../engine/step.ts';

export interface ValueTable {
  readonly cells: Cells;
  /** Cells that no effect changes are not in here: they keep their start value. */
  readonly sets: Map<CellId, Set<number>>;
}

export const createValues = (cells: Cells): ValueTable => ({ cells, sets: new Map() });

/** The values of a cell, lowest first. */
export function valuesOf(table: ValueTable, cell: CellId): number[] {
  const known = table.sets.get(cell);
  return known === undefined ? [table.cells.values[cell] as number] : [...known].sort((a, b) => a - b);
}

/** Adds a value; true when it is new. Values out of the cell's declared range are faults, not values. */
export function addValue(table: ValueTable, cell: CellId, value: number): boolean {
  if (value < (table.cells.mins[cell] as number) || value > (table.cells.maxs[cell] as number)) return false;
  let known = table.sets.get(cell);
  if (known === undefined) {
    known = new Set([table.cells.values[cell] as number]);
    table.sets.set(cell, known);
  }
  if (known.has(value)) return false;
  known.add(value);
  return true;
}

const compare = (sum: number, one: Test): boolean =>
  one.rel === '==' ? sum === one.value : one.rel === '!=' ? sum !== one.value : one.rel === '>' ? sum > one.value : sum < one.value;

/** True when some value of each cell would let all tests hold; tests over several cells are taken as possible. */
export function mayHold(table: ValueTable, step: Step): boolean {
  const { when } = step;
  const may = (one: Test): boolean => {
    const [cell] = one.cells;
    if (cell === undefined) return compare(0, one);
    return one.cells.length > 1 || valuesOf(table, cell).some((value) => compare(value, one));
  };
  return when.length === 0 || (step.watch ? when.some(may) : when.every(may));
}

/** True when some value of the cells would let a test fail. */
export function mayFail(table: ValueTable, when: readonly Test[]): boolean {
  return when.some((one) => {
    const [cell] = one.cells;
    if (cell === undefined) return !compare(0, one);
    return one.cells.length > 1 || valuesOf(table, cell).some((value) => !compare(value, one));
  });
}

/** What a step that is done may answer. */
export function readValues(table: ValueTable, step: Step): number[] {
  const { reads } = step;
  if (reads < 0) return [1];
  const cell = reads as CellId;
  const passes = (value: number): boolean =>
    step.when.every((one) => one.cells.length !== 1 || one.cells[0] !== cell || compare(value, one));
  const effect = step.effects.find((one) => one.cell === cell);
  if (effect?.how === 'set') return [effect.by];
  const by = effect?.by ?? 0;
  const low = table.cells.mins[cell] as number;
  const high = table.cells.maxs[cell] as number;
  return valuesOf(table, cell)
    .filter(passes)
    .map((value) => value + by)
    .filter((value) => value >= low && value <= high);
}
