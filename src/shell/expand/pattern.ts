/**
 * Shell patterns: `*`, `?`, `[...]`, and `\` before a character that stands for itself. For `case`, `${x#...}`, file
 * names and `[[ a == b* ]]`.
 */

interface CharacterSet {
  readonly kind: 'set';
  readonly negated: boolean;
  readonly ranges: readonly (readonly [number, number])[];
}

type Token = number | 'any' | 'star' | CharacterSet;

export interface Pattern {
  readonly tokens: readonly Token[];
  /** Set when only this very text matches. */
  readonly literal: string | undefined;
}

/** The classes of the C locale, as ranges of character codes. */
const CLASSES: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  alpha: [[65, 90], [97, 122]],
  digit: [[48, 57]],
  alnum: [[48, 57], [65, 90], [97, 122]],
  upper: [[65, 90]],
  lower: [[97, 122]],
  space: [[9, 13], [32, 32]],
  blank: [[9, 9], [32, 32]],
  punct: [[33, 47], [58, 64], [91, 96], [123, 126]],
  print: [[32, 126]],
  graph: [[33, 126]],
  cntrl: [[0, 31], [127, 127]],
  xdigit: [[48, 57], [65, 70], [97, 102]],
}; // biome-ignore format: a table

const compiled = new Map<string, Pattern>();
const COMPILED_MAX = 1_000;

/** Compiles a pattern (and remembers it). */
export function compilePattern(pattern: string): Pattern {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const fresh = compile(pattern);
  if (compiled.size >= COMPILED_MAX) compiled.clear();
  compiled.set(pattern, fresh);
  return fresh;
}

function compile(pattern: string): Pattern {
  const tokens: Token[] = [];
  let literal: string | undefined = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] as string;
    const set: { set: CharacterSet; end: number } | undefined = character === '[' ? readSet(pattern, at) : undefined;
    if (character === '*') {
      if (tokens[tokens.length - 1] !== 'star') tokens.push('star');
    } else if (character === '?') tokens.push('any');
    else if (set !== undefined) {
      tokens.push(set.set);
      at = set.end;
    } else {
      if (character === '\\' && at + 1 < pattern.length) at += 1;
      tokens.push(pattern.charCodeAt(at));
      literal = literal === undefined ? undefined : literal + pattern[at];
      continue;
    }
    literal = undefined;
  }
  return { tokens, literal };
}

/** Reads `[...]`; undefined when it does not close and so stands for itself. `end` is the position of `]`. */
function readSet(pattern: string, open: number): { set: CharacterSet; end: number } | undefined {
  const ranges: (readonly [number, number])[] = [];
  let at = open + 1;
  const negated = pattern[at] === '!' || pattern[at] === '^';
  if (negated) at += 1;
  for (let first = true; at < pattern.length; first = false) {
    if (pattern[at] === ']' && !first) return { set: { kind: 'set', negated, ranges }, end: at };
    const named = /^\[:(\w+):\]/.exec(pattern.slice(at, at + 12));
    if (named !== null) {
      ranges.push(...(CLASSES[named[1] as string] ?? []));
      at += named[0].length;
      continue;
    }
    const low = readMember(pattern, at);
    at = low.next;
    if (pattern[at] === '-' && at + 1 < pattern.length && pattern[at + 1] !== ']') {
      const high = readMember(pattern, at + 1);
      at = high.next;
      ranges.push([low.code, high.code]);
    } else ranges.push([low.code, low.code]);
  }
  return undefined;
}

/** One character of a set: itself, `\x`, `[.x.]` or `[=x=]`. */
function readMember(pattern: string, at: number): { code: number; next: number } {
  const collating = /^\[([.=])(.)\1\]/s.exec(pattern.slice(at, at + 5));
  if (collating !== null) return { code: (collating[2] as string).charCodeAt(0), next: at + 5 };
  if (pattern[at] === '\\' && at + 1 < pattern.length) return { code: pattern.charCodeAt(at + 1), next: at + 2 };
  return { code: pattern.charCodeAt(at), next: at + 1 };
}

function fits(token: Token, code: number): boolean {
  if (typeof token === 'number') return token === code;
  if (typeof token === 'string') return true;
  for (const [low, high] of token.ranges) if (code >= low && code <= high) return !token.negated;
  return token.negated;
}

/** True when the whole text, from `from` to before `to`, fits the pattern. Time is at most length times pattern. */
export function matches(pattern: Pattern, text: string, from = 0, to = text.length): boolean {
  const { tokens } = pattern;
  let at = from;
  let token = 0;
  let starToken = -1;
  let starAt = 0;
  while (at < to) {
    const current = tokens[token];
    if (current === 'star') {
      starToken = token;
      starAt = at;
      token += 1;
    } else if (current !== undefined && fits(current, text.charCodeAt(at))) {
      token += 1;
      at += 1;
    } else if (starToken >= 0) {
      starAt += 1;
      at = starAt;
      token = starToken + 1;
    } else return false;
  }
  while (tokens[token] === 'star') token += 1;
  return token === tokens.length;
}

/** What is left of a text when the shortest or longest part that fits is taken from its beginning. */
export function removePrefix(text: string, pattern: Pattern, longest: boolean): string {
  if (pattern.literal !== undefined) return text.startsWith(pattern.literal) ? text.slice(pattern.literal.length) : text;
  const last = pattern.tokens[pattern.tokens.length - 1];
  for (let step = 0; step <= text.length; step += 1) {
    const end = longest ? text.length - step : step;
    if (last !== undefined && last !== 'star' && (end === 0 || !fits(last, text.charCodeAt(end - 1)))) continue;
    if (matches(pattern, text, 0, end)) return text.slice(end);
  }
  return text;
}

/** What is left of a text when the shortest or longest part that fits is taken from its end. */
export function removeSuffix(text: string, pattern: Pattern, longest: boolean): string {
  if (pattern.literal !== undefined) return text.endsWith(pattern.literal) ? text.slice(0, text.length - pattern.literal.length) : text;
  const first = pattern.tokens[0];
  for (let step = 0; step <= text.length; step += 1) {
    const start = longest ? step : text.length - step;
    if (first !== undefined && first !== 'star' && (start === text.length || !fits(first, text.charCodeAt(start)))) continue;
    if (matches(pattern, text, start)) return text.slice(0, start);
  }
  return text;
}

const SPECIAL = /[*?[\]\\!^-]/g;

/** Makes a text that as a pattern matches just itself. */
export const quotePattern = (text: string): string => (/[*?[\]\\!^-]/.test(text) ? text.replace(SPECIAL, '\\$&') : text);
