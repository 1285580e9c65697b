/**
 * The network's own paths: a packet that is received, copied or sent, a route and a neighbour (ARP) entry, a connection.
 * Which of them takes a reference on what is the regime's (Linux 2.4.0, 2.5.69 and 6.1: net/core/dev.c, dst.c, neighbour.c).
 */
import { ask, emit, load, lock, sleep, store, tryAtomic, unlock } from '../engine/ops.ts';
import { type Call, type Path, set, test } from '../engine/step.ts';
import { driverContext } from './context.ts';
import { inText } from './enter.ts';
import { type Kernel, moduleOf } from './kernel.ts';
import type { ModuleRecord } from './module.ts';
import { devHold, deviceOf, devPut } from './netdev.ts';
import { socketAccept, socketCreate, socketRelease } from './socket.ts';
import type { CacheEntry, CacheKind } from './tables/caches.ts';
import type { Netdev } from './tables/netdevs.ts';
import { deliverPacket } from './work.ts';

const skbObject = (id: number): string => `skb ${id}`;

/** The skb's own hold on its device's module, where every object has one. False: it was refused. */
function* holdObject(k: Kernel, m: ModuleRecord, object: string, at: string): Path<boolean> {
  return !k.rules.sheet.objectHolds || (yield* k.rules.hold(k, m, object, at));
}

function* dropObject(k: Kernel, m: ModuleRecord, object: string, at: string): Path<void> {
  if (k.rules.sheet.objectHolds) yield* k.rules.drop(k, m, object, at);
}

/** netif_rx and net_rx_action for one packet. False: it was dropped, and all that it had taken was given back. */
export function* receivePacket(k: Kernel, device: number, id: number, bytes: number): Path<boolean> {
  const dev = deviceOf(k, device);
  const m = moduleOf(k, dev.module);
  yield* ask('netif_rx', { name: 'packet_received' });
  if ((yield* load(dev.up, 'netif_rx')) === 0 || !(yield* holdObject(k, m, skbObject(id), 'alloc_skb'))) return yield* lost(false);
  if (k.rules.sheet.packetHoldsDevice && !(yield* devHold(k, dev, `packet ${id}`, 'netif_rx'))) {
    yield* dropObject(k, m, skbObject(id), 'kfree_skb');
    return yield* lost(k.rules.sheet.objectHolds);
  }
  if (k.work.handlers.size > 0) yield* deliverPacket(k, bytes);
  if (k.rules.sheet.packetHoldsDevice) yield* devPut(k, dev, `packet ${id}`, 'net_rx_action');
  yield* dropObject(k, m, skbObject(id), 'kfree_skb');
  return true;
}

function* lost(unwound: boolean): Path<false> {
  if (unwound) yield* ask('netif_rx', { name: 'path_unwound' });
  yield* ask('netif_rx', { name: 'packet_lost' });
  return false;
}

/** skb_clone, and kfree_skb of the copy: the original holds, so this cannot fail. */
export function* clonePacket(k: Kernel, device: number, id: number): Path<void> {
  const m = moduleOf(k, deviceOf(k, device).module);
  if (k.rules.sheet.objectHolds) yield* k.rules.holdHeld(k, m, skbObject(id), 'skb_clone');
  yield* dropObject(k, m, skbObject(id), 'kfree_skb');
}

/** dev_queue_xmit of one packet. False: it was dropped. */
export function* sendPacket(k: Kernel, device: number, id: number, bytes: number): Path<boolean> {
  const dev = deviceOf(k, device);
  const m = moduleOf(k, dev.module);
  if ((yield* load(dev.up, 'dev_queue_xmit')) === 0 || !(yield* holdObject(k, m, skbObject(id), 'alloc_skb'))) return yield* lost(false);
  if (dev.ops.xmit !== undefined) yield* inText(m, `${m.name}_xmit`, dev.ops.xmit(driverContext(k, m), device, bytes));
  yield* dropObject(k, m, skbObject(id), 'kfree_skb');
  return true;
}

const holderOf = (kind: CacheKind, entry: number): string => `${kind} ${entry}`;
const SITES: Readonly<Record<CacheKind, string>> = { route: 'dst_alloc', neighbour: 'neigh_alloc' };

/**
 * A new entry of a cache, which holds its device. Its number, or 0 when a hold was refused: nothing of it is left then. It can be found from under
 * the lock of the device's list on, so that an unregistration finds it or it finds the device gone. `opener` says who wants it.
 */
export function* addCacheEntry(k: Kernel, kind: CacheKind, device: number, opener: number): Path<number> {
  const at = SITES[kind];
  const dev = deviceOf(k, device);
  const m = moduleOf(k, dev.module);
  const entry = yield* ask(at, { name: 'cache_alloc', kind, device, opener });
  if (yield* holdObject(k, m, holderOf(kind, entry), at)) {
    yield* lock(k.locks.devices, at);
    const held = (yield* load(dev.registered, at)) === 1 && (yield* devHold(k, dev, holderOf(kind, entry), at));
    if (held) yield* store(entryOf(k, entry).hashed, 1, at);
    yield* unlock(k.locks.devices, at);
    if (held) return entry;
    yield* dropObject(k, m, holderOf(kind, entry), at);
    yield* emit(at, { name: 'path_unwound' });
  }
  yield* emit(at, { name: 'cache_free', entry });
  return 0;
}

