/** The only list of these commands. */
import type { Command } from '../../shell/command.ts';
import { type HelpServices, help } from './help.ts';
import { reboot, speed, table } from './steer.ts';

export const faceCommands: readonly Command<HelpServices>[] = [help, reboot, speed, table];
