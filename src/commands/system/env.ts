import { ERRNO } from '../../engine/errno.ts';
import { exitStatus } from '../../engine/sys.ts';
import type { Command } from '../../shell/command.ts';
import { notStarted, runChild } from '../child.ts';
import { hasOption, optionValue, optionValues } from '../getopt.ts';
import { quote, quoteAlways } from '../quote.ts';
import { defineTool, errorText, fail, misuse } from '../tool.ts';

const FAILED = 125;
const NOT_A_VALUE = 2;

/** A variable's name and value; undefined for a word that sets none. */
export function assignment(word: string): readonly [string, string] | undefined {
  const equals = word.indexOf('=');
  return equals < 0 ? undefined : [word.slice(0, equals), word.slice(equals + 1)];
}

const listed = (env: ReadonlyMap<string, string>, end: string): string =>
  [...env].map(([name, value]) => `${name}=${value}${end}`).join('');

export const env: Command = defineTool({
  name: 'env',
  usage: '[OPTION]... [-] [NAME=VALUE]... [COMMAND [ARG]...]',
  summary: 'run a command with other variables, or list them',
  group: 'system',
  examples: ['env LC_ALL=C sort FILE'],
  usageStatus: FAILED,
  grammar: { short: '0C:iu:', long: { null: '0', chdir: 'C', 'ignore-environment': 'i', unset: 'u' }, stopAtOperand: true },
  *run(context, options) {
    const words = [...options.operands];
    const bare = words[0] === '-';
    if (bare) words.shift();
    const variables = new Map(bare || hasOption(options, 'i') ? [] : context.env);
    for (const name of optionValues(options, 'u')) {
      if (name === '' || name.includes('='))
        return yield* fail(context, `cannot unset ${quote(name)}: ${errorText(-ERRNO.EINVAL)}`, FAILED);
      variables.delete(name);
    }
    for (let set = assignment(words[0] ?? ''); set !== undefined; set = assignment(words[0] ?? '')) {
      variables.set(...set);
      words.shift();
    }
    const folder = optionValue(options, 'C');
    const zero = hasOption(options, '0');
    if (words.length === 0) {
      if (folder !== undefined) return yield* misuse(context, 'must specify command with --chdir (-C)', FAILED);
      yield* context.out(listed(variables, zero ? '\0' : '\n'));
      return 0;
    }
    if (zero) return yield* misuse(context, 'cannot specify --null (-0) with command', FAILED);
    const moved = folder === undefined ? 0 : yield* context.sys.chdir(folder);
    if (moved < 0) return yield* fail(context, `cannot change directory to ${quoteAlways(folder ?? '')}: ${errorText(moved)}`, FAILED);
    const ended = yield* runChild(context, words, variables);
    if (typeof ended !== 'number') return exitStatus(ended);
    return yield* fail(context, `${quoteAlways(words[0] ?? '')}: ${errorText(ended)}`, notStarted(ended));
  },
});

export const printenv: Command = defineTool({
  name: 'printenv',
  usage: '[OPTION]... [VARIABLE]...',
  summary: 'print the values of variables',
  group: 'system',
  usageStatus: NOT_A_VALUE,
  grammar: { short: '0', long: { null: '0' }, stopAtOperand: true },
  *run(context, options) {
    const end = hasOption(options, '0') ? '\0' : '\n';
    if (options.operands.length === 0) {
      yield* context.out(listed(context.env, end));
      return 0;
    }
    const values = options.operands.map((name) => context.env.get(name));
    yield* context.out(values.map((value) => (value === undefined ? '' : value + end)).join(''));
    return values.includes(undefined) ? 1 : 0;
  },
});
