/** Network devices and their own counts (Linux 6.1, net/core/dev.c: register_netdevice, dev_open, netdev_run_todo). */
import { ERRNO } from '../engine/errno.ts';
import { add, ask, emit, load, lock, store, unlock, waitForAtMost } from '../engine/ops.ts';
import { type Path, type RefChange, test } from '../engine/step.ts';
import { driverContext } from './context.ts';
import { about, inText } from './enter.ts';
import { type Kernel, moduleOf } from './kernel.ts';
import type { ModuleRecord } from './module.ts';
import { EMERG, printk } from './printk.ts';
import type { Netdev } from './tables/netdevs.ts';

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
    yield* add(deviceOf(k, id).refcnt, 1, at, { kind: 'get', on: deviceOf(k, id).refcnt, object: 'registered' });
    yield* store(deviceOf(k, id).registered, 1, at);
  }
  yield* unlock(k.locks.rtnl, at);
  return id;
}

/** dev_hold. False only in regimes where a hold takes the module too and was refused. `holder` names who. */
export function* devHold(k: Kernel, dev: Netdev, holder: string, at = 'dev_hold'): Path<boolean> {
  if (k.rules.sheet.devHoldHolds && !(yield* k.rules.tryGet(k, moduleOf(k, dev.module), holdObject(dev, holder), at))) return false;
  yield* add(dev.refcnt, 1, at, change('get', dev, holder));
  return true;
}

/** dev_put. Where the device's destructor runs at the last put (2.4, 2.5 with a destructor), it runs here. */
export function* devPut(k: Kernel, dev: Netdev, holder: string, at = 'dev_put'): Path<void> {
  const left = yield* add(dev.refcnt, -1, at, change('put', dev, holder));
  const m = moduleOf(k, dev.module);
  if (k.rules.sheet.devHoldHolds) yield* k.rules.put(k, m, holdObject(dev, holder), at);
  if (k.rules.sheet.unregister === 'returns_at_once' && left === k.rules.sheet.deviceAtRest) {
    const listed = yield* load(dev.registered, 'netdev_finish_unregister');
    if (listed === 0 && dev.ops.destructor !== undefined)
      yield* inText(m, `${m.name}_destructor`, dev.ops.destructor(driverContext(k, m), dev.id));
  }
}

const change = (kind: RefChange['kind'], dev: Netdev, holder: string): RefChange => ({ kind, on: dev.refcnt, object: holder });
const holdObject = (dev: Netdev, holder: string): string => `dev_hold ${dev.name} ${holder}`;

/** dev_get_by_name: a handle with one reference, or 0. */
export function* devGetByName(k: Kernel, name: string, holder: string): Path<number> {
  const at = 'dev_get_by_name';
  const id = yield* ask(at, { name: 'find_netdev', device: name });
  if (id === 0) return 0;
  const dev = deviceOf(k, id);
  if ((yield* load(dev.registered, at)) === 0) return 0;
  return (yield* devHold(k, dev, holder, at)) ? id : 0;
}

/** dev_open and dev_close under the RTNL. 0, or a negative errno. */
export function* devChangeUp(k: Kernel, id: number, up: boolean): Path<number> {
  const at = up ? 'dev_open' : 'dev_close';
  yield* lock(k.locks.rtnl, at);
  const dev = deviceOf(k, id);
  const result = (yield* load(dev.registered, at)) === 0 ? -ERRNO.ENODEV : up ? yield* devOpen(k, dev) : yield* devClose(k, dev);
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
  const dev = deviceOf(k, id);
  yield* lock(k.locks.rtnl, at);
  const err = yield* ask(at, { name: 'check_address', device: id, address: cidr });
  const held = err === 0 && (yield* devHold(k, dev, `address ${cidr}`, at));
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
  yield* devPut(k, dev, `address ${cidr}`, 'inet_del_ifa');
}

/** unregister_netdev: down, out of the lists, everybody told, then the wait for the last reference as the regime has it. */
export function* unregisterNetdev(k: Kernel, id: number): Path<void> {
  const at = 'unregister_netdevice';
  const dev = deviceOf(k, id);
  const { unregister } = k.rules.sheet;
  yield* lock(k.locks.rtnl, at);
  yield* devClose(k, dev);
  yield* store(dev.registered, 0, at);
  yield* emit(at, { name: 'netdev_unlist', device: id });
  for (const cidr of [...dev.addresses]) yield* dropAddress(k, dev, cidr);
  yield* add(dev.refcnt, -1, at, change('put', dev, 'registered'));
  if (unregister === 'waits_with_rtnl') yield* waitAllRefs(k, dev);
  yield* unlock(k.locks.rtnl, at);
  if (unregister === 'waits') yield* waitAllRefs(k, dev);
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

export function deviceOf(k: Kernel, id: number): Netdev {
  const found = k.netdevs.byId.get(id);
  if (found === undefined) throw new Error(`no net device ${id}`);
  return found;
}
