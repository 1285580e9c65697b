/** delete_module as a step program (Linux 6.1, kernel/module/main.c; what differs by kernel is asked of the rules). */
import { ERRNO } from '../engine/errno.ts';
import { ask, emit, load, lock, lockInterruptible, unlock } from '../engine/ops.ts';
import type { Path } from '../engine/step.ts';
import { driverContext } from './context.ts';
import { about, findModule, inText } from './enter.ts';
import { freeModule } from './free.ts';
import { type Kernel, moduleOf } from './kernel.ts';
import { LIVE, type ModuleRecord, UNFORMED } from './module.ts';
import { hasDependents } from './symbols.ts';

/** fcntl.h on x86. */
export const O_NONBLOCK = 0o4000;
export const O_TRUNC = 0o1000;
/** MODULE_NAME_LEN of a 64-bit kernel. */
const MODULE_NAME_LEN = 56;

/** Unloads a module. 0, or a negative errno. The caller has checked the rights. */
export function* deleteModule(k: Kernel, name: string, flags: number): Path<number> {
  const at = 'delete_module';
  const { sheet } = k.rules;
  if (!sheet.unloads) return -ERRNO.ENOSYS;
  if ((yield* load(k.modulesDisabled, at)) !== 0) return -ERRNO.EPERM;
  if (name === '' && sheet.reaps) return yield* reap(k);
  if (name === '' || name.length >= MODULE_NAME_LEN) return -sheet.badName;
  if (!(yield* lockLoader(k, at))) return -ERRNO.EINTR;
  const force = sheet.force && (flags & O_TRUNC) !== 0;
  const m = yield* findModule(k, name, at);
  const decided = m === undefined ? ERRNO.ENOENT : yield* admit(k, m, force, (flags & O_NONBLOCK) !== 0);
  if (m === undefined || typeof decided === 'number') {
    yield* unlock(k.locks.modules, at);
    return typeof decided === 'number' ? -decided : -ERRNO.ENOENT;
  }
  return yield* remove(k, m, decided === 'slot');
}

function* lockLoader(k: Kernel, at: string): Path<boolean> {
  if (k.rules.sheet.lockInterruptible) return yield* lockInterruptible(k.locks.modules, at);
  yield* lock(k.locks.modules, at);
  return true;
}

/** The checks in the kernel's order, under the loader's lock. True, `slot` for a module without an init that ran, or a positive errno. */
function* admit(k: Kernel, m: ModuleRecord, force: boolean, nonblock: boolean): Path<true | 'slot' | number> {
  const at = 'delete_module';
  const { sheet } = k.rules;
  const state = yield* load(m.cells.state, at);
  if (sheet.hidden.includes(state)) return ERRNO.ENOENT;
  if (yield* hasDependents(m, at)) return sheet.hasDependents;
  if (sheet.refuses.includes(state)) return ERRNO.EBUSY;
  if (sheet.noExitIsPermanent && m.driver.init !== undefined && m.driver.exit === undefined) {
    if (!force) return ERRNO.EBUSY;
    yield* emit('try_force_unload', { name: 'forced_rmmod' });
  }
  // A slot that a failed init has left behind: there is nothing to run and nobody who uses it. One that is still being
  // filled is counted by its loader, which goes on with it.
  if (state === UNFORMED) return (yield* load(m.cells.refcnt, at)) === 0 ? 'slot' : sheet.inUse;
  return yield* k.rules.mayGo(k, m, { force, nonblock });
}

/** From the decision to the end. Called with the loader's lock held, which goes before exit() or after it, as the kernel has it. */
function* remove(k: Kernel, m: ModuleRecord, slot: boolean): Path<number> {
  const at = 'delete_module';
  const { settle, finish, sheet } = k.rules;
  if (!sheet.lockOverExit) yield* unlock(k.locks.modules, at);
  const settled = settle === undefined || slot ? true : yield* settle(k, m);
  if (settled !== true) return -settled;
  const rest = exitAndFree(k, m, slot);
  let err = 0;
  if (finish === undefined) yield* rest;
  else err = yield* finish(k, m, rest);
  if (sheet.lockOverExit) yield* unlock(k.locks.modules, at);
  return err === 0 ? 0 : -err;
}

/** exit() and free_module, from which there is no way back. */
export function* exitAndFree(k: Kernel, m: ModuleRecord, slot = false): Path<void> {
  const at = 'delete_module';
  const { exit } = m.driver;
  yield* emit(at, about('module_going', m));
  if (exit !== undefined && !slot) yield* inText(m, `${m.name}_exit`, exit(driverContext(k, m)));
  yield* freeModule(k, m, at, k.rules.sheet.lockOverExit);
}

/**
 * The automatic reap (Linux 2.4.0, kernel/module.c, sys_delete_module with no name): modules loaded on demand that were
 * used once and are not any more go in the second pass. Always 0. Its marks are written beside the counts, as there.
 */
function* reap(k: Kernel): Path<number> {
  const at = 'sys_delete_module';
  for (let changed = true; changed; ) {
    changed = false;
    yield* lockLoader(k, at);
    for (let id = yield* ask(at, { name: 'reap_next', after: 0 }); id !== 0; id = yield* ask(at, { name: 'reap_next', after: id })) {
      const m = moduleOf(k, id);
      if ((yield* load(m.cells.state, at)) !== LIVE || (yield* load(m.cells.refcnt, at)) !== 0) continue;
      if (m.marks.visited && !m.marks.justFreed) {
        yield* emit(at, about('reap_visited', m));
        continue;
      }
      if ((yield* k.rules.mayGo(k, m, { force: false, nonblock: true })) !== true) continue;
      yield* unlock(k.locks.modules, at);
      yield* exitAndFree(k, m);
      yield* lockLoader(k, at);
      changed = true;
      break;
    }
    yield* unlock(k.locks.modules, at);
  }
  yield* emit(at, { name: 'reap_done' });
  return 0;
}
