import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { hasOption, lastOf, optionValue, type ParsedOptions } from '../getopt.ts';
import { chomp, closeInput, lineReader, nextLines, openInput, readAll, splitLines } from '../stream.ts';
import { defineTool, errorText, fail } from '../tool.ts';
import { compilePattern, nextChar, type Pattern } from './regex/pattern.ts';

/** What is done with the lines that match. */
export interface GrepMode {
  readonly invert: boolean;
  readonly shows: 'lines' | 'parts' | 'count' | 'names' | 'names without' | 'nothing';
  readonly numbers: boolean;
  readonly names: boolean;
  /** Stop after so many matching lines of an input; -1: never. */
  readonly most: number;
  readonly before: number;
  readonly after: number;
}

/** How far the search of one input is. */
export interface GrepState {
  line: number;
  matches: number;
  /** Lines not printed yet that may still be wanted as context. */
  kept: string[];
  /** Lines still to be printed as context of the last match. */
  owed: number;
  /** The number of the last line printed; 0 before the first. */
  printed: number;
}

/** The state before the first line of an input. */
export const grepState = (): GrepState => ({ line: 0, matches: 0, kept: [], owed: 0, printed: 0 });

function prefix(mode: GrepMode, label: string, number: number, mark: ':' | '-'): string {
  return `${mode.names ? `${label}${mark}` : ''}${mode.numbers ? `${number}${mark}` : ''}`;
}

/** The matching parts of a line, each as a line of output; empty matches are not shown. */
function partsOf(pattern: Pattern, line: string, head: string): string {
  let text = '';
  for (let from = 0; from <= line.length; ) {
    const match = pattern.find(line, from);
    if (match === undefined) break;
    if (match.end > match.start) text += `${head}${line.slice(match.start, match.end)}\n`;
    from = match.end > match.start ? match.end : nextChar(line, match.end);
  }
  return text;
}

/** The text for one matching line with the context kept before it. */
function matchText(pattern: Pattern, mode: GrepMode, state: GrepState, label: string, line: string): string {
  if (mode.shows === 'parts') return mode.invert ? '' : partsOf(pattern, line, prefix(mode, label, state.line, ':'));
  if (mode.shows !== 'lines') return '';
  const first = state.line - state.kept.length;
  const gap = (mode.before > 0 || mode.after > 0) && state.printed > 0 && first > state.printed + 1;
  const context = state.kept.map((kept, at) => `${prefix(mode, label, first + at, '-')}${kept}\n`).join('');
  state.kept = [];
  state.printed = state.line;
  state.owed = mode.after;
  return `${gap ? '--\n' : ''}${context}${prefix(mode, label, state.line, ':')}${line}\n`;
}

function otherText(mode: GrepMode, state: GrepState, label: string, line: string): string {
  if (mode.shows !== 'lines') return '';
  if (state.owed > 0) {
    state.owed -= 1;
    state.printed = state.line;
    return `${prefix(mode, label, state.line, '-')}${line}\n`;
  }
  if (mode.before > 0) state.kept = [...state.kept.slice(-(mode.before - 1) || state.kept.length), line].slice(-mode.before);
  return '';
}

/** True when nothing that may still come can change the output. */
const isOver = (mode: GrepMode, state: GrepState): boolean => {
  if (mode.most >= 0 && state.matches >= mode.most) return state.owed === 0;
  return state.matches > 0 && (mode.shows === 'names' || mode.shows === 'names without' || mode.shows === 'nothing');
};

/** Searches some lines; the text to print. Stops early when the rest cannot matter. */
export function grepLines(pattern: Pattern, mode: GrepMode, state: GrepState, label: string, lines: readonly string[]): string {
  let text = '';
  for (const raw of lines) {
    if (isOver(mode, state)) break;
    const line = chomp(raw);
    state.line += 1;
    const enough = mode.most >= 0 && state.matches >= mode.most;
    if (!enough && pattern.test(line) !== mode.invert) {
      state.matches += 1;
      text += matchText(pattern, mode, state, label, line);
    } else text += otherText(mode, state, label, line);
  }
  return text;
}

/** What is printed after an input: its count or its name. */
export function grepSummary(mode: GrepMode, state: GrepState, label: string): string {
  if (mode.shows === 'count') return `${mode.names ? `${label}:` : ''}${state.matches}\n`;
  if (mode.shows === 'names' && state.matches > 0) return `${label}\n`;
  return mode.shows === 'names without' && state.matches === 0 ? `${label}\n` : '';
}

function* search(context: CommandContext, pattern: Pattern, mode: GrepMode, fd: number, label: string): UserPath<number | GrepState> {
  const reader = lineReader(fd);
  const state = grepState();
  while (!isOver(mode, state)) {
    const lines = yield* nextLines(context, reader);
    if (failed(lines)) return lines;
    if (lines.length === 0) break;
    const text = grepLines(pattern, mode, state, label, lines);
    if (text !== '' && !(yield* context.out(text))) return state;
  }
  yield* context.out(grepSummary(mode, state, label));
  return state;
}

