import { describe, expect, it } from 'vitest';
import { catStyled } from '../../../src/commands/text/cat.ts';
import { commLines } from '../../../src/commands/text/comm.ts';
import { cutLine, parseCutList } from '../../../src/commands/text/cut.ts';
import { exprValue } from '../../../src/commands/text/exprvalue.ts';
import { headPart, withoutLast } from '../../../src/commands/text/head.ts';
import { parseSed } from '../../../src/commands/text/sed/parse.ts';
import { parseReplacement, replacementText } from '../../../src/commands/text/sed/substitution.ts';
import { seqRange, seqText, seqWidth } from '../../../src/commands/text/seqnumbers.ts';
import { compareNumbers, parseSortKey } from '../../../src/commands/text/sortkeys.ts';
import { reversedLines } from '../../../src/commands/text/tac.ts';
import { tailPart } from '../../../src/commands/text/tail.ts';
import { expandSet, parseSet } from '../../../src/commands/text/trsets.ts';
import { countText, noCounts } from '../../../src/commands/text/wc.ts';
import { batches, xargsWords } from '../../../src/commands/text/xargswords.ts';
import { yesChunk } from '../../../src/commands/text/yes.ts';

describe('cut', () => {
  it('lists are sorted and joined where they overlap', () => {
    expect(parseCutList('5-7,1,6-9,3-', 'fields')).toEqual([
      [1, 1],
      [3, Number.MAX_SAFE_INTEGER],
    ]);
  });
  it('a complement is what lies between', () => {
    expect(parseCutList('2,4-5', 'fields', true)).toEqual([
      [1, 1],
      [3, 3],
      [6, Number.MAX_SAFE_INTEGER],
    ]);
  });
  const rules = { by: 'fields', ranges: [[1, 1]], delimiter: ':', outputDelimiter: undefined, onlyDelimited: false } as const;
  it('a line without a delimiter stays whole, or goes', () => {
    expect([cutLine('abc', rules), cutLine('abc', { ...rules, onlyDelimited: true })]).toEqual(['abc', undefined]);
  });
});

describe('tr', () => {
  const chars = (text: string): unknown => {
    const pieces = parseSet(text);
    return typeof pieces === 'string' ? pieces : expandSet(pieces, 6).join('');
  };
  const rows: readonly (readonly [string, string])[] = [
    ['a-e', 'abcde'],
    ['a\\-e', 'a-e'],
    ['\\n\\t\\\\', '\n\t\\'],
    ['\\101\\60', 'A0'],
    ['[:digit:]', '0123456789'],
    ['[=x=]', 'x'],
    ['a[x*]', 'axxxxx'],
    ['[x*3]y', 'xxxy'],
    ['[x*010]', 'xxxxxxxx'],
    ['-a', '-a'],
    ['a-', 'a-'],
    ['[ab]', '[ab]'],
    ['z-a', "range-endpoints of 'z-a' are in reverse collating sequence order"],
    ['[:foo:]', "invalid character class 'foo'"],
    ['[::]', "missing character class name '[::]'"],
  ];
  for (const [text, want] of rows) it(`${text} is ${JSON.stringify(want)}`, () => expect(chars(text)).toBe(want));
});

describe('sort', () => {
  it('keys say where they begin and end', () => {
    expect(parseSortKey('2.3nr,4.5b')).toMatchObject({ startField: 1, startChar: 2, endField: 3, endChar: 5, ownOrder: true });
  });
  const rows: readonly (readonly [string, string, number])[] = [
    ['10', '9', 1],
    ['-10', '9', -1],
    ['-2', '-10', 1],
    ['1.5', '1.25', 1],
    ['007', '7', 0],
    ['abc', '0', 0],
    ['-0', '0', 0],
    [' 3', '3', 0],
    ['123456789012345678901', '123456789012345678900', 1],
  ];
  for (const [a, b, want] of rows) it(`${a} against ${b} by number`, () => expect(Math.sign(compareNumbers(a, b))).toBe(want));
});

