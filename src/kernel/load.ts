/** init_module as step programs (Linux 6.1, kernel/module/main.c: load_module, add_unformed_module, do_init_module). */
import { ERRNO } from '../engine/errno.ts';
import { ask, emit, load, lock, store, unlock, waitFor, waitOrSignal } from '../engine/ops.ts';
import { type Path, test, testSum } from '../engine/step.ts';
import { driverContext } from './context.ts';
import type { DriverContext, ParamSpec } from './driver.ts';
import { about, findModule, inText } from './enter.ts';
import { freeModule } from './free.ts';
import { type Kernel, type LoadRequest, moduleOf } from './kernel.ts';
import { COMING, GOING, GONE, LIVE, type ModuleRecord, UNFORMED } from './module.ts';
import { findParam, splitArguments } from './params.ts';
import { ERR, printk, WARN } from './printk.ts';
import { checkLinks, type Linked, linkInUserSpace, simplifySymbols } from './symbols.ts';

/** Loads what the request describes. 0, or a negative errno. The caller has checked the file and the rights. */
export function* initModule(k: Kernel, requestId: number): Path<number> {
  if ((yield* load(k.modulesDisabled, 'may_init_module')) !== 0) return -ERRNO.EPERM;
  const bad = yield* ask('check_modinfo', { name: 'check_modinfo', request: requestId });
  if (bad !== 0) return -bad;
  const links = yield* linkFirst(k, requestId);
  if (typeof links === 'number') return links;
  const reserved = yield* addUnformedModule(k, requestId);
  if (reserved < 0) return reserved;
  const m = moduleOf(k, reserved);
  const refused = yield* formModule(k, m, requestId, links);
  if (refused !== 0) return refused;
  return yield* doInitModule(k, m);
}

/** Where insmod links, not the kernel: what it found. A negative errno when a symbol is nowhere. */
function* linkFirst(k: Kernel, requestId: number): Path<readonly Linked[] | number> {
  if (k.rules.sheet.symbols === 'kernel') return [];
  const { driver, license, name } = requestOf(k, requestId);
  const links = yield* linkInUserSpace(driver.needs ?? [], license);
  const missing = links.filter(({ owner }) => owner === 0);
  for (const { symbol } of missing) yield* printk(WARN, `${name}: unresolved symbol ${symbol}`);
  return missing.length > 0 ? -ERRNO.ENOENT : links;
}

/** Reserves the name; waits for another load of the same one. The module's handle, or a negative errno. */
function* addUnformedModule(k: Kernel, requestId: number): Path<number> {
  const at = 'add_unformed_module';
  const name = requestOf(k, requestId).name;
  const { sameName } = k.rules.sheet;
  yield* lock(k.locks.modules, at);
  const old = yield* findModule(k, name, at);
  const state = old === undefined ? GONE : yield* load(old.cells.state, at);
  if (old === undefined || state === GONE || (sameName === 'EEXIST_unless_deleted' && state === GOING)) {
    const id = yield* emit(at, { name: 'module_add', request: requestId });
    const m = moduleOf(k, id);
    yield* store(m.cells.text, 1, 'move_module');
    yield* store(m.cells.refcnt, k.rules.sheet.refcntAtLoad, 'module_unload_init');
    yield* store(m.cells.state, UNFORMED, at);
    yield* unlock(k.locks.modules, at);
    return id;
  }
  yield* unlock(k.locks.modules, at);
  if (sameName !== 'waits') return -ERRNO.EEXIST;
  let now = state;
  if (state === COMING || state === UNFORMED) {
    const waited = yield* waitOrSignal([test(old.cells.state, '!=', COMING), test(old.cells.state, '!=', UNFORMED)], at);
    if (waited === 'signal') return -ERRNO.EINTR;
    const again = yield* findModule(k, name, at);
    now = again === undefined ? GONE : yield* load(again.cells.state, at);
  }
  return now === LIVE ? -ERRNO.EEXIST : -ERRNO.EBUSY;
}

/** From a reserved name to a module in the state COMING, with symbols, parameters and sysfs. 0, or a negative errno. */
function* formModule(k: Kernel, m: ModuleRecord, requestId: number, links: readonly Linked[]): Path<number> {
  yield* ask('module_sig_check', about('module_sig_check', m, { request: requestId }));
  const unresolved = k.rules.sheet.symbols === 'kernel' ? yield* simplifySymbols(k, m) : yield* checkLinks(k, m, links);
  if (unresolved !== 0) {
    yield* freeModule(k, m, 'load_module');
    return unresolved;
  }
  yield* lock(k.locks.modules, 'complete_formation');
  const clash = yield* ask('verify_exported_symbols', about('verify_exported_symbols', m));
  if (clash === 0) {
    yield* store(m.cells.state, COMING, 'complete_formation');
    yield* emit('complete_formation', about('module_load', m, { taints: m.taints }));
  }
  yield* unlock(k.locks.modules, 'complete_formation');
  if (clash !== 0) {
    yield* freeModule(k, m, 'load_module');
    return -clash;
  }
  const wrong = yield* parseArgs(k, m, requestOf(k, requestId).params);
  if (wrong !== 0) {
    yield* store(m.cells.state, GOING, 'load_module');
    yield* freeModule(k, m, 'load_module');
    return wrong;
  }
  yield* emit('mod_sysfs_setup', about('module_sysfs', m));
  yield* store(m.cells.sysfsOpen, 1, 'mod_sysfs_setup');
  return 0;
}

