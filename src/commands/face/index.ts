/** The only list of these commands. */
import type { Command } from '../../shell/command.ts';
import { type HelpServices, help } from './help.ts';
import { modtop } from './modtop.ts';
import { record } from './record.ts';
import { reboot, speed, table } from './steer.ts';
import { system } from './system.ts';
import { tour } from './tour.ts';

export const faceCommands: readonly Command<HelpServices>[] = [help, modtop, record, reboot, speed, system, table, tour];