describe('sed', () => {
  const error = (text: string): unknown => {
    const script = parseSed([{ text, label: '-e expression #1', isFile: false }], false);
    return 'error' in script ? script.error : script.commands.length;
  };
  it('an error names its expression and character', () => expect(error('p;k')).toBe("-e expression #1, char 3: unknown command: `k'"));
  it('an error in a file names its line', () => {
    expect(parseSed([{ text: 'p\n\nk\n', label: 'file x', isFile: true }], false)).toMatchObject({
      error: "file x line 3: unknown command: `k'",
    });
  });
  it('an error in a later expression counts from its own beginning', () => {
    const sources = ['p', 'yy'].map((text, at) => ({ text, label: `-e expression #${at + 1}`, isFile: false }));
    expect(parseSed(sources, false)).toMatchObject({ error: "-e expression #2, char 2: unterminated `y' command" });
  });
  it('blocks know their end', () => expect(error('1{p;{d}};q')).toBe(7));
  const match = { start: 0, end: 5, groups: ['a bCd', 'bCd'] };
  const rows: readonly (readonly [string, string])[] = [
    ['[&]', '[a bCd]'],
    ['\\&\\1', '&bCd'],
    ['\\U&\\E-\\1', 'A BCD-bCd'],
    ['\\u&', 'A bCd'],
    ['\\L\\u\\1', 'Bcd'],
    ['\\n\\t\\x41', '\n\tA'],
    ['\\0', 'a bCd'],
  ];
  for (const [text, want] of rows) {
    it(`the replacement ${text}`, () => expect(replacementText(parseReplacement(text), match)).toBe(want));
  }
});

describe('expr', () => {
  const rows: readonly (readonly [string, unknown])[] = [
    ['2 + 3 * 4', { value: '14' }],
    ['( 2 + 3 ) * 4', { value: '20' }],
    ['7 % -3', { value: '1' }],
    ['a < b', { value: '1' }],
    ['1 | 2 & 0', { value: '1' }],
    ['abc : a\\(.\\)', { value: 'b' }],
    ['5 - - 1', { error: 'non-integer argument' }],
    ['1 /', { error: "syntax error: missing argument after '/'" }],
  ];
  for (const [text, want] of rows) it(text, () => expect(exprValue(text.split(' '))).toEqual(want));
});

describe('the rest', () => {
  it('head and tail take counts with signs', () => {
    expect([headPart('lines', '-3'), tailPart('chars', '+2'), headPart('lines', 'x')]).toEqual([
      { unit: 'lines', count: 3, butLast: true },
      { unit: 'chars', count: 2, from: true },
      undefined,
    ]);
  });
  it('all but the last lines', () => expect(withoutLast('a\nb\nc', { unit: 'lines', count: 2, butLast: true })).toBe('a\n'));
  it('tac keeps a last line without a newline as it is', () => expect(reversedLines('a\nb')).toBe('ba\n'));
  it('cat -A shows what cannot be seen', () => {
    const style = { number: 'none', ends: true, tabs: true, squeeze: false, visible: true } as const;
    expect(catStyled('\ta\x01\x7f\n', style, { line: 0, blanks: 0, midLine: false })).toBe('^Ia^A^?$\n');
  });
  it('cat -n goes on in the middle of a line', () => {
    const style = { number: 'all', ends: false, tabs: false, squeeze: false, visible: false } as const;
    const state = { line: 0, blanks: 0, midLine: false };
    expect(catStyled('a\nb', style, state) + catStyled('c\nd\n', style, state)).toBe('     1\ta\n     2\tbc\n     3\td\n');
  });
  it('wc counts the bytes of UTF-8 and the words across chunks', () => {
    const counts = noCounts();
    countText('ä o', counts);
    countText('ne😀\n', counts);
    expect(counts).toMatchObject({ lines: 1, words: 2, chars: 7, bytes: 11 });
  });
  it('comm tells which file is out of order', () => {
    const columns = { first: true, second: true, both: true, separator: '\t' };
    expect(commLines(['b', 'a'], ['c'], columns)).toEqual({ text: 'b\na\n\tc\n', disordered: [1] });
  });
  it('seq counts decimals exactly', () => {
    const range = seqRange(['0', '.1', '.35']);
    if (!('first' in range)) throw new Error('no range');
    expect([range.last, seqText(3n, range.places), seqWidth(range)]).toEqual([3n, '0.3', 3]);
  });
  it('xargs divides words, minds quotes and refuses half of a pair', () => {
    const plain = { delimiter: undefined, byLine: false };
    expect(xargsWords('a "b c" d\\ e \'f\'g\n', plain).words).toEqual(['a', 'b c', 'd e', 'fg']);
    expect(xargsWords('a "b', plain)).toMatchObject({ words: ['a'], error: expect.stringContaining('unmatched double quote') });
    expect(xargsWords(' a b \n\nc', { delimiter: undefined, byLine: true }).words).toEqual(['a b ', 'c']);
  });
  it('xargs keeps lines within bounds', () => expect(batches(['aa', 'bb', 'cc'], 0, 6)).toEqual([['aa', 'bb'], ['cc']]));
  it('yes writes whole lines', () => expect(yesChunk(['no']).replaceAll('no\n', '')).toBe(''));
});
