import { describe, expect, it } from 'vitest';
import { type Grammar, lastOf, optionValue, optionValues, parseOptions } from '../../src/commands/getopt.ts';

const GRAMMAR: Grammar = {
  short: 'ab:c::n:',
  long: { all: 'a', bytes: 'b', color: 'c', 'output-delimiter': 'od:', number: 'n', numeric: 'numeric', help: 'help' },
};

const given = (args: readonly string[], grammar: Grammar = GRAMMAR): unknown => {
  const parsed = parseOptions(args, grammar);
  return parsed.ok ? [parsed.given.map((one) => (one.hasValue ? `${one.key}=${one.value}` : one.key)), parsed.operands] : parsed.message;
};

describe('options are read as getopt_long reads them', () => {
  const rows: readonly (readonly [string, readonly string[], unknown])[] = [
    ['nothing at all', [], [[], []]],
    ['a cluster of letters', ['-ab5'], [['a', 'b=5'], []]],
    ['an argument in the next word', ['-b', '5', 'x'], [['b=5'], ['x']]],
    ['operands before options', ['x', '-a', 'y'], [['a'], ['x', 'y']]],
    ['-- ends the options', ['-a', '--', '-b'], [['a'], ['-b']]],
    ['a lone minus is an operand', ['-', '-a'], [['a'], ['-']]],
    ['an optional argument is attached or not there', ['-cred', '-c', 'x'], [['c=red', 'c'], ['x']]],
    ['long options by name', ['--all', '--bytes=3', '--bytes', '4'], [['a', 'b=3', 'b=4'], []]],
    ['long options by a unique beginning', ['--by=3', '--out', ':'], [['b=3', 'od=:'], []]],
    ['a name spelled out wins over a longer one', ['--number', '3'], [['n=3'], []]],
    ['an argument that looks like an option', ['-b', '-a'], [['b=-a'], []]],
    ['an empty argument', ['--bytes='], [['b='], []]],
    ['an unknown letter', ['-az'], "invalid option -- 'z'"],
    ['a colon is no option', ['-:'], "invalid option -- ':'"],
    ['a missing argument', ['-b'], "option requires an argument -- 'b'"],
    ['an unknown word', ['--nosuch=1'], "unrecognized option '--nosuch'"],
    ['a missing long argument', ['--bytes'], "option '--bytes' requires an argument"],
    ['an argument too many', ['--all=1'], "option '--all' doesn't allow an argument"],
    ['a beginning of several', ['--num'], "option '--num' is ambiguous; possibilities: '--number' '--numeric'"],
  ];
  for (const [rule, args, want] of rows) it(rule, () => expect(given(args)).toEqual(want));

  it('stops at the first operand when the tool runs other commands', () => {
    expect(given(['-a', 'cmd', '-b'], { ...GRAMMAR, stopAtOperand: true })).toEqual([['a'], ['cmd', '-b']]);
  });
});

describe('what was given is asked for', () => {
  const parsed = parseOptions(['-b1', '-a', '-b2', '-n3'], GRAMMAR);
  if (!parsed.ok) throw new Error(parsed.message);
  it('the last value holds', () => expect(optionValue(parsed, 'b')).toBe('2'));
  it('all values are there in order', () => expect(optionValues(parsed, 'b')).toEqual(['1', '2']));
  it('the last of several options is known', () => expect(lastOf(parsed, ['a', 'b'])).toBe('b'));
  it('what was not given is undefined', () => expect([optionValue(parsed, 'z'), lastOf(parsed, ['x'])]).toEqual([undefined, undefined]));
});
