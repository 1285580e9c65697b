/**
 * POSIX basic and extended regular expressions with GNU's additions, turned into sources of JavaScript regular
 * expressions (flags `s` and `u`). The grammar and its special cases follow glibc 2.36, posix/regcomp.c.
 */
import { PATTERN_MAX, REPEAT_MAX } from '../../limits.ts';
import { namedChar } from '../escapes.ts';
import { lacksOuterBrackets, readBracket } from './brackets.ts';

/** Whose dialect: sed knows escapes such as `\n` and refuses some of what grep takes as ordinary characters. */
export type Dialect = 'grep' | 'sed';

export interface TranslateOptions {
  readonly extended: boolean;
  readonly dialect: Dialect;
  /** `^` and `$` also stand at the newlines inside the text (sed's M flag). */
  readonly multiline?: boolean;
  /** Groups of other patterns that stand before this one in the same JavaScript expression. */
  readonly groupsBefore?: number;
}

export interface Translated {
  readonly source: string;
  readonly groups: number;
  /** True when JavaScript's first match at a place need not be the longest there, which POSIX asks for. */
  readonly mayFallShort: boolean;
  /** The first repetition (`*`, `{...}`) that has nothing to repeat; GNU grep warns about it. */
  readonly stray: string | undefined;
}

export type TranslateResult = Translated | { readonly error: string };

const WORD = '[A-Za-z0-9_]';
const GNU_ESCAPES: Readonly<Record<string, string>> = {
  w: WORD,
  W: '[^A-Za-z0-9_]',
  s: '[\\t\\n\\v\\f\\r ]',
  S: '[^\\t\\n\\v\\f\\r ]',
  '<': `(?<!${WORD})(?=${WORD})`,
  '>': `(?<=${WORD})(?!${WORD})`,
  b: `(?:(?<!${WORD})(?=${WORD})|(?<=${WORD})(?!${WORD}))`,
  B: `(?:(?<!${WORD})(?!${WORD})|(?<=${WORD})(?=${WORD}))`,
  '`': '(?<![^])',
  "'": '(?![^])',
};
const ASSERTIONS = "<>bB`'";

