/** Races about devices, packets and sockets: S7 to S10, S24, S25. */

import { spawn } from '../../../src/engine/machine.ts';
import { lock, unlock } from '../../../src/engine/ops.ts';
import type { Path } from '../../../src/engine/step.ts';
import { KERNEL_THREAD } from '../../../src/kernel/model.ts';
import { devChangeUp, devGetByName, devHold, deviceOf, devPut, lockDeviceList } from '../../../src/kernel/netdev.ts';
import { socketCreate, socketRelease } from '../../../src/kernel/socket.ts';
import { deliverPacket } from '../../../src/kernel/work.ts';
import { loaded } from '../../helpers/kernelWorld.ts';
import { at, runOut, runUntil } from '../../helpers/schedule.ts';
import {
  call,
  interrupt,
  isThere,
  moduleCalled,
  rmmod,
  rmmodWaiting,
  type Scene,
  type Setting,
  scene,
  settle,
  start,
  usedAfterUnload,
  type Verdict,
  waitVerdict,
} from './common.ts';

const deviceName = (s: Scene): string => [...s.kernel.netdevs.byName.keys()][0] ?? '';

/** Gives a reference back, under the lock of the network's configuration. */
function* putUnderRtnl(s: Scene, device: number, holder: string): Path<void> {
  yield* lock(s.kernel.locks.rtnl, 'rtnl_lock');
  yield* devPut(s.kernel, deviceOf(s.kernel, device), holder);
  yield* unlock(s.kernel.locks.rtnl, 'rtnl_lock');
}

/** S7a: a route still holds the device of a driver that goes, and lets go later. */
export function lateDevPut(setting: Setting): Verdict {
  const s = scene(setting, 'netdev');
  loaded(s, s.name);
  const device = call(s, devGetByName(s.kernel, deviceName(s), 'route')) ?? 0;
  const remover = start(s, 'rmmod', rmmod(s, s.name));
  runOut(s.machine, remover.task);
  const dev = s.kernel.netdevs.byId.get(device);
  if (dev === undefined) return 'UAU';
  start(s, 'route', devPut(s.kernel, dev, 'route'));
  settle(s);
  if (usedAfterUnload(s)) return 'UAU';
  return remover.ended ? 'safe' : 'HANG';
}

/** S7b: who holds the device needs the lock that the unload waits under. `leaked`: nobody ever puts. */
export function waitUnderLock(setting: Setting, holder: 'rtnl' | 'leaked' | 'list'): Verdict {
  const s = scene(setting, 'netdev');
  loaded(s, s.name);
  if (holder === 'list') call(s, lockDeviceList(s.kernel, 1));
  const device = call(s, devGetByName(s.kernel, deviceName(s), 'route')) ?? 0;
  const remover = start(s, 'rmmod', rmmod(s, s.name));
  runOut(s.machine, remover.task);
  if (remover.ended && (remover.result ?? 0) < 0) return remover.result === -38 ? 'safe' : overlap(s, device);
  if (holder === 'leaked' || holder === 'list') {
    if (waitVerdict(s, remover) !== 'HANG') return 'safe';
    return 'HANG';
  }
  const other = start(s, 'route', putUnderRtnl(s, device, 'route'));
  settle(s);
  if (!remover.ended && !other.ended) return 'DEAD';
  return remover.ended && !usedAfterUnload(s) ? 'safe' : 'UAU';
}

const TRIES = 10;

/** Holders that each let go, but never before the next one holds. */
function overlap(s: Scene, first: number): Verdict {
  let held = first;
  let refusals = 0;
  let holder = 'route';
  for (let count = 0; count < TRIES; count += 1) {
    const next = call(s, devGetByName(s.kernel, deviceName(s), `route ${count}`)) ?? 0;
    call(s, devPut(s.kernel, deviceOf(s.kernel, held), holder));
    if ((call(s, rmmod(s, s.name)) ?? 0) < 0) refusals += 1;
    held = next;
    holder = `route ${count}`;
  }
  return refusals === TRIES ? 'STARV' : 'safe';
}

/** S7c: rmmod of a driver whose interface is up: is it refused? */
export function rmmodWhileUp(setting: Setting): 'refused' | 'succeeds' {
  const s = scene(setting, 'netdev');
  loaded(s, s.name);
  call(s, devChangeUp(s.kernel, [...s.kernel.netdevs.byId.keys()][0] ?? 0, true));
  return call(s, rmmod(s, s.name)) === 0 ? 'succeeds' : 'refused';
}

/** S8: a packet is in the module's handler when the module goes. */
export function packetAfterYes(setting: Setting): Verdict {
  const s = scene(setting, 'pkt');
  loaded(s, s.name);
  const softirq = spawn(s.machine, 'ksoftirqd', { op: 'call', name: KERNEL_THREAD, args: [] }, deliverPacket(s.kernel, 64));
  runUntil(s.machine, softirq, at(`${s.name}_rcv`, 'text'));
  const remover = start(s, 'rmmod', rmmod(s, s.name));
  runOut(s.machine, remover.task);
  settle(s);
  if (usedAfterUnload(s)) return 'UAU';
  return remover.ended ? 'safe' : 'HANG';
}

