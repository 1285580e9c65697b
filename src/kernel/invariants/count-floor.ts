import { refcntOf } from '../text/modules.ts';
import type { Invariant } from './invariant.ts';

/** I9: the count that is shown never goes below -1. */
export const countFloor: Invariant = {
  id: 'I9',
  title: 'the shown count is never below -1',
  afterStep(watch, module) {
    if (module.freed) return undefined;
    const shown = refcntOf(watch.kernel, module.m);
    return shown < -1 ? `shows ${shown}` : undefined;
  },
};
