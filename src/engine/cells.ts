/**
 * Cells: the shared integers that everything else stands on. Stored as columns, since a system may hold hundreds of
 * thousands of modules with several cells each.
 */
import type { CellId } from './step.ts';

export interface CellSpec {
  readonly init: number;
  /** Below this is an `underflow` fault. Default: no lower bound that matters (-2^31). */
  readonly min?: number;
  /** Above this is an `overflow` fault. Default: 2^31 - 1. */
  readonly max?: number;
  /** Module data dies with its module: the cell that says whether that module's memory is still there. */
  readonly life?: CellId;
}

export interface Cells {
  values: Int32Array;
  mins: Int32Array;
  maxs: Int32Array;
  lives: Int32Array;
  readonly owners: string[];
  readonly fields: string[];
  used: number;
  readonly free: CellId[];
}

const FIRST_ROOM = 1_024;
const LOWEST = -0x80000000;
const HIGHEST = 0x7fffffff;

export function createCells(): Cells {
  return {
    values: new Int32Array(FIRST_ROOM),
    mins: new Int32Array(FIRST_ROOM),
    maxs: new Int32Array(FIRST_ROOM),
    lives: new Int32Array(FIRST_ROOM),
    owners: [],
    fields: [],
    used: 0,
    free: [],
  };
}

function grown(column: Int32Array): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(column.length * 2);
  wider.set(column);
  return wider;
}

/** Makes a cell; `owner` and `field` name it in pictures and logs (`chardev.refcnt`). */
export function addCell(cells: Cells, owner: string, field: string, spec: CellSpec): CellId {
  let id = cells.free.pop();
  if (id === undefined) {
    id = cells.used as CellId;
    cells.used += 1;
    if (id >= cells.values.length) {
      cells.values = grown(cells.values);
      cells.mins = grown(cells.mins);
      cells.maxs = grown(cells.maxs);
      cells.lives = grown(cells.lives);
    }
  }
  cells.values[id] = spec.init;
  cells.mins[id] = spec.min ?? LOWEST;
  cells.maxs[id] = spec.max ?? HIGHEST;
  cells.lives[id] = spec.life ?? -1;
  cells.owners[id] = owner;
  cells.fields[id] = field;
  return id;
}

/** Gives a cell back for reuse. Only for cells that no path can reach any more. */
export function dropCell(cells: Cells, id: CellId): void {
  cells.free.push(id);
}

export const cellValue = (cells: Cells, id: CellId): number => cells.values[id] as number;
export const cellName = (cells: Cells, id: CellId): string => `${cells.owners[id]}.${cells.fields[id]}`;
