/** Races between an open file and rmmod: S1 to S6, S11, S20, S21. */

import { tryAtomic } from '../../../src/engine/ops.ts';
import { test as cellTest, set } from '../../../src/engine/step.ts';
import { maySwitch } from '../../../src/kernel/model.ts';
import { LIVE, OPEN } from '../../../src/kernel/module.ts';
import { loaded } from '../../helpers/kernelWorld.ts';
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
  rmmodForced,
  rmmodWaiting,
  type Scene,
  type Setting,
  scene,
  settle,
  start,
  usedAfterUnload,
  type Verdict,
  waitVerdict,
  worksOn,
} from './common.ts';

/** Runs everything to rest; then whoever has the file closes it, and the module must go (or stay, where it always does). */
function closeAndSee(s: Scene, opened: { result: number | undefined }, file: number): Verdict {
  settle(s);
  if (usedAfterUnload(s)) return 'UAU';
  const slot = opened.result ?? -1;
  if (slot > 0) call(s, close(s, slot, file));
  settle(s);
  if (usedAfterUnload(s)) return 'UAU';
  if (slot <= 0) return isThere(s, s.name) ? 'SPUR' : 'safe';
  return !isThere(s, s.name) || worksOn(s) ? 'safe' : 'LEAK';
}

/** S1: an open that sleeps before it counts, against rmmod. */
export function openAgainstRmmod(setting: Setting): Verdict {
  const s = scene(setting, 'sleepy');
  loaded(s, `${s.name} open_ms=10`);
  const opener = start(s, 'open', open(s, s.name, 1));
  runOut(s.machine, opener.task);
  runOut(s.machine, start(s, 'rmmod', rmmod(s, s.name)).task);
  return closeAndSee(s, opener, 1);
}

/** S1 without a sleep: the opener is stopped between two of its steps, where the preemption model allows that at all. */
export function openWithoutSleep(setting: Setting): Verdict {
  const s = scene(setting, 'sleepy');
  loaded(s, s.name);
  const opener = start(s, 'open', open(s, s.name, 1));
  const remover = start(s, 'rmmod', rmmod(s, s.name));
  runUntil(s.machine, opener.task, at(`${s.name}_open`, 'text'));
  if (!maySwitch(s.kernel.model, opener.task, remover.task)) runOut(s.machine, opener.task);
  runOut(s.machine, remover.task);
  return closeAndSee(s, opener, 1);
}

/** S2: a release that sleeps after it has counted down, against rmmod. */
export function decrementThenReturn(setting: Setting): Verdict {
  const s = scene(setting, 'sleepy');
  loaded(s, `${s.name} close_ms=10`);
  const slot = call(s, open(s, s.name, 1)) ?? -1;
  runOut(s.machine, start(s, 'close', close(s, slot, 1)).task);
  const remover = start(s, 'rmmod', rmmod(s, s.name));
  runOut(s.machine, remover.task);
  settle(s);
  if (usedAfterUnload(s)) return 'UAU';
  return !isThere(s, s.name) || worksOn(s) ? 'safe' : 'LEAK';
}

/** S3: an exit that sleeps before it unregisters, against open and read. */
export function sleepingCleanup(setting: Setting): Verdict {
  const s = scene(setting, 'sleepy');
  loaded(s, `${s.name} exit_ms=10`);
  const remover = start(s, 'rmmod', rmmod(s, s.name));
  runOut(s.machine, remover.task);
  const opener = start(s, 'open', open(s, s.name, 1));
  runOut(s.machine, opener.task);
  settle(s);
  if ((opener.result ?? -1) > 0) {
    call(s, read(s, opener.result ?? 0, 1));
    if (usedAfterUnload(s)) return 'UAU';
    call(s, close(s, opener.result ?? 0, 1));
  }
  if (usedAfterUnload(s)) return 'UAU';
  return !isThere(s, s.name) || worksOn(s) ? 'safe' : 'SPUR';
}

/** S4: two rmmods, the first of them asleep in exit(). */
export function twoRmmods(setting: Setting): Verdict {
  const s = scene(setting, 'sleepy');
  loaded(s, `${s.name} exit_ms=10`);
  const first = start(s, 'rmmod', rmmod(s, s.name));
  runOut(s.machine, first.task);
  const second = start(s, 'rmmod', rmmod(s, s.name));
  settle(s);
  if (usedAfterUnload(s)) return 'UAU';
  if (!first.ended || !second.ended) return 'HANG';
  return second.result === 0 && first.result === 0 ? 'UAU' : 'safe';
}

/** S4 once more: what the second rmmod answers, whether it waited for the first, and what a signal in that wait makes of it. */
export function secondRmmod(setting: Setting, signal: boolean): { result: number | undefined; waited: boolean } {
  const s = scene(setting, 'sleepy');
  loaded(s, `${s.name} exit_ms=10`);
  runOut(s.machine, start(s, 'rmmod', rmmod(s, s.name)).task);
  const second = start(s, 'rmmod', rmmod(s, s.name));
  runOut(s.machine, second.task);
  const waited = !second.ended;
  if (signal) interrupt(s, second.task);
  settle(s);
  return { result: second.result, waited };
}

