/** Steps over the cells that vary: what never changes is worked out here. */
import type { CellId, Effect, Step, Test } from '../../engine/step.ts';
import type { CellRef, ModelNode } from '../model.ts';
import type { ValueTable } from './values.ts';

/** The world's cells in the model, and what the others are for good. */
export interface Folder {
  readonly index: ReadonlyMap<CellId, number>;
  readonly values: ValueTable;
}

/** A test over the cells that vary; undefined: it always holds, `never`: it cannot. */
export function foldTest(f: Folder, one: Test): { cells: number[]; rel: Test['rel']; value: number } | 'never' | undefined {
  let { value } = one;
  const cells: number[] = [];
  for (const cell of one.cells) {
    const at = f.index.get(cell);
    if (at === undefined) value -= f.values.cells.values[cell] as number;
    else cells.push(at);
  }
  if (cells.length > 0) return { cells, rel: one.rel, value };
  const holds = one.rel === '==' ? value === 0 : one.rel === '!=' ? value !== 0 : one.rel === '>' ? value < 0 : value > 0;
  return holds ? undefined : 'never';
}

/** Effects on cells of the model. */
export function foldEffects(f: Folder, effects: readonly Effect[]): ModelNode['effects'] {
  return effects.flatMap((effect) => {
    const cell = f.index.get(effect.cell);
    return cell === undefined || (effect.how === 'add' && effect.by === 0) ? [] : [{ cell, how: effect.how, by: effect.by }];
  });
}

/** Cells that say whether the memory which a step touches is still there. */
export function livesOf(f: Folder, step: Step): number[] {
  const { lives } = f.values.cells;
  if (step.watch) return [];
  const touched = [...step.effects.map((effect) => effect.cell), ...step.when.flatMap((one) => one.cells)];
  if (step.reads >= 0) touched.push(step.reads as CellId);
  const found = new Set<number>();
  for (const cell of touched) {
    const at = f.index.get((lives[cell] ?? -1) as CellId);
    if (at !== undefined) found.add(at);
  }
  return [...found];
}

/** A cell of the model, or the constant that it is. */
export const refTo = (f: Folder, cell: CellId): CellRef => {
  const at = f.index.get(cell);
  return at === undefined ? { constant: f.values.cells.values[cell] as number } : { cell: at };
};
