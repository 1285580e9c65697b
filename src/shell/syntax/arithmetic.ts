/** Reading `$(( ... ))`: the integer expressions of POSIX (C's, without sizeof and pointers), plus `++`, `--`, `,`, `**` and `base#digits`. */

export type Arithmetic =
  | { readonly kind: 'number'; readonly value: bigint }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'unary'; readonly op: string; readonly operand: Arithmetic }
  | { readonly kind: 'binary'; readonly op: string; readonly left: Arithmetic; readonly right: Arithmetic }
  | { readonly kind: 'choice'; readonly test: Arithmetic; readonly yes: Arithmetic; readonly no: Arithmetic }
  /** `op` is empty for a plain `=`. */
  | { readonly kind: 'assign'; readonly name: string; readonly op: string; readonly value: Arithmetic }
  /** `++x` (before) and `x++`. */
  | { readonly kind: 'step'; readonly name: string; readonly by: 1n | -1n; readonly before: boolean };

/** The expression cannot be read, or cannot be computed. */
export class ArithmeticError extends Error {
  override readonly name = 'ArithmeticError';
}

interface Reader {
  readonly text: string;
  readonly tokens: readonly string[];
  at: number;
}

const TOKEN =
  /\s*(?:([0-9][0-9a-zA-Z_#@]*)|([A-Za-z_]\w*)|(<<=|>>=|\*\*|\+\+|--|&&|\|\||<<|>>|<=|>=|==|!=|[-+*/%&^|]=|[-+*/%&^|~!<>=?:(),]))/y;

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw wrong(text, `unexpected "${text.slice(from).trim()}"`);
    tokens.push((match[1] ?? match[2] ?? match[3]) as string);
  }
  return tokens;
}

const wrong = (text: string, why: string): ArithmeticError => new ArithmeticError(`arithmetic expression: ${why}: "${text.trim()}"`);

/** Binary operators by how tightly they bind. */
const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];
const BINDING = new Map(LEVELS.flatMap((ops, level) => ops.map((op) => [op, level + 1] as const)));
const ASSIGNING = new Set(['=', '+=', '-=', '*=', '/=', '%=', '<<=', '>>=', '&=', '^=', '|=']);
const DEPTH_MAX = 200;

/**
 * Reads an expression; an empty one is 0, as in bash and dash.
 * Throws ArithmeticError with the whole message when it is not well formed.
 */
export function parseArithmetic(text: string): Arithmetic {
  const reader: Reader = { text, tokens: tokensOf(text), at: 0 };
  if (reader.tokens.length === 0) return { kind: 'number', value: 0n };
  const result = commaList(reader, 0);
  if (reader.at < reader.tokens.length) throw wrong(text, `unexpected "${reader.tokens[reader.at]}"`);
  return result;
}

const peek = (reader: Reader): string | undefined => reader.tokens[reader.at];

function expect(reader: Reader, token: string): void {
  if (peek(reader) !== token) throw wrong(reader.text, `expecting "${token}"`);
  reader.at += 1;
}

function commaList(reader: Reader, depth: number): Arithmetic {
  let left = assignment(reader, depth);
  while (peek(reader) === ',') {
    reader.at += 1;
    left = { kind: 'binary', op: ',', left, right: assignment(reader, depth) };
  }
  return left;
}

function assignment(reader: Reader, depth: number): Arithmetic {
  if (depth > DEPTH_MAX) throw wrong(reader.text.slice(0, 20), 'nested too deep');
  const name = peek(reader);
  const op = reader.tokens[reader.at + 1];
  if (name !== undefined && isName(name) && op !== undefined && ASSIGNING.has(op)) {
    reader.at += 2;
    return { kind: 'assign', name, op: op.slice(0, -1), value: assignment(reader, depth + 1) };
  }
  const test = binary(reader, 1, depth);
  if (peek(reader) !== '?') return test;
  reader.at += 1;
  const yes = commaList(reader, depth + 1);
  expect(reader, ':');
  return { kind: 'choice', test, yes, no: assignment(reader, depth + 1) };
}

