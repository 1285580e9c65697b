/** The small scenarios that mutants are tried on. */
import type { Probe } from './mutants.ts';

export const PROBES: readonly Probe[] = [
  { scenario: 'chardev', params: { users: 1, rmmods: 2 } },
  { scenario: 'chardev', params: { users: 2, rmmods: 1, faults: ['open'] } },
  { scenario: 'chardev', params: { users: 1, rmmods: 1, part: 'close' } },
  { scenario: 'crossing', params: { users: 1, rmmods: 1, insmods: 1 } },
  { scenario: 'crossing', params: { users: 2, rmmods: 1, calls: 'insmod' } },
  { scenario: 'netdev', params: { users: 1, rmmods: 1 } },
  { scenario: 'netdev', params: { users: 2, rmmods: 1 } },
  { scenario: 'protocol', params: { users: 1, rmmods: 1, interrupts: 1 } },
];
