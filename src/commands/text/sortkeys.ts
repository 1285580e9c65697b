/** Keys of sort(1): how they are written, which part of a line they take and how they compare (coreutils 9.1, sort.c). */
import { compareText } from '../order.ts';

export interface Ordering {
  readonly numeric: boolean;
  /** By the value of a number that may have an exponent (-g). */
  readonly general: boolean;
  readonly reverse: boolean;
  readonly fold: boolean;
  readonly dictionary: boolean;
  readonly printable: boolean;
  readonly skipStart: boolean;
  readonly skipEnd: boolean;
}

export interface SortKey {
  readonly startField: number;
  readonly startChar: number;
  /** -1: to the end of the line. */
  readonly endField: number;
  /** 0: to the end of the field. */
  readonly endChar: number;
  readonly order: Ordering;
  /** False when the key has no options of its own and takes those of the command line. */
  readonly ownOrder: boolean;
}

export interface SortRules {
  readonly keys: readonly SortKey[];
  readonly order: Ordering;
  /** The field separator; undefined: fields begin at the blanks between words. */
  readonly tab: string | undefined;
  /** Lines that compare equal stay in their order, or count as the same. */
  readonly stable: boolean;
}

/** The ordering that option letters (`nrb`) stand for. */
export const orderingOf = (letters: string, skipEnd = letters.includes('b')): Ordering => ({
  numeric: letters.includes('n'),
  general: letters.includes('g'),
  reverse: letters.includes('r'),
  fold: letters.includes('f'),
  dictionary: letters.includes('d'),
  printable: letters.includes('i'),
  skipStart: letters.includes('b'),
  skipEnd,
});

interface Position {
  readonly field: number;
  readonly char: number;
  readonly letters: string;
  readonly rest: string;
}

function position(text: string, whole: string, charMayBeZero: boolean): Position | string {
  const parts = /^(\d+)(?:\.(\d+))?([bdfginr]*)/.exec(text);
  if (parts === null) return `invalid number at field start: invalid count at start of '${text}'`;
  const [all, field = '', char, letters = ''] = parts;
  const behindPoint = /^\d+\.(?!\d)(.*)/.exec(text);
  if (behindPoint !== null) return `invalid number after '.': invalid count at start of '${behindPoint[1]}'`;
  if (Number(field) === 0) return `field number is zero: invalid field specification '${whole}'`;
  if (char !== undefined && Number(char) === 0 && !charMayBeZero) {
    return `character offset is zero: invalid field specification '${whole}'`;
  }
  return { field: Number(field), char: char === undefined ? 0 : Number(char), letters, rest: text.slice(all.length) };
}

/** Reads `-k`'s argument, `F[.C][OPTIONS][,F[.C][OPTIONS]]`; an error text when it is none. */
export function parseSortKey(text: string): SortKey | string {
  const from = position(text, text, false);
  if (typeof from === 'string') return from;
  let to: Position | undefined;
  if (from.rest.startsWith(',')) {
    const second = position(from.rest.slice(1), text, true);
    if (typeof second === 'string') return second.replace('invalid number at field start', "invalid number after ','");
    to = second;
  }
  if ((to ?? from).rest !== '') return `stray character in field spec: invalid field specification '${text}'`;
  const letters = from.letters + (to?.letters.replace('b', '') ?? '');
  return {
    startField: from.field - 1,
    startChar: Math.max(0, from.char - 1),
    endField: to === undefined ? -1 : to.field - 1,
    endChar: to?.char ?? 0,
    order: orderingOf(letters, to?.letters.includes('b') ?? false),
    ownOrder: letters !== '' || (to?.letters ?? '') !== '',
  };
}

const isBlank = (char: string): boolean => char === ' ' || char === '\t' || char === '\n';

function skipBlanks(line: string, at: number): number {
  let here = at;
  while (here < line.length && isBlank(line.charAt(here))) here += 1;
  return here;
}

/** Passes one field: its leading blanks and the word after them. */
function skipWord(line: string, at: number): number {
  let here = skipBlanks(line, at);
  while (here < line.length && !isBlank(line.charAt(here))) here += 1;
  return here;
}

function skipField(line: string, at: number, tab: string, alsoTab: boolean): number {
  const end = line.indexOf(tab, at);
  return end < 0 ? line.length : end + (alsoTab ? 1 : 0);
}

