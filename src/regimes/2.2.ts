/** 2.2: the module counts its own users, in its own text. The core only reads the count. */
import { ERRNO } from '../engine/errno.ts';
import { load, lock, unlock } from '../engine/ops.ts';
import type { Path } from '../engine/step.ts';
import type { CharOps } from '../kernel/driver.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { GOING, GONE, type ModuleRecord } from '../kernel/module.ts';
import type { Rules, Sheet } from '../kernel/rules.ts';
import { decrement, increment, initDone, initFailed, markDeleted } from './counts/word.ts';
import type { Regime } from './regime.ts';

export const sheet22: Sheet = {
  whoCounts: 'module',
  countCost: 'shared',
  refcntAtLoad: 1,
  base: 0,
  cpuCounts: 1,
  dependentsCount: false,
  dependentsRecorded: true,
  unloads: true,
  force: false,
  inUse: ERRNO.EBUSY,
  hasDependents: ERRNO.EBUSY,
  badName: ERRNO.EINVAL,
  reaps: true,
  hidden: [GOING, GONE],
  refuses: [],
  noExitIsPermanent: false,
  // The big kernel lock is, but whoever sleeps drops it: see kernel/model.ts.
  lockOverExit: false,
  lockInterruptible: false,
  sameName: 'EEXIST_unless_deleted',
  symbols: 'insmod',
  resolvesAtomically: true,
  failedInitKeepsSlot: true,
  failedInitErrno: 'EBUSY',
  failedInitWaits: false,
  positiveInit: 'fails',
  putAndExit: false,
  era: 'modutils',
  rmmodWait: 'tool',
  taints: '',
  forceTaint: '',
  chrdevGets: [],
  chrdevsLocked: false,
  openRefused: ERRNO.ENODEV,
  refusedOpenAsks: false,
  socketGets: [],
  familyLock: 'none',
  timeWaitHolds: false,
  timerHolds: false,
  upHolds: false,
  devHoldHolds: false,
  addressHolds: false,
  objectHolds: false,
  packetHoldsDevice: false,
  unregister: 'does_not_count',
  destructors: false,
  deviceBase: 0,
  deviceAtRest: 0,
  handlerRemovalWaits: false,
};

/** sys_delete_module since 2.2.20: test and mark under unload_lock, so that a second one does not find it. */
function* mayGo(k: Kernel, m: ModuleRecord): Path<true | number> {
  const at = 'sys_delete_module';
  yield* lock(k.locks.unload, at);
  const used = yield* load(m.cells.refcnt, at);
  if (used === 0) yield* markDeleted(m, GOING);
  yield* unlock(k.locks.unload, at);
  return used === 0 ? true : k.rules.sheet.inUse;
}

/** Gets and puts of a core that does not count. */
export const noCount = {
  *tryGet() {
    return true;
  },
  *getHeld() {
    // Nobody counts.
  },
  *put() {
    // Nobody counted.
  },
  *use() {
    return 0;
  },
  *unuse() {
    // Dependents are in a list, not in the count.
  },
  *hold() {
    return true;
  },
  *holdHeld() {
    // Nobody counts.
  },
  *drop() {
    // Nobody counted.
  },
} satisfies Partial<Rules>;

/** An open that may fail after it has counted, and does not count back. */
const forgetful = ([name, ops]: [string, CharOps]): [string, CharOps] => [
  name,
  {
    ...ops,
    *open(k, file) {
      const opened = ops.open === undefined ? 0 : yield* ops.open(k, file);
      return opened === 0 && (yield* k.choose('open')) === 1 ? -ERRNO.EIO : opened;
    },
  },
];

export const two2: Regime = {
  id: '2.2',
  title: 'the module counts its own users, in its own text',
  real: true,
  source: 'Linux 2.2.26, kernel/module.c; 2.2.0 to 2.2.19 where a variant says so',
  costs: 'one shared word, written by hundreds of open() functions',
  breaks: 'its text runs at count 0: before the get, and after the put',
  sheet: sheet22,
  ...noCount,
  mayGo,
  initDone,
  initFailed,
  *moduleCounts(k, m, by, object, at) {
    yield* by === 1 ? increment(k, m, object, at) : decrement(k, m, object, at);
  },
  variants: {
    'option: 2.2.19 and before': {
      rules: (rules) => ({
        ...rules,
        sheet: { ...rules.sheet, hidden: [GONE] },
        *mayGo(k, m) {
          return (yield* load(m.cells.refcnt, 'sys_delete_module')) === 0 ? true : k.rules.sheet.inUse;
        },
      }),
    },
    'broken: a failing open forgets the decrement; only the leak is looked for': {
      driver: (driver) => ({ ...driver, chrdevs: Object.fromEntries(Object.entries(driver.chrdevs ?? {}).map(forgetful)) }),
    },
  },
};
