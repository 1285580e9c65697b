/** What `emit` and `ask` about routes, neighbours and packets do to the tables. */
import { addCell, dropCell } from '../../engine/cells.ts';
import type { NoteEvent } from '../../engine/step.ts';
import type { Kernel, NoteHandler } from '../kernel.ts';
import type { CacheKind } from '../tables/caches.ts';

type Handlers = Record<string, (k: Kernel, event: NoteEvent) => number>;

const handlers: Handlers = {
  cache_alloc: ({ caches, machine }, event) => {
    const id = caches.nextId;
    caches.nextId += 1;
    const kind = String(event['kind']) as CacheKind;
    const hashed = addCell(machine.cells, `${kind} ${id}`, 'hashed', { init: 0, min: 0, max: 1 });
    caches.entries.set(id, { id, kind, device: Number(event['device']), hashed });
    return id;
  },
  cache_free: ({ caches, machine }, event) => {
    const entry = caches.entries.get(Number(event['entry']));
    if (entry === undefined) return 0;
    caches.entries.delete(entry.id);
    dropCell(machine.cells, entry.hashed);
    return 0;
  },
  /** The device's first entry with a number above `after`, or 0. */
  cache_next: ({ caches }, event) => {
    for (const { id, device } of caches.entries.values()) if (id > Number(event['after']) && device === Number(event['device'])) return id;
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
