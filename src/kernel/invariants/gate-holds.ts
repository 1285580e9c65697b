import { GOING, OPEN } from '../module.ts';
import type { Invariant } from './invariant.ts';
import { gateNow, stateNow } from './watch.ts';

/** I8: no get that can fail succeeds while the gate is closed, or once the module is going. */
export const gateHolds: Invariant = {
  id: 'I8',
  title: 'no get succeeds past a closed gate',
  afterStep(watch, module, _task, step, answer) {
    if (step.ref?.kind !== 'get' || step.ref.on !== module.m.cells.refcnt || step.mode !== 'try' || answer !== 1) return undefined;
    if (gateNow(watch, module) !== OPEN) return 'a get succeeded at a closed gate';
    return stateNow(watch, module) === GOING ? 'a get succeeded on a module that is going' : undefined;
  },
};
