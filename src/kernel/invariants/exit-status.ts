import type { Invariant } from './invariant.ts';

/** I7: delete_module answers 0 exactly when the module is gone by it, and a cancel answers an error. */
export const exitStatus: Invariant = {
  id: 'I7',
  title: 'a commit answers 0, a cancel does not',
  atRest(watch, module) {
    for (const ending of watch.endings) {
      if (ending.module !== module) continue;
      if (ending.result === 0 && !ending.over) return 'answered 0 and the module is there';
    }
    const successes = watch.endings.filter((ending) => ending.module === module && ending.result === 0).length;
    if (successes > 1) return `${successes} calls say that they removed it`;
    return module.freed && !module.initFailed && successes === 0 ? 'gone, and every call answered an error' : undefined;
  },
};
