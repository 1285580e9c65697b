/** Routes and neighbours: entries of the network's own caches, each of which holds its device. And what traffic came to. */
import type { CellId } from '../../engine/step.ts';

export type CacheKind = 'route' | 'neighbour';

export interface CacheEntry {
  readonly id: number;
  readonly kind: CacheKind;
  readonly device: number;
  /** 1 while it can be found in its cache. Who takes it out gives back what it holds. */
  readonly hashed: CellId;
}

export interface CacheTable {
  readonly entries: Map<number, CacheEntry>;
  nextId: number;
  /** Packets that came in, and of those the ones that were dropped for want of a reference. */
  received: number;
  lost: number;
  /** Paths that had taken something already and had to give it back, since a get failed. */
  unwound: number;
  /** Times that all CPUs were stopped for an unload. */
  machineStops: number;
}

export const createCacheTable = (): CacheTable => ({ entries: new Map(), nextId: 1, received: 0, lost: 0, unwound: 0, machineStops: 0 });
