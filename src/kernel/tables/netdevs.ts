/** Network devices, their addresses, and who holds them. */
import type { CellId } from '../../engine/step.ts';
import type { NetOps } from '../driver.ts';

export interface Netdev {
  readonly id: number;
  readonly index: number;
  readonly name: string;
  readonly module: number;
  readonly ops: NetOps;
  readonly address: string;
  readonly flags: readonly string[];
  mtu: number;
  /** In order of configuration. */
  readonly addresses: string[];
  /** The device's own reference count. */
  readonly refcnt: CellId;
  /** 1 while the device is in the lists. */
  readonly registered: CellId;
  /** 1 while it is up. */
  readonly up: CellId;
}

export interface NetdevTable {
  readonly byId: Map<number, Netdev>;
  /** The counts of those devices: what is asked of every get and put. */
  readonly counts: Set<CellId>;
  /** Listed devices by name. */
  readonly byName: Map<string, Netdev>;
  nextId: number;
  nextIndex: number;
}

export const createNetdevTable = (): NetdevTable => ({
  byId: new Map(),
  counts: new Set(),
  byName: new Map(),
  nextId: 1,
  nextIndex: 2,
});

const IFNAMSIZ = 16;

/** dev_valid_name (Linux 6.1, net/core/dev.c). */
export const validDeviceName = (name: string): boolean =>
  name !== '' && name.length < IFNAMSIZ && name !== '.' && name !== '..' && !/[/:\s]/.test(name);

/** dev_alloc_name: the name with `%d` filled in, or undefined when the pattern is no good or the name is taken. */
export function deviceName(table: NetdevTable, pattern: string): { name: string } | { refused: 'invalid' | 'taken' } {
  if (!validDeviceName(pattern)) return { refused: 'invalid' };
  const percent = pattern.indexOf('%');
  if (percent < 0) return pattern === 'lo' || table.byName.has(pattern) ? { refused: 'taken' } : { name: pattern };
  if (pattern[percent + 1] !== 'd' || pattern.indexOf('%', percent + 2) >= 0) return { refused: 'invalid' };
  for (let number = 0; ; number += 1) {
    const name = pattern.replace('%d', String(number));
    if (!table.byName.has(name)) return { name };
  }
}
