/** 2.4: the core counts through the owner field; a get fails once the module is marked as deleted. */
import { adjust, emit, load, lock, store, unlock } from '../engine/ops.ts';
import type { Path } from '../engine/step.ts';
import { about } from '../kernel/enter.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { GOING, type ModuleRecord } from '../kernel/module.ts';
import type { Sheet } from '../kernel/rules.ts';
import { noCount, sheet22 } from './2.2.ts';
import { decrement, increment, initDone, initFailed } from './counts/word.ts';
import type { Regime } from './regime.ts';

export const sheet24: Sheet = {
  ...sheet22,
  whoCounts: 'core',
  countCost: 'global_lock',
  taints: 'PF',
  failedInitErrno: 'own',
  chrdevGets: ['get_chrfops'],
  chrdevsLocked: true,
  refusedOpenAsks: true,
  familyLock: 'create',
  upHolds: true,
  packetHoldsDevice: true,
  unregister: 'waits_with_rtnl',
  destructors: true,
  deviceAtRest: 1,
  handlerRemovalWaits: true,
};

/** try_inc_mod_count: one spinlock for all modules, the mark, the count. */
function* tryGet(k: Kernel, m: ModuleRecord, object: string, at: string): Path<boolean> {
  yield* lock(k.locks.unload, at);
  const deleted = (yield* load(m.cells.state, at)) === GOING;
  if (!deleted) yield* adjust(m.cells.refcnt, 1, at, { kind: 'get', on: m.cells.refcnt, object });
  yield* unlock(k.locks.unload, at);
  if (!deleted) yield* emit(at, about('module_used', m));
  return !deleted;
}

/** sys_delete_module: test and mark are one critical section, so that no get fits in between. */
export function* mayGo(k: Kernel, m: ModuleRecord): Path<true | number> {
  const at = 'sys_delete_module';
  yield* lock(k.locks.unload, at);
  const used = yield* load(m.cells.refcnt, at);
  if (used === 0) yield* store(m.cells.state, GOING, at);
  yield* unlock(k.locks.unload, at);
  return used === 0 ? true : k.rules.sheet.inUse;
}

const hasOwner = (m: ModuleRecord): boolean => Object.values(m.driver.chrdevs ?? {}).some((ops) => ops.owner);

/** Which objects a module of 2.4 counts itself: sockets, whose families do, and files where it has left the owner field empty. */
const countsItself = (m: ModuleRecord, object: string): boolean => (object.startsWith('file ') ? !hasOwner(m) : !object.startsWith('up '));

export const two4: Regime = {
  id: '2.4',
  title: 'the core counts through owner; a get may fail',
  real: true,
  source: 'Linux 2.4.0, kernel/module.c',
  costs: 'one spinlock for the counts of all modules',
  breaks: 'without an owner as 2.2; devices and TIME_WAIT are not counted',
  sheet: sheet24,
  ...noCount,
  tryGet,
  getHeld: increment,
  put: decrement,
  mayGo,
  initDone,
  initFailed,
  *moduleCounts(k, m, by, object, at) {
    if (!countsItself(m, object)) return;
    yield* by === 1 ? increment(k, m, object, at) : decrement(k, m, object, at);
  },
  variants: {
    'broken: a get cannot fail': {
      rules: (rules) => ({
        ...rules,
        *tryGet(k, m, object, at) {
          yield* increment(k, m, object, at);
          return true;
        },
      }),
    },
    'option: without owner fields': {
      driver: (driver) => ({
        ...driver,
        chrdevs: Object.fromEntries(Object.entries(driver.chrdevs ?? {}).map(([name, ops]) => [name, { ...ops, owner: false }])),
      }),
    },
  },
};
