/** The command tree as plain data: what completions and the manual page are made of. */
import type { Command, Option } from 'commander';
import { regimes } from '../../../regimes/index.ts';

export interface OptionWords {
  readonly short: string | undefined;
  readonly long: string | undefined;
  readonly description: string;
  /** `<file>` as written; undefined for a switch. */
  readonly value: string | undefined;
  /** What the value may be, where that is a short list. */
  readonly choices: readonly string[];
  /** The value when none is given, where help tells it. */
  readonly standard: string | undefined;
}

export interface ArgumentWords {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  readonly variadic: boolean;
  readonly choices: readonly string[];
}

export interface CommandWords {
  /** The words that lead there, without the program's name: `cast convert`. */
  readonly path: string;
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionWords[];
  readonly arguments: readonly ArgumentWords[];
  readonly commands: readonly CommandWords[];
}

/** Values of options that take one of a few words. */
export const CHOICES: Readonly<Record<string, readonly string[]>> = {
  '--regime': regimes.map((regime) => regime.id),
  '--regimes': regimes.map((regime) => regime.id),
  '--theme': ['dark', 'light'],
  '--cast-version': ['2', '3'],
};

const HELP: OptionWords = { short: '-h', long: '--help', description: 'show help', value: undefined, choices: [], standard: undefined };

function optionWords(option: Option): OptionWords {
  return {
    short: option.short,
    long: option.long,
    description: option.description,
    value: /[<[].*[>\]]/.exec(option.flags)?.[0],
    choices: option.argChoices ?? CHOICES[option.long ?? ''] ?? [],
    standard: typeof option.defaultValue === 'string' ? option.defaultValue : undefined,
  };
}

/** A command and all below it. `more`: options that a command reads itself, by its path. */
export function commandWords(command: Command, more: ReadonlyMap<string, readonly OptionWords[]>, path = ''): CommandWords {
  const options = command.options.filter((option) => !option.hidden);
  return {
    path,
    name: command.name(),
    description: command.description(),
    options: [...options.map(optionWords), ...(more.get(path) ?? []), HELP],
    arguments: command.registeredArguments.map((one) => ({
      name: one.name(),
      description: one.description,
      required: one.required,
      variadic: one.variadic,
      choices: one.argChoices ?? [],
    })),
    commands: command.commands.map((one) => commandWords(one, more, path === '' ? one.name() : `${path} ${one.name()}`)),
  };
}

/** All commands of a tree, the root first. */
export const allOf = (root: CommandWords): CommandWords[] => [root, ...root.commands.flatMap(allOf)];

/** The names of an option. */
export const namesOf = (option: OptionWords): string[] => [option.short, option.long].filter((name) => name !== undefined);

/** Where no subcommand is named, what follows belongs to this one. */
export const DEFAULT_COMMAND = 'run';

/** The options that may stand behind these words: at the top also those of the default command. */
export function optionsAt(command: CommandWords, root: CommandWords): readonly OptionWords[] {
  if (command !== root) return command.options;
  const more = root.commands.find((one) => one.name === DEFAULT_COMMAND)?.options ?? [];
  const known = new Set(root.options.flatMap(namesOf));
  return [...root.options, ...more.filter((option) => !namesOf(option).some((name) => known.has(name)))];
}
