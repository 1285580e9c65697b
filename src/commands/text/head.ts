import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { parseCount } from '../count.ts';
import { optionValue } from '../getopt.ts';
import { READ_CHUNK } from '../limits.ts';
import { type InputEnd, lineReader, nextLines, readAll, splitLines } from '../stream.ts';
import { defineTool, misuse } from '../tool.ts';
import { partOfEach, type Unit } from './ends.ts';

/** How much of an input: so many lines or characters from its start, or (`butLast`) all but so many at its end. */
export interface HeadPart {
  readonly unit: Unit;
  readonly count: number;
  readonly butLast: boolean;
}

/** The part of a text that is all but its last lines or characters. */
export function withoutLast(text: string, part: HeadPart): string {
  if (part.unit === 'chars') return text.slice(0, Math.max(0, text.length - part.count));
  const lines = splitLines(text);
  return lines.slice(0, Math.max(0, lines.length - part.count)).join('');
}

/** Reads `-n` or `-c`'s argument; undefined when it is no number. */
export function headPart(unit: Unit, text: string): HeadPart | undefined {
  const count = parseCount(text.replace(/^[-+]/, ''));
  return count === undefined ? undefined : { unit, count, butLast: text.startsWith('-') };
}

/** Puts the characters back that were read and not used, where the input can seek, so that the next reader gets them. */
function* giveBack(context: CommandContext, fd: number, chars: number): UserPath<void> {
  if (chars > 0) yield* context.sys.lseek(fd, -chars, 'cur');
}

function* firstChars(context: CommandContext, fd: number, count: number): UserPath<InputEnd> {
  for (let left = count; left > 0; ) {
    const chunk = yield* context.sys.read(fd, Math.min(left, READ_CHUNK));
    if (failed(chunk)) return chunk;
    if (chunk === '') break;
    left -= chunk.length;
    if (!(yield* context.out(chunk))) return 'closed';
  }
  return 'done';
}

function* firstLines(context: CommandContext, fd: number, count: number): UserPath<InputEnd> {
  const reader = lineReader(fd);
  for (let left = count; left > 0; ) {
    const lines = yield* nextLines(context, reader);
    if (failed(lines)) return lines;
    if (lines.length === 0) break;
    const taken = lines.slice(0, left);
    left -= taken.length;
    if (left === 0) yield* giveBack(context, fd, lines.slice(taken.length).join('').length + reader.rest.length);
    if (!(yield* context.out(taken.join('')))) return 'closed';
  }
  return 'done';
}

function* show(context: CommandContext, fd: number, part: HeadPart): UserPath<InputEnd> {
  if (!part.butLast) return yield* (part.unit === 'chars' ? firstChars : firstLines)(context, fd, part.count);
  const text = yield* readAll(context, fd);
  if (failed(text)) return text;
  return (yield* context.out(withoutLast(text, part))) ? 'done' : 'closed';
}

/** `head -5` is `head -n 5`: the old form, as the first word only. */
function obsolete(args: readonly string[]): readonly string[] {
  const [all, count, trailing] = /^-(\d+)(.?)/.exec(args[0] ?? '') ?? [];
  if (all === undefined || count === undefined) return args;
  return trailing === undefined || trailing === '' ? ['-n', count, ...args.slice(1)] : [`--trailing=${trailing}`];
}

export const head: Command = defineTool({
  name: 'head',
  usage: '[OPTION]... [FILE]...',
  summary: 'write the first 10 lines of files, or as many as -n says',
  group: 'text',
  examples: ['head -n 3 /proc/modules'],
  grammar: { short: 'c:n:qv', long: { bytes: 'c', lines: 'n', quiet: 'q', silent: 'q', verbose: 'v', trailing: 'trailing:' } },
  modernize: obsolete,
  *run(context, options) {
    const trailing = optionValue(options, 'trailing');
    if (trailing !== undefined) return yield* misuse(context, `invalid trailing option -- ${trailing}`);
    return yield* partOfEach(context, options, headPart, show);
  },
});
