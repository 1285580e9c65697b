/** Symbol resolution and the references of dependents (Linux 6.1, kernel/module/main.c: simplify_symbols, resolve_symbol_wait, ref_module). */
import { ERRNO } from '../engine/errno.ts';
import { adjust, ask, emit, load, lock, sleep, unlock, waitOrSignal } from '../engine/ops.ts';
import { type Path, test } from '../engine/step.ts';
import { about, isHidden } from './enter.ts';
import { type Kernel, moduleOf } from './kernel.ts';
import { COMING, GOING, GONE, type ModuleRecord } from './module.ts';
import { ERR, printk, WARN } from './printk.ts';

/** How long a loader waits for the init of a module whose symbol it needs. */
const SYMBOL_WAIT_US = 30_000_000;

/** Resolves every symbol that the module needs; 0, or the last error as a negative errno. Does not stop at the first. */
export function* simplifySymbols(k: Kernel, m: ModuleRecord): Path<number> {
  let result = 0;
  for (const symbol of m.driver.needs ?? []) {
    const err = yield* resolveSymbolWait(k, m, symbol);
    if (err === 0) continue;
    yield* printk(WARN, `${m.name}: Unknown symbol ${symbol} (err ${-err})`);
    result = -err;
  }
  return result;
}

/** 0, or a positive errno. Waits for a provider that is still coming. */
function* resolveSymbolWait(k: Kernel, m: ModuleRecord, symbol: string): Path<number> {
  const at = 'resolve_symbol';
  const first = yield* resolveSymbol(k, m, symbol);
  if (first.err !== ERRNO.EBUSY || first.owner === undefined) return first.err;
  const waited = yield* waitOrSignal([test(first.owner.cells.state, '!=', COMING)], at, SYMBOL_WAIT_US);
  if (waited === 'met') return (yield* resolveSymbol(k, m, symbol)).err;
  yield* printk(WARN, `${m.name}: gave up waiting for init of module ${first.owner.name}.`);
  return ERRNO.EBUSY;
}

interface Resolved {
  readonly err: number;
  readonly owner: ModuleRecord | undefined;
}

/** One look-up under the loader's lock; takes the reference in the same breath, so that nothing fits in between. */
function* resolveSymbol(k: Kernel, m: ModuleRecord, symbol: string): Path<Resolved> {
  const at = 'resolve_symbol';
  yield* lock(k.locks.modules, at);
  const found = yield* ask(at, about('find_symbol', m, { symbol }));
  if (found <= 0) {
    yield* unlock(k.locks.modules, at);
    return { err: found < 0 ? 0 : ERRNO.ENOENT, owner: undefined };
  }
  const owner = moduleOf(k, found);
  const known = yield* ask(at, about('already_uses', m, { provider: found }));
  let err = 0;
  if (!k.rules.sheet.resolvesAtomically) {
    // find_symbol goes through the list: a module that has left it is not found, whatever the record still says.
    if (isHidden(yield* load(owner.cells.state, at))) {
      yield* unlock(k.locks.modules, at);
      return { err: ERRNO.ENOENT, owner };
    }
    yield* unlock(k.locks.modules, at);
    yield* lock(k.locks.modules, 'ref_module');
  }
  if (known === 0) {
    err = yield* k.rules.use(k, owner, moduleObject(m), 'ref_module');
    if (err === 0 && k.rules.sheet.dependentsRecorded) yield* addModuleUsage(m, owner, symbol);
  }
  yield* unlock(k.locks.modules, at);
  return { err, owner };
}

const moduleObject = (m: ModuleRecord): string => `module ${m.name}`;

function* addModuleUsage(m: ModuleRecord, owner: ModuleRecord, symbol: string): Path<void> {
  yield* adjust(owner.cells.dependents, 1, 'add_module_usage');
  yield* emit('add_module_usage', about('module_use', m, { provider: owner.id, symbol }));
}

/** What insmod of 2.2 and 2.4 found for one symbol: -1 in the kernel itself, 0 nowhere, else the owner's handle. */
export interface Linked {
  readonly symbol: string;
  readonly owner: number;
}

/** insmod of 2.2 and 2.4 reads every symbol's address by query_module and links with it. No lock is held, and no count taken. */
export function* linkInUserSpace(needs: readonly string[], license: string): Path<Linked[]> {
  const at = 'sys_query_module';
  const links: Linked[] = [];
  for (const symbol of needs) links.push({ symbol, owner: yield* ask(at, { name: 'query_symbol', symbol, license }) });
  // Back in user space: whoever waits for the big kernel lock gets it here.
  if (links.length > 0) yield* sleep(0, `${at} (return)`);
  return links;
}

/**
 * The check in init_module of 2.2 and 2.4: each dependency must be the address of a listed module. Whose, it cannot know:
 * another module that lies there now passes. 0, or a negative errno.
 */
export function* checkLinks(k: Kernel, m: ModuleRecord, links: readonly Linked[]): Path<number> {
  const at = 'sys_init_module';
  yield* lock(k.locks.modules, at);
  let err = 0;
  for (const { symbol, owner } of links) {
    if (owner <= 0) continue;
    const there = yield* ask(at, about('module_at', m, { provider: owner }));
    if (there === m.id) {
      yield* printk(ERR, 'init_module: self-referential dependency in mod->deps.');
      err = -ERRNO.EINVAL;
      break;
    }
    if (there === 0 || [GOING, GONE].includes(yield* load(moduleOf(k, there).cells.state, at))) {
      yield* printk(ERR, 'init_module: found dependency that is (no longer?) a module.');
      err = -ERRNO.EINVAL;
      break;
    }
    if ((yield* ask(at, about('already_uses', m, { provider: there }))) === 0) yield* addModuleUsage(m, moduleOf(k, there), symbol);
    yield* emit(at, about('module_resolved', m, { provider: owner, symbol }));
  }
  yield* unlock(k.locks.modules, at);
  return err;
}

/** Gives back every reference that the module took on its providers (module_unload_free). */
export function* moduleUnloadFree(k: Kernel, m: ModuleRecord): Path<void> {
  for (const provider of [...m.uses]) {
    const owner = moduleOf(k, provider);
    yield* adjust(owner.cells.dependents, -1, 'module_unload_free');
    yield* emit('module_unload_free', about('module_unuse', m, { provider }));
    yield* k.rules.unuse(k, owner, moduleObject(m), 'module_unload_free');
  }
}

/** True when the count of users by symbol is above zero: somebody depends on it. */
export function* hasDependents(m: ModuleRecord, at: string): Path<boolean> {
  return (yield* load(m.cells.dependents, at)) > 0;
}
