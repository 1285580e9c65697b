import { CLOSED, LIVE } from '../module.ts';
import type { Invariant } from './invariant.ts';
import { gateNow, stateNow } from './watch.ts';

/** I6: after a cancel the next unload can succeed: with nobody left, the module is gone, or live, open and at its base count. */
export const unloadsAgain: Invariant = {
  id: 'I6',
  title: 'after a cancel a fresh unload can succeed',
  atRest(watch, module) {
    if (module.freed) return undefined;
    if (stateNow(watch, module) !== LIVE || gateNow(watch, module) === CLOSED) return 'neither gone nor usable';
    return module.unloaders.size > 0 ? 'still taken by an unloader' : undefined;
  },
};
