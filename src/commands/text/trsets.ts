/** The sets of characters that tr(1) works on (coreutils 9.1, tr.c). */
import { quote } from '../quote.ts';

/** A piece of a set: characters in order, a named class, or one character repeated (0: as often as fits). */
export type SetPiece =
  | { readonly kind: 'chars'; readonly chars: readonly string[] }
  | { readonly kind: 'class'; readonly name: string; readonly chars: readonly string[] }
  | { readonly kind: 'repeat'; readonly char: string; readonly times: number };

const CODES = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
const matching = (test: RegExp): readonly string[] => CODES.filter((char) => test.test(char));

const CLASSES: Readonly<Record<string, readonly string[]>> = {
  alnum: matching(/[A-Za-z0-9]/),
  alpha: matching(/[A-Za-z]/),
  blank: matching(/[ \t]/),
  cntrl: matching(/[\x00-\x1f\x7f]/),
  digit: matching(/[0-9]/),
  graph: matching(/[!-~]/),
  lower: matching(/[a-z]/),
  print: matching(/[ -~]/),
  punct: matching(/[!-/:-@[-`{-~]/),
  space: matching(/[\t-\r ]/),
  upper: matching(/[A-Z]/),
  xdigit: matching(/[0-9A-Fa-f]/),
};

interface Token {
  readonly char: string;
  /** Written behind a backslash, so that it has no other meaning. */
  readonly escaped: boolean;
}

const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\' };

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const chars = [...text];
  for (let at = 0; at < chars.length; at += 1) {
    const char = chars[at] ?? '';
    const next = chars[at + 1];
    if (char !== '\\' || next === undefined) {
      tokens.push({ char, escaped: false });
      continue;
    }
    const octal = /^[0-3]?[0-7]{1,2}/.exec(chars.slice(at + 1, at + 4).join(''))?.[0];
    if (octal === undefined) tokens.push({ char: ESCAPES[next] ?? next, escaped: true });
    else tokens.push({ char: String.fromCharCode(Number.parseInt(octal, 8)), escaped: true });
    at += octal?.length ?? 1;
  }
  return tokens;
}

const isPlain = (token: Token | undefined, char: string): boolean => token !== undefined && !token.escaped && token.char === char;

interface Read {
  readonly piece: SetPiece;
  readonly next: number;
}

/** `[:class:]` or `[=c=]` at `at`; undefined when there is none. */
function readNamed(tokens: readonly Token[], at: number): Read | string | undefined {
  const mark = tokens[at + 1]?.char ?? '';
  if (!isPlain(tokens[at], '[') || !(isPlain(tokens[at + 1], ':') || isPlain(tokens[at + 1], '='))) return undefined;
  for (let end = at + 2; end + 1 < tokens.length; end += 1) {
    if (!isPlain(tokens[end], mark) || !isPlain(tokens[end + 1], ']') || (mark === '=' && end === at + 2)) continue;
    const name = tokens
      .slice(at + 2, end)
      .map((token) => token.char)
      .join('');
    if (mark === '=') {
      if (end !== at + 3) return `${name}: equivalence class operand must be a single character`;
      return { piece: { kind: 'chars', chars: [name] }, next: end + 2 };
    }
    if (name === '') return "missing character class name '[::]'";
    const chars = Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
    return chars === undefined ? `invalid character class ${quote(name)}` : { piece: { kind: 'class', name, chars }, next: end + 2 };
  }
  return undefined;
}

/** `[c*]` or `[c*n]` at `at`; undefined when there is none. */
function readRepeat(tokens: readonly Token[], at: number): Read | string | undefined {
  const char = tokens[at + 1];
  if (!isPlain(tokens[at], '[') || char === undefined || !isPlain(tokens[at + 2], '*')) return undefined;
  let end = at + 3;
  while (end < tokens.length && !isPlain(tokens[end], ']')) end += 1;
  if (end >= tokens.length) return undefined;
  const digits = tokens
    .slice(at + 3, end)
    .map((token) => token.char)
    .join('');
  if (!/^\d*$/.test(digits)) return /^\d/.test(digits) ? `invalid repeat count ${quote(digits)} in [c*n] construct` : undefined;
  const times = digits === '' ? 0 : Number.parseInt(digits, digits.startsWith('0') ? 8 : 10);
  return { piece: { kind: 'repeat', char: char.char, times }, next: end + 1 };
}

function readRange(tokens: readonly Token[], at: number): Read | string | undefined {
  const from = tokens[at]?.char ?? '';
  const to = tokens[at + 2]?.char;
  if (!isPlain(tokens[at + 1], '-') || to === undefined) return undefined;
  const first = from.codePointAt(0) ?? 0;
  const last = to.codePointAt(0) ?? 0;
  if (last < first) return `range-endpoints of '${from}-${to}' are in reverse collating sequence order`;
  const chars = Array.from({ length: last - first + 1 }, (_, offset) => String.fromCodePoint(first + offset));
  return { piece: { kind: 'chars', chars }, next: at + 3 };
}

/** Reads a set; an error text when it is wrong. */
export function parseSet(text: string): readonly SetPiece[] | string {
  const tokens = tokensOf(text);
  const pieces: SetPiece[] = [];
  for (let at = 0; at < tokens.length; ) {
    const read = readNamed(tokens, at) ?? readRepeat(tokens, at) ?? readRange(tokens, at);
    if (typeof read === 'string') return read;
    pieces.push(read?.piece ?? { kind: 'chars', chars: [tokens[at]?.char ?? ''] });
    at = read?.next ?? at + 1;
  }
  return pieces;
}

/** All characters of a set in order; a repeat without a number fills up to `length`. */
export function expandSet(pieces: readonly SetPiece[], length: number): string[] {
  const fixed = pieces.reduce((sum, piece) => sum + (piece.kind === 'repeat' ? piece.times : piece.chars.length), 0);
  return pieces.flatMap((piece) => {
    if (piece.kind !== 'repeat') return [...piece.chars];
    return new Array<string>(piece.times === 0 ? Math.max(0, length - fixed) : piece.times).fill(piece.char);
  });
}
