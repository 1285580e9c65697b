/** The driver context of one module: what `k` is inside a driver. */
import { EngineBug } from '../engine/bug.ts';
import { add, ask, choose, emit, load, lock, sleep, sleepInterruptible, store, unlock } from '../engine/ops.ts';
import type { CellId } from '../engine/step.ts';
import { createDevice, destroyDevice, registerChrdev, unregisterChrdev } from './chrdev.ts';
import type { DriverContext } from './driver.ts';
import { about, inText } from './enter.ts';
import { type Kernel, moduleOf } from './kernel.ts';
import type { ModuleRecord } from './module.ts';
import { devGetByName, devHold, deviceOf, deviceUsers, devPut, registerNetdev, unregisterNetdev } from './netdev.ts';
import { INFO, printk } from './printk.ts';
import { flushWork, linger, registerFamily, skAlloc, skFree, unregisterFamily } from './socket.ts';
import { addPacketHandler, cancelTimer, getForThread, removePacketHandler, startThread, startTimer } from './work.ts';

const THIS_MODULE = 'self';

/** Makes the context. It holds no state of its own: everything it knows lies in the kernel and the module's record. */
export function driverContext(k: Kernel, m: ModuleRecord): DriverContext {
  const { name } = m;
  const cell = (field: string): CellId => {
    const found = m.own.get(field);
    if (found === undefined) throw new Error(`driver ${name} has no cell ${field}`);
    return found;
  };
  return {
    module: name,
    cell,
    load: (at) => load(at, name),
    store: (at, value) => store(at, value, name),
    add: (at, by) => add(at, by, name),
    lock: (at) => lock(at, name),
    unlock: (at) => unlock(at, name),
    sleep: (milliseconds) => sleep(milliseconds * 1_000, name),
    delay: (milliseconds) => sleep(milliseconds * 1_000, 'mdelay'),
    sleepInterruptible: (milliseconds) => sleepInterruptible(milliseconds * 1_000, name),
    choose: (site, among = 2) => choose(among, `${name}: ${site}`),
    log: (text, level = INFO) => printk(level, `${name}: ${text}`),
    int: (param) => ask(name, about('param_int', m, { param })),
    string: (param) => String(m.params.get(param) ?? ''),
    data: (key) => m.data.get(key) ?? '',
    *keep(key, text) {
      yield* emit(name, about('driver_data', m, { key, text }));
    },
    registerChrdev: (device) => registerChrdev(k, m, device),
    unregisterChrdev: (major) => unregisterChrdev(k, m, major),
    createDevice: (className, device, major, minor) => createDevice(m, className, device, major, minor),
    destroyDevice: (className, device) => destroyDevice(m, className, device),
    registerNetdev: (ops, pattern, options) => registerNetdev(k, m, ops, pattern, options),
    unregisterNetdev: (device) => unregisterNetdev(k, device),
    *freeNetdev(device) {
      yield* emit('free_netdev', { name: 'netdev_free', device });
    },
    netdevName: (device) => deviceOf(k, device).name,
    devGetByName: (device) => devGetByName(k, device, name),
    netdevUsers: (device) => deviceUsers(k, deviceOf(k, device)),
    devHold: (device) => devHold(k, deviceOf(k, device), name),
    devPut: (device) => devPut(k, deviceOf(k, device), name),
    registerFamily: (family) => registerFamily(k, m, family),
    unregisterFamily: (family) => unregisterFamily(k, m, family),
    skAlloc: (socket) => skAlloc(k, socket),
    skFree: (socket, which = 'open') => skFree(k, socket, which),
    linger: (socket, milliseconds) => linger(k, socket, milliseconds),
    flushWork: () => flushWork(k, m),
    addPacketHandler: () => addPacketHandler(k, m),
    removePacketHandler: () => removePacketHandler(k, m),
    startTimer: (timer, milliseconds) => startTimer(k, m, timer, milliseconds),
    cancelTimer: (timer) => cancelTimer(k, m, timer),
    startThread: (thread) => startThread(k, m, thread),
    getForThread: (thread) => getForThread(k, m, thread),
    tryModuleGet: () => k.rules.tryGet(k, m, THIS_MODULE, 'try_module_get'),
    modulePut: () => k.rules.put(k, m, THIS_MODULE, 'module_put'),
    modInc: (object) => k.rules.moduleCounts(k, m, 1, object, 'MOD_INC_USE_COUNT'),
    modDec: (object) => k.rules.moduleCounts(k, m, -1, object, 'MOD_DEC_USE_COUNT'),
    *call(symbol, ...args) {
      const provider = m.resolved.get(symbol) ?? k.modules.symbols.get(symbol)?.module;
      const owner = provider === undefined ? undefined : moduleOf(k, provider);
      const body = owner?.driver.exports?.[symbol]?.call;
      if (owner === undefined || body === undefined) throw new EngineBug(`driver ${name} calls ${symbol}, which nobody exports`);
      return yield* inText(owner, symbol, body(driverContext(k, owner), ...args));
    },
  };
}
