import { describe, expect, test } from 'vitest';
import { compilePattern, matches, quotePattern, removePrefix, removeSuffix } from '../../../src/shell/expand/pattern.ts';

describe('a pattern fits the whole of a text', () => {
  test.each([
    ['abc', 'abc', true],
    ['abc', 'abcd', false],
    ['', '', true],
    ['*', '', true],
    ['*', 'anything\n', true],
    ['?', 'a', true],
    ['?', '', false],
    ['a*c', 'abbc', true],
    ['a*c', 'abb', false],
    ['*a*b*', 'xxaxxbxx', true],
    ['*a*b*', 'xxbxxaxx', false],
    ['[abc]', 'b', true],
    ['[!abc]', 'b', false],
    ['[^abc]', 'd', true],
    ['[a-c]x', 'bx', true],
    ['[c-a]', 'b', false],
    ['[]a]', ']', true],
    ['[!]a]', ']', false],
    ['[a-]', '-', true],
    ['[-a]', '-', true],
    ['[[:digit:]]', '5', true],
    ['[[:digit:]a-f]', 'e', true],
    ['[![:space:]]', ' ', false],
    ['[[:nosuch:]]', 'n', false],
    ['[[.-.]]', '-', true],
    ['[\\]]', ']', true],
    ['[a', '[a', true],
    ['[a', 'a', false],
    ['\\*', '*', true],
    ['\\*', 'x', false],
    ['\\[a]', '[a]', true],
    ['a\\', 'a\\', true],
    ['**a', 'bba', true],
  ])('%j and %j: %s', (pattern, text, fits) => {
    expect(matches(compilePattern(pattern), text)).toBe(fits);
  });

  test('in time that does not explode', () => {
    expect(matches(compilePattern('a*'.repeat(50) + 'b'), 'a'.repeat(5_000))).toBe(false);
  });
});

test('a quoted text fits itself and nothing else', () => {
  for (const text of ['a*b', '[x]', '\\', 'a-b', '!^', '?']) {
    expect(matches(compilePattern(quotePattern(text)), text)).toBe(true);
    expect(matches(compilePattern(`[${quotePattern(text)}]`), 'z')).toBe(false);
  }
});

describe('the shortest or longest fitting end is removed', () => {
  test.each([
    ['a/b/c', '*/', 'b/c', 'c'],
    ['a/b/c', 'a', '/b/c', '/b/c'],
    ['a/b/c', 'x', 'a/b/c', 'a/b/c'],
    ['abc', '*', 'abc', ''],
    ['abc', '', 'abc', 'abc'],
    ['aab', 'a*', 'ab', ''],
    ['12ab', '[0-9]', '2ab', '2ab'],
  ])('prefix of %j by %j', (text, pattern, short, long) => {
    expect([removePrefix(text, compilePattern(pattern), false), removePrefix(text, compilePattern(pattern), true)]).toEqual([short, long]);
  });

  test.each([
    ['a/b/c', '/*', 'a/b', 'a'],
    ['a/b/c', 'c', 'a/b/', 'a/b/'],
    ['abc', '*', 'abc', ''],
    ['abc', '?', 'ab', 'ab'],
    ['a.b.c', '.*', 'a.b', 'a'],
  ])('suffix of %j by %j', (text, pattern, short, long) => {
    expect([removeSuffix(text, compilePattern(pattern), false), removeSuffix(text, compilePattern(pattern), true)]).toEqual([short, long]);
  });
});
