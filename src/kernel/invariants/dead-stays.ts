import { LIVE, OPEN } from '../module.ts';
import type { Invariant } from './invariant.ts';
import { gateNow, stateNow } from './watch.ts';

/** I2: a committed unload is never taken back, and a module that is live again lets users in. */
export const deadStays: Invariant = {
  id: 'I2',
  title: 'a commit is final, and a live module is open',
  afterStep(watch, module) {
    if (stateNow(watch, module) !== LIVE) return undefined;
    if (module.committed) return 'live again after its commit';
    return gateNow(watch, module) === OPEN ? undefined : 'live with a closed gate';
  },
};
