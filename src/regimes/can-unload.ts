/** can-unload: the module is asked whether it may go; counts are ignored. Old modules that have no such function go by their count. */
import { lock, store, unlock } from '../engine/ops.ts';
import type { Path } from '../engine/step.ts';
import { driverContext } from '../kernel/context.ts';
import type { DriverContext } from '../kernel/driver.ts';
import { inText } from '../kernel/enter.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { GOING, type ModuleRecord } from '../kernel/module.ts';
import { listDevices, listDevicesLocked } from '../kernel/netdev.ts';
import { noCount } from './2.2.ts';
import { mayGo as mayGoByCount, sheet24 } from './2.4.ts';
import { initDone, initFailed } from './counts/word.ts';
import type { Regime } from './regime.ts';

/**
 * What can_unload() sees. sys_delete_module asks under the big lock, which is the loader's lock of the time; who sleeps
 * drops that one (schedule: release_kernel_lock, reacquire_kernel_lock), and no other.
 */
function contextUnderBigLock(k: Kernel, m: ModuleRecord): DriverContext {
  const context = driverContext(k, m);
  function* dropped<T>(sleep: Path<T>): Path<T> {
    yield* unlock(k.locks.modules, 'release_kernel_lock');
    const slept = yield* sleep;
    yield* lock(k.locks.modules, 'reacquire_kernel_lock');
    return slept;
  }
  return {
    ...context,
    sleep: (milliseconds) => dropped(context.sleep(milliseconds)),
    sleepInterruptible: (milliseconds) => dropped(context.sleepInterruptible(milliseconds)),
  };
}

/** __MOD_IN_USE where the module has a can_unload. The old function said non-zero for "must stay"; ours answers true for "may go". */
function* asks(k: Kernel, m: ModuleRecord, canUnload: NonNullable<ModuleRecord['driver']['canUnload']>): Path<boolean> {
  return yield* inText(m, `${m.name}_can_unload`, canUnload(contextUnderBigLock(k, m)));
}

/**
 * Asks, then marks, under unload_lock: that keeps other unloads out and no user, so whoever comes in between has been told
 * nothing. It is a spinlock: a can_unload() that sleeps leaves it taken, and the next rmmod spins for it with the big lock
 * in its hand, which the sleeper needs to wake up.
 */
function* mayGo(k: Kernel, m: ModuleRecord): Path<true | number> {
  const { canUnload } = m.driver;
  if (canUnload === undefined) return yield* mayGoByCount(k, m);
  const at = 'sys_delete_module';
  yield* lock(k.locks.unload, at);
  const yes = yield* asks(k, m, canUnload);
  if (yes) yield* store(m.cells.state, GOING, at);
  yield* unlock(k.locks.unload, at);
  return yes ? true : k.rules.sheet.inUse;
}

/** Asked and unlinked under one lock: a look-up comes before, and is counted, or after, and finds nothing. */
function* mayGoUnderLock(k: Kernel, m: ModuleRecord): Path<true | number> {
  const { canUnload } = m.driver;
  if (canUnload === undefined) return yield* mayGoByCount(k, m);
  yield* lock(k.locks.devices, 'sys_delete_module');
  const yes = yield* asks(k, m, canUnload);
  if (yes) {
    yield* listDevicesLocked(k, m, false);
    yield* store(m.cells.state, GOING, 'sys_delete_module');
  }
  yield* unlock(k.locks.devices, 'sys_delete_module');
  return yes ? true : k.rules.sheet.inUse;
}

/** Unlinked first, then asked, and linked again when it was used: the lock is held only for the lists. */
function* mayGoAfterUnlinking(k: Kernel, m: ModuleRecord): Path<true | number> {
  const { canUnload } = m.driver;
  if (canUnload === undefined) return yield* mayGoByCount(k, m);
  yield* listDevices(k, m, false);
  if (!(yield* asks(k, m, canUnload))) {
    yield* listDevices(k, m, true);
    return k.rules.sheet.inUse;
  }
  yield* store(m.cells.state, GOING, 'sys_delete_module');
  return true;
}

export const canUnload: Regime = {
  id: 'can-unload',
  title: 'the module is asked; counts are ignored',
  real: true,
  source: 'Linux 2.2.26 and 2.4.0 (mod->can_unload); proposed again in May 2003',
  costs: 'nothing until rmmod asks',
  breaks: 'the answer is stale at once: a packet may come after the yes',
  ...noCount,
  sheet: {
    ...sheet24,
    whoCounts: 'predicate',
    countCost: 'nothing',
    chrdevGets: [],
    chrdevsLocked: false,
    refusedOpenAsks: false,
    familyLock: 'none',
    upHolds: false,
    // The module has said that nobody uses its devices: exit() does not wait for them again.
    unregister: 'returns_at_once',
    destructors: false,
    deviceAtRest: 0,
    handlerRemovalWaits: false,
  },
  mayGo,
  initDone,
  initFailed,
  *moduleCounts() {
    // The predicate looks at the module's own objects.
  },
  variants: {
    'repaired: asked and unlinked under one lock': { rules: (rules) => ({ ...rules, mayGo: mayGoUnderLock }) },
    'repaired: unlinked first, then asked, linked again when used': { rules: (rules) => ({ ...rules, mayGo: mayGoAfterUnlinking }) },
    'option: exit() waits for its devices': {
      rules: (rules) => ({
        ...rules,
        sheet: { ...rules.sheet, unregister: 'waits_with_rtnl', deviceAtRest: 1, handlerRemovalWaits: true },
      }),
    },
  },
};
