import { describe, expect, test } from 'vitest';
import { addLiteral, addQuoted, addSplit, createFields, endField } from '../../../src/shell/expand/fields.ts';

/** Builds a word from pieces: `q:` quoted, `l:` from the script, `x:` from an expansion. */
function split(ifs: string | undefined, ...pieces: string[]): string[] {
  const fields = createFields(ifs);
  for (const piece of pieces) {
    const text = piece.slice(2);
    if (piece.startsWith('q:')) addQuoted(fields, text);
    else if (piece.startsWith('l:')) addLiteral(fields, text);
    else addSplit(fields, text);
  }
  endField(fields);
  return fields.done.map((field) => field.text);
}

const WHITE = ' \t\n';

describe('expansions are split at IFS', () => {
  test.each([
    ['white space is trimmed and runs together', WHITE, ['x: a  b\n'], ['a', 'b']],
    ['nothing is no field', WHITE, ['x:'], []],
    ['only white space is no field', WHITE, ['x:  '], []],
    ['an empty quoted piece is one', WHITE, ['q:'], ['']],
    ['a quoted piece is not split', WHITE, ['q:a b'], ['a b']],
    ['pieces join at the edges', WHITE, ['l:-', 'x:a b', 'l:-'], ['-a', 'b-']],
    ['white space at the edges parts them', WHITE, ['l:-', 'x: a ', 'l:-'], ['-', 'a', '-']],
    ['an empty quoted piece beside white space stays', WHITE, ['q:', 'x: a'], ['', 'a']],
    ['a colon makes empty fields', ':', ['x::a::b:'], ['', 'a', '', 'b']],
    ['white space beside a colon belongs to it', ': ', ['x:a : b  c'], ['a', 'b', 'c']],
    ['two colons with white space make an empty field', ': ', ['x:a: :b'], ['a', '', 'b']],
    ['script text is not split', ':', ['l:a:b'], ['a:b']],
    ['an empty IFS splits nothing', '', ['x:a b'], ['a b']],
    ['a place without splitting', undefined, ['x: a b '], [' a b ']],
  ])('%s', (_rule, ifs, pieces, expected) => {
    expect(split(ifs, ...pieces)).toEqual(expected);
  });
});

describe('a field is a pattern only for its unquoted characters', () => {
  test.each([
    [['l:a*'], 'a*'],
    [['q:a*'], undefined],
    [['q:a*', 'l:*'], 'a\\**'],
    [['x:b?'], 'b?'],
    [['l:*', 'q:[x]'], '*\\[x\\]'],
    [['l:abc'], undefined],
  ])('%j', (pieces, pattern) => {
    const fields = createFields(WHITE);
    for (const piece of pieces) {
      if (piece.startsWith('q:')) addQuoted(fields, piece.slice(2));
      else if (piece.startsWith('l:')) addLiteral(fields, piece.slice(2));
      else addSplit(fields, piece.slice(2));
    }
    endField(fields);
    expect(fields.done[0]?.pattern).toBe(pattern);
  });
});
