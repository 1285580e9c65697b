import type { Invariant } from './invariant.ts';

/** Steps of its own that a cancelled unload may still take: out of its wait, resume of each family, the gate. */
export const CANCEL_STEPS_MAX = 40;

/** I5: a cancel returns within a bounded number of steps. */
export const cancelBounded: Invariant = {
  id: 'I5',
  title: `a cancel returns within ${CANCEL_STEPS_MAX} steps`,
  afterStep(watch, module) {
    for (const cancel of watch.cancels) {
      if (cancel.module === module && !cancel.ended && !module.committed && cancel.steps > CANCEL_STEPS_MAX)
        return 'a cancel does not come back';
    }
    return undefined;
  },
};
