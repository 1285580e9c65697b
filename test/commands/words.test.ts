import { describe, expect, it } from 'vitest';
import { dateAt, daysTo, isoTime } from '../../src/commands/calendar.ts';
import { parseCount } from '../../src/commands/count.ts';
import { compareText } from '../../src/commands/order.ts';
import { quote, quoteAlways, quoteListed, quoteName } from '../../src/commands/quote.ts';

describe('names are quoted as GNU tools quote them', () => {
  // name, in messages (quotef), always quoted (quoteaf), as a word (quote)
  const rows: readonly (readonly [string, string, string, string])[] = [
    ['plain', 'plain', "'plain'", "'plain'"],
    ['a b', "'a b'", "'a b'", "'a b'"],
    ["a'b", '"a\'b"', '"a\'b"', "'a\\'b'"],
    ["a'b$", "'a'\\''b$'", "'a'\\''b$'", "'a\\'b$'"],
    ['a\nb', "'a'$'\\n''b'", "'a'$'\\n''b'", "'a\\nb'"],
    ['a\n\nb', "'a'$'\\n\\n''b'", "'a'$'\\n\\n''b'", "'a\\n\\nb'"],
    ['ä', "''$'\\303\\244'", "''$'\\303\\244'", "'\\303\\244'"],
    ['a:b', "'a:b'", "'a:b'", "'a:b'"],
    ['~a', "'~a'", "'~a'", "'~a'"],
    ['a~', 'a~', "'a~'", "'a~'"],
    ['{', "'{'", "'{'", "'{'"],
    ['a{', 'a{', "'a{'", "'a{'"],
    ['a\\b', "'a\\b'", "'a\\b'", "'a\\\\b'"],
    ['', "''", "''", "''"],
    ['#a', "'#a'", "'#a'", "'#a'"],
    ['a^b', "'a^b'", "'a^b'", "'a^b'"],
    ["'", '"\'"', '"\'"', "'\\''"],
  ];
  for (const [name, plain, always, word] of rows) {
    it(JSON.stringify(name), () => expect([quoteName(name), quoteAlways(name), quote(name)]).toEqual([plain, always, word]));
  }
  it('a list leaves colons alone', () => expect([quoteListed('x:y'), quoteListed('x y')]).toEqual(['x:y', "'x y'"]));
});

describe('counts take the suffixes of GNU tools', () => {
  const rows: readonly (readonly [string, number | undefined])[] = [
    ['0', 0],
    ['12', 12],
    ['2b', 1024],
    ['1k', 1024],
    ['1K', 1024],
    ['1KB', 1000],
    ['1KiB', 1024],
    ['2M', 2 * 1024 ** 2],
    ['', undefined],
    ['x', undefined],
    ['1x', undefined],
    ['-1', undefined],
    ['99999999999999999999', Number.MAX_SAFE_INTEGER],
  ];
  for (const [text, want] of rows) it(`${JSON.stringify(text)} is ${want}`, () => expect(parseCount(text)).toBe(want));
});

describe('texts are ordered by their bytes', () => {
  it('as UTF-8 would be, also beyond the first plane', () => {
    const inOrder = ['', ' ', 'A', 'B', 'a', 'ab', 'b', 'ä', '\ud7ff', '\ue000', '\uffff', '😀'];
    for (const [at, a] of inOrder.entries()) {
      for (const [to, b] of inOrder.entries()) expect(Math.sign(compareText(a, b))).toBe(Math.sign(at - to));
    }
  });
});

describe('the calendar of the virtual clock', () => {
  const rows: readonly (readonly [number, string])[] = [
    [0, '1970-01-01 00:00:00.000000000 +0000'],
    [7_336_728, '1970-01-01 00:00:07.336728000 +0000'],
    [86_399_999_999, '1970-01-01 23:59:59.999999000 +0000'],
    [951_782_400_000_000, '2000-02-29 00:00:00.000000000 +0000'],
    [1_078_012_800_000_000, '2004-02-29 00:00:00.000000000 +0000'],
    [4_107_542_400_000_000, '2100-03-01 00:00:00.000000000 +0000'],
  ];
  for (const [time, want] of rows) it(want, () => expect(isoTime(time)).toBe(want));
  it('days and dates are each other’s inverse, weekdays go on', () => {
    for (let days = -1_000; days < 60_000; days += 137) {
      const at = dateAt(days * 86_400_000_000);
      expect(daysTo(at.year, at.month, at.day)).toBe(days);
      expect(at.weekday).toBe((((days + 4) % 7) + 7) % 7);
    }
  });
});
