/** per-object: every dynamic object of the network takes its module. What David Miller called insanity. */
import { rules25, sheet25 } from './2.5.ts';
import type { Regime } from './regime.ts';

export const perObject: Regime = {
  id: 'per-object',
  title: 'every network object takes its module: packet, route, neighbour, socket, TIME_WAIT',
  real: false,
  source: 'the strawman of David Miller in LWN, 7 May 2003, on the paths of Linux 2.5.69',
  costs: 'two or more module gets for each received packet, one for each copy of it',
  breaks: 'any allocation on the fast path may fail, and a path that does not unwind leaks the module for ever',
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