/** S5: a refused open asks for the module, whose second copy collides with the first. */
export function openLoadsAgain(setting: Setting, insmod: (s: Scene, name: string) => ReturnType<typeof rmmod>): Verdict {
  const s = scene(setting, 'sleepy');
  loaded(s, `${s.name} exit_ms=10`);
  runOut(s.machine, start(s, 'rmmod', rmmod(s, s.name)).task);
  const opener = start(s, 'open', open(s, s.name, 1));
  runOut(s.machine, opener.task);
  const second = start(s, 'insmod', insmod(s, s.name));
  runOut(s.machine, second.task);
  settle(s);
  if (usedAfterUnload(s)) return 'UAU';
  return (opener.result ?? 0) < 0 && (second.result ?? 0) < 0 ? 'SPUR' : 'safe';
}

const TRIES = 10;

/** S6: an rmmod that waits for a file that nobody closes; or, where none waits, users that overlap. */
export function getOnGoing(setting: Setting): Verdict {
  const s = scene(setting, 'chardev');
  loaded(s, s.name);
  const slot = call(s, open(s, s.name, 1)) ?? -1;
  const waiter = start(s, 'rmmod -w', rmmodWaiting(s, s.name));
  runOut(s.machine, waiter.task);
  if (waiter.ended) {
    if (waiter.result === -38) return 'safe';
    return overlap(s, slot);
  }
  const refused = (call(s, open(s, s.name, 2)) ?? -1) < 0;
  const waited = waitVerdict(s, waiter);
  if (waited === 'HANG') return 'HANG';
  call(s, close(s, slot, 1));
  return refused && worksOn(s) ? 'safe' : 'LEAK';
}

/** Users that each leave, but never before the next has come: how many rmmods are refused. */
function overlap(s: Scene, first: number): Verdict {
  let slot = first;
  let refusals = 0;
  for (let file = 2; file < TRIES + 2; file += 1) {
    const next = call(s, open(s, s.name, file)) ?? -1;
    call(s, close(s, slot, file - 1));
    if ((call(s, rmmod(s, s.name)) ?? 0) < 0) refusals += 1;
    slot = next;
  }
  return refusals === TRIES ? 'STARV' : 'safe';
}

/** S11a: a reference that the module takes to itself when somebody is inside already. */
export const getFromInside = (setting: Setting): Verdict => openAgainstRmmod({ driver: 'selfget', ...setting });

/** S11b: a module that holds itself until its exit. */
export function selfPin(setting: Setting): Verdict {
  const pinning: Setting['change'] = (driver) => ({
    ...driver,
    *init(k) {
      yield* k.modInc('self');
      yield* k.tryModuleGet();
      return 0;
    },
  });
  const s = scene({ ...setting, change: pinning }, 'selfref');
  loaded(s, s.name);
  for (let count = 0; count < TRIES; count += 1) {
    const remover = start(s, 'rmmod', rmmod(s, s.name));
    if (waitVerdict(s, remover) === 'HANG') return 'HANG';
    if (remover.result === 0 || remover.result === -38 || remover.result === -4) return 'safe';
  }
  return 'STARV';
}

/** S20: the last put and a cancel at the same time; `split` decides the two by two flags, as a drain must not. */
export function cancelAgainstLastPut(setting: Setting, split: boolean, before: number): Verdict {
  const s = scene(setting, 'chardev');
  loaded(s, s.name);
  const slot = call(s, open(s, s.name, 1)) ?? -1;
  const remover = start(s, 'rmmod', rmmod(s, s.name));
  runOut(s.machine, remover.task);
  call(s, close(s, slot, 1));
  for (let count = 0; count < before; count += 1) runUntil(s.machine, remover.task, () => true);
  if (split) {
    const m = moduleCalled(s, s.name);
    runOut(
      s.machine,
      start(
        s,
        'cancel',
        tryAtomic([cellTest(m.cells.gate, '!=', OPEN)], [set(m.cells.gate, OPEN), set(m.cells.state, LIVE)], 'cancel flag'),
      ).task,
    );
  } else interrupt(s, remover.task);
  const late = start(s, 'open', open(s, s.name, 2));
  runOut(s.machine, late.task);
  settle(s);
  if ((late.result ?? -1) > 0) call(s, close(s, late.result ?? 0, 2));
  settle(s);
  if (usedAfterUnload(s)) return 'UAU';
  if (!remover.ended) return 'HANG';
  return !isThere(s, s.name) || worksOn(s) ? 'safe' : 'LEAK';
}

/** S21: rmmod -f under an open file. */
export function force(setting: Setting): Verdict {
  const s = scene(setting, 'chardev');
  loaded(s, s.name);
  const slot = call(s, open(s, s.name, 1)) ?? -1;
  const forced = call(s, rmmodForced(s, s.name));
  call(s, read(s, slot, 1));
  call(s, close(s, slot, 1));
  if (usedAfterUnload(s)) return 'UAU';
  return forced === 0 ? 'LEAK' : 'safe';
}
