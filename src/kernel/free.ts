/** free_module (Linux 6.1, kernel/module/main.c): sysfs first, then the references on others, the name, the text. */
import { emit, free, lock, store, unlock, waitFor } from '../engine/ops.ts';
import { type Path, test } from '../engine/step.ts';
import { about } from './enter.ts';
import type { Kernel } from './kernel.ts';
import { GONE, type ModuleRecord, UNFORMED } from './module.ts';
import { moduleUnloadFree } from './symbols.ts';

/** Takes a module out of the world. `locked`: the caller holds the loader's lock. */
export function* freeModule(k: Kernel, m: ModuleRecord, at: string, locked = false): Path<void> {
  const { modules } = k.locks;
  yield* emit('free_module', about('module_free', m));
  if (m.inSysfs) {
    yield* store(m.cells.sysfsOpen, 0, 'mod_sysfs_teardown');
    yield* waitFor([test(m.cells.sysfsActive, '==', 0)], 'mod_sysfs_teardown');
    yield* emit('mod_sysfs_teardown', about('module_sysfs_gone', m));
  }
  // Where a reserved name is to be seen as a slot (2.2, 2.4), the module stays what it was until it is unlinked.
  if (k.rules.sheet.hidden.includes(UNFORMED)) {
    if (!locked) yield* lock(modules, at);
    yield* store(m.cells.state, UNFORMED, 'free_module');
    if (!locked) yield* unlock(modules, at);
  }
  yield* moduleUnloadFree(k, m);
  if (!locked) yield* lock(modules, at);
  yield* emit('free_module', about('module_unlist', m));
  yield* free(m.cells.text, 'free_module');
  yield* store(m.cells.state, GONE, 'free_module');
  if (!locked) yield* unlock(modules, at);
  yield* emit('free_module', about('module_gone', m));
}