/** parse_args (kernel/params.c). 0, or a negative errno. An unknown parameter is only warned about. */
function* parseArgs(k: Kernel, m: ModuleRecord, line: string): Path<number> {
  const given = splitArguments(line);
  for (const [at, argument] of given.entries()) {
    if (argument.name === '--' && argument.value === undefined) {
      const rest = given.slice(at + 1).map((one) => (one.value === undefined ? one.name : `${one.name}=${one.value}`));
      if (rest.length > 0) yield* printk(WARN, `${m.name}: parameters '${rest.join(' ')}' after \`--' ignored`);
      return 0;
    }
    const found = findParam(m.driver, argument.name);
    if (found === undefined) {
      // The look for `dyndbg` cuts the name at a dot and never mends it (lib/dynamic_debug.c, ddebug_dyndbg_param_cb).
      const shown = argument.name.split('.')[0] ?? '';
      if (shown !== 'async_probe') yield* printk(WARN, `${m.name}: unknown parameter '${shown}' ignored`);
      continue;
    }
    const err = yield* setParam(k, m, found, argument.value);
    if (err === 0) continue;
    const why = err === -ERRNO.ENOSPC ? 'too large' : 'invalid';
    yield* printk(ERR, `${m.name}: \`${argument.value ?? ''}' ${why} for parameter \`${argument.name}'`);
    return err;
  }
  return 0;
}

/** Sets one parameter, by its own function or by type. 0, or a negative errno. Undefined text: the name stood alone. */
export function* setParam(k: Kernel, m: ModuleRecord, [name, spec]: [string, ParamSpec], text: string | undefined): Path<number> {
  if (spec.set !== undefined) return yield* inText(m, `${m.name}_${name}_set`, spec.set(driverContext(k, m), text ?? ''));
  if (spec.type === undefined) return -ERRNO.EPERM;
  return yield* emit('parse_one', about('param_store', m, text === undefined ? { param: name } : { param: name, text }));
}

/** do_init_module: runs init, then LIVE; or, when init fails, frees at once without a look at the count. */
function* doInitModule(k: Kernel, m: ModuleRecord): Path<number> {
  const { init } = m.driver;
  const { positiveInit } = k.rules.sheet;
  const context: DriverContext = driverContext(k, m);
  const result = init === undefined ? 0 : yield* inText(m, `${m.name}_init`, init(context));
  if (result < 0 || (result > 0 && positiveInit === 'fails')) return yield* initFailed(k, m, result);
  if (result > 0 && positiveInit === 'warns') {
    yield* printk(
      WARN,
      `do_init_module: '${m.name}'->init suspiciously returned ${result}, it should follow 0/-E convention\ndo_init_module: loading module anyway...`,
    );
  }
  yield* store(m.cells.state, LIVE, 'do_init_module');
  yield* k.rules.initDone(k, m);
  yield* emit('do_init_module', about('module_live', m));
  return 0;
}

/** What becomes of a module whose init failed: freed, or left as a slot that its loader must release. The caller's errno, negative. */
function* initFailed(k: Kernel, m: ModuleRecord, result: number): Path<number> {
  const at = 'do_init_module';
  const { failedInitErrno, failedInitKeepsSlot, failedInitWaits } = k.rules.sheet;
  const told = failedInitErrno === 'EBUSY' || result > 0 ? -ERRNO.EBUSY : result;
  if (failedInitKeepsSlot) {
    // sys_init_module sets the count to 0 first and takes the flag back then, both under the big kernel lock, which it shares with
    // delete_module. Were an unload let in between, it would find a module at 0 that seems to run, and call exit() after a failed init.
    yield* lock(k.locks.modules, at);
    yield* k.rules.initFailed(k, m);
    yield* store(m.cells.state, UNFORMED, at);
    yield* unlock(k.locks.modules, at);
    return told;
  }
  yield* store(m.cells.state, GOING, at);
  yield* k.rules.initFailed(k, m);
  if (failedInitWaits) yield* waitFor([testSum([...m.cells.perCpu, m.cells.objects], '==', k.rules.sheet.base)], at);
  yield* freeModule(k, m, at);
  return told;
}

function requestOf(k: Kernel, id: number): LoadRequest {
  const found = k.requests.get(id);
  if (found === undefined) throw new Error(`no load request ${id}`);
  return found;
}