function binary(reader: Reader, lowest: number, depth: number): Arithmetic {
  let left = power(reader, depth);
  for (;;) {
    const op = peek(reader);
    const level = op === undefined ? undefined : BINDING.get(op);
    if (op === undefined || level === undefined || level < lowest) return left;
    reader.at += 1;
    left = { kind: 'binary', op, left, right: binary(reader, level + 1, depth) };
  }
}

function power(reader: Reader, depth: number): Arithmetic {
  const left = unary(reader, depth);
  if (peek(reader) !== '**') return left;
  reader.at += 1;
  if (depth > DEPTH_MAX) throw wrong(reader.text.slice(0, 20), 'nested too deep');
  return { kind: 'binary', op: '**', left, right: power(reader, depth + 1) };
}

function unary(reader: Reader, depth: number): Arithmetic {
  if (depth > DEPTH_MAX) throw wrong(reader.text.slice(0, 20), 'nested too deep');
  const token = peek(reader);
  if (token === undefined) throw wrong(reader.text, 'expecting primary');
  reader.at += 1;
  if (token === '-' || token === '+' || token === '!' || token === '~')
    return { kind: 'unary', op: token, operand: unary(reader, depth + 1) };
  if (token === '++' || token === '--') {
    const name = peek(reader);
    if (name !== undefined && isName(name)) {
      reader.at += 1;
      return { kind: 'step', name, by: token === '++' ? 1n : -1n, before: true };
    }
    const op = token.slice(1);
    return { kind: 'unary', op, operand: { kind: 'unary', op, operand: unary(reader, depth + 1) } };
  }
  if (token === '(') {
    const inner = commaList(reader, depth + 1);
    expect(reader, ')');
    return inner;
  }
  if (isName(token)) return variable(reader, token);
  if (/^\d/.test(token)) return { kind: 'number', value: numberOf(reader.text, token) };
  throw wrong(reader.text, 'expecting primary');
}

function variable(reader: Reader, name: string): Arithmetic {
  const next = peek(reader);
  if (next !== '++' && next !== '--') return { kind: 'variable', name };
  const after = reader.tokens[reader.at + 1];
  if (after !== undefined && (isName(after) || /^[\d(]/.test(after))) return { kind: 'variable', name }; // x++y is x + (+y)
  reader.at += 1;
  return { kind: 'step', name, by: next === '++' ? 1n : -1n, before: false };
}

const isName = (token: string): boolean => /^[A-Za-z_]/.test(token);

function numberOf(text: string, token: string): bigint {
  const value = integer(token);
  if (value === undefined) throw wrong(text, `illegal number ${token}`);
  return value;
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_';

/** An unsigned integer constant: decimal, 0octal, 0xhex or base#digits; undefined when it is none. 64 bits, wrapping. */
export function integer(token: string): bigint | undefined {
  if (/^(?:0|[1-9]\d*)$/.test(token)) return BigInt.asIntN(64, BigInt(token));
  if (/^0[0-7]+$/.test(token)) return BigInt.asIntN(64, BigInt(`0o${token.slice(1)}`));
  if (/^0[xX][0-9a-fA-F]+$/.test(token)) return BigInt.asIntN(64, BigInt(token.toLowerCase()));
  const based = /^(\d+)#([0-9a-zA-Z@_]+)$/.exec(token);
  if (based === null) return undefined;
  const base = Number(based[1]);
  if (base < 2 || base > 64) return undefined;
  let value = 0n;
  for (const digit of based[2] as string) {
    const worth = DIGITS.indexOf(base <= 36 ? digit.toLowerCase() : digit);
    if (worth < 0 || worth >= base) return undefined;
    value = value * BigInt(base) + BigInt(worth);
  }
  return BigInt.asIntN(64, value);
}
