/**
 * Counts of 2.5 and early 2.6: one word per CPU, written by that CPU alone; their sum means something only while nobody
 * moves (Linux 2.6.0, include/linux/module.h and kernel/module.c).
 */
import { ERRNO } from '../../engine/errno.ts';
import { adjust, ask, emit, load, lock, tryAtomic, unlock, waitFor } from '../../engine/ops.ts';
import { type CellId, type Path, plus, set, type Test, test, testSum } from '../../engine/step.ts';
import { isHidden } from '../../kernel/enter.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { COMING, GOING, type ModuleRecord } from '../../kernel/module.ts';
import type { UnloadFlags } from '../../kernel/rules.ts';

/** CPUs of the model. */
export const CPUS = 2;

/** The count of the CPU that the task runs on: it stays there over a get or a put (get_cpu). */
function* ownCount(m: ModuleRecord, at: string): Path<CellId> {
  return m.cells.perCpu[yield* ask(at, { name: 'smp_processor_id', cpus: m.cells.perCpu.length })] ?? m.cells.refcnt;
}

/** try_module_get: preemption is off between the test of the state and the increment, and stop_machine waits for that: one step. */
export function* tryGet(_k: Kernel, m: ModuleRecord, object: string, at: string): Path<boolean> {
  const count = yield* ownCount(m, at);
  return yield* tryAtomic([test(m.cells.state, '!=', GOING)], [plus(count, 1)], at, 'tryGet', { kind: 'get', on: m.cells.refcnt, object });
}

/** __module_get. */
export function* getHeld(_k: Kernel, m: ModuleRecord, object: string, at: string): Path<void> {
  yield* adjust(yield* ownCount(m, at), 1, at, { kind: 'get', on: m.cells.refcnt, object });
}

/** module_put: the count of whatever CPU it happens on. */
export function* put(_k: Kernel, m: ModuleRecord, object: string, at: string): Path<void> {
  yield* adjust(yield* ownCount(m, at), -1, at, { kind: 'put', on: m.cells.refcnt, object });
}

/** strong_try_module_get: under the loader's lock, and not while init runs. */
export function* use(k: Kernel, m: ModuleRecord, object: string, at: string): Path<number> {
  const state = yield* load(m.cells.state, at);
  if (state === COMING || isHidden(state)) return ERRNO.ENOENT;
  return (yield* tryGet(k, m, object, at)) ? 0 : ERRNO.ENOENT;
}

/** Stops every other CPU with interrupts off, runs one function, lets them go on (stop_machine_run): one step for the rest of the world. */
function* stopMachine(when: readonly Test[], m: ModuleRecord): Path<boolean> {
  yield* emit('stop_machine_run', { name: 'stop_machine' });
  return yield* tryAtomic(when, [set(m.cells.state, GOING)], '__try_stop_module');
}

/** try_stop_module, and for a caller that may wait wait_for_zero_refcount: deaf to signals, the loader's lock dropped. */
export function* mayGo(k: Kernel, m: ModuleRecord, flags: UnloadFlags): Path<true | number> {
  const unused = testSum(m.cells.perCpu, '==', 0);
  if (flags.nonblock || flags.force) {
    if (yield* stopMachine([unused], m)) return true;
    if (!flags.force) return k.rules.sheet.inUse;
    yield* emit('try_force_unload', { name: 'forced_rmmod' });
    yield* stopMachine([], m);
    return true;
  }
  yield* stopMachine([], m);
  yield* unlock(k.locks.modules, 'wait_for_zero_refcount');
  // A put wakes the waiter only where it sees the module going.
  yield* waitFor([unused, test(m.cells.state, '==', GOING)], 'wait_for_zero_refcount');
  yield* lock(k.locks.modules, 'wait_for_zero_refcount');
  return true;
}

/** The same wait as 2.6.0 has it: the counts are read one after the other while they move. True totals and read ones differ. */
export function* mayGoSummingCpuByCpu(k: Kernel, m: ModuleRecord, flags: UnloadFlags): Path<true | number> {
  if (flags.nonblock || flags.force) return yield* mayGo(k, m, flags);
  const at = 'wait_for_zero_refcount';
  yield* stopMachine([], m);
  yield* unlock(k.locks.modules, at);
  let sum = 0;
  for (const count of m.cells.perCpu) sum += yield* load(count, 'module_refcount');
  if (sum !== 0) yield* waitFor([testSum(m.cells.perCpu, '==', 0)], at);
  yield* lock(k.locks.modules, at);
  return true;
}
