import { describe, expect, test } from 'vitest';
import type { CastEvent } from '../../../src/record/cast/cast.ts';
import { changeSpeed, limitIdle, trim } from '../../../src/record/cast/edit.ts';
import { firstDifference, infoOf, infoText } from '../../../src/record/cast/info.ts';
import { readCast } from '../../../src/record/cast/read.ts';

const at = (seconds: number, code: string, data: string): CastEvent => ({ atUs: seconds * 1_000_000, code, data });
const cast = [at(0, 'o', 'a'), at(1, 'm', 'one'), at(2, 'r', '90x30'), at(10, 'o', 'b'), at(11, 'm', 'two'), at(20, 'o', 'c')];

describe('editing a stream of events', () => {
  test('trim keeps the screen that was there and drops earlier markers', () => {
    expect([...trim(cast, 5_000_000, 15_000_000)]).toEqual([at(0, 'o', 'a'), at(0, 'r', '90x30'), at(5, 'o', 'b'), at(6, 'm', 'two')]);
  });
  test('trim refuses an end before the start', () => {
    expect(() => [...trim(cast, 2, 1)]).toThrow('the end lies before the start');
  });
  test('limitIdle shortens each pause and nothing else', () => {
    expect([...limitIdle(cast, 2_000_000)].map((event) => event.atUs / 1_000_000)).toEqual([0, 1, 2, 4, 5, 7]);
  });
  test('changeSpeed divides all times', () => {
    expect([...changeSpeed(cast, 2)].map((event) => event.atUs / 1_000_000)).toEqual([0, 0.5, 1, 5, 5.5, 10]);
  });
});

describe('info and check', () => {
  const lines = [
    '{"version":3,"term":{"cols":80,"rows":24},"idle_time_limit":2,"title":"t"}',
    '[0,"o","ab"]',
    '[5,"m","one"]',
    '[1,"x","3"]',
  ];
  test('info counts events, time, pauses and markers', () => {
    expect(infoText(infoOf(readCast(lines, 'a')))).toBe(
      [
        'format    asciicast v3',
        'size      80x24',
        'title     t',
        'duration  6.000000 s',
        'played    3.000000 s with pauses of at most 2 s',
        'events    3: 1 output, 1 marker, 1 exit',
        'output    2 characters',
        'pause     5.000000 s at most',
        'exit      3',
        'marker        5.000000  one',
        '',
      ].join('\n'),
    );
  });
  test('info tells a cast that was cut off', () => {
    expect(infoOf(readCast([...lines, '[1,"o"'], 'a')).cut).toBe(true);
  });
  test.each([
    [cast, cast, undefined],
    [cast, cast.slice(0, 5), 'event 6: the fresh recording ends, the cast goes on with [20.000000, o, "c"]'],
    [cast.slice(0, 1), cast, 'event 2: the cast ends, the fresh recording goes on with [1.000000, m, "one"]'],
    [[at(1, 'o', 'a')], [at(1, 'o', 'b')], 'event 1: the cast has [1.000000, o, "a"], the fresh recording [1.000000, o, "b"]'],
  ])('check tells the first difference (%#)', (old, fresh, told) => {
    expect(firstDifference(old, fresh)).toBe(told);
  });
});
