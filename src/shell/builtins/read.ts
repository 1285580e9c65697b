/** read: one line into variables. */
import { ERRNO, strerror } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed, type OrErrno, sys } from '../../engine/sys.ts';
import type { Shell } from '../state.ts';
import { takeSignals } from '../traps.ts';
import { getVariable, isVariableName, setVariable } from '../variables.ts';
import { writeAll } from '../writing.ts';
import { type Builtin, refuse } from './builtin.ts';

interface Line {
  readonly text: string;
  /** Positions of characters that a backslash protects from splitting. */
  readonly protected: ReadonlySet<number>;
  /** The input ended before a newline. */
  readonly ended: boolean;
}

/** Reads a line; without `raw`, backslashes protect and a backslash at the end of a line joins it with the next. */
function* readLogicalLine(shell: Shell, fd: number, raw: boolean): UserPath<OrErrno<Line>> {
  let text = '';
  const kept = new Set<number>();
  for (;;) {
    const piece = yield* sys.readLine(fd);
    if (piece === -ERRNO.EINTR && !(yield* takeSignals(shell))) continue;
    if (failed(piece)) return piece;
    const ended = !piece.endsWith('\n');
    const body = ended ? piece : piece.slice(0, -1);
    if (raw) return { text: body, protected: kept, ended };
    let joined = false;
    for (let at = 0; at < body.length; at += 1) {
      if (body[at] !== '\\') text += body[at];
      else if (at + 1 < body.length) {
        at += 1;
        kept.add(text.length);
        text += body[at];
      } else joined = !ended;
    }
    if (!joined) return { text, protected: kept, ended };
  }
}

/** Splits a line for so many variables: the last takes the rest, without white space at its end. */
export function splitLine(line: Line, ifs: string, count: number): string[] {
  const { text } = line;
  const delimits = (at: number): boolean => ifs.includes(text[at] as string) && !line.protected.has(at);
  const white = (at: number): boolean => at < text.length && ' \t\n'.includes(text[at] as string) && delimits(at);
  const fields: string[] = [];
  let at = 0;
  while (white(at)) at += 1;
  for (let nth = 1; nth < count && at < text.length; nth += 1) {
    const start = at;
    while (at < text.length && !delimits(at)) at += 1;
    fields.push(text.slice(start, at));
    at = afterDelimiter(at);
  }
  let end = text.length;
  while (end > at && white(end - 1)) end -= 1;
  if (end > at && delimits(end - 1) && !anyDelimiter(at, end - 1)) {
    end -= 1;
    while (end > at && white(end - 1)) end -= 1;
  }
  fields.push(text.slice(at, end));
  while (fields.length < count) fields.push('');
  return fields;

  function afterDelimiter(from: number): number {
    let next = from;
    while (white(next)) next += 1;
    if (next < text.length && delimits(next)) {
      next += 1;
      while (white(next)) next += 1;
    }
    return next;
  }

  function anyDelimiter(from: number, to: number): boolean {
    for (let place = from; place < to; place += 1) if (delimits(place) && !white(place)) return true;
    for (let place = from; place < to; place += 1) if (delimits(place) && !onlyWhite(place, to)) return true;
    return false;
  }

  function onlyWhite(from: number, to: number): boolean {
    for (let place = from; place < to; place += 1) if (!white(place)) return false;
    return true;
  }
}

interface Wanted {
  fd: number;
  raw: boolean;
  prompt: string;
  names: readonly string[];
}

/** The options; a text says what is wrong with them. */
function wantedOf(args: readonly string[]): Wanted | string {
  const wanted: Wanted = { fd: 0, raw: false, prompt: '', names: [] };
  let at = 0;
  for (; /^-./.test(args[at] ?? ''); at += 1) {
    const word = args[at] as string;
    if (word === '--') {
      at += 1;
      break;
    }
    for (let nth = 1; nth < word.length; nth += 1) {
      const letter = word[nth];
      if (letter === 'r') wanted.raw = true;
      else if (letter === 'p' || letter === 'u') {
        const value = nth + 1 < word.length ? word.slice(nth + 1) : args[at + 1];
        if (value === undefined || (letter === 'u' && !/^\d+$/.test(value))) return `-${letter}: option requires an argument`;
        if (nth + 1 >= word.length) at += 1;
        if (letter === 'p') wanted.prompt = value;
        else wanted.fd = Number(value);
        break;
      } else return `-${letter}: not supported`;
    }
  }
  wanted.names = args.slice(at);
  return wanted;
}

export const read: Builtin = {
  name: 'read',
  *run(shell, args) {
    const wanted = wantedOf(args);
    if (typeof wanted === 'string') return yield* refuse(shell, 'read', wanted, 2);
    const names = wanted.names.length > 0 ? wanted.names : ['REPLY'];
    const bad = names.find((name) => !isVariableName(name));
    if (bad !== undefined) return yield* refuse(shell, 'read', `${bad}: bad variable name`, 2);
    if (wanted.prompt !== '' && (yield* sys.isatty(wanted.fd))) yield* writeAll(2, wanted.prompt);
    const line = yield* readLogicalLine(shell, wanted.fd, wanted.raw);
    if (failed(line)) {
      if (line === -ERRNO.EINTR) return 128 + (shell.arrived[0] ?? 0);
      return yield* refuse(shell, 'read', `read error: ${wanted.fd}: ${strerror(-line)}`);
    }
    const values = wanted.names.length === 0 ? [line.text] : splitLine(line, getVariable(shell, 'IFS') ?? ' \t\n', names.length);
    for (const [nth, name] of names.entries()) setVariable(shell, name, values[nth] ?? '');
    return line.ended ? 1 : 0;
  },
};