/** A character that means itself. */
export const literal = (char: string): string => (/[\^$\\.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char);

interface Parser {
  readonly text: string;
  readonly options: TranslateOptions;
  at: number;
  groups: number;
  readonly closed: Set<number>;
  depth: number;
  mayFallShort: boolean;
  stray: string | undefined;
}

interface Repeat {
  readonly min: number;
  /** -1: no limit. */
  readonly max: number;
}

/** One thing that may be repeated: its source, and whether it stands for exactly one character. */
interface Atom {
  readonly source: string;
  readonly single: boolean;
}

class PatternError extends Error {}
const refuse = (message: string): never => {
  throw new PatternError(message);
};

/** True when an operator stands at the parser's place: `|`, `(`, `)`, `{`, `}` in an extended, `\|` ... in a basic expression. */
function operatorAt(parser: Parser, char: string, at = parser.at): boolean {
  const { text, options } = parser;
  if (options.extended) return text.charAt(at) === char;
  return text.charAt(at) === '\\' && text.charAt(at + 1) === char;
}

const operatorLength = (parser: Parser): number => (parser.options.extended ? 1 : 2);
const endsBranch = (parser: Parser, at = parser.at): boolean =>
  at >= parser.text.length || operatorAt(parser, '|', at) || (operatorAt(parser, ')', at) && parser.depth > 0);

function alternation(parser: Parser): string {
  const branches = [branch(parser)];
  while (operatorAt(parser, '|')) {
    parser.at += operatorLength(parser);
    parser.mayFallShort = true;
    branches.push(branch(parser));
  }
  return branches.join('|');
}

function branch(parser: Parser): string {
  let source = '';
  let first = true;
  while (!endsBranch(parser)) {
    const anchor = leadingAnchor(parser, first);
    if (anchor !== undefined) {
      source += repeated(parser, { source: anchor, single: false }, !parser.options.extended);
      if (first && !parser.options.extended && parser.text.charAt(parser.at) === '*') {
        source += repeated(parser, atom(parser, true), false); // a star behind the anchor of a basic expression is an ordinary character
      }
      first = false;
      continue;
    }
    source += repeated(parser, atom(parser, first), false);
    first = false;
  }
  return source;
}

/** The source of a `^` or `$` that is an anchor here, already passed; undefined when there is none. */
function leadingAnchor(parser: Parser, first: boolean): string | undefined {
  const char = parser.text.charAt(parser.at);
  const { extended, multiline } = parser.options;
  if (char === '^' && (extended || first)) {
    parser.at += 1;
    return multiline === true ? '(?<![^\\n])' : '(?<![^])';
  }
  if (char === '$' && (extended || endsBranch(parser, parser.at + 1))) {
    parser.at += 1;
    return multiline === true ? '(?![^\\n])' : '(?![^])';
  }
  return undefined;
}

function atom(parser: Parser, first: boolean): Atom {
  const { text } = parser;
  const { extended } = parser.options;
  if (operatorAt(parser, '(')) return group(parser);
  if (operatorAt(parser, ')') && (!extended || parser.options.dialect === 'sed')) refuse('Unmatched ) or \\)');
  const char = String.fromCodePoint(text.codePointAt(parser.at) ?? 0);
  if (extended && '*+?'.includes(char) && first) return strayOperator(parser, char);
  if (operatorAt(parser, '{') && first) return strayInterval(parser);
  if (!extended && char === '*') {
    parser.at += 1;
    return { source: '\\*', single: true };
  }
  if (char === '\\') return escaped(parser);
  if (char === '[') return bracketAtom(parser);
  parser.at += char.length;
  return { source: char === '.' ? '.' : literal(char), single: true };
}

function bracketAtom(parser: Parser): Atom {
  const { text, at, options } = parser;
  const bracket = readBracket(options.dialect === 'sed' ? unescapeBracket(text, at) : text, at);
  if ('error' in bracket) return refuse(bracket.error);
  if (options.dialect === 'grep' && lacksOuterBrackets(text.slice(at, bracket.next))) {
    refuse('character class syntax is [[:space:]], not [:space:]');
  }
  parser.at = bracket.next;
  return { source: bracket.source, single: true };
}

/** A repetition with nothing before it: grep takes it as repeating nothing, sed refuses it. */
function strayOperator(parser: Parser, char: string): Atom {
  if (parser.options.dialect === 'sed') refuse('Invalid preceding regular expression');
  parser.stray ??= char;
  parser.at += 1;
  return { source: '', single: false };
}

function strayInterval(parser: Parser): Atom {
  if (parser.options.dialect === 'sed') refuse('Invalid preceding regular expression');
  if (interval(parser) === undefined) {
    parser.at += operatorLength(parser);
    return { source: '\\{', single: true };
  }
  parser.stray ??= '{...}';
  return { source: '', single: false };
}

function group(parser: Parser): Atom {
  parser.at += operatorLength(parser);
  parser.groups += 1;
  const number = parser.groups;
  parser.depth += 1;
  const inside = alternation(parser);
  if (!operatorAt(parser, ')')) refuse('Unmatched ( or \\(');
  parser.depth -= 1;
  parser.at += operatorLength(parser);
  parser.closed.add(number);
  return { source: `(${inside})`, single: false };
}

function escaped(parser: Parser): Atom {
  const { text, options } = parser;
  const char = text.charAt(parser.at + 1);
  if (char === '') refuse('Trailing backslash');
  parser.at += 2;
  if (/[1-9]/.test(char)) {
    if (!parser.closed.has(Number(char))) refuse('Invalid back reference');
    parser.mayFallShort = true;
    return { source: `(?:\\${Number(char) + (options.groupsBefore ?? 0)})`, single: false };
  }
  const gnu = Object.hasOwn(GNU_ESCAPES, char) ? GNU_ESCAPES[char] : undefined;
  if (gnu !== undefined) return { source: gnu, single: !ASSERTIONS.includes(char) };
  const named = options.dialect === 'sed' ? namedChar(text, parser.at - 1) : undefined;
  if (named !== undefined) {
    parser.at += named.length - 1;
    return { source: literal(named.char), single: true };
  }
  return { source: literal(char), single: true };
}

/** Sed reads `\n` and `\t` inside brackets as the characters they name. The text keeps its length: the backslash doubles the character. */
function unescapeBracket(text: string, at: number): string {
  const names: Readonly<Record<string, string>> = { n: '\n', t: '\t' };
  return text.slice(0, at) + text.slice(at).replace(/\\([nt])/g, (_all, letter: string) => (names[letter] ?? '').repeat(2));
}

/** Where the closing brace of an interval stands, or -1. */
function intervalEnd(parser: Parser, open: number): number {
  for (let at = open; at < parser.text.length; at += 1) if (operatorAt(parser, '}', at)) return at;
  return -1;
}

/** Reads an interval (`{2,5}`) at the parser's place; undefined when it is none and the brace is an ordinary character. */
function interval(parser: Parser): Repeat | undefined {
  const { text } = parser;
  const { extended, dialect } = parser.options;
  const open = parser.at + operatorLength(parser);
  const end = intervalEnd(parser, open);
  const parts = /^(\d*)(?:(,)(\d*))?$/.exec(text.slice(open, end < 0 ? undefined : end));
  const [all, low = '', comma = '', high = ''] = parts ?? [];
  if (all === '' && end >= 0) refuse('Invalid content of \\{\\}');
  if (all === undefined || end < 0) {
    if (extended && dialect === 'grep') return undefined;
    refuse(end < 0 ? 'Unmatched \\{' : 'Invalid content of \\{\\}');
  }
  const min = low === '' ? 0 : Number(low);
  const max = comma === '' ? min : high === '' ? -1 : Number(high);
  if (max >= 0 && min > max) refuse('Invalid content of \\{\\}');
  if (min > REPEAT_MAX || max > REPEAT_MAX) refuse('Regular expression too big');
  parser.at = end + operatorLength(parser);
  return { min, max };
}

/** Reads one repetition operator at the parser's place, if there is one. */
function repeat(parser: Parser): Repeat | undefined {
  const char = parser.text.charAt(parser.at);
  if (char === '*') {
    parser.at += 1;
    return { min: 0, max: -1 };
  }
  for (const sign of ['+', '?']) {
    if (operatorAt(parser, sign)) {
      parser.at += operatorLength(parser);
      return { min: sign === '+' ? 1 : 0, max: sign === '+' ? -1 : 1 };
    }
  }
  return operatorAt(parser, '{') ? interval(parser) : undefined;
}

const isSimple = (one: Repeat): boolean => one.min <= 1 && (one.max === 1 || one.max === -1);

function quantifier({ min, max }: Repeat): string {
  if (max === -1) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

/** Adds the repetitions that follow an atom. Several simple ones in a row (`a**`) are one: nested they would cost without end. */
function repeated(parser: Parser, one: Atom, fixed: boolean): string {
  let { source } = one;
  if (fixed) return source;
  let pending: Repeat | undefined;
  let { single } = one;
  for (;;) {
    const next = repeat(parser);
    if (next === undefined) break;
    if (!one.single) parser.mayFallShort = true;
    if (pending !== undefined && isSimple(pending) && isSimple(next)) {
      pending = { min: pending.min * next.min, max: pending.max === 1 && next.max === 1 ? 1 : -1 };
      continue;
    }
    if (pending !== undefined) {
      source = wrapped(source, single) + quantifier(pending);
      single = false;
      parser.mayFallShort = true;
    }
    pending = next;
  }
  return pending === undefined ? source : wrapped(source, single) + quantifier(pending);
}

/** A source that a quantifier may follow. A group alone keeps its number, so it is not wrapped again. */
const wrapped = (source: string, single: boolean): string => (single ? source : `(?:${source})`);

/** Turns one POSIX expression into JavaScript's; or gives the error text that glibc gives. */
export function translatePattern(text: string, options: TranslateOptions): TranslateResult {
  if (text.length > PATTERN_MAX) return { error: 'Regular expression too big' };
  const parser: Parser = { text, options, at: 0, groups: 0, closed: new Set(), depth: 0, mayFallShort: false, stray: undefined };
  try {
    const source = alternation(parser);
    const { groups, mayFallShort, stray } = parser;
    return { source, groups, mayFallShort, stray };
  } catch (error) {
    if (error instanceof PatternError) return { error: error.message };
    throw error;
  }
}
