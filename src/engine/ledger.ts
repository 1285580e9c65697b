/**
 * The ledger of references: a row for each, saying who holds what, from which call site, since when. The machine writes
 * it as it applies get and put steps, so a count that its rows do not explain is a finding, not a bookkeeping slip.
 */
import type { CellId, RefChange, Tick } from './step.ts';

export interface Ref {
  readonly id: number;
  /** The cell that counts this reference. */
  readonly on: CellId;
  /** What holds it: `file 3`, `socket 1`, `module user`, `init`. */
  readonly object: string;
  /** The task that took it. */
  readonly task: number;
  /** The kernel function that took it. */
  readonly site: string;
  readonly since: Tick;
}

export interface Ledger {
  /** Rows by counting cell, then by object, oldest first. */
  readonly rows: Map<CellId, Map<string, Ref[]>>;
  /** Puts that no row explains, by counting cell. */
  readonly unmatched: Map<CellId, number>;
  nextId: number;
}

export const createLedger = (): Ledger => ({ rows: new Map(), unmatched: new Map(), nextId: 1 });

/** Writes down one get or put that a step has just done. */
export function recordRef(ledger: Ledger, change: RefChange, task: number, site: string, now: Tick): void {
  let objects = ledger.rows.get(change.on);
  if (change.kind === 'get') {
    if (objects === undefined) {
      objects = new Map();
      ledger.rows.set(change.on, objects);
    }
    const row: Ref = { id: ledger.nextId, on: change.on, object: change.object, task, site, since: now };
    ledger.nextId += 1;
    const rows = objects.get(change.object);
    if (rows === undefined) objects.set(change.object, [row]);
    else rows.push(row);
    return;
  }
  const rows = objects?.get(change.object);
  if (objects === undefined || rows === undefined) {
    ledger.unmatched.set(change.on, (ledger.unmatched.get(change.on) ?? 0) + 1);
    return;
  }
  rows.pop();
  if (rows.length > 0) return;
  if (objects.size > 1) objects.delete(change.object);
  else ledger.rows.delete(change.on);
}

/** All rows on a cell, oldest first. */
export function refsOn(ledger: Ledger, on: CellId): Ref[] {
  const objects = ledger.rows.get(on);
  return objects === undefined ? [] : [...objects.values()].flat().sort((a, b) => a.id - b.id);
}

/** How many rows stand on a cell. */
export function refCount(ledger: Ledger, on: CellId): number {
  let count = 0;
  for (const rows of ledger.rows.get(on)?.values() ?? []) count += rows.length;
  return count;
}

/** Forgets everything about a cell that is about to be reused. */
export function forgetRefs(ledger: Ledger, on: CellId): void {
  ledger.rows.delete(on);
  ledger.unmatched.delete(on);
}
