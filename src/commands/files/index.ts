/** The file tools. This list is the only one. */
import type { Command } from '../../shell/command.ts';

export const fileCommands: readonly Command[] = [];
