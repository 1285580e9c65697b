import { describe, expect, it } from 'vitest';
import { compilePattern, type PatternOptions } from '../../../src/commands/text/regex/pattern.ts';

const BASIC: PatternOptions = { extended: false, dialect: 'grep' };
const EXTENDED: PatternOptions = { extended: true, dialect: 'grep' };

function compiled(text: string, options: PatternOptions) {
  const pattern = compilePattern([text], options);
  if ('error' in pattern) throw new Error(pattern.error);
  return pattern;
}

function found(text: string, input: string, options: PatternOptions): string | undefined {
  const match = compiled(text, options).find(input, 0);
  return match === undefined ? undefined : input.slice(match.start, match.end);
}

describe('the leftmost match is taken, and there the longest', () => {
  const rows: readonly (readonly [string, string, string | undefined])[] = [
    ['a|ab|abc', 'xabcd', 'abc'],
    ['(a|ab)(c|bcd)', 'abcd', 'abcd'],
    ['(a?)(ab)?', 'ab', 'ab'],
    ['(a|ab)*c?', 'ababc', 'ababc'],
    ['x*', 'aaa', ''],
    ['b|a+', 'aab', 'aa'],
    ['(foo|foobar)baz|foo', 'foobarbaz', 'foobarbaz'],
    ['[0-9]{2,3}', '12345', '123'],
    ['(a)\\1|a', 'aa', 'aa'],
    ['q', 'abc', undefined],
  ];
  for (const [pattern, input, want] of rows) it(`${pattern} in ${input}`, () => expect(found(pattern, input, EXTENDED)).toBe(want));
});

describe('basic expressions', () => {
  const rows: readonly (readonly [string, string, string | undefined])[] = [
    ['a*b', 'caab', 'aab'],
    ['*a', 'b*a', '*a'],
    ['^*a', '*a', '*a'],
    ['\\(*a\\)', '*a', '*a'],
    ['a\\{2\\}', 'caaa', 'aa'],
    ['a\\+', 'caa', 'aa'],
    ['ab\\?c', 'ac', 'ac'],
    ['a+', 'a+', 'a+'],
    ['a{2}', 'a{2}', 'a{2}'],
    ['(a)', '(a)', '(a)'],
    ['x^y', 'x^y', 'x^y'],
    ['x$y', 'x$y', 'x$y'],
    ['\\(^a\\)', 'ab', 'a'],
    ['\\(a$\\)', 'ba', 'a'],
    ['a\\|b', 'b', 'b'],
    ['[]x]', 'a]', ']'],
    ['[^]x]', ']x', undefined],
    ['[a\\]', '\\', '\\'],
    ['[a-c]', 'b', 'b'],
    ['[c-]', '-', '-'],
    ['[[:digit:][:space:]]*$', 'a1 2', '1 2'],
    ['\\.', 'a.', '.'],
    ['\\<b', 'ab b', 'b'],
    ['a\\>', 'ab a', 'a'],
    ['', 'x', ''],
  ];
  for (const [pattern, input, want] of rows) it(`${pattern} in ${input}`, () => expect(found(pattern, input, BASIC)).toBe(want));
});

describe('what is no expression is refused with glibc’s words', () => {
  const rows: readonly (readonly [string, PatternOptions, string])[] = [
    ['\\(a', BASIC, 'Unmatched ( or \\('],
    ['a\\)', BASIC, 'Unmatched ) or \\)'],
    ['a\\{1', BASIC, 'Unmatched \\{'],
    ['a\\{2,1\\}', BASIC, 'Invalid content of \\{\\}'],
    ['a\\{x\\}', BASIC, 'Invalid content of \\{\\}'],
    ['a\\{40000\\}', BASIC, 'Regular expression too big'],
    ['[a', BASIC, 'Unmatched [, [^, [:, [., or [='],
    ['[', BASIC, 'Invalid regular expression'],
    ['[[:foo:]]', BASIC, 'Invalid character class name'],
    ['[:space:]', BASIC, 'character class syntax is [[:space:]], not [:space:]'],
    ['[b-a]', BASIC, 'Invalid range end'],
    ['a\\', BASIC, 'Trailing backslash'],
    ['\\1', BASIC, 'Invalid back reference'],
    ['*a', { extended: true, dialect: 'sed' }, 'Invalid preceding regular expression'],
    ['a)', { extended: true, dialect: 'sed' }, 'Unmatched ) or \\)'],
    ['x'.repeat(5_000), BASIC, 'Regular expression too big'],
  ];
  for (const [pattern, options, want] of rows) {
    it(`${pattern.slice(0, 20)}: ${want}`, () => expect(compilePattern([pattern], options)).toEqual({ error: want }));
  }
});

describe('several patterns, whole words, whole lines', () => {
  it('any of several matches, and back references count by pattern', () => {
    const pattern = compilePattern(['\\(x\\)y', '\\(a\\)\\1'], BASIC);
    expect('error' in pattern ? pattern.error : [pattern.test('aa'), pattern.test('ax'), pattern.test('xy')]).toEqual([true, false, true]);
  });
  it('a whole word may need a shorter match', () => {
    const pattern = compiled('ab*', { ...BASIC, whole: 'word' });
    expect([pattern.test('abb c'), pattern.test('abbc'), pattern.test('c ab')]).toEqual([true, false, true]);
  });
  it('a whole line', () => {
    const pattern = compiled('a|ab', { ...EXTENDED, whole: 'line' });
    expect([pattern.test('ab'), pattern.test('abc'), pattern.test('a')]).toEqual([true, false, true]);
  });
  it('fixed text is taken letter by letter', () => expect(found('a.*[', 'xa.*[', { ...BASIC, fixed: true })).toBe('a.*['));
  it('no pattern at all matches nothing', () => {
    const none = compilePattern([], BASIC);
    expect('error' in none ? none.error : none.test('')).toBe(false);
  });
  it('repetitions of repetitions are one, and cost nothing', () => {
    expect(compiled('a****b', BASIC).test(`${'a'.repeat(5_000)}c`)).toBe(false);
  });
});
