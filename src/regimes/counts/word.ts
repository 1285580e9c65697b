/** The use count of 2.2 and 2.4: one word, raised and lowered without a look at anything (include/linux/module.h: __MOD_INC_USE_COUNT). */
import { adjust, emit, store } from '../../engine/ops.ts';
import type { Path } from '../../engine/step.ts';
import { about } from '../../kernel/enter.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { ModuleRecord } from '../../kernel/module.ts';

/** MOD_INC_USE_COUNT: one more, and the marks that the automatic reap goes by. */
export function* increment(_k: Kernel, m: ModuleRecord, object: string, at: string): Path<void> {
  yield* adjust(m.cells.refcnt, 1, at, { kind: 'get', on: m.cells.refcnt, object });
  yield* emit(at, about('module_used', m));
}

/** MOD_DEC_USE_COUNT: one less, below zero too. */
export function* decrement(_k: Kernel, m: ModuleRecord, object: string, at: string): Path<void> {
  yield* adjust(m.cells.refcnt, -1, at, { kind: 'put', on: m.cells.refcnt, object });
  yield* emit(at, about('module_used', m));
}

/** sys_init_module after init(): one less, without the marks. */
export function* initDone(_k: Kernel, m: ModuleRecord): Path<void> {
  yield* adjust(m.cells.refcnt, -1, 'sys_init_module', { kind: 'put', on: m.cells.refcnt, object: 'init' });
}

/** sys_init_module after an init() that failed: the count is set to none, whoever has raised it meanwhile. */
export function* initFailed(_k: Kernel, m: ModuleRecord): Path<void> {
  const { refcnt } = m.cells;
  yield* store(refcnt, 0, 'sys_init_module', { kind: 'put', on: refcnt, object: 'init' });
}

/** Marks a module as being deleted, or not: 2.2 before 2.2.20 has no such mark. */
export function* markDeleted(m: ModuleRecord, state: number): Path<void> {
  yield* store(m.cells.state, state, 'sys_delete_module');
}
