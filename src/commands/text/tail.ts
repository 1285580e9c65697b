import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { parseCount } from '../count.ts';
import { hasOption } from '../getopt.ts';
import { READ_CHUNK } from '../limits.ts';
import { type InputEnd, lineReader, nextLines } from '../stream.ts';
import { defineTool, fail } from '../tool.ts';
import { partOfEach, type Unit } from './ends.ts';

/** Which end of an input: its last `count` lines or characters, or (`from`) everything from the `count`th on. */
export interface TailPart {
  readonly unit: Unit;
  readonly count: number;
  readonly from: boolean;
}

/** Reads `-n` or `-c`'s argument; undefined when it is no number. */
export function tailPart(unit: Unit, text: string): TailPart | undefined {
  const count = parseCount(text.replace(/^[-+]/, ''));
  return count === undefined ? undefined : { unit, count, from: text.startsWith('+') };
}

function* lastLines(context: CommandContext, fd: number, count: number): UserPath<InputEnd> {
  const reader = lineReader(fd);
  let kept: string[] = [];
  for (;;) {
    const lines = yield* nextLines(context, reader);
    if (failed(lines)) return lines;
    if (lines.length === 0) break;
    if (count > 0) kept = [...kept.slice(-count), ...lines.slice(-count)].slice(-count);
  }
  return (yield* context.out(kept.join(''))) ? 'done' : 'closed';
}

function* lastChars(context: CommandContext, fd: number, count: number): UserPath<InputEnd> {
  let kept = '';
  for (;;) {
    const chunk = yield* context.sys.read(fd, READ_CHUNK);
    if (failed(chunk)) return chunk;
    if (chunk === '') break;
    if (count > 0) kept = (kept + chunk).slice(-count);
  }
  return (yield* context.out(kept)) ? 'done' : 'closed';
}

function* fromLine(context: CommandContext, fd: number, first: number): UserPath<InputEnd> {
  const reader = lineReader(fd);
  let skip = Math.max(0, first - 1);
  for (;;) {
    const lines = yield* nextLines(context, reader);
    if (failed(lines)) return lines;
    if (lines.length === 0) return 'done';
    const shown = lines.slice(skip);
    skip -= lines.length - shown.length;
    if (shown.length > 0 && !(yield* context.out(shown.join('')))) return 'closed';
  }
}

function* fromChar(context: CommandContext, fd: number, first: number): UserPath<InputEnd> {
  let skip = Math.max(0, first - 1);
  for (;;) {
    const chunk = yield* context.sys.read(fd, READ_CHUNK);
    if (failed(chunk)) return chunk;
    if (chunk === '') return 'done';
    const shown = chunk.slice(skip);
    skip = Math.max(0, skip - chunk.length);
    if (shown !== '' && !(yield* context.out(shown))) return 'closed';
  }
}

function show(context: CommandContext, fd: number, part: TailPart): UserPath<InputEnd> {
  if (part.unit === 'lines') return (part.from ? fromLine : lastLines)(context, fd, part.count);
  return (part.from ? fromChar : lastChars)(context, fd, part.count);
}

/** `tail -5` and `tail +5` are `tail -n 5` and `tail -n +5`: the old forms, as the first word, with one file at most. */
function obsolete(args: readonly string[]): readonly string[] {
  const old = /^([-+])(\d+)$/.exec(args[0] ?? '');
  if (old === null || args.length > 2) return args;
  return ['-n', `${old[1] === '+' ? '+' : ''}${old[2]}`, ...args.slice(1)];
}

export const tail: Command = defineTool({
  name: 'tail',
  usage: '[OPTION]... [FILE]...',
  summary: 'write the last 10 lines of files, or as many as -n says',
  group: 'text',
  examples: ['dmesg -t | tail -n 3', 'tail -n +2 FILE'],
  grammar: { short: 'c:fn:qv', long: { bytes: 'c', follow: 'f', lines: 'n', quiet: 'q', silent: 'q', verbose: 'v' } },
  modernize: obsolete,
  *run(context, options) {
    // Nothing tells a reader that a file has grown, and a loop that looks again would never let virtual time end.
    if (hasOption(options, 'f')) return yield* fail(context, 'following a file (-f) is not supported; dmesg -w follows the kernel log');
    return yield* partOfEach(context, options, tailPart, show);
  },
});
