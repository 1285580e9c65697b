import { describe, expect, test } from 'vitest';
import { editDistance, nearest } from '../../src/tui/distance.ts';
import { type Look, lookOf, modeOf } from '../../src/tui/look.ts';
import { columnsOf, cut, fillLeft, takeColumns } from '../../src/tui/text/width.ts';
import { duration, tenths } from '../../src/tui/time.ts';

const utf = { LANG: 'en_US.UTF-8', TERM: 'xterm-256color' };

describe('look', () => {
  const rows: readonly (readonly [rule: string, env: Record<string, string>, expected: Partial<Look>])[] = [
    ['dark and Unicode by default', {}, { theme: 'dark', signs: 'unicode', motion: true, hints: true, projector: false, marks: true }],
    ['NO_COLOR', { NO_COLOR: '1' }, { theme: 'mono' }],
    ['an empty NO_COLOR does not count', { NO_COLOR: '' }, { theme: 'dark' }],
    ['FORCE_COLOR beats NO_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, { theme: 'dark' }],
    ['FORCE_COLOR=0 is none', { FORCE_COLOR: '0' }, { theme: 'mono' }],
    ['MODSH_THEME', { MODSH_THEME: 'light' }, { theme: 'light' }],
    ['an unknown theme is ignored', { MODSH_THEME: 'pink' }, { theme: 'dark' }],
    ['COLORFGBG with a light ground', { COLORFGBG: '0;15' }, { theme: 'light' }],
    ['COLORFGBG with a dark ground', { COLORFGBG: '15;default;0' }, { theme: 'dark' }],
    ['a locale without UTF-8', { LANG: 'C' }, { signs: 'ascii' }],
    ['LC_ALL goes before LANG', { LC_ALL: 'C', LANG: 'en_US.UTF-8' }, { signs: 'ascii' }],
    ['MODSH_ASCII', { MODSH_ASCII: '1' }, { signs: 'ascii' }],
    ['MODSH_ASCII=0 insists on Unicode', { MODSH_ASCII: '0', LANG: 'C' }, { signs: 'unicode' }],
    ['MODSH_MOTION=0', { MODSH_MOTION: '0' }, { motion: false }],
    ['MODSH_HINTS=0', { MODSH_HINTS: '0' }, { hints: false }],
    ['MODSH_PROJECTOR=1', { MODSH_PROJECTOR: '1' }, { projector: true }],
    ['no marks on the Linux console', { TERM: 'linux' }, { marks: false }],
  ];
  test.each(rows)('%s', (_, env, expected) => {
    expect(lookOf({ ...utf, ...env })).toMatchObject(expected);
  });

  test('flags go before the environment', () => {
    expect(lookOf({ ...utf, FORCE_COLOR: '1' }, { colour: false }).theme).toBe('mono');
  });

  test('on Windows the locale says nothing', () => {
    expect(lookOf({ TERM: 'xterm' }, {}, 'win32').signs).toBe('unicode');
  });

  test.each([
    ['both terminals', {}, true, true, 'live'],
    ['standard input is a file', {}, false, true, 'script'],
    ['standard output is a pipe', {}, true, false, 'plain'],
    ['TERM=dumb', { TERM: 'dumb' }, true, true, 'plain'],
    ['no TERM', { TERM: '' }, true, true, 'plain'],
    ['MODSH_PLAIN', { MODSH_PLAIN: '1' }, true, true, 'plain'],
    ['ACCESSIBLE', { ACCESSIBLE: '1' }, true, true, 'plain'],
    ['CI makes no difference', { CI: 'true' }, true, true, 'live'],
  ] as const)('%s', (_, env, stdin, stdout, mode) => {
    expect(modeOf({ ...utf, ...env }, stdin, stdout)).toBe(mode);
  });
});

describe('widths, times and distances', () => {
  test.each([
    ['abc', 3],
    ['日本', 4],
    ['e\u0301', 1],
    ['👩‍💻', 2],
    ['⠇▸║█░…✓↑↓', 9],
  ])('%s takes %i columns', (text, width) => {
    expect(columnsOf(text)).toBe(width);
  });

  test('cutting keeps whole characters', () => {
    expect([takeColumns('日本', 3), cut('日本語', 5, '…'), cut('abc', 3, '…'), cut('abcd', 1, '...'), fillLeft('日', 4)]).toEqual([
      '日',
      '日本…',
      'abc',
      'a',
      '  日',
    ]);
  });

  test.each([
    [0, '0.0 s'],
    [9_940_000, '9.9 s'],
    [9_960_000, '10 s'],
    [57_400_000, '57 s'],
    [-5, '0.0 s'],
  ])('%i microseconds last %s', (us, text) => {
    expect(duration(us)).toBe(text);
  });

  test('a moment has tenths always', () => {
    expect(tenths(44_000_000)).toBe('44.0 s');
  });

  test.each([
    ['rmod', 'rmmod', 1],
    ['lsmdo', 'lsmod', 1],
    ['abc', 'abc', 0],
    ['kitten', 'sitting', 3],
    ['a', 'abcdef', 4],
  ])('from %s to %s it is %i (at most 4)', (a, b, distance) => {
    expect([editDistance(a, b, 3), editDistance(b, a, 3)]).toEqual([distance, distance]);
  });

  test('short words need to be nearer', () => {
    expect([nearest('ls', ['cd']), nearest('xs', ['ls']), nearest('rmmod', ['rmmod']), nearest('insmdo', ['lsmod', 'insmod'])]).toEqual([
      undefined,
      'ls',
      undefined,
      'insmod',
    ]);
  });

  test('one letter is as near to any other as to nothing', () => {
    expect([nearest('g', [':', '[', 'fg']), nearest('x', ['w'])]).toEqual([undefined, undefined]);
    expect(nearest('ss', [':', 'ls'])).toBe('ls');
  });
});
