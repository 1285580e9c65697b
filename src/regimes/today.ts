/** Today: one atomic count with a base reference, given back by rmmod; a get fails once that reached zero. */
import { ERRNO } from '../engine/errno.ts';
import { add, adjust, decIfPositive, emit, incUnlessZero, load, store, tryAtomic } from '../engine/ops.ts';
import { type Path, plus, test } from '../engine/step.ts';
import { isHidden } from '../kernel/enter.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { COMING, GOING, GONE, type ModuleRecord, UNFORMED } from '../kernel/module.ts';
import { printk, WARN } from '../kernel/printk.ts';
import type { Sheet } from '../kernel/rules.ts';
import type { Regime } from './regime.ts';

/** MODULE_REF_BASE. */
const BASE = 1;

/** try_module_get: two tests, the state and then the count, as 6.1 has them. */
function* tryGet(_k: Kernel, m: ModuleRecord, object: string, at: string): Path<boolean> {
  if ((yield* load(m.cells.state, at)) === GOING) return false;
  return yield* incUnlessZero(m.cells.refcnt, at, { kind: 'get', on: m.cells.refcnt, object });
}

/** __module_get. */
function* getHeld(_k: Kernel, m: ModuleRecord, object: string, at: string): Path<void> {
  yield* adjust(m.cells.refcnt, 1, at, { kind: 'get', on: m.cells.refcnt, object });
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

const sheet: Sheet = {
  whoCounts: 'core',
  countCost: 'shared',
  refcntAtLoad: BASE + 1,
  base: BASE,
  cpuCounts: 1,
  dependentsCount: true,
  dependentsRecorded: true,
  unloads: true,
  force: true,
  inUse: ERRNO.EAGAIN,
  hasDependents: ERRNO.EAGAIN,
  badName: ERRNO.ENOENT,
  reaps: false,
  hidden: [UNFORMED, GONE],
  refuses: [COMING, GOING],
  noExitIsPermanent: true,
  lockOverExit: false,
  lockInterruptible: true,
  sameName: 'waits',
  symbols: 'kernel',
  resolvesAtomically: true,
  failedInitKeepsSlot: false,
  failedInitErrno: 'own',
  failedInitWaits: false,
  positiveInit: 'warns',
  putAndExit: true,
  era: 'kmod',
  rmmodWait: 'tool',
  taints: 'all',
  forceTaint: 'R',
  chrdevGets: ['cdev_get', 'fops_get'],
  chrdevsLocked: true,
  openRefused: ERRNO.ENXIO,
  refusedOpenAsks: false,
  socketGets: ['sock_create', 'sk_alloc'],
  familyLock: 'get',
  timeWaitHolds: true,
  timerHolds: false,
  upHolds: false,
  devHoldHolds: false,
  addressHolds: false,
  objectHolds: false,
  packetHoldsDevice: false,
  unregister: 'waits',
  destructors: false,
  deviceBase: 1,
  deviceAtRest: 1,
  handlerRemovalWaits: true,
};

export const today: Regime = {
  id: 'today',
  title: 'one count; rmmod never waits for users, exit() may wait',
  real: true,
  source: 'Linux 6.1, kernel/module/main.c',
  costs: 'one shared word for every get and put',
  breaks: 'a failing init frees under its users; overlapping users starve',
  sheet,
  tryGet,
  getHeld,
  put,
  use,
  unuse: put,
  mayGo,
  *initDone(k, m) {
    yield* put(k, m, 'init', 'do_init_module');
  },
  *initFailed(k, m) {
    yield* put(k, m, 'init', 'do_init_module');
  },
  hold: tryGet,
  holdHeld: getHeld,
  drop: put,
  *moduleCounts() {
    // The core counts; a module that counted too would be counted twice.
  },
  variants: {
    'repaired: opens are refused until init is done': {
      rules: (rules) => ({
        ...rules,
        *tryGet(k, m, object, at) {
          return (yield* load(m.cells.state, at)) !== COMING && (yield* tryGet(k, m, object, at));
        },
      }),
    },
    'repaired: freeing after a failed init waits for references': {
      rules: (rules) => ({ ...rules, sheet: { ...rules.sheet, failedInitWaits: true } }),
    },
  },
};
