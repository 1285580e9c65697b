/** The only list of these commands. */
import type { Command } from '../../shell/command.ts';
import { type RegimeServices, regime } from './regime.ts';

export const ruleCommands: readonly Command<RegimeServices>[] = [regime];
