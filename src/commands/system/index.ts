/** The system tools. This list is the only one. */
import type { Command } from '../../shell/command.ts';
import { falseCommand, trueCommand } from './truth.ts';

export const systemCommands: readonly Command[] = [falseCommand, trueCommand];
