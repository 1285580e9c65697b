/** The kernel log: a ring of lines with level and virtual time (Linux 6.1, kernel/printk/printk.c). */
import { addCell, cellValue } from '../engine/cells.ts';
import { PRINTK_LINES_KEPT } from '../engine/limits.ts';
import { type Machine, pokeCell } from '../engine/machine.ts';
import { emit } from '../engine/ops.ts';
import type { CellId, Path, Tick } from '../engine/step.ts';

export const EMERG = 0;
export const ALERT = 1;
export const ERR = 3;
export const WARN = 4;
export const NOTICE = 5;
export const INFO = 6;

export interface LogLine {
  readonly t: Tick;
  /** 0 (emergency) to 7 (debug). */
  readonly level: number;
  readonly text: string;
}

export interface KernelLog {
  /** The ring: what dmesg shows. */
  lines: LogLine[];
  /** How many lines there ever were, and how many of them dmesg has shown. */
  total: number;
  read: number;
  /** Counts lines: what `dmesg -w` waits on. */
  readonly changed: CellId;
}

export const createKernelLog = (machine: Machine): KernelLog => ({
  lines: [],
  total: 0,
  read: 0,
  changed: addCell(machine.cells, 'log', 'lines', { init: 0 }),
});

/** Appends one entry per line of text. */
export function appendLog(log: KernelLog, machine: Machine, level: number, text: string): void {
  for (const one of text.split('\n')) {
    log.lines.push({ t: machine.now, level, text: one });
    log.total += 1;
  }
  if (log.lines.length > PRINTK_LINES_KEPT * 2) log.lines = log.lines.slice(-PRINTK_LINES_KEPT);
  pokeCell(machine, log.changed, (cellValue(machine.cells, log.changed) + 1) & 0x3fffffff);
}

/** printk from a kernel path. */
export function* printk(level: number, text: string): Path<void> {
  yield* emit('printk', { name: 'printk', level, text });
}
