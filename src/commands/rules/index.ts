/** The only list of these commands. */
import type { Command } from '../../shell/command.ts';
import type { WhoServices } from '../who/services.ts';
import { type CompareServices, compare } from './compare.ts';
import { cost } from './cost.ts';
import { type RegimeServices, regime } from './regime.ts';
import { traffic } from './traffic.ts';

export const ruleCommands: readonly Command<RegimeServices & WhoServices & CompareServices>[] = [regime, compare, traffic, cost];
