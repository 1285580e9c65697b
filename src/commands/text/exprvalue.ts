/** The expressions of expr(1): a recursive descent over the words (coreutils 9.1, expr.c). */
import { compareText } from '../order.ts';
import { quote } from '../quote.ts';
import { compilePattern } from './regex/pattern.ts';

export type ExprResult = { readonly value: string } | { readonly error: string };

class ExprError extends Error {}
const refuse = (message: string): never => {
  throw new ExprError(message);
};

interface Words {
  readonly all: readonly string[];
  at: number;
}

const isInteger = (text: string): boolean => /^-?\d+$/.test(text);
/** Empty, or a number of zeros alone. */
export const isNull = (text: string): boolean => text === '' || /^-?0+$/.test(text);

/** Passes the next word when it is this one. */
function take(words: Words, word: string): boolean {
  if (words.all[words.at] !== word) return false;
  words.at += 1;
  return true;
}

function takeAny(words: Words, list: readonly string[]): string | undefined {
  return list.find((word) => take(words, word));
}

function require(words: Words): string {
  const word = words.all[words.at];
  if (word === undefined) return refuse(`syntax error: missing argument after ${quote(words.all[words.at - 1] ?? '')}`);
  words.at += 1;
  return word;
}

function integer(text: string): bigint {
  return isInteger(text) ? BigInt(text) : refuse('non-integer argument');
}

/** The `:` operator: the first group of a match at the start, or the number of characters matched. */
function matched(text: string, regex: string): string {
  const pattern = compilePattern([regex], { extended: false, dialect: 'grep', whole: 'start' });
  if ('error' in pattern) return refuse(pattern.error);
  const found = pattern.find(text, 0);
  if (pattern.groups > 0) return found?.groups[1] ?? '';
  return String(found === undefined ? 0 : found.end);
}

function substring(text: string, position: string, length: string): string {
  if (!isInteger(position) || !isInteger(length)) return '';
  const from = Number(position);
  const count = Number(length);
  return from < 1 || count < 1 ? '' : text.slice(from - 1, from - 1 + count);
}

function firstOf(text: string, chars: string): number {
  return [...text].findIndex((char) => chars.includes(char)) + 1;
}

function primary(words: Words): string {
  if (take(words, '(')) {
    const value = alternatives(words);
    if (take(words, ')')) return value;
    const next = words.all[words.at];
    const after = quote(words.all[words.at - 1] ?? '');
    return refuse(
      next === undefined ? `syntax error: expecting ')' after ${after}` : `syntax error: expecting ')' instead of ${quote(next)}`,
    );
  }
  if (words.all[words.at] === ')') return refuse("syntax error: unexpected ')'");
  return require(words);
}

function keyword(words: Words): string {
  if (take(words, '+')) return require(words);
  switch (takeAny(words, ['length', 'match', 'index', 'substr'])) {
    case 'length':
      return String(keyword(words).length);
    case 'match': {
      const text = keyword(words);
      return matched(text, keyword(words));
    }
    case 'index': {
      const text = keyword(words);
      return String(firstOf(text, keyword(words)));
    }
    case 'substr': {
      const text = keyword(words);
      const position = keyword(words);
      return substring(text, position, keyword(words));
    }
    default:
      return primary(words);
  }
}

function matches(words: Words): string {
  let value = keyword(words);
  while (take(words, ':')) value = matched(value, keyword(words));
  return value;
}

function divided(a: bigint, b: bigint, sign: string): bigint {
  if (b === 0n) return refuse('division by zero');
  return sign === '/' ? a / b : a % b;
}

function products(words: Words): string {
  let value = matches(words);
  for (;;) {
    const sign = takeAny(words, ['*', '/', '%']);
    if (sign === undefined) return value;
    const right = matches(words);
    const [a, b] = [integer(value), integer(right)];
    value = String(sign === '*' ? a * b : divided(a, b, sign));
  }
}

function sums(words: Words): string {
  let value = products(words);
  for (;;) {
    const sign = takeAny(words, ['+', '-']);
    if (sign === undefined) return value;
    const right = products(words);
    const [a, b] = [integer(value), integer(right)];
    value = String(sign === '+' ? a + b : a - b);
  }
}

const COMPARISONS: Readonly<Record<string, (size: number) => boolean>> = {
  '<': (size) => size < 0,
  '<=': (size) => size <= 0,
  '=': (size) => size === 0,
  '==': (size) => size === 0,
  '!=': (size) => size !== 0,
  '>=': (size) => size >= 0,
  '>': (size) => size > 0,
};

function compared(a: string, b: string): number {
  if (!isInteger(a) || !isInteger(b)) return compareText(a, b);
  const size = BigInt(a) - BigInt(b);
  return size < 0n ? -1 : size > 0n ? 1 : 0;
}

function comparisons(words: Words): string {
  let value = sums(words);
  for (;;) {
    const sign = takeAny(words, Object.keys(COMPARISONS));
    if (sign === undefined) return value;
    value = COMPARISONS[sign]?.(compared(value, sums(words))) === true ? '1' : '0';
  }
}

function conjunctions(words: Words): string {
  let value = comparisons(words);
  while (take(words, '&')) {
    const right = comparisons(words);
    if (isNull(value) || isNull(right)) value = '0';
  }
  return value;
}

function alternatives(words: Words): string {
  let value = conjunctions(words);
  while (take(words, '|')) {
    const right = conjunctions(words);
    if (isNull(value)) value = isNull(right) ? '0' : right;
  }
  return value;
}

/** The value of an expression, or the error text that expr prints. */
export function exprValue(args: readonly string[]): ExprResult {
  const words: Words = { all: args, at: 0 };
  try {
    const value = alternatives(words);
    const extra = words.all[words.at];
    return extra === undefined ? { value } : { error: `syntax error: unexpected argument ${quote(extra)}` };
  } catch (error) {
    if (error instanceof ExprError) return { error: error.message };
    if (error instanceof RangeError) return { error: 'integer is too large' };
    throw error;
  }
}