/** The patterns of -e, -f and the first operand, and the operands that are left; or an exit status. */
function* patternsOf(context: CommandContext, options: ParsedOptions): UserPath<{ patterns: string[]; files: readonly string[] } | number> {
  const patterns: string[] = [];
  for (const { key, value } of options.given) {
    if (key === 'e') patterns.push(...value.split('\n'));
    if (key !== 'f') continue;
    const fd = yield* openInput(context, value);
    const text = fd < 0 ? fd : yield* readAll(context, fd);
    if (failed(text)) return yield* fail(context, `${value}: ${errorText(text)}`, 2);
    yield* closeInput(context, fd);
    patterns.push(...splitLines(text).map(chomp));
  }
  if (hasOption(options, 'e') || hasOption(options, 'f')) return { patterns, files: options.operands };
  const [first, ...files] = options.operands;
  if (first === undefined) {
    yield* context.err(usageText(context.name));
    return 2;
  }
  return { patterns: first.split('\n'), files };
}

const usageText = (name: string): string => `Usage: ${name} [OPTION]... PATTERNS [FILE]...\nTry '${name} --help' for more information.\n`;

/** Reads the numbers of -m, -A, -B, -C; an error text when one is none. */
function modeOf(options: ParsedOptions, files: number): GrepMode | string {
  const has = (key: string): boolean => hasOption(options, key);
  const number = (key: string): number => Number(optionValue(options, key) ?? '-1');
  const most = optionValue(options, 'm');
  if (most !== undefined && !/^-?\d+$/.test(most)) return 'invalid max count';
  for (const key of ['A', 'B', 'C']) {
    const given = optionValue(options, key);
    if (given !== undefined && !/^\d+$/.test(given)) return `${given}: invalid context length argument`;
  }
  const context = Math.max(0, number('C'));
  const list = lastOf(options, ['l', 'L']);
  let shows: GrepMode['shows'] = has('o') ? 'parts' : 'lines';
  if (has('c')) shows = 'count';
  if (list !== undefined) shows = list === 'l' ? 'names' : 'names without';
  if (has('q')) shows = 'nothing';
  const naming = lastOf(options, ['h', 'H']);
  return {
    invert: has('v'),
    shows,
    numbers: has('n'),
    names: naming === undefined ? files > 1 : naming === 'H',
    most: most === undefined ? -1 : Number(most),
    before: has('B') ? number('B') : context,
    after: has('A') ? number('A') : context,
  };
}

export const grep: Command = defineTool({
  name: 'grep',
  usage: '[OPTION]... PATTERNS [FILE]...',
  summary: 'print lines that match patterns',
  group: 'text',
  examples: ['dmesg -t | grep -v taint', 'grep -c Live /proc/modules'],
  grammar: {
    short: 'A:B:C:EFGHLce:f:hilm:noqsvwxy',
    long: {
      'after-context': 'A', 'before-context': 'B', context: 'C', 'extended-regexp': 'E', 'fixed-strings': 'F', 'basic-regexp': 'G', 'with-filename': 'H',
      'files-without-match': 'L', count: 'c', regexp: 'e', file: 'f', 'no-filename': 'h', 'ignore-case': 'i', 'files-with-matches': 'l', 'max-count': 'm',
      'line-number': 'n', 'only-matching': 'o', quiet: 'q', silent: 'q', 'no-messages': 's', 'invert-match': 'v', 'word-regexp': 'w', 'line-regexp': 'x',
      color: 'color::', colour: 'color::', 'line-buffered': 'line-buffered',
    }, // biome-ignore format: a table of words
  },
  usageStatus: 2,
  badOption: usageText,
  *run(context, options) {
    const found = yield* patternsOf(context, options);
    if (typeof found === 'number') return found;
    const { patterns, files } = found;
    const syntax = lastOf(options, ['E', 'F', 'G']) ?? 'G';
    const whole = hasOption(options, 'x') ? 'line' : hasOption(options, 'w') ? 'word' : undefined;
    const ignoreCase = hasOption(options, 'i') || hasOption(options, 'y');
    const pattern = compilePattern(patterns, {
      extended: syntax === 'E',
      fixed: syntax === 'F',
      dialect: 'grep',
      ignoreCase,
      ...(whole === undefined ? {} : { whole }),
    });
    if ('error' in pattern) return yield* fail(context, pattern.error, 2);
    for (const warning of pattern.warnings) yield* fail(context, `warning: ${warning}`);
    const mode = modeOf(options, files.length);
    if (typeof mode === 'string') return yield* fail(context, mode, 2);
    return yield* searchAll(context, pattern, mode, files.length === 0 ? ['-'] : files, hasOption(options, 's'));
  },
});

/** Answers 0 when a line was selected, 1 when none was, 2 after an error (but 0 for a quiet match). */
function* searchAll(
  context: CommandContext,
  pattern: Pattern,
  mode: GrepMode,
  files: readonly string[],
  silent: boolean,
): UserPath<number> {
  let matched = false;
  let errors = false;
  for (const name of files) {
    const fd = yield* openInput(context, name);
    const state = fd < 0 ? fd : yield* search(context, pattern, mode, fd, name === '-' ? '(standard input)' : name);
    if (fd >= 0) yield* closeInput(context, fd);
    if (typeof state === 'number') {
      errors = true;
      if (!silent) yield* fail(context, `${name}: ${errorText(state)}`);
      continue;
    }
    matched ||= state.matches > 0;
    if (matched && mode.shows === 'nothing') return 0;
  }
  return errors ? 2 : matched ? 0 : 1;
}
