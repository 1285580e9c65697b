/** What `emit` and `ask` about routes, neighbours and packets do to the tables. */
import type { NoteEvent } from '../../engine/step.ts';
import type { Kernel, NoteHandler } from '../kernel.ts';
import type { CacheKind } from '../tables/caches.ts';

type Handlers = Record<string, (k: Kernel, event: NoteEvent) => number>;

const handlers: Handlers = {
  cache_add: ({ caches }, event) => {
    const id = caches.nextId;
    caches.nextId += 1;
    caches.entries.set(id, { id, kind: String(event['kind']) as CacheKind, device: Number(event['device']) });
    return id;
  },
  /** 1 when the entry was there and is not any more. */
  cache_del: ({ caches }, event) => (caches.entries.delete(Number(event['entry'])) ? 1 : 0),
  /** An entry that holds the device, or 0. */
  cache_of: ({ caches }, event) => {
    for (const entry of caches.entries.values()) if (entry.device === Number(event['device'])) return entry.id;
    return 0;
  },
  packet_lost: ({ caches }) => {
    caches.lost += 1;
    return 0;
  },
  path_unwound: ({ caches }) => {
    caches.unwound += 1;
    return 0;
  },
  packet_received: ({ caches }) => {
    caches.received += 1;
    return 0;
  },
  stop_machine: ({ caches }) => {
    caches.machineStops += 1;
    return 0;
  },
};

/** Handlers bound to a kernel. */
export const trafficNotes = (k: Kernel): [string, NoteHandler][] =>
  Object.entries(handlers).map(([name, handle]) => [name, (event) => handle(k, event)]);
