import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { parseCount } from '../count.ts';
import { hasOption, optionValue } from '../getopt.ts';
import { quote, quoteName } from '../quote.ts';
import { chomp, closeInput, lineReader, nextLines, openInput, writeAll } from '../stream.ts';
import { defineTool, errorText, fail, misuse } from '../tool.ts';

export interface UniqRules {
  readonly shows: 'all' | 'repeated' | 'single';
  readonly count: boolean;
  readonly ignoreCase: boolean;
  readonly skipFields: number;
  readonly skipChars: number;
  /** Characters compared at most; -1: all. */
  readonly width: number;
}

/** The run of equal lines that is not finished yet. */
export interface UniqState {
  line: string;
  key: string;
  count: number;
}

/** The state before the first line. */
export const uniqState = (): UniqState => ({ line: '', key: '', count: 0 });

function keyOf(line: string, rules: UniqRules): string {
  let at = 0;
  for (let left = rules.skipFields; left > 0 && at < line.length; left -= 1) at += /^[ \t]*[^ \t]*/.exec(line.slice(at))?.[0].length ?? 0;
  at += rules.skipChars;
  const key = line.slice(at, rules.width < 0 ? undefined : at + rules.width);
  return rules.ignoreCase ? key.toLowerCase() : key;
}

/** The output for the run in `state`; empty when the rules leave it out. */
export function runText(state: UniqState, rules: UniqRules): string {
  const wanted = rules.shows === 'all' || (rules.shows === 'repeated' ? state.count > 1 : state.count === 1);
  if (state.count === 0 || !wanted) return '';
  return `${rules.count ? `${String(state.count).padStart(7)} ` : ''}${state.line}\n`;
}

/** Takes the next lines (without newlines); the output for all runs that they finish. */
export function uniqLines(lines: readonly string[], rules: UniqRules, state: UniqState): string {
  let text = '';
  for (const line of lines) {
    const key = keyOf(line, rules);
    if (state.count > 0 && key === state.key) {
      state.count += 1;
      continue;
    }
    text += runText(state, rules);
    state.line = line;
    state.key = key;
    state.count = 1;
  }
  return text;
}

function* filter(context: CommandContext, from: number, to: number, rules: UniqRules): UserPath<number> {
  const reader = lineReader(from);
  const state = uniqState();
  for (;;) {
    const lines = yield* nextLines(context, reader);
    if (failed(lines)) return lines;
    const ended = lines.length === 0;
    const text = ended ? runText(state, rules) : uniqLines(lines.map(chomp), rules, state);
    if (text !== '') {
      if (to === 1 && !(yield* context.out(text))) return 0;
      if (to !== 1) yield* writeAll(context, to, text);
    }
    if (ended) return 0;
  }
}

const NUMBERS = [
  ['f', 'fields to skip'],
  ['s', 'bytes to skip'],
  ['w', 'bytes to compare'],
] as const;

export const uniq: Command = defineTool({
  name: 'uniq',
  usage: '[OPTION]... [INPUT [OUTPUT]]',
  summary: 'leave out lines that repeat the one before',
  group: 'text',
  examples: ['sort FILE | uniq -c'],
  grammar: {
    short: 'cdf:is:uw:',
    long: { count: 'c', repeated: 'd', 'skip-fields': 'f', 'ignore-case': 'i', 'skip-chars': 's', unique: 'u', 'check-chars': 'w' },
  },
  *run(context, options) {
    for (const [letter, what] of NUMBERS) {
      const text = optionValue(options, letter);
      if (text !== undefined && parseCount(text) === undefined) return yield* fail(context, `${text}: invalid number of ${what}`);
    }
    const number = (letter: string, otherwise: number): number => parseCount(optionValue(options, letter) ?? '') ?? otherwise;
    const [input = '-', output, extra] = options.operands;
    if (extra !== undefined) return yield* misuse(context, `extra operand ${quote(extra)}`);
    const both = hasOption(options, 'd') && hasOption(options, 'u');
    if (both) return 0; // no line is both repeated and not
    const rules: UniqRules = {
      shows: hasOption(options, 'd') ? 'repeated' : hasOption(options, 'u') ? 'single' : 'all',
      count: hasOption(options, 'c'),
      ignoreCase: hasOption(options, 'i'),
      skipFields: number('f', 0),
      skipChars: number('s', 0),
      width: number('w', -1),
    };
    const from = yield* openInput(context, input);
    if (from < 0) return yield* fail(context, `${quoteName(input)}: ${errorText(from)}`);
    const to =
      output === undefined || output === '-'
        ? 1
        : yield* context.sys.open(output, { write: true, create: true, truncate: true, mode: 0o666 });
    if (to < 0) return yield* fail(context, `${quoteName(output ?? '')}: ${errorText(to)}`);
    const error = yield* filter(context, from, to, rules);
    yield* closeInput(context, from);
    if (to !== 1) yield* context.sys.close(to);
    return error < 0 ? yield* fail(context, `error reading ${quote(input)}`) : 0;
  },
});
