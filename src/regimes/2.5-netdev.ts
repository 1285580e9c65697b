/**
 * 2.5-netdev: the kernel of the article. A network device has a count of its own, which the module's ignores; and since
 * the device lies in the module's image and its unregistration does not wait, a late dev_put finds freed memory.
 */
import { rules25, sheet25 } from './2.5.ts';
import type { Regime } from './regime.ts';

export const two5Netdev: Regime = {
  id: '2.5-netdev',
  title: 'a device has its own count, and the module ignores it',
  real: true,
  source: 'Linux 2.5.69, net/core/dev.c (dev->destructor, netdev_finish_unregister) and drivers/net/dummy.c',
  costs: 'as 2.5: nothing for each packet',
  breaks: 'a driver goes under routes, neighbours and queued packets',
  ...rules25,
  sheet: { ...sheet25, unregister: 'returns_at_once' },
  variants: {
    'option: devices without a destructor': {
      rules: (rules) => ({ ...rules, sheet: { ...rules.sheet, unregister: 'waits_with_rtnl', destructors: false } }),
    },
  },
};