function startOf(line: string, key: SortKey, tab: string | undefined, order: Ordering): number {
  let at = 0;
  for (let left = key.startField; left > 0 && at < line.length; left -= 1)
    at = tab === undefined ? skipWord(line, at) : skipField(line, at, tab, true);
  if (order.skipStart) at = skipBlanks(line, at);
  return Math.min(line.length, at + key.startChar);
}

function endOf(line: string, key: SortKey, tab: string | undefined, order: Ordering): number {
  if (key.endField < 0) return line.length;
  const fields = key.endField + (key.endChar === 0 ? 1 : 0);
  let at = 0;
  for (let left = fields; left > 0 && at < line.length; left -= 1) {
    at = tab === undefined ? skipWord(line, at) : skipField(line, at, tab, left > 1 || key.endChar !== 0);
  }
  if (key.endChar === 0) return at;
  if (order.skipEnd) at = skipBlanks(line, at);
  return Math.min(line.length, at + key.endChar);
}

/** The part of a line that a key compares. */
export function keyText(line: string, key: SortKey, rules: SortRules): string {
  const order = key.ownOrder ? key.order : rules.order;
  const start = startOf(line, key, rules.tab, order);
  return line.slice(start, Math.max(start, endOf(line, key, rules.tab, order)));
}

interface Decimal {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
}

function decimal(text: string): Decimal {
  const [, sign = '', whole = '', fraction = ''] = /^[ \t\n]*(-?)(\d*)(?:\.(\d*))?/.exec(text) ?? [];
  const digits = { whole: whole.replace(/^0+/, ''), fraction: fraction.replace(/0+$/, '') };
  return { negative: sign === '-' && digits.whole + digits.fraction !== '', ...digits };
}

/** Compares by leading numbers of any length; what is no number counts as 0. */
export function compareNumbers(a: string, b: string): number {
  const left = decimal(a);
  const right = decimal(b);
  if (left.negative !== right.negative) return left.negative ? -1 : 1;
  const size = left.whole.length - right.whole.length || compareText(left.whole, right.whole) || compareText(left.fraction, right.fraction);
  return left.negative ? -size : size;
}

/** What is no number comes before every number. */
function generalValue(text: string): number {
  const number = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|^\s*[-+]?inf/i.exec(text)?.[0];
  if (number === undefined) return Number.NaN;
  return /inf/i.test(number) ? (number.includes('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY) : Number(number);
}

function compareGeneral(a: string, b: string): number {
  const [left, right] = [generalValue(a), generalValue(b)];
  if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(right)) - Number(Number.isNaN(left));
  return left < right ? -1 : left > right ? 1 : 0;
}

function prepared(text: string, order: Ordering): string {
  let result = text;
  if (order.dictionary) result = result.replace(/[^A-Za-z0-9 \t]/g, '');
  if (order.printable) result = result.replace(/[^ -~]/g, '');
  return order.fold ? result.replace(/[a-z]/g, (char) => char.toUpperCase()) : result;
}

function compareBy(a: string, b: string, order: Ordering): number {
  let size: number;
  if (order.numeric) size = compareNumbers(a, b);
  else size = order.general ? compareGeneral(a, b) : compareText(prepared(a, order), prepared(b, order));
  return order.reverse ? -size : size;
}

/** Compares two lines by the keys alone; 0 when they are the same to `sort -u`. */
export function compareKeys(a: string, b: string, rules: SortRules): number {
  if (rules.keys.length === 0) {
    const skip = (line: string): string => (rules.order.skipStart ? line.slice(skipBlanks(line, 0)) : line);
    return compareBy(skip(a), skip(b), rules.order);
  }
  for (const key of rules.keys) {
    const size = compareBy(keyText(a, key, rules), keyText(b, key, rules), key.ownOrder ? key.order : rules.order);
    if (size !== 0) return size;
  }
  return 0;
}

/** Compares two lines by keys and, where these say nothing, as a whole. */
export function compareLines(a: string, b: string, rules: SortRules): number {
  const size = compareKeys(a, b, rules);
  if (size !== 0 || rules.stable) return size;
  return rules.order.reverse ? compareText(b, a) : compareText(a, b);
}
