/** dev-hold: every dev_hold takes the device's module too, and so may fail (Rusty Russell's proposal of May 2003). */
import { rules25, sheet25 } from './2.5.ts';
import type { Regime } from './regime.ts';

export const devHold: Regime = {
  id: 'dev-hold',
  title: 'every dev_hold takes the module as well',
  real: false,
  source: 'proposal of May 2003 (LWN, 7 May 2003), on the paths of Linux 2.5.69',
  costs: 'a module get and put for each packet, route, neighbour, address',
  breaks: 'dev_hold may fail, at some 66 places that cannot unwind',
  ...rules25,
  // The registration's own hold takes no module, or no driver of a device could ever go; so nothing is left to wait for in exit().
  sheet: { ...sheet25, devHoldHolds: true, addressHolds: true, unregister: 'returns_at_once', destructors: false },
  variants: {
    'broken: a get cannot fail': {
      rules: (rules) => ({
        ...rules,
        *hold(k, m, object, at) {
          yield* rules.holdHeld(k, m, object, at);
          return true;
        },
      }),
    },
  },
};
