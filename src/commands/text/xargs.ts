import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { notStarted, runChild } from '../child.ts';
import { hasOption, lastOf, optionValue, type ParsedOptions } from '../getopt.ts';
import { readAll } from '../stream.ts';
import { defineTool, errorText, fail, misuse } from '../tool.ts';
import { batches, type WordRules, xargsWords } from './xargswords.ts';

/** Characters of one command line at most, as findutils choose them. */
const LINE_MAX = 131_072;
const EXIT_URGENT = 255;

/** The command lines to run, one after another. */
export function xargsLines(words: readonly string[], command: readonly string[], options: { replace?: string; most: number }): string[][] {
  const { replace } = options;
  if (replace !== undefined && replace !== '') {
    return words.map((word) => command.map((part, at) => (at === 0 ? part : part.replaceAll(replace, () => word))));
  }
  return batches(words, options.most, LINE_MAX).map((batch) => [...command, ...batch]);
}

type LineEnd = { readonly status: number; readonly stop: boolean };

/** Runs one command line. `stop`: the rest is not run. */
function* runLine(context: CommandContext, line: readonly string[], trace: boolean): UserPath<LineEnd> {
  if (trace) yield* context.err(`${line.join(' ')}\n`);
  const name = line[0] ?? '';
  const ended = yield* runChild(context, line);
  if (typeof ended === 'number') return { status: yield* fail(context, `${name}: ${errorText(ended)}`, notStarted(ended)), stop: true };
  if (ended.how !== 'exited') return { status: yield* fail(context, `${name}: terminated by signal ${ended.value}`, 125), stop: true };
  if (ended.value === EXIT_URGENT) {
    return { status: yield* fail(context, `${name}: exited with status 255; aborting`, 124), stop: true };
  }
  return { status: ended.value === 0 ? 0 : 123, stop: false };
}

function wordRules(options: ParsedOptions): WordRules {
  const key = lastOf(options, ['0', 'd']);
  const given = (optionValue(options, 'd') ?? '').replace(/^\\n$/, '\n').replace(/^\\t$/, '\t').replace(/^\\0$/, '\0');
  return { delimiter: key === undefined ? undefined : key === '0' ? '\0' : given, byLine: hasOption(options, 'I') };
}

export const xargs: Command = defineTool({
  name: 'xargs',
  usage: '[OPTION]... [COMMAND [INITIAL-ARGS]...]',
  summary: 'run a command with the words of standard input as arguments',
  group: 'text',
  examples: ['cut -d" " -f1 /proc/modules | xargs -n 1 rmmod'],
  grammar: {
    short: '0d:I:n:rt',
    long: { null: '0', delimiter: 'd', replace: 'I', 'max-args': 'n', 'no-run-if-empty': 'r', verbose: 't' },
    stopAtOperand: true,
  },
  *run(context, options) {
    const count = optionValue(options, 'n');
    if (count !== undefined && !/^-?\d+$/.test(count)) return yield* misuse(context, `invalid number "${count}" for -n option`);
    if (count !== undefined && Number(count) < 1) return yield* misuse(context, `value ${count} for -n option should be >= 1`);
    const text = yield* readAll(context, 0);
    if (failed(text)) return yield* fail(context, `read error: ${errorText(text)}`);
    const { words, error } = xargsWords(text, wordRules(options));
    const command = options.operands.length === 0 ? ['echo'] : options.operands;
    // Of -n and -I, which exclude each other, the later one holds.
    const replace = lastOf(options, ['n', 'I']) === 'I' ? optionValue(options, 'I') : undefined;
    const lines = xargsLines(words, command, { most: Number(count ?? '0'), ...(replace === undefined ? {} : { replace }) });
    const runsEmpty = words.length === 0 && error === undefined && replace === undefined && !hasOption(options, 'r');
    let status = 0;
    for (const line of runsEmpty ? [[...command]] : lines) {
      const ended = yield* runLine(context, line, hasOption(options, 't'));
      if (ended.status !== 0) status = ended.status;
      if (ended.stop) return status;
    }
    return error === undefined ? status : yield* fail(context, error);
  },
});