/** S9: a waiting rmmod makes a hold on the fast path fail; `unwinds`: the path gives back what it has got so far. */
export function fastPathFailure(setting: Setting, unwinds: boolean): Verdict {
  const s = scene(setting, 'netdev');
  loaded(s, s.name);
  const { kernel } = s;
  const m = moduleCalled(s, s.name);
  const dev = deviceOf(kernel, [...kernel.netdevs.byId.keys()][0] ?? 0);
  const { sheet } = kernel.rules;
  let failures = 0;
  function* receive(): Path<void> {
    if (sheet.objectHolds && !(yield* kernel.rules.hold(kernel, m, 'skb 1', 'alloc_skb'))) {
      failures += 1;
      return;
    }
    yield* lock(kernel.locks.devices, 'netif_rx');
    yield* unlock(kernel.locks.devices, 'netif_rx');
    if (sheet.packetHoldsDevice && !(yield* devHold(kernel, dev, 'packet 1', 'netif_rx'))) {
      failures += 1;
      if (unwinds && sheet.objectHolds) yield* kernel.rules.drop(kernel, m, 'skb 1', 'kfree_skb');
      return;
    }
    if (sheet.packetHoldsDevice) yield* devPut(kernel, dev, 'packet 1', 'net_rx_action');
    if (sheet.objectHolds) yield* kernel.rules.drop(kernel, m, 'skb 1', 'kfree_skb');
  }
  const user = call(s, devGetByName(kernel, dev.name, 'route')) ?? 0;
  const packet = start(s, 'packet', receive());
  runUntil(s.machine, packet.task, at('netif_rx', 'lock'));
  const remover = start(s, 'rmmod -w', rmmodWaiting(s, s.name));
  runOut(s.machine, remover.task);
  settle(s);
  const put = start(s, 'route', devPut(kernel, deviceOf(kernel, user), 'route'));
  settle(s);
  if (usedAfterUnload(s)) return 'UAU';
  if (!put.ended || !remover.ended) return failures > 0 ? 'LEAK' : 'HANG';
  return failures > 0 ? 'SPUR' : 'safe';
}

const FAMILY = 19;
const DGRAM = 2;

/** S10: a closed socket lingers for a minute; the module is to go after a second. */
export function timeWait(setting: Setting): Verdict {
  const s = scene(setting, 'proto');
  loaded(s, `${s.name} linger_ms=60000`);
  const socket = call(s, socketCreate(s.kernel, FAMILY, DGRAM, 0, 1)) ?? -1;
  call(s, socketRelease(s.kernel, socket));
  const remover = start(s, 'rmmod', rmmod(s, s.name));
  runOut(s.machine, remover.task);
  settle(s);
  if (usedAfterUnload(s)) return 'UAU';
  if (!remover.ended) return 'HANG';
  if (!s.kernel.rules.sheet.unloads || !isThere(s, s.name)) return 'safe';
  return call(s, rmmod(s, s.name)) === 0 ? 'safe' : 'LEAK';
}

/** S24: who holds a device takes a second hold while its driver is going. */
export function secondHold(setting: Setting): Verdict {
  const s = scene(setting, 'netdev');
  loaded(s, s.name);
  const device = call(s, devGetByName(s.kernel, deviceName(s), 'route')) ?? 0;
  const waiter = start(s, 'rmmod -w', rmmodWaiting(s, s.name));
  runOut(s.machine, waiter.task);
  const again = call(s, devHold(s.kernel, deviceOf(s.kernel, device), 'route')) ?? false;
  interrupt(s, waiter.task);
  return again ? 'safe' : 'SPUR';
}

/** S25: an interface whose open fails, and an rmmod in the middle of it. */
export function upFails(setting: Setting): Verdict {
  const s = scene(
    {
      ...setting,
      change: (driver) => ({
        ...driver,
        netdevs: {
          mdev: {
            ...driver.netdevs?.['mdev'],
            *open(k) {
              yield* k.sleep(10);
              return -5;
            },
          },
        },
      }),
    },
    'netdev',
  );
  loaded(s, s.name);
  const up = start(s, 'ip link set up', devChangeUp(s.kernel, [...s.kernel.netdevs.byId.keys()][0] ?? 0, true));
  runOut(s.machine, up.task);
  const remover = start(s, 'rmmod', rmmod(s, s.name));
  runOut(s.machine, remover.task);
  settle(s);
  if (usedAfterUnload(s)) return 'UAU';
  return up.ended && remover.ended ? 'safe' : 'HANG';
}
