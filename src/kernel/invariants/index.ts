/** The only list of invariants. */
import { cancelBounded } from './cancel-bounded.ts';
import { countFloor } from './count-floor.ts';
import { deadStays } from './dead-stays.ts';
import { exitStatus } from './exit-status.ts';
import { freedUnused } from './freed-unused.ts';
import { gateHolds } from './gate-holds.ts';
import { getsPut } from './gets-put.ts';
import { initFreesUnused } from './init-frees-unused.ts';
import type { Invariant } from './invariant.ts';
import { oneUnloader } from './one-unloader.ts';
import { unloadsAgain } from './unloads-again.ts';

export const invariants: readonly Invariant[] = [
  freedUnused,
  deadStays,
  oneUnloader,
  getsPut,
  cancelBounded,
  unloadsAgain,
  exitStatus,
  gateHolds,
  countFloor,
  initFreesUnused,
];