/** An entry goes, by age or since its device does. Nothing happens for one that is gone already. */
export function* dropCacheEntry(k: Kernel, entry: number): Path<void> {
  const at = 'dst_release';
  const found = k.caches.entries.get(entry);
  if (found === undefined || !(yield* tryAtomic([test(found.hashed, '==', 1)], [set(found.hashed, 0)], at))) return;
  const dev = deviceOf(k, found.device);
  yield* devPut(k, dev, holderOf(found.kind, entry), at);
  yield* dropObject(k, moduleOf(k, dev.module), holderOf(found.kind, entry), at);
  yield* emit(at, { name: 'cache_free', entry });
}

/** What every protocol does on NETDEV_UNREGISTER: gives its references to the device back. */
export function* flushCaches(k: Kernel, dev: Netdev): Path<void> {
  const next = (after: number): Path<number> => ask('netdev_unregister', { name: 'cache_next', device: dev.id, after });
  for (let entry = yield* next(0); entry !== 0; entry = yield* next(entry)) yield* dropCacheEntry(k, entry);
}

function entryOf(k: Kernel, id: number): CacheEntry {
  const found = k.caches.entries.get(id);
  if (found === undefined) throw new Error(`no cache entry ${id}`);
  return found;
}

/** socket(2) and close(2) of a protocol family. False: there is no such family any more. */
export function* connectAndClose(k: Kernel, family: number, type: number): Path<boolean> {
  const socket = yield* socketCreate(k, family, type, 0, 0);
  if (socket < 0) return false;
  yield* socketRelease(k, socket);
  return true;
}

/** accept(2) on a listening socket, and close of what it gave. */
export function* acceptAndClose(k: Kernel, listener: number): Path<boolean> {
  const socket = yield* socketAccept(k, listener);
  if (socket < 0) return false;
  yield* socketRelease(k, socket);
  return true;
}

/** What traffic consists of, per second of virtual time. */
export interface TrafficRates {
  readonly packets: number;
  readonly routes: number;
  readonly neighbours: number;
  readonly connections: number;
}

export interface TrafficPlan extends TrafficRates {
  /** Handle of the device; 0: none, and nothing that needs one. */
  readonly device: number;
  readonly family: number;
  readonly seconds: number;
  /** How long a route or a neighbour lives, in seconds. */
  readonly entrySeconds: number;
}

const PACKET_BYTES = 1_500;
const SECOND_US = 1_000_000;
const SOCK_DGRAM = 2;

/** The calls that a task of traffic makes: each packet, each entry is one call, so that none of them lasts. */
export const TRAFFIC_CALL = 'traffic';
export type TrafficWork = keyof TrafficRates | 'expire' | 'wait';

const work = (what: TrafficWork, ...args: readonly number[]): Call => ({ op: 'call', name: TRAFFIC_CALL, args: [what, ...args] });

/** What such a call does. `a` and `b`: the device or family and a number; an entry; microseconds. */
export function* trafficCall(k: Kernel, what: TrafficWork, a: number, b: number): Path<number> {
  switch (what) {
    case 'wait':
      yield* sleep(a, 'traffic');
      return yield* ask('traffic', { name: 'ktime_get' });
    case 'expire':
      yield* dropCacheEntry(k, a);
      return 0;
    case 'connections':
      return (yield* connectAndClose(k, a, SOCK_DGRAM)) ? 1 : 0;
    default:
  }
  if ((yield* ask('traffic', { name: 'netdev_gone', device: a })) === 1) return GONE;
  if (what === 'packets') return (yield* receivePacket(k, a, b, PACKET_BYTES)) ? 1 : 0;
  return yield* addCacheEntry(k, what === 'routes' ? 'route' : 'neighbour', a, 0);
}

/** What a call answers whose device is not there any more. */
const GONE = -1;

/** One kind of traffic, evenly over its time. The kinds are separate tasks: each is what one CPU does for one kind. */
export function* trafficOf(plan: TrafficPlan, kind: keyof TrafficRates): Generator<Call, void, unknown> {
  const rate = plan[kind];
  const count = rate * plan.seconds;
  const gap = Math.max(1, Math.floor(SECOND_US / Math.max(1, rate)));
  const kept = kind === 'routes' || kind === 'neighbours' ? Math.max(1, rate * plan.entrySeconds) : 0;
  const entries: number[] = [];
  const began = Number(yield work('wait', 0));
  let now = began;
  for (let done = 0; done < count; done += 1) {
    now = Number(yield work('wait', Math.max(0, began + done * gap - now)));
    const made = Number(yield work(kind, kind === 'connections' ? plan.family : plan.device, done));
    if (made === GONE) return;
    if (kept > 0 && made > 0) entries.push(made);
    const old = entries.length > kept ? entries.shift() : undefined;
    if (old !== undefined) yield work('expire', old);
  }
  if (entries.length > 0) yield work('wait', plan.entrySeconds * SECOND_US);
  for (const entry of entries) yield work('expire', entry);
}

/** The kinds that a plan has any of. */
export const kindsOf = (plan: TrafficPlan): (keyof TrafficRates)[] =>
  (['packets', 'routes', 'neighbours', 'connections'] as const).filter((kind) => plan[kind] > 0);
