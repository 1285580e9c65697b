import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../src/shell/expand/arithmetic.ts';
import { parseArithmetic } from '../../../src/shell/syntax/arithmetic.ts';

function compute(text: string, values: Record<string, string> = {}): string {
  const variables = new Map(Object.entries(values));
  const result = evaluate(parseArithmetic(text), {
    get: (name) => variables.get(name),
    set: (name, value) => void variables.set(name, value),
  });
  const set = [...variables].filter(([name, value]) => values[name] !== value).map(([name, value]) => ` ${name}=${value}`);
  return String(result) + set.join('');
}

describe('an expression is computed as in C, with 64 bits', () => {
  test.each([
    ['', '0'],
    [' 1 + 2 * 3 ', '7'],
    ['(1+2)*3', '9'],
    ['10-2-3', '5'],
    ['2**3**2', '512'],
    ['-2**2', '4'],
    ['7/-2', '-3'],
    ['-7%3', '-1'],
    ['1<<62', '4611686018427387904'],
    ['1<<63', '-9223372036854775808'],
    ['9223372036854775807+1', '-9223372036854775808'],
    ['-9223372036854775807-1', '-9223372036854775808'],
    ['18446744073709551616', '0'],
    ['~0', '-1'],
    ['!3', '0'],
    ['!!3', '1'],
    ['1?2:3', '2'],
    ['0?2:0?4:5', '5'],
    ['1,2,3', '3'],
    ['0x1F + 010 + 2#101 + 36#z + 64#_', String(31 + 8 + 5 + 35 + 63)],
    ['5&3|4^1', '5'],
    ['1<2==1', '1'],
    ['2>1>0', '1'],
    ['- - 5', '5'],
    ['--5', '5'],
    ['+-+5', '-5'],
  ])('%j is %s', (text, value) => {
    expect(compute(text)).toBe(value);
  });
});

describe('variables are read and set', () => {
  test.each([
    ['x+1', { x: '4' }, '5'],
    ['x', {}, '0'],
    ['x', { x: '' }, '0'],
    ['x', { x: ' -12 ' }, '-12'],
    ['x', { x: '0x10' }, '16'],
    ['x=3', {}, '3 x=3'],
    ['x+=2', { x: '1' }, '3 x=3'],
    ['x=y=2', {}, '2 y=2 x=2'],
    ['x++', { x: '1' }, '1 x=2'],
    ['++x', { x: '1' }, '2 x=2'],
    ['x--', { x: '1' }, '1 x=0'],
    ['x+++y', { x: '1', y: '1' }, '2 x=2'],
    ['0&&(x=1)', {}, '0'],
    ['1||(x=1)', {}, '1'],
    ['1&&(x=5)', {}, '1 x=5'],
    ['1?x=1:(y=2)', {}, '1 x=1'],
    ['x<<=2', { x: '3' }, '12 x=12'],
  ] as const)('%j with %j is %s', (text, values, result) => {
    expect(compute(text, values)).toBe(result);
  });
});

describe('what cannot be computed says why', () => {
  test.each([
    ['1/0', {}, 'arithmetic expression: division by zero: "1/0"'],
    ['1%x', {}, 'arithmetic expression: division by zero: "1%0"'],
    ['1+', {}, 'arithmetic expression: expecting primary: "1+"'],
    ['(1', {}, 'arithmetic expression: expecting ")": "(1"'],
    ['1 2', {}, 'arithmetic expression: unexpected "2": "1 2"'],
    ['1?2', {}, 'arithmetic expression: expecting ":": "1?2"'],
    ['08', {}, 'arithmetic expression: illegal number 08: "08"'],
    ['2#2', {}, 'arithmetic expression: illegal number 2#2: "2#2"'],
    ['$', {}, 'arithmetic expression: unexpected "$": "$"'],
    ['1=2', {}, 'arithmetic expression: unexpected "=": "1=2"'],
    ['x', { x: 'abc' }, 'Illegal number: abc'],
    ['2**-1', {}, 'arithmetic expression: exponent less than 0'],
  ] as const)('%j with %j: %s', (text, values, message) => {
    expect(() => compute(text, values)).toThrow(message);
  });

  test('nesting without end', () => {
    expect(() => compute('('.repeat(5_000))).toThrow('nested too deep');
    expect(() => compute('!'.repeat(5_000))).toThrow('nested too deep');
    expect(() => compute('x='.repeat(5_000))).toThrow('nested too deep');
  });
});
