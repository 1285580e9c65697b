/** What the commands about races look at. */

import type { ReadStack } from '../../explore/places.ts';
import type { Scenario } from '../../explore/scenario.ts';
import type { Driver } from '../../kernel/driver.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Regime } from '../../regimes/regime.ts';

export interface RaceServices {
  readonly races: {
    readonly scenarios: readonly Scenario[];
    /** The table of the matrix's cases (fixtures/scenarios/cases.tsv). */
    readonly cases: string;
    /** Every driver that a module file may name. */
    readonly drivers: readonly Driver[];
    readonly regimes: readonly Regime[];
    /** The kernel of this system: what is loaded, and how it preempts. */
    readonly kernel?: Kernel;
    /** Says where steps come from. */
    readonly readStack?: ReadStack;
  };
  /** The rule of this system. */
  readonly regime: Regime;
  /** Where somebody looks on: a command has computed for long between two of its calls, and they get a turn. */
  readonly computed?: () => void;
}
