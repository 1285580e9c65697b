/** The system calls of scenarios: which kernel path stands behind each. */
import { choose, lock, sleep, unlock, waitFor } from '../engine/ops.ts';
import { type CellId, type Path, test } from '../engine/step.ts';
import { chrdevOpen, chrdevRead, chrdevRelease, chrdevWrite } from '../kernel/chrdev.ts';
import { driverContext } from '../kernel/context.ts';
import { inText } from '../kernel/enter.ts';
import { type Kernel, moduleOf } from '../kernel/kernel.ts';
import { initModule } from '../kernel/load.ts';
import { devChangeUp, devGetByName, deviceOf, devPut } from '../kernel/netdev.ts';
import { socketCreate, socketRelease } from '../kernel/socket.ts';
import type { CacheKind } from '../kernel/tables/caches.ts';
import { addCacheEntry, dropCacheEntry } from '../kernel/traffic.ts';
import { deleteModule, O_NONBLOCK } from '../kernel/unload.ts';
import { deliverPacket } from '../kernel/work.ts';
import { CannotExplore } from './problem.ts';
import type { Records } from './records.ts';

const SOCK_DGRAM = 2;
const PACKET_BYTES = 64;
const NAP_US = 1_000;

/** Stands between a path and whoever runs it: for tests that leave a step out and look whether anybody notices. */
export type PathFilter = (path: Path<unknown>) => Path<unknown>;

/** What the calls need to know besides the kernel. */
export interface CallWorld {
  readonly k: Kernel;
  readonly records: Records;
  /** Load request by module name. */
  readonly requests: ReadonlyMap<string, number>;
  /** Locks of the scenario itself, by name. */
  readonly locks: ReadonlyMap<string, CellId>;
  readonly filter?: PathFilter;
}

type CallPath = (w: CallWorld, task: number, ...args: never[]) => Path<unknown>;

/** The major of /dev/NAME, of NAME, or of what is registered under that name. */
function majorOf(w: CallWorld, device: string): number {
  const name = device.replace(/^\/dev\//, '');
  const node = w.records.nodes.get(name);
  if (node !== undefined) return node;
  for (const slot of w.k.chrdevs.byId.values()) if (slot.name === name) return slot.major;
  return 0;
}

const holder = (task: number): string => `task${task}`;

function lockOf(w: CallWorld, name: string): CellId {
  const found = w.locks.get(name) ?? { modules: w.k.locks.modules, chrdevs: w.k.locks.chrdevs, rtnl: w.k.locks.rtnl }[name];
  if (found === undefined) throw new CannotExplore(`there is no lock ${name}`);
  return found;
}

const CALLS: Readonly<Record<string, CallPath>> = {
  open: (w, task, device: string) => chrdevOpen(w.k, majorOf(w, device), task),
  close: (w, task, slot: number) => chrdevRelease(w.k, slot, task),
  *read(w, task, slot: number, count: number) {
    const got = yield* chrdevRead(w.k, slot, task, count, 0);
    return typeof got === 'number' ? got : got.length;
  },
  write: (w, task, slot: number, text: string) => chrdevWrite(w.k, slot, task, text),
  insmod: (w, _task, module: string) => initModule(w.k, w.requests.get(module) ?? 0),
  rmmod: (w, _task, module: string, flags: number = O_NONBLOCK) => deleteModule(w.k, module, flags),
  socket: (w, task, family: number) => socketCreate(w.k, family, SOCK_DGRAM, 0, task),
  closeSocket: (w, _task, socket: number) => socketRelease(w.k, socket),
  devGet: (w, task, device: string) => devGetByName(w.k, device, holder(task)),
  devPut: (w, task, device: number) => devPut(w.k, deviceOf(w.k, device), holder(task)),
  cacheAdd: (w, task, kind: CacheKind, device: number) => addCacheEntry(w.k, kind, device, task),
  cacheDrop: (w, _task, entry: number) => dropCacheEntry(w.k, entry),
  *transmit(w, _task, device: number) {
    const dev = deviceOf(w.k, device);
    const m = moduleOf(w.k, dev.module);
    if (dev.ops.xmit !== undefined) yield* inText(m, `${m.name}_xmit`, dev.ops.xmit(driverContext(w.k, m), device, PACKET_BYTES));
  },
  receive: (w) => deliverPacket(w.k, PACKET_BYTES),
  link: (w, _task, device: string, up: boolean) => devChangeUp(w.k, w.records.netdevs.get(device) ?? 0, up),
  awaitUnregistration: (w, _task, device: number) => waitFor([test(deviceOf(w.k, device).registered, '==', 0)], 'netdev_event'),
  sleep: () => sleep(NAP_US, 'msleep'),
  pick: (_w, _task, among: number) => choose(among, 'pick'),
  lock: (w, _task, name: string) => lock(lockOf(w, name), 'mutex_lock'),
  unlock: (w, _task, name: string) => unlock(lockOf(w, name), 'mutex_unlock'),
};

/** The path of one call of a task. */
export function enterCall(w: CallWorld, task: number, name: string, args: readonly unknown[]): Path<unknown> {
  const path = CALLS[name];
  if (path === undefined) throw new CannotExplore(`there is no call ${name} in scenarios`);
  return filtered(w, path(w, task, ...(args as never[])));
}

/** A path as the world's filter has it. */
export const filtered = (w: CallWorld, path: Path<unknown>): Path<unknown> => (w.filter === undefined ? path : w.filter(path));

/** How a call reads in pictures and schedules: `open("/dev/chardev0")`. */
export function callText(name: string, args: readonly unknown[]): string {
  if (name === 'rmmod' || name === 'insmod') return `${name} ${String(args[0])}`;
  return `${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`;
}
