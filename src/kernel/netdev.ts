/** Network devices and their own counts (Linux 6.1, net/core/dev.c: register_netdevice, dev_open, netdev_run_todo). */
import { ERRNO } from '../engine/errno.ts';
import { add, adjust, ask, emit, load, lock, store, unlock, waitFor, waitForAtMost } from '../engine/ops.ts';
import { type Path, type RefChange, test } from '../engine/step.ts';
import { driverContext } from './context.ts';
import { about, inText } from './enter.ts';
import { type Kernel, moduleOf } from './kernel.ts';
import type { ModuleRecord } from './module.ts';
import { EMERG, printk } from './printk.ts';
import type { Netdev } from './tables/netdevs.ts';
import { flushCaches } from './traffic.ts';

export interface NetdevOptions {
  readonly mtu: number;
  readonly address: string;
  readonly flags: readonly string[];
}

/** register_netdev: a handle above 0, or a negative errno. */
export function* registerNetdev(k: Kernel, m: ModuleRecord, ops: string, pattern: string, options: NetdevOptions): Path<number> {
  const at = 'register_netdevice';
  yield* lock(k.locks.rtnl, at);
  const id = yield* emit(
    at,
    about('netdev_register', m, { ops, pattern, mtu: options.mtu, address: options.address, flags: options.flags.join(',') }),
  );
  if (id > 0) {
    yield* adjust(deviceOf(k, id).refcnt, 1, at, change('get', deviceOf(k, id), REGISTERED));
    yield* store(deviceOf(k, id).registered, 1, at);
  }
  yield* unlock(k.locks.rtnl, at);
  return id;
}

/** The hold that registration takes. No module is taken for it, or no driver of a device could ever go. */
const REGISTERED = 'registered';

/** dev_hold. False only in regimes where a hold takes the module too and was refused. `holder` names who. */
export function* devHold(k: Kernel, dev: Netdev, holder: string, at = 'dev_hold'): Path<boolean> {
  if (holdsModule(k, holder) && !(yield* k.rules.hold(k, moduleOf(k, dev.module), holdObject(dev, holder), at))) return false;
  yield* adjust(dev.refcnt, 1, at, change('get', dev, holder));
  return true;
}

/** dev_put. Where the device's destructor runs at the last put (2.4, 2.5 with a destructor), it runs here. */
export function* devPut(k: Kernel, dev: Netdev, holder: string, at = 'dev_put'): Path<void> {
  yield* lowerCount(k, dev, holder, at);
  if (holdsModule(k, holder)) yield* k.rules.drop(k, moduleOf(k, dev.module), holdObject(dev, holder), at);
}

const ADDRESS = 'address ';
const holdsModule = (k: Kernel, holder: string): boolean =>
  holder.startsWith(ADDRESS) ? k.rules.sheet.addressHolds : k.rules.sheet.devHoldHolds;

/** One less on the device's count; netdev_finish_unregister, in module text, when it was the last of an unregistered one. */
function* lowerCount(k: Kernel, dev: Netdev, holder: string, at: string): Path<void> {
  const { destructor } = dev.ops;
  if (waitOf(k, dev) !== 'returns_at_once' || destructor === undefined) {
    yield* adjust(dev.refcnt, -1, at, change('put', dev, holder));
    return;
  }
  if ((yield* add(dev.refcnt, -1, at, change('put', dev, holder))) !== k.rules.sheet.deviceBase) return;
  if ((yield* load(dev.registered, 'netdev_finish_unregister')) === 1) return;
  const m = moduleOf(k, dev.module);
  yield* inText(m, `${m.name}_destructor`, destructor(driverContext(k, m), dev.id));
}

/** How unregistering this device waits: as the kernel does, but at once where its destructor says so (Linux 2.5.69, net/core/dev.c). */
const waitOf = (k: Kernel, dev: Netdev): typeof k.rules.sheet.unregister =>
  k.rules.sheet.destructors && dev.ops.destructor !== undefined ? 'returns_at_once' : k.rules.sheet.unregister;

