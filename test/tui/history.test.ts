import { describe, expect, test } from 'vitest';
import { distinctTexts, HISTORY_KEPT, newestStartingWith, remember, searchHistory, startingWith } from '../../src/tui/history.ts';
import { pastOf } from '../helpers/editing.ts';

const entry = (text: string, status: number | undefined = 0) => ({ text, status, tookUs: 5 });

describe('history', () => {
  test('an entry goes to the end', () => {
    expect(remember(pastOf('a'), entry('b')).map(({ text }) => text)).toEqual(['a', 'b']);
  });

  test('the same again replaces the last one, with its new status', () => {
    expect(remember(pastOf('a', 'b'), entry('b', 1))).toEqual([...pastOf('a'), entry('b', 1)]);
  });

  test.each(['', '   ', '\n', ' secret', '\tsecret'])('%j is not kept', (text) => {
    expect(remember(pastOf('a'), entry(text))).toEqual(pastOf('a'));
  });

  test('it is bounded, the oldest goes', () => {
    let history = pastOf();
    for (let index = 0; index < HISTORY_KEPT + 5; index += 1) history = remember(history, entry(`c${index}`));
    expect([history.length, history[0]?.text]).toEqual([HISTORY_KEPT, 'c5']);
  });

  test('by prefix, newest first, each text once, without the prefix itself', () => {
    expect(startingWith(pastOf('ls', 'lsmod', 'rmmod', 'lsmod', 'ls -l'), 'ls')).toEqual(['ls -l', 'lsmod']);
  });

  test('the suggestion skips commands that were not found', () => {
    expect(newestStartingWith([...pastOf('rmmod x'), entry('rmmodd', 127)], 'rmm')).toBe('rmmod x');
    expect(newestStartingWith(pastOf('rmm'), 'rmm')).toBeUndefined();
  });

  test('search finds anywhere, newest first, each text once', () => {
    expect(searchHistory(pastOf('a -w', 'b', 'c -w', 'a -w'), '-w').map(({ text }) => text)).toEqual(['a -w', 'c -w']);
  });

  test('search: small letters find capitals, capitals only themselves', () => {
    expect(searchHistory(pastOf('Echo', 'echo'), 'e').length).toBe(2);
    expect(searchHistory(pastOf('Echo', 'echo'), 'E').length).toBe(1);
  });

  test('different texts are counted', () => {
    expect(distinctTexts(pastOf('a', 'b', 'a'))).toBe(2);
  });
});
