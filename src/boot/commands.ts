/** All commands there are, in one table; which of them a strict system knows. */
import { type Era, eraCommands } from '../commands/era/index.ts';
import { faceCommands } from '../commands/face/index.ts';
import { fileCommands } from '../commands/files/index.ts';
import { moduleCommands } from '../commands/modules/index.ts';
import { raceCommands } from '../commands/races/index.ts';
import { ruleCommands } from '../commands/rules/index.ts';
import { systemCommands } from '../commands/system/index.ts';
import { textCommands } from '../commands/text/index.ts';
import { whoCommands } from '../commands/who/index.ts';
import type { Command, FindCommand } from '../shell/command.ts';

/** Every command of every group. Each reads of the services only what its own group names. */
export const allCommands: readonly Command<never>[] = [
  ...moduleCommands,
  ...whoCommands,
  ...ruleCommands,
  ...raceCommands,
  ...faceCommands,
  ...textCommands,
  ...fileCommands,
  ...systemCommands,
];

/** Looks commands up by name; under --strict the words of ours are not there. The tools of an era come before kmod's. */
export function commandFinder(strict: boolean, era: Era = 'kmod'): FindCommand {
  const table = new Map(
    [...allCommands, ...eraCommands(era)]
      .filter((command) => !strict || command.ours !== true)
      .map((command) => [command.name, command as Command]),
  );
  return (name) => table.get(name);
}

export const programNames = (strict: boolean): string[] =>
  allCommands.filter((command) => !strict || command.ours !== true).map((command) => command.name);
