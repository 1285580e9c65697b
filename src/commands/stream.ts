/** Reading line by line and in chunks, for tools that must not wait for the end of their input. */
import { ERRNO } from '../engine/errno.ts';
import type { UserPath } from '../engine/step.ts';
import { failed } from '../engine/sys.ts';
import type { CommandContext } from '../shell/command.ts';
import { READ_CHUNK } from './limits.ts';
import { quoteName } from './quote.ts';
import { errorText } from './tool.ts';

/** A descriptor with what was read from it beyond the last whole line. */
export interface LineReader {
  readonly fd: number;
  rest: string;
  ended: boolean;
}

/** A reader that has read nothing yet. */
export const lineReader = (fd: number): LineReader => ({ fd, rest: '', ended: false });

/**
 * The lines that have come, at least one, each with its newline; only the last of all may lack it. Waits only when no
 * whole line is there. Empty at the end; a negative errno when reading failed.
 */
export function* nextLines(context: CommandContext, reader: LineReader, separator = '\n'): UserPath<readonly string[] | number> {
  const pieces = [reader.rest];
  while (!reader.ended) {
    const chunk = yield* context.sys.read(reader.fd, READ_CHUNK);
    if (failed(chunk)) return chunk;
    if (chunk === '') {
      reader.ended = true;
      break;
    }
    pieces.push(chunk);
    if (chunk.includes(separator)) {
      const text = pieces.join('');
      const end = text.lastIndexOf(separator) + 1;
      reader.rest = text.slice(end);
      return splitLines(text.slice(0, end), separator);
    }
  }
  reader.rest = '';
  const last = pieces.join('');
  return last === '' ? [] : [last];
}

/** A text as lines, each with its newline; the last may lack it. */
export function splitLines(text: string, separator = '\n'): string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf(separator, at);
    if (end < 0) {
      lines.push(text.slice(at));
      break;
    }
    lines.push(text.slice(at, end + 1));
    at = end + 1;
  }
  return lines;
}

/** A line without its newline. */
export const chomp = (line: string): string => (line.endsWith('\n') ? line.slice(0, -1) : line);

/** Everything up to the end; a negative errno when reading failed. */
export function* readAll(context: CommandContext, fd: number): UserPath<string | number> {
  const pieces: string[] = [];
  for (;;) {
    const chunk = yield* context.sys.read(fd, READ_CHUNK);
    if (failed(chunk)) return chunk;
    if (chunk === '') return pieces.join('');
    pieces.push(chunk);
  }
}

/** Opens an operand for reading: `-` is standard input. The descriptor, or a negative errno. */
export function* openInput(context: CommandContext, name: string): UserPath<number> {
  return name === '-' ? 0 : yield* context.sys.open(name, { read: true });
}

/** Closes what `openInput` opened. */
export function* closeInput(context: CommandContext, fd: number): UserPath<void> {
  if (fd !== 0) yield* context.sys.close(fd);
}

/** How one input ended: read to its end, a negative errno, or nobody reads our output any more. */
export type InputEnd = 'done' | 'closed' | number;

/** The messages about an input that cannot be opened or read, without the tool's name. */
export interface InputTexts {
  open(name: string, error: string): string;
  read(name: string, error: string): string;
}

const PLAIN: InputTexts = {
  open: (name, error) => `${quoteName(name)}: ${error}`,
  read: (name, error) => `${quoteName(name)}: ${error}`,
};

/** Hands each operand's descriptor to `use` (none: standard input). Answers 0, or 1 when one failed; goes on after a failure. */
export function* eachInput(
  context: CommandContext,
  operands: readonly string[],
  use: (fd: number, name: string) => UserPath<InputEnd>,
  texts: InputTexts = PLAIN,
): UserPath<number> {
  let status = 0;
  for (const name of operands.length === 0 ? ['-'] : operands) {
    const fd = yield* openInput(context, name);
    // A directory can be opened and not be read: some systems say so one call earlier than others.
    const opened = fd >= 0;
    const end = opened ? yield* use(fd, name) : fd;
    if (opened) yield* closeInput(context, fd);
    if (end === 'closed') return status;
    if (typeof end === 'number') {
      const message = opened || end === -ERRNO.EISDIR ? texts.read(name, errorText(end)) : texts.open(name, errorText(end));
      yield* context.err(`${context.name}: ${message}\n`);
      status = 1;
    }
  }
  return status;
}

/** Passes the lines of a descriptor through a pure function, chunk by chunk. */
export function* filterLines(context: CommandContext, fd: number, turn: (lines: readonly string[]) => string): UserPath<InputEnd> {
  const reader = lineReader(fd);
  for (;;) {
    const lines = yield* nextLines(context, reader);
    if (failed(lines)) return lines;
    if (lines.length === 0) return 'done';
    const text = turn(lines);
    if (text !== '' && !(yield* context.out(text))) return 'closed';
  }
}

/** Writes all of a text to a descriptor; 0, or a negative errno. */
export function* writeAll(context: CommandContext, fd: number, text: string): UserPath<number> {
  for (let rest = text; rest !== ''; ) {
    const written = yield* context.sys.write(fd, rest);
    if (written < 0) return written;
    rest = rest.slice(written);
  }
  return 0;
}
