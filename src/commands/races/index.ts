/** The only list of these commands. */
import type { Command } from '../../shell/command.ts';
import { explore } from './explore.ts';
import { replay } from './replay.ts';
import type { RaceServices } from './services.ts';

export const raceCommands: readonly Command<RaceServices>[] = [explore, replay];
