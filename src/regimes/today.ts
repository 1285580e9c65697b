/** Today: one atomic count with a base reference, given back by rmmod; a get fails once that reached zero. */
import { ERRNO } from '../engine/errno.ts';
import { add, decIfPositive, emit, incUnlessZero, load, store, tryAtomic } from '../engine/ops.ts';
import { type Path, plus, test } from '../engine/step.ts';
import { isHidden } from '../kernel/enter.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { COMING, GOING, type ModuleRecord } from '../kernel/module.ts';
import { printk, WARN } from '../kernel/printk.ts';
import type { Regime } from './regime.ts';

/** MODULE_REF_BASE. */
const BASE = 1;

/** try_module_get: two tests, the state and then the count, as 6.1 has them. */
function* tryGet(_k: Kernel, m: ModuleRecord, object: string, at: string): Path<boolean> {
  if ((yield* load(m.cells.state, at)) === GOING) return false;
  return yield* incUnlessZero(m.cells.refcnt, at, { kind: 'get', on: m.cells.refcnt, object });
}

/** module_put: never below zero; a put too many is a warning, and the count stays. */
function* put(_k: Kernel, m: ModuleRecord, object: string, at: string): Path<void> {
  if (yield* decIfPositive(m.cells.refcnt, at, { kind: 'put', on: m.cells.refcnt, object })) return;
  yield* printk(WARN, `WARNING: CPU: 0 PID: 0 at kernel/module/main.c:834 module_put+0x29/0x30 [${m.name}]`);
}

/** strong_try_module_get. */
function* use(k: Kernel, m: ModuleRecord, object: string, at: string): Path<number> {
  const state = yield* load(m.cells.state, at);
  if (state === COMING) return ERRNO.EBUSY;
  if (isHidden(state)) return ERRNO.ENOENT;
  return (yield* tryGet(k, m, object, at)) ? 0 : ERRNO.ENOENT;
}

/** try_stop_module: gives the base back; if that did not make it zero, takes it again, unless the last user left meanwhile. */
function* mayGo(_k: Kernel, m: ModuleRecord, flags: { readonly force: boolean }): Path<true | number> {
  const { refcnt, state } = m.cells;
  const left = yield* add(refcnt, -BASE, 'try_release_module_ref');
  if (left !== 0 && (yield* tryAtomic([test(refcnt, '!=', 0)], [plus(refcnt, BASE)], 'try_release_module_ref'))) {
    if (!flags.force) return ERRNO.EAGAIN;
    yield* emit('try_force_unload', { name: 'forced_rmmod' });
  }
  yield* store(state, GOING, 'try_stop_module');
  return true;
}

export const today: Regime = {
  id: 'today',
  title: 'one count with a base reference; rmmod never waits for users, exit() may wait for devices',
  real: true,
  source: 'Linux 6.1, kernel/module/main.c',
  costs: 'one shared word for every get and put',
  breaks: 'a failing init frees under its users; users that overlap for ever keep it loaded',
  sheet: {
    whoCounts: 'core',
    refcntAtLoad: BASE + 1,
    base: BASE,
    dependentsCount: true,
    dependentsRecorded: true,
    unloads: true,
    force: true,
    inUse: ERRNO.EAGAIN,
    hasDependents: ERRNO.EAGAIN,
    noExitIsPermanent: true,
    lockOverExit: false,
    chrdevGets: ['cdev_get', 'fops_get'],
    openRefused: ERRNO.ENXIO,
    socketGets: ['sock_create', 'sk_alloc'],
    timeWaitHolds: true,
    upHolds: false,
    devHoldHolds: false,
    objectHolds: false,
    unregister: 'waits',
    deviceAtRest: 1,
    sameName: 'waits',
    failedInitKeepsSlot: false,
    era: 'kmod',
    rmmodWait: 'tool',
    forceTaint: 'R',
  },
  tryGet,
  *getHeld(_k, m, object, at) {
    yield* add(m.cells.refcnt, 1, at, { kind: 'get', on: m.cells.refcnt, object });
  },
  put,
  use,
  unuse: put,
  mayGo,
  *initDone(k, m) {
    yield* put(k, m, 'init', 'do_init_module');
  },
  *moduleCounts() {
    // The core counts; a module that counted too would be counted twice.
  },
};