const change = (kind: RefChange['kind'], dev: Netdev, holder: string): RefChange => ({ kind, on: dev.refcnt, object: holder });
const holdObject = (dev: Netdev, holder: string): string => `dev_hold ${dev.name} ${holder}`;

/** How many hold the device beside its own registration. */
export function* deviceUsers(k: Kernel, dev: Netdev): Path<number> {
  return (yield* load(dev.refcnt, 'netdev_refcnt_read')) - k.rules.sheet.deviceBase - 1;
}

/** dev_get_by_name: a handle with one reference, or 0. */
export function* devGetByName(k: Kernel, name: string, holder: string): Path<number> {
  const at = 'dev_get_by_name';
  yield* lock(k.locks.devices, at);
  const id = yield* ask(at, { name: 'find_netdev', device: name });
  const dev = id === 0 ? undefined : deviceOf(k, id);
  const held = dev !== undefined && (yield* load(dev.registered, at)) === 1 && (yield* devHold(k, dev, holder, at));
  yield* unlock(k.locks.devices, at);
  return held ? id : 0;
}

/** Takes a module's devices out of the lists, so that no look-up finds one; `listed` puts them back. For predicates that ask afterwards. */
export function* listDevices(k: Kernel, m: ModuleRecord, listed: boolean): Path<void> {
  yield* lock(k.locks.devices, 'list_netdevice');
  yield* listDevicesLocked(k, m, listed);
  yield* unlock(k.locks.devices, 'list_netdevice');
}

/** The same for a caller that holds the lock of the lists. */
export function* listDevicesLocked(k: Kernel, m: ModuleRecord, listed: boolean): Path<void> {
  for (const dev of devicesOf(k, m)) yield* store(dev.registered, listed ? 1 : 0, 'list_netdevice');
}

export const devicesOf = (k: Kernel, m: ModuleRecord): Netdev[] => [...k.netdevs.byId.values()].filter((dev) => dev.module === m.id);

/** dev_open and dev_close under the RTNL. 0, or a negative errno. */
export function* devChangeUp(k: Kernel, id: number, up: boolean): Path<number> {
  const at = up ? 'dev_open' : 'dev_close';
  yield* lock(k.locks.rtnl, at);
  const gone = (yield* ask(at, { name: 'netdev_gone', device: id })) === 1 || (yield* load(deviceOf(k, id).registered, at)) === 0;
  const result = gone ? -ERRNO.ENODEV : yield* up ? devOpen(k, deviceOf(k, id)) : devClose(k, deviceOf(k, id));
  yield* unlock(k.locks.rtnl, at);
  return result;
}

function* devOpen(k: Kernel, dev: Netdev): Path<number> {
  const m = moduleOf(k, dev.module);
  if ((yield* load(dev.up, '__dev_open')) === 1) return 0;
  if (k.rules.sheet.upHolds && !(yield* k.rules.tryGet(k, m, `up ${dev.name}`, 'dev_open'))) return -ERRNO.ENODEV;
  const result = dev.ops.open === undefined ? 0 : yield* inText(m, `${m.name}_open`, dev.ops.open(driverContext(k, m), dev.id));
  if (result < 0) {
    if (k.rules.sheet.upHolds) yield* k.rules.put(k, m, `up ${dev.name}`, 'dev_open');
    return result;
  }
  yield* store(dev.up, 1, '__dev_open');
  yield* emit('__dev_open', { name: 'netdev_up', device: dev.id });
  return 0;
}

function* devClose(k: Kernel, dev: Netdev): Path<number> {
  const m = moduleOf(k, dev.module);
  if ((yield* load(dev.up, '__dev_close')) === 0) return 0;
  yield* store(dev.up, 0, '__dev_close');
  if (dev.ops.stop !== undefined) yield* inText(m, `${m.name}_stop`, dev.ops.stop(driverContext(k, m), dev.id));
  yield* emit('__dev_close', { name: 'netdev_down', device: dev.id });
  if (k.rules.sheet.upHolds) yield* k.rules.put(k, m, `up ${dev.name}`, 'dev_close');
  return 0;
}

