/** Character devices: who registered which major, and the device nodes with their classes. */
import type { CellId } from '../../engine/step.ts';
import type { CharOps } from '../driver.ts';

export interface ChrdevSlot {
  readonly id: number;
  readonly major: number;
  readonly name: string;
  readonly module: number;
  readonly ops: CharOps;
  /** 1 while it is registered. */
  readonly registered: CellId;
}

export interface ClassDevice {
  readonly className: string;
  readonly name: string;
  readonly major: number;
  readonly minor: number;
}

export interface ChrdevTable {
  readonly byId: Map<number, ChrdevSlot>;
  readonly byMajor: Map<number, ChrdevSlot>;
  readonly devices: Map<string, ClassDevice>;
  nextId: number;
}

export const createChrdevTable = (): ChrdevTable => ({ byId: new Map(), byMajor: new Map(), devices: new Map(), nextId: 1 });

/** Majors of the kernel's own character devices, as /proc/devices lists them on a small system. */
export const BUILTIN_MAJORS: readonly (readonly [number, string])[] = [
  [1, 'mem'],
  [4, '/dev/vc/0'],
  [4, 'tty'],
  [4, 'ttyS'],
  [5, '/dev/tty'],
  [5, '/dev/console'],
  [5, '/dev/ptmx'],
  [5, 'ttyprintk'],
  [7, 'vcs'],
  [10, 'misc'],
  [13, 'input'],
  [29, 'fb'],
  [128, 'ptm'],
  [136, 'pts'],
];

/** find_dynamic_major (Linux 6.1, fs/char_dev.c): 254 down to 234, then 511 down to 384; -1 when all are taken. */
export function freeMajor(table: ChrdevTable): number {
  for (let major = 254; major >= 234; major -= 1) if (!table.byMajor.has(major)) return major;
  for (let major = 511; major >= 384; major -= 1) if (!table.byMajor.has(major)) return major;
  return -1;
}
