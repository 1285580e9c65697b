/** Races of the loader with itself: S12 to S19, S22. */

import type { Driver } from '../../../src/kernel/driver.ts';
import { readLocked } from '../../../src/kernel/fs/procfs.ts';
import { procModules } from '../../../src/kernel/text/modules.ts';
import { insmod, loaded } from '../../helpers/kernelWorld.ts';
import { at, runOut, runUntil } from '../../helpers/schedule.ts';
import {
  call,
  close,
  interrupt,
  isThere,
  moduleCalled,
  open,
  read,
  rmmod,
  rmmodWaiting,
  type Scene,
  type Setting,
  scene,
  settle,
  start,
  usedAfterUnload,
  type Verdict,
} from './common.ts';
import { getHeldTask } from './percpu.ts';

/** Needs core, and its init sleeps, calls it, and fails. */
const DEPENDENT: Driver = {
  name: 'dependent',
  license: 'GPL',
  size: 16_384,
  needs: ['core_add'],
  *init(k) {
    yield* k.sleep(10);
    yield* k.call('core_add', 1, 1);
    return -5;
  },
  *exit() {
    // Never called: init never succeeds.
  },
};

/** As large as core, so that it lies where core lay. */
const TENANT: Driver = { name: 'tenant', license: 'GPL', size: 16_384 };

/** S12: rmmod of a module whose dependent is still coming. `tenant`: another module moves in where the provider was. */
export function dependentComing(setting: Setting, tenant: boolean): Verdict {
  const s = scene({ ...setting, driver: 'core' }, 'core');
  const world: Scene = { ...s, drivers: [...s.drivers, DEPENDENT, TENANT] };
  loaded(world, 'core');
  const loader = start(world, 'insmod', insmod(world, 'dependent'));
  runOut(world.machine, loader.task);
  const remover = start(world, 'rmmod', rmmod(world, 'core'));
  runOut(world.machine, remover.task);
  if (tenant) runOut(world.machine, start(world, 'insmod', insmod(world, 'tenant')).task);
  settle(world);
  if (usedAfterUnload(world)) return 'UAU';
  if (!remover.ended || !loader.ended) {
    interrupt(world, remover.task);
    settle(world);
    return remover.ended ? 'safe' : 'HANG';
  }
  return loader.result === -22 || (remover.result ?? 0) < 0 ? 'SPUR' : 'safe';
}

/** S13: rmmod -w of a module whose init still runs. */
export function waitDuringInit(setting: Setting): Verdict {
  const s = scene(setting, 'slowinit');
  const loader = start(s, 'insmod', insmod(s, `${s.name}`, 'ms=10'));
  runOut(s.machine, loader.task);
  const remover = start(s, 'rmmod -w', rmmodWaiting(s, s.name));
  runOut(s.machine, remover.task);
  settle(s);
  interrupt(s, remover.task);
  settle(s);
  if (usedAfterUnload(s)) return 'UAU';
  return remover.ended ? 'safe' : 'HANG';
}

/** S14: the last act of a module's thread is to put the module; the module goes in between. */
export function threadEnds(setting: Setting): Verdict {
  const s = scene(setting, 'selfthread');
  loaded(s, s.name);
  const thread = [...s.machine.tasks.values()].find((task) => task.name === 'worker');
  if (thread === undefined) return 'safe';
  const { whoCounts } = s.kernel.rules.sheet;
  const last = whoCounts === 'predicate' || whoCounts === 'nobody' ? at('selfthread_worker', 'text') : isPut;
  runUntil(s.machine, thread, last);
  const remover = start(s, 'rmmod', rmmod(s, s.name));
  runOut(s.machine, remover.task);
  settle(s);
  if (usedAfterUnload(s)) return 'UAU';
  return remover.ended ? 'safe' : 'HANG';
}

const isPut = (step: { ref: { kind: string; object: string } | undefined }): boolean =>
  step.ref?.kind === 'put' && step.ref.object.startsWith('kthread');

/** S15: an init that registers its device and then fails, with somebody inside. */
export function initFailsLate(setting: Setting): Verdict {
  const s = scene(setting, 'lateinit');
  const loader = start(s, 'insmod', insmod(s, s.name, 'ms=10'));
  runOut(s.machine, loader.task);
  const opener = start(s, 'open', open(s, s.name, 1));
  runOut(s.machine, opener.task);
  settle(s);
  // In 2.2 and 2.4 it is insmod that gives the slot back.
  if (isThere(s, s.name) && s.kernel.rules.sheet.failedInitKeepsSlot) call(s, rmmod(s, s.name));
  if ((opener.result ?? -1) > 0) call(s, close(s, opener.result ?? 0, 1));
  settle(s);
  if (usedAfterUnload(s)) return 'UAU';
  if (!loader.ended) return 'HANG';
  return isThere(s, s.name) ? 'LEAK' : 'safe';
}