/** Gives a device an address: its in_device and the route hold it. 0, or a negative errno. */
export function* addAddress(k: Kernel, id: number, cidr: string): Path<number> {
  const at = 'inet_insert_ifa';
  yield* lock(k.locks.rtnl, at);
  const err = yield* ask(at, { name: 'check_address', device: id, address: cidr });
  const held = err === 0 && (yield* devHold(k, deviceOf(k, id), `${ADDRESS}${cidr}`, at));
  if (held) yield* emit(at, { name: 'address_add', device: id, address: cidr });
  yield* unlock(k.locks.rtnl, at);
  return err !== 0 ? -err : held ? 0 : -ERRNO.ENOBUFS;
}

/** Takes an address away. 0, or a negative errno. */
export function* removeAddress(k: Kernel, id: number, cidr: string): Path<number> {
  const at = 'inet_del_ifa';
  yield* lock(k.locks.rtnl, at);
  const there = yield* ask(at, { name: 'has_address', device: id, address: cidr });
  if (there === 1) yield* dropAddress(k, deviceOf(k, id), cidr);
  yield* unlock(k.locks.rtnl, at);
  return there === 1 ? 0 : -ERRNO.EADDRNOTAVAIL;
}

function* dropAddress(k: Kernel, dev: Netdev, cidr: string): Path<void> {
  yield* emit('inet_del_ifa', { name: 'address_del', device: dev.id, address: cidr });
  yield* devPut(k, dev, `${ADDRESS}${cidr}`, 'inet_del_ifa');
}

/** unregister_netdev: down, out of the lists, everybody told, then the wait for the last reference as the regime has it. */
export function* unregisterNetdev(k: Kernel, id: number): Path<void> {
  const at = 'unregister_netdevice';
  const dev = deviceOf(k, id);
  const waits = waitOf(k, dev);
  yield* lock(k.locks.rtnl, at);
  yield* devClose(k, dev);
  yield* lock(k.locks.devices, at);
  yield* store(dev.registered, 0, at);
  yield* emit(at, { name: 'netdev_unlist', device: id });
  yield* unlock(k.locks.devices, at);
  for (const cidr of [...dev.addresses]) yield* dropAddress(k, dev, cidr);
  yield* flushCaches(k, dev);
  // Until 2.5 the wait counts the registration's own reference, later it is given back first (net/core/dev.c).
  const ownFirst = k.rules.sheet.deviceAtRest === k.rules.sheet.deviceBase;
  if (ownFirst) yield* lowerCount(k, dev, REGISTERED, at);
  if (waits === 'waits_with_rtnl') yield* waitAllRefs(k, dev);
  if (waits === 'does_not_count') yield* waitFor([test(k.locks.deviceLookups, '==', 0)], 'dev_lock_wait');
  if (!ownFirst) yield* lowerCount(k, dev, REGISTERED, at);
  yield* unlock(k.locks.rtnl, at);
  if (waits === 'waits') yield* waitAllRefs(k, dev);
}

/** netdev_wait_allrefs_any: deaf to signals; a warning every 10 s, at KERN_EMERG, and no other way out. */
function* waitAllRefs(k: Kernel, dev: Netdev): Path<void> {
  const at = 'netdev_wait_allrefs_any';
  const { deviceAtRest } = k.rules.sheet;
  while (!(yield* waitForAtMost([test(dev.refcnt, '==', deviceAtRest)], k.netdevWarnSeconds * 1_000_000, at, true))) {
    const count = yield* load(dev.refcnt, at);
    yield* printk(EMERG, `unregister_netdevice: waiting for ${dev.name} to become free. Usage count = ${count}`);
  }
}

/** dev_lock_list and dev_unlock_list of 2.2 (net/core/dev.c): all that keeps a device there is one count for all of them. */
export function* lockDeviceList(k: Kernel, by: 1 | -1): Path<void> {
  yield* adjust(k.locks.deviceLookups, by, by === 1 ? 'dev_lock_list' : 'dev_unlock_list');
}

export function deviceOf(k: Kernel, id: number): Netdev {
  const found = k.netdevs.byId.get(id);
  if (found === undefined) throw new Error(`no net device ${id}`);
  return found;
}
