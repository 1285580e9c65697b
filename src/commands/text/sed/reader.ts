/** Character by character through a sed script, with errors that say where. */
import { compilePattern, type Pattern } from '../regex/pattern.ts';
import type { ScriptSource, SedPattern } from './script.ts';

export class SedFault extends Error {
  readonly status: number;
  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}

export interface ScriptReader {
  readonly sources: readonly ScriptSource[];
  /** All sources, a newline between each two. */
  readonly text: string;
  at: number;
  readonly extended: boolean;
}

/** A reader at the beginning of the sources. */
export const scriptReader = (sources: readonly ScriptSource[], extended: boolean): ScriptReader => ({
  sources,
  text: sources.map((source) => source.text).join('\n'),
  at: 0,
  extended,
});

/** Stops with an error at the reader's place, or at character `at` of the source there. */
export function fault(reader: ScriptReader, message: string, at?: number): never {
  let start = 0;
  let number = 0;
  while (number + 1 < reader.sources.length && reader.at > start + (reader.sources[number]?.text.length ?? 0)) {
    start += (reader.sources[number]?.text.length ?? 0) + 1;
    number += 1;
  }
  const source = reader.sources[number];
  const label = source?.label ?? '-e expression #1';
  const inside = Math.min(reader.at - start, source?.text.length ?? 0);
  if (source?.isFile === true) throw new SedFault(`${label} line ${source.text.slice(0, inside).split('\n').length}: ${message}`);
  throw new SedFault(`${label}, char ${at ?? inside}: ${message}`);
}

/** The next character, passed; empty at the end (and then the place is one further, as sed counts). */
export function take(reader: ScriptReader): string {
  const char = reader.text.charAt(reader.at);
  reader.at += 1;
  return char;
}

/** The next character, not passed; empty at the end. */
export const peek = (reader: ScriptReader): string => reader.text.charAt(reader.at);

/** Passes characters while they are of these. */
export function skip(reader: ScriptReader, chars: string): void {
  while (peek(reader) !== '' && chars.includes(peek(reader))) reader.at += 1;
}

/** Passes a run of digits; empty when there is none. */
export function takeDigits(reader: ScriptReader): string {
  const digits = /^\d*/.exec(reader.text.slice(reader.at, reader.at + 16))?.[0] ?? '';
  reader.at += digits.length;
  return digits;
}

/**
 * Passes text up to an unescaped delimiter; in a pattern, brackets hide it. A backslash before the delimiter goes; any other stays, with what it
 * escapes. Undefined when the delimiter does not come.
 */
export function takeDelimited(reader: ScriptReader, delimiter: string, isPattern: boolean): string | undefined {
  let text = '';
  for (;;) {
    const char = take(reader);
    if (char === delimiter) return text;
    if (char === '' || (char === '\n' && isPattern)) {
      reader.at -= 1;
      return undefined;
    }
    if (char === '[' && isPattern) {
      const length = /^\^?\]?(?:\[([:.=])[^\n]*?\1\]|[^\]\n])*\]/.exec(reader.text.slice(reader.at))?.[0].length ?? 0;
      text += char + reader.text.slice(reader.at, reader.at + length);
      reader.at += length;
      continue;
    }
    if (char !== '\\') {
      text += char;
      continue;
    }
    const next = take(reader);
    if (next === '') {
      reader.at -= 1;
      return undefined;
    }
    const bare = next === delimiter && (isPattern || next !== '&');
    text += bare || (next === '\n' && !isPattern) ? next : `\\${next}`;
  }
}

/** Passes the end of a command: blanks and then a newline, `;`, the end, or what begins the next (`}`, `#`). */
export function endCommand(reader: ScriptReader): void {
  skip(reader, ' \t\r\v\f');
  const char = peek(reader);
  if (char === '}' || char === '#' || char === '') return;
  reader.at += 1;
  if (char !== '\n' && char !== ';') fault(reader, 'extra characters after command');
}

/** Compiles a pattern; the empty one is undefined: the last one used. */
export function compile(reader: ScriptReader, text: string, flags: { ignoreCase: boolean; multiline: boolean }): SedPattern {
  if (text === '') {
    if (flags.ignoreCase || flags.multiline) fault(reader, 'cannot specify modifiers on empty regexp');
    return undefined;
  }
  const pattern = compilePattern([text], { extended: reader.extended, dialect: 'sed', ...flags });
  if ('error' in pattern) return fault(reader, pattern.error);
  return pattern satisfies Pattern;
}
