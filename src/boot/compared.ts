/** The table that the word `compare` prints in a shell. */
import type { Driver } from '../kernel/driver.ts';
import { regimeById } from '../regimes/index.ts';
import type { Regime } from '../regimes/regime.ts';
import { type ComparedScript, compareScript } from './compare.ts';
import { comparisonTable } from './compareText.ts';

/** What fits any terminal that a shell is used on. */
const WIDTH = 79;

/** Runs the script under each of the rules and sets the table. The measure is `today`. */
export function comparedTable(script: ComparedScript, under: readonly Regime[], drivers: readonly Driver[]): string {
  const [first] = under;
  const today = regimeById('today') ?? first;
  return today === undefined ? '' : comparisonTable(compareScript(script, under, today, drivers), WIDTH);
}
