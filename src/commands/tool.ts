/** How the tools of a Unix system are put together here: options are read, `--help` answered and bad options refused in one place. */
import { strerror } from '../engine/errno.ts';
import type { UserPath } from '../engine/step.ts';
import type { Command, CommandContext, CommandGroup } from '../shell/command.ts';
import { type Grammar, type ParsedOptions, parseOptions } from './getopt.ts';

/** A tool: a command whose options are parsed for it. */
export interface ToolSpec<Services> {
  readonly name: string;
  /** The words after the name. */
  readonly usage: string;
  readonly summary: string;
  readonly group: CommandGroup;
  readonly examples?: readonly string[];
  readonly grammar: Grammar;
  /** The exit status after a bad option. Default: 1. */
  readonly usageStatus?: number;
  /** What follows the message about a bad option; the default points to `--help`. */
  badOption?(name: string): string;
  /** Turns old forms of the command line (`head -5`) into today's before the options are read. */
  modernize?(args: readonly string[]): readonly string[];
  run(context: CommandContext<Services>, options: ParsedOptions): UserPath<number>;
}

/** The line that coreutils print after a wrong use. */
export const tryLine = (name: string): string => `Try '${name} --help' for more information.\n`;

/** Makes a command of a tool. `--help` prints the usage to descriptor 1 with status 0. */
export function defineTool<Services = unknown>(spec: ToolSpec<Services>): Command<Services> {
  const { name, usage, summary, group, usageStatus = 1 } = spec;
  const grammar: Grammar = { ...spec.grammar, long: { ...spec.grammar.long, help: 'help' } };
  const badOption = spec.badOption ?? tryLine;
  return {
    name,
    usage,
    summary,
    group,
    ...(spec.examples === undefined ? {} : { examples: spec.examples }),
    *run(context) {
      const options = parseOptions(spec.modernize?.(context.args) ?? context.args, grammar);
      if (!options.ok) {
        yield* context.err(`${context.name}: ${options.message}\n${badOption(context.name)}`);
        return usageStatus;
      }
      if (options.given.some((one) => one.key === 'help')) {
        yield* context.out(`Usage: ${context.name}${usage === '' ? '' : ` ${usage}`}\n${summary}\n`);
        return 0;
      }
      return yield* spec.run(context, options);
    },
  };
}

/** Writes `name: message` to descriptor 2 and answers `status`. */
export function* fail(context: CommandContext, message: string, status = 1): UserPath<number> {
  yield* context.err(`${context.name}: ${message}\n`);
  return status;
}

/** The same, followed by the line that points to `--help`. */
export function* misuse(context: CommandContext, message: string, status = 1): UserPath<number> {
  yield* context.err(`${context.name}: ${message}\n${tryLine(context.name)}`);
  return status;
}

/** The text of a negative errno as system calls answer it. */
export const errorText = (result: number): string => strerror(-result);
