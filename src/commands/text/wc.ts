import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { hasOption } from '../getopt.ts';
import { READ_CHUNK } from '../limits.ts';
import { quoteName } from '../quote.ts';
import { closeInput, openInput } from '../stream.ts';
import { defineTool, errorText, fail } from '../tool.ts';

export interface Counts {
  lines: number;
  words: number;
  chars: number;
  bytes: number;
  longest: number;
}

/** What is in progress at the end of a chunk. */
export interface CountState extends Counts {
  inWord: boolean;
  column: number;
}

/** The state before the first character. */
export const noCounts = (): CountState => ({ lines: 0, words: 0, chars: 0, bytes: 0, longest: 0, inWord: false, column: 0 });

const utf8Length = (code: number): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);

/** Adds a chunk of text to the counts. Bytes are those of its UTF-8 form. */
export function countText(text: string, counts: CountState): void {
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    counts.chars += 1;
    counts.bytes += utf8Length(code);
    if (code === 10) counts.lines += 1;
    const blank = code === 32 || (code >= 9 && code <= 13);
    if (blank) counts.inWord = false;
    else if (code > 32 && code !== 127 && !counts.inWord) {
      counts.inWord = true;
      counts.words += 1;
    }
    if (code === 10 || code === 12 || code === 13) counts.column = 0;
    else if (code === 9) counts.column += 8 - (counts.column % 8);
    else if (code >= 32 && code !== 127) counts.column += 1;
    if (counts.column > counts.longest) counts.longest = counts.column;
  }
}

const FIELDS = ['lines', 'words', 'chars', 'bytes', 'longest'] as const;
type Field = (typeof FIELDS)[number];
const LETTERS: Readonly<Record<Field, string>> = { lines: 'l', words: 'w', chars: 'm', bytes: 'c', longest: 'L' };

/** One line of output, with its newline. */
export function countLine(counts: Counts, fields: readonly Field[], width: number, name: string | undefined): string {
  const numbers = fields.map((field) => String(counts[field]).padStart(width)).join(' ');
  return `${numbers}${name === undefined ? '' : ` ${name}`}\n`;
}

/**
 * How wide each number is: as the total of the sizes of regular files needs, at least 7 when an input is no regular
 * file, and 1 for a single number of a single file (coreutils 9.1, wc.c compute_number_width).
 */
function* numberWidth(context: CommandContext, names: readonly string[], fields: number): UserPath<number> {
  if (names.length <= 1 && fields === 1) return 1;
  let least = 1;
  let total = 0;
  for (const name of names.length === 0 ? ['-'] : names) {
    const stat = name === '-' ? yield* context.sys.fstat(0) : yield* context.sys.stat(name);
    if (failed(stat)) continue;
    if (stat.kind === 'file') total += stat.size;
    else least = 7;
  }
  return Math.max(least, String(total).length);
}

function* countInput(context: CommandContext, fd: number, counts: CountState): UserPath<number> {
  for (;;) {
    const chunk = yield* context.sys.read(fd, READ_CHUNK);
    if (failed(chunk)) return chunk;
    if (chunk === '') return 0;
    countText(chunk, counts);
  }
}

export const wc: Command = defineTool({
  name: 'wc',
  usage: '[OPTION]... [FILE]...',
  summary: 'count the lines, words and bytes of files',
  group: 'text',
  grammar: { short: 'clLmw', long: { bytes: 'c', chars: 'm', lines: 'l', words: 'w', 'max-line-length': 'L' } },
  *run(context, options) {
    const asked = FIELDS.filter((field) => hasOption(options, LETTERS[field]));
    const fields: readonly Field[] = asked.length > 0 ? asked : ['lines', 'words', 'bytes'];
    const { operands } = options;
    const width = yield* numberWidth(context, operands, fields.length);
    const total = noCounts();
    let status = 0;
    for (const name of operands.length === 0 ? ['-'] : operands) {
      const fd = yield* openInput(context, name);
      const counts = noCounts();
      const error = fd < 0 ? fd : yield* countInput(context, fd, counts);
      if (fd >= 0) yield* closeInput(context, fd);
      if (error < 0) status = yield* fail(context, `${quoteName(name)}: ${errorText(error)}`);
      if (fd < 0) continue;
      if (!(yield* context.out(countLine(counts, fields, width, operands.length === 0 ? undefined : name)))) return status;
      for (const field of FIELDS)
        total[field] = field === 'longest' ? Math.max(total.longest, counts.longest) : total[field] + counts[field];
    }
    if (operands.length > 1) yield* context.out(countLine(total, fields, width, 'total'));
    return status;
  },
});
