/** 2.5 and early 2.6: counts per CPU without a bus lock, a get that fails once the module is going, and an unload that stops the machine. */
import { ERRNO } from '../engine/errno.ts';
import { load, lock, store, unlock } from '../engine/ops.ts';
import { COMING, GOING, GONE, UNFORMED } from '../kernel/module.ts';
import type { Rules, Sheet } from '../kernel/rules.ts';
import { CPUS, getHeld, mayGo, mayGoSummingCpuByCpu, put, tryGet, use } from './counts/percpu.ts';
import type { Regime, Variant } from './regime.ts';

export const sheet25: Sheet = {
  whoCounts: 'core',
  countCost: 'local',
  refcntAtLoad: 1,
  base: 0,
  cpuCounts: CPUS,
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
  lockOverExit: true,
  lockInterruptible: true,
  sameName: 'EEXIST',
  symbols: 'kernel',
  resolvesAtomically: true,
  failedInitKeepsSlot: false,
  failedInitErrno: 'own',
  failedInitWaits: false,
  positiveInit: 'loads',
  putAndExit: false,
  era: 'module-init-tools',
  rmmodWait: 'kernel',
  taints: 'PF',
  forceTaint: 'F',
  chrdevGets: ['get_chrfops'],
  chrdevsLocked: true,
  openRefused: ERRNO.ENODEV,
  refusedOpenAsks: true,
  socketGets: ['sock_create', 'sk_alloc'],
  familyLock: 'get',
  timeWaitHolds: false,
  timerHolds: false,
  upHolds: true,
  devHoldHolds: false,
  addressHolds: false,
  objectHolds: false,
  packetHoldsDevice: true,
  unregister: 'waits_with_rtnl',
  destructors: true,
  deviceBase: 0,
  deviceAtRest: 1,
  handlerRemovalWaits: true,
};

/** The paths of 2.5, for the proposals that were made against it. */
export const rules25 = {
  sheet: sheet25,
  tryGet,
  getHeld,
  put,
  use,
  unuse: put,
  mayGo,
  *initDone(k, m) {
    yield* put(k, m, 'init', 'sys_init_module');
  },
  *initFailed(k, m) {
    yield* put(k, m, 'init', 'sys_init_module');
  },
  hold: tryGet,
  holdHeld: getHeld,
  drop: put,
  *moduleCounts() {
    // The core counts.
  },
} satisfies Omit<Rules, 'id'>;

const changed = (change: (rules: Rules) => Partial<Rules>): Variant => ({ rules: (rules) => ({ ...rules, ...change(rules) }) });
const sheetChanged = (change: Partial<Sheet>): Variant => changed((rules) => ({ sheet: { ...rules.sheet, ...change } }));

/** Changes to the loader and to delete_module that make sense under every regime with a core that counts. */
export const loaderVariants = {
  'broken: check and mark are two steps': changed((rules) => ({
    *mayGo(k, m) {
      const { state, perCpu } = m.cells;
      let sum = 0;
      for (const count of perCpu) sum += yield* load(count, 'module_refcount');
      if (sum !== rules.sheet.base) return rules.sheet.inUse;
      yield* unlock(k.locks.modules, 'sys_delete_module');
      yield* lock(k.locks.modules, 'sys_delete_module');
      yield* store(state, GOING, 'sys_delete_module');
      return true;
    },
  })),
  'broken: rmmod accepts a module that is still initialising': changed((rules) => ({
    sheet: { ...rules.sheet, refuses: rules.sheet.refuses.filter((state) => state !== COMING), refcntAtLoad: rules.sheet.base },
    *initDone() {
      // As before 2.5.70: no reference is held while init runs.
    },
    *initFailed() {
      // Nor is there one to give back.
    },
  })),
  'broken: a loader resolves a symbol, then counts': changed((rules) => ({
    sheet: { ...rules.sheet, resolvesAtomically: false },
    *use(k, m, object, at) {
      yield* rules.getHeld(k, m, object, at);
      return 0;
    },
  })),
  'repaired: opens are refused until init is done': changed((rules) => ({
    *tryGet(k, m, object, at) {
      if ((yield* load(m.cells.state, at)) === COMING) return false;
      return yield* rules.tryGet(k, m, object, at);
    },
  })),
  'repaired: freeing after a failed init waits for references': sheetChanged({ failedInitWaits: true }),
  'broken: an opener and rmmod take two locks in opposite order': changed((rules) => ({
    *tryGet(k, m, object, at) {
      yield* lock(k.locks.modules, at);
      const got = yield* rules.tryGet(k, m, object, at);
      yield* unlock(k.locks.modules, at);
      return got;
    },
  })),
} as const satisfies { readonly [name: string]: Variant };

export const two5: Regime = {
  id: '2.5',
  title: 'try_module_get per CPU; rmmod -w waits, deaf to signals',
  real: true,
  source: 'Linux 2.5.69 and 2.6.0, kernel/module.c',
  costs: 'a local word for a get or put; every unload stops all CPUs',
  breaks: 'rmmod -w cannot be left, and exit() runs with the loader locked',
  ...rules25,
  variants: {
    ...loaderVariants,
    'broken: a get cannot fail': changed((rules) => ({
      *tryGet(k, m, object, at) {
        yield* rules.getHeld(k, m, object, at);
        return true;
      },
    })),
    'broken: rmmod -w accepts a module that is still initialising': changed((rules) => ({
      sheet: { ...rules.sheet, refuses: [GOING] },
    })),
    'option: rmmod -w sums the counts CPU by CPU': changed(() => ({ mayGo: mayGoSummingCpuByCpu })),
    'option: counts devices as 2.5.70 does': sheetChanged({ upHolds: false, unregister: 'waits', destructors: false, deviceAtRest: 0 }),
  },
};
