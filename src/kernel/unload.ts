/** delete_module as a step program (Linux 6.1, kernel/module/main.c; what differs by kernel is asked of the rules). */
import { ERRNO } from '../engine/errno.ts';
import { emit, load, lockInterruptible, unlock } from '../engine/ops.ts';
import type { Path } from '../engine/step.ts';
import { driverContext } from './context.ts';
import { about, findModule, inText, isHidden } from './enter.ts';
import { freeModule } from './free.ts';
import type { Kernel } from './kernel.ts';
import { LIVE, type ModuleRecord } from './module.ts';
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
  if (name === '' || name.length >= MODULE_NAME_LEN) return -ERRNO.ENOENT;
  if (!(yield* lockInterruptible(k.locks.modules, at))) return -ERRNO.EINTR;
  const force = sheet.force && (flags & O_TRUNC) !== 0;
  const m = yield* findModule(k, name, at);
  const decided = m === undefined ? ERRNO.ENOENT : yield* admit(k, m, force, (flags & O_NONBLOCK) !== 0);
  if (decided !== true || m === undefined) {
    yield* unlock(k.locks.modules, at);
    return decided === true ? -ERRNO.ENOENT : -decided;
  }
  if (!sheet.lockOverExit) yield* unlock(k.locks.modules, at);
  const { exit } = m.driver;
  yield* emit(at, about('module_going', m));
  if (exit !== undefined) yield* inText(m, `${m.name}_exit`, exit(driverContext(k, m)));
  yield* freeModule(k, m, at, sheet.lockOverExit);
  if (sheet.lockOverExit) yield* unlock(k.locks.modules, at);
  return 0;
}

/** The checks in the kernel's order, under the loader's lock. True, or a positive errno. */
function* admit(k: Kernel, m: ModuleRecord, force: boolean, nonblock: boolean): Path<true | number> {
  const at = 'delete_module';
  const { sheet } = k.rules;
  const state = yield* load(m.cells.state, at);
  if (isHidden(state)) return ERRNO.ENOENT;
  if (yield* hasDependents(m, at)) return sheet.hasDependents;
  if (state !== LIVE) return ERRNO.EBUSY;
  if (sheet.noExitIsPermanent && m.driver.init !== undefined && m.driver.exit === undefined) {
    if (!force) return ERRNO.EBUSY;
    yield* emit('try_force_unload', { name: 'forced_rmmod' });
  }
  return yield* k.rules.mayGo(k, m, { force, nonblock });
}
