/** per-object: every dynamic object of the network takes its module. What David Miller called insanity. */
import { rules25, sheet25 } from './2.5.ts';
import type { Regime } from './regime.ts';

export const perObject: Regime = {
  id: 'per-object',
  title: 'every network object takes its module',
  real: false,
  source: 'the strawman of David Miller in LWN, 7 May 2003, on the paths of Linux 2.5.69',
  costs: 'two or more module gets a packet, one for each copy',
  breaks: 'any allocation may fail; a path that does not unwind leaks',
  ...rules25,
  sheet: {
    ...sheet25,
    timeWaitHolds: true,
    timerHolds: true,
    devHoldHolds: true,
    addressHolds: true,
    objectHolds: true,
    unregister: 'returns_at_once',
    destructors: false,
  },
};