/** S16: the counts are summed CPU by CPU while a reference moves from one to the other. */
export function sumWhileMoving(setting: Setting): Verdict {
  const s = scene(setting, 'chardev');
  loaded(s, s.name);
  const m = moduleCalled(s, s.name);
  // Taken on CPU 1: the task's number is odd.
  const opener = start(s, 'open', open(s, s.name, 1), { id: 301 });
  runOut(s.machine, opener.task);
  const remover = start(s, 'rmmod -w', rmmodWaiting(s, s.name), { id: 310 });
  runUntil(s.machine, remover.task, at('module_refcount'));
  const mover = getHeldTask(s, m, 'file 2', 320);
  runOut(s.machine, mover.task);
  runOut(s.machine, start(s, 'close', close(s, opener.result ?? 0, 1), { id: 331 }).task);
  settle(s);
  call(s, read(s, opener.result ?? 0, 2));
  return usedAfterUnload(s) ? 'UAU' : 'safe';
}

/** S17: the last user leaves while rmmod holds its base reference back. */
export function baseWindow(setting: Setting): Verdict {
  const s = scene(setting, 'selfref');
  loaded(s, s.name);
  const remover = start(s, 'rmmod', rmmod(s, s.name));
  runUntil(s.machine, remover.task, at('try_release_module_ref', 'add'));
  runOut(s.machine, start(s, 'put', s.kernel.rules.put(s.kernel, moduleCalled(s, s.name), 'self', 'module_put')).task);
  settle(s);
  return !usedAfterUnload(s) && remover.result === 0 && !isThere(s, s.name) ? 'safe' : 'LEAK';
}

/** S18: a load of the same name while the module is in its exit(). What it answers. */
export function sameNameWhileDying(setting: Setting): { result: number | undefined; waited: boolean } {
  const s = scene(setting, 'sleepy');
  loaded(s, `${s.name} exit_ms=10`);
  runOut(s.machine, start(s, 'rmmod', rmmod(s, s.name)).task);
  const loader = start(s, 'insmod', insmod(s, s.name));
  runOut(s.machine, loader.task);
  const waited = !loader.ended;
  settle(s);
  return { result: loader.result, waited };
}

/** S19: two loads of one name, of which the first fails. What the second answers. */
export function twoInsmods(setting: Setting, firstFails: boolean): number | undefined {
  const s = scene(setting, 'slowinit');
  runOut(s.machine, start(s, 'insmod', insmod(s, s.name, `ms=10 err=${firstFails ? 5 : 0}`)).task);
  const second = start(s, 'insmod', insmod(s, s.name, 'ms=10'));
  settle(s);
  return second.result;
}

/** S23: can_unload() sleeps, and meanwhile somebody else unloads the same module, or another one that is counted. */
export function sleepingPredicate(setting: Setting, another: 'same' | 'other' | 'nobody'): Verdict {
  const s = scene(
    {
      ...setting,
      change: (driver) => ({
        ...driver,
        *canUnload(k) {
          yield* k.sleep(10);
          return true;
        },
      }),
    },
    'sleepy',
  );
  loaded(s, s.name, 'core');
  const first = start(s, 'rmmod', rmmod(s, s.name));
  runOut(s.machine, first.task);
  const others = another === 'nobody' ? [] : [start(s, 'rmmod', rmmod(s, another === 'same' ? s.name : 'core'))];
  for (const other of others) runOut(s.machine, other.task);
  settle(s);
  if (usedAfterUnload(s)) return 'UAU';
  for (const waiter of [first, ...others]) interrupt(s, waiter.task);
  settle(s);
  if (!first.ended && others.every((other) => !other.ended)) return others.length === 0 ? 'HANG' : 'DEAD';
  return first.ended && !isThere(s, s.name) ? 'safe' : 'HANG';
}

/** S22: /proc/modules is read while exit() waits. */
export function observer(setting: Setting): Verdict {
  const s = scene(setting, 'sleepy');
  loaded(s, `${s.name} exit_ms=60000`);
  runOut(s.machine, start(s, 'rmmod', rmmod(s, s.name)).task);
  const { kernel } = s;
  const reader = start(
    s,
    'cat',
    kernel.rules.sheet.lockOverExit
      ? readLocked(kernel, true)
      : (function* () {
          return procModules(kernel, true);
        })(),
  );
  runOut(s.machine, reader.task);
  interrupt(s, reader.task);
  runOut(s.machine, reader.task);
  return reader.ended ? 'safe' : 'HANG';
}
