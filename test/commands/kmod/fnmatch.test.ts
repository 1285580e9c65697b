import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fnmatch } from '../../../src/commands/kmod/fnmatch.ts';

test.each([
  ['abc', 'abc', true],
  ['abc', 'abcd', false],
  ['', '', true],
  ['*', '', true],
  ['*', '/a/.b', true],
  ['a*c', 'abbbc', true],
  ['a*b*c', 'aXbYbZ', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['[abc]x', 'bx', true],
  ['[!abc]x', 'bx', false],
  ['[^abc]x', 'dx', true],
  ['[0-9]', '7', true],
  ['[0-9-]', '-', true],
  ['[]x]', ']', true],
  ['[!]]', ']', false],
  ['[a', '[a', true],
  ['[a', 'a', false],
  ['\\*', '*', true],
  ['\\*', 'a', false],
  ['[\\]]', ']', true],
  ['[[:digit:]]z', '4z', true],
  ['[[:digit:]]z', 'xz', false],
  ['[[:nosuch:]]', 'x', false],
  ['pci:v00008086d*sv*sd*bc0[123]sc*i*', 'pci:v00008086d00001533sv00008086sd0000abcdbc02sc00i00', true],
])('fnmatch(%s, %s) is %s', (pattern, text, expected) => {
  expect(fnmatch(pattern, text)).toBe(expected);
});

test('a pattern without wildcards matches itself and nothing else', () => {
  const plain = fc.string({ maxLength: 12 }).filter((text) => !/[*?[\\]/.test(text));
  fc.assert(fc.property(plain, plain, (a, b) => fnmatch(a, b) === (a === b)));
});

test('any pattern is answered, also the slow ones', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '*', '?', '[', ']', '!', '-', '\\', 'b'), maxLength: 30 }),
      fc.string({ maxLength: 30 }),
      (pattern, text) => typeof fnmatch(pattern, text) === 'boolean',
    ),
  );
  expect(fnmatch('*a'.repeat(200), 'a'.repeat(5000))).toBe(true);
  expect(fnmatch(`${'*a'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false);
});
