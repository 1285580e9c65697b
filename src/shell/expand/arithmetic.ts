/** Computing `$(( ... ))`: signed 64 bits, wrapping, as a C `long` on x86-64. */
import { type Arithmetic, ArithmeticError, integer } from '../syntax/arithmetic.ts';

/** The variables that an expression may read and set. */
export interface ArithmeticVariables {
  /** The value, or undefined when unset. May throw for `set -u`. */
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

/** Computes an expression. Throws ArithmeticError for a division by zero or a variable that holds no number. */
export function evaluate(expression: Arithmetic, variables: ArithmeticVariables): bigint {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'variable':
      return numberIn(expression.name, variables);
    case 'unary':
      return unary(expression.op, evaluate(expression.operand, variables));
    case 'choice':
      return evaluate(evaluate(expression.test, variables) !== 0n ? expression.yes : expression.no, variables);
    case 'assign':
      return assign(expression, variables);
    case 'step': {
      const before = numberIn(expression.name, variables);
      const after = BigInt.asIntN(64, before + expression.by);
      variables.set(expression.name, String(after));
      return expression.before ? after : before;
    }
    case 'binary':
      return binary(expression, variables);
  }
}

function binary(expression: Extract<Arithmetic, { kind: 'binary' }>, variables: ArithmeticVariables): bigint {
  const { op } = expression;
  const left = evaluate(expression.left, variables);
  if (op === '&&') return left !== 0n && evaluate(expression.right, variables) !== 0n ? 1n : 0n;
  if (op === '||') return left !== 0n || evaluate(expression.right, variables) !== 0n ? 1n : 0n;
  return combine(op, left, evaluate(expression.right, variables));
}

function assign(expression: Extract<Arithmetic, { kind: 'assign' }>, variables: ArithmeticVariables): bigint {
  const { name, op } = expression;
  const right = evaluate(expression.value, variables);
  const value = op === '' ? right : combine(op, numberIn(name, variables), right);
  variables.set(name, String(value));
  return value;
}

function unary(op: string, value: bigint): bigint {
  switch (op) {
    case '-':
      return BigInt.asIntN(64, -value);
    case '~':
      return ~value;
    case '!':
      return value === 0n ? 1n : 0n;
    default:
      return value;
  }
}

const truth = (holds: boolean): bigint => (holds ? 1n : 0n);

function combine(op: string, left: bigint, right: bigint): bigint {
  switch (op) {
    case '+':
      return BigInt.asIntN(64, left + right);
    case '-':
      return BigInt.asIntN(64, left - right);
    case '*':
      return BigInt.asIntN(64, left * right);
    case '/':
    case '%':
      if (right === 0n) throw new ArithmeticError(`arithmetic expression: division by zero: "${left}${op}${right}"`);
      return BigInt.asIntN(64, op === '/' ? left / right : left % right);
    case '**':
      return powerOf(left, right);
    case '<<':
      return BigInt.asIntN(64, left << (right & 63n));
    case '>>':
      return left >> (right & 63n);
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '==':
      return truth(left === right);
    case '!=':
      return truth(left !== right);
    case '<':
      return truth(left < right);
    case '>':
      return truth(left > right);
    case '<=':
      return truth(left <= right);
    case '>=':
      return truth(left >= right);
    default:
      return right; // the comma
  }
}

function powerOf(base: bigint, exponent: bigint): bigint {
  if (exponent < 0n) throw new ArithmeticError('arithmetic expression: exponent less than 0');
  let result = 1n;
  let square = base;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = BigInt.asIntN(64, result * square);
    square = BigInt.asIntN(64, square * square);
  }
  return result;
}

function numberIn(name: string, variables: ArithmeticVariables): bigint {
  const text = variables.get(name)?.trim() ?? '';
  if (text === '') return 0n;
  const negative = text.startsWith('-');
  const value = integer(negative || text.startsWith('+') ? text.slice(1) : text);
  if (value === undefined) throw new ArithmeticError(`Illegal number: ${text}`);
  return negative ? BigInt.asIntN(64, -value) : value;
}
