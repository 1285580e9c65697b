/** Counts over time: what becomes a sample, what a chart makes of it, what is forgotten. */
import { describe, expect, test } from 'vitest';
import { type CountHistory, countsOver, createHistory, recordCounts } from '../../src/dash/history.ts';
import { at, moduleOf, viewOf } from '../helpers/views.ts';

const look = (history: CountHistory, second: number, refcnt: number | undefined): void =>
  recordCounts(history, viewOf({ now: at(second), modules: refcnt === undefined ? [] : [moduleOf('m', { refcnt })] }));

const samplesOf = (history: CountHistory): readonly (readonly [number, number])[] =>
  [...history.samples.values()].flat().map(({ t, refcnt }) => [t / 1_000_000, refcnt]);

describe('samples', () => {
  test('only changes are kept; a module that went counts 0, and so does one in exit()', () => {
    const history = createHistory();
    for (const [second, refcnt] of [
      [1, 0],
      [2, 0],
      [3, 2],
      [4, 2],
      [5, -1],
      [6, undefined],
    ] as const)
      look(history, second, refcnt);
    expect(samplesOf(history)).toEqual([
      [1, 0],
      [3, 2],
      [5, 0],
    ]);
  });

  test('a module that is gone is forgotten when no chart reaches it any more', () => {
    const history = createHistory();
    look(history, 1, 2);
    look(history, 2, undefined);
    look(history, 60, undefined);
    expect(history.samples.size).toBe(1);
    look(history, 63, undefined);
    expect(history.samples.size).toBe(0);
  });

  test.each([1, 60])('another kernel begins anew, though its clock stands at %i s', (second) => {
    const history = createHistory();
    look(history, 50, 2);
    recordCounts(history, { ...viewOf({ now: at(second), modules: [moduleOf('m', { refcnt: 0 })] }), boot: 1 });
    expect(samplesOf(history)).toEqual([[second, 0]]);
  });

  test('a count that never rests is kept within bounds', () => {
    const history = createHistory();
    for (let n = 0; n < 5_000; n += 1) look(history, n / 1_000, n % 2);
    expect([...history.samples.values()][0]?.length).toBeLessThanOrEqual(2_000);
  });
});

describe('the line of the last minute', () => {
  const rows: readonly (readonly [string, readonly (readonly [number, number])[], readonly number[]])[] = [
    ['nothing known is 0', [], [0, 0, 0, 0, 0, 0]],
    ['a count of long ago holds', [[-100, 3]], [3, 3, 3, 3, 3, 3]],
    ['a rise is seen where it was', [[35, 2]], [0, 0, 0, 2, 2, 2]],
    [
      'what was over before the minute is not',
      [
        [-50, 9],
        [-20, 1],
      ],
      [1, 1, 1, 1, 1, 1],
    ],
    [
      'a short hold between two points is not lost',
      [
        [0, 1],
        [22, 5],
        [22.1, 1],
      ],
      [1, 1, 5, 1, 1, 1],
    ],
    [
      'the last point is the count now',
      [
        [0, 1],
        [59, 5],
        [59.5, 2],
      ],
      [1, 1, 1, 1, 1, 2],
    ],
  ];
  for (const [name, samples, expected] of rows) {
    test(name, () => {
      const given = samples.map(([second, refcnt]) => ({ t: at(second), refcnt }));
      expect(countsOver(given, at(60), 6)).toEqual(expected);
    });
  }
});
