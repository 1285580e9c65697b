import { describe, expect, test } from 'vitest';
import { readCast } from '../../../src/record/cast/read.ts';
import { type PlayedCast, passTime, pressKey, startPlaying, statusText, untilNextUs } from '../../../src/record/play/controls.ts';
import { playable } from '../../../src/record/play/head.ts';
import { keyNamed, typing } from '../../../src/record/stage.ts';

const S = 1_000_000;
const cast: PlayedCast = {
  durationUs: 60 * S,
  markers: [
    { atUs: 10 * S, name: 'one' },
    { atUs: 20 * S, name: 'two' },
  ],
  nextUs: 31 * S,
};
const at = (seconds: number, playing = true) => ({ ...startPlaying(), atUs: seconds * S, playing });

describe('steering', () => {
  test.each([
    [' ', at(30), { playing: false }],
    [' ', at(30, false), { playing: true }],
    ['.', at(30), { atUs: 31 * S, playing: false }],
    ['+', at(30), { speed: 2 }],
    ['-', at(30), { speed: 0.5 }],
    [']', at(5), { atUs: 10 * S }],
    [']', at(30), { atUs: 60 * S }],
    ['[', at(30), { atUs: 20 * S }],
    ['[', at(20.5), { atUs: 10 * S }],
    ['[', at(20.5, false), { atUs: 20 * S }],
    ['[', at(5), { atUs: 0 }],
    ['7', at(30), { atUs: 42 * S }],
    ['q', at(30), { over: 'quit', playing: false }],
    ['z', at(30), {}],
  ])('%j', (text, before, changed) => {
    expect(pressKey(before, typing(text), cast)).toEqual({ ...before, ...changed });
  });

  test.each([
    ['right', at(57), { atUs: 60 * S }],
    ['left', at(30), { atUs: 25 * S }],
    ['home', at(30), { atUs: 0 }],
    ['end', at(30), { atUs: 60 * S, playing: false }],
    ['escape', at(30), { over: 'quit', playing: false }],
  ])('%s', (name, before, changed) => {
    expect(pressKey(before, keyNamed(name), cast)).toEqual({ ...before, ...changed });
  });

  test('Ctrl-C leaves', () => {
    expect(pressKey(at(1), keyNamed('c', { ctrl: true }), cast).over).toBe('quit');
  });

  test('speed stays between 1/16 and 16', () => {
    let state = at(0);
    for (let k = 0; k < 9; k += 1) state = pressKey(state, typing('+'), cast);
    expect(state.speed).toBe(16);
    for (let k = 0; k < 20; k += 1) state = pressKey(state, typing('-'), cast);
    expect(state.speed).toBe(1 / 16);
  });

  test('time passes at the speed, ends at the end, and stands still while paused', () => {
    expect(passTime({ ...at(1), speed: 2 }, S, cast).atUs).toBe(3 * S);
    expect(passTime(at(59), 5 * S, cast)).toMatchObject({ atUs: 60 * S, over: 'ended', playing: false });
    expect(passTime(at(1, false), S, cast)).toEqual(at(1, false));
  });

  test('the next event is waited for in real time', () => {
    expect(untilNextUs({ ...at(30), speed: 2 }, cast)).toBe(0.5 * S);
    expect(untilNextUs(at(30, false), cast)).toBeUndefined();
  });

  test('the status tells place, speed and marker', () => {
    expect(statusText({ ...at(15, false), speed: 4 }, cast)).toBe('15.0 of 60.0 s   x4   paused   one');
    expect(statusText(at(0), cast)).toBe('0.0 of 60.0 s');
  });
});

describe('the playing head', () => {
  const lines = ['{"version":2,"width":8,"height":2,"idle_time_limit":2}', '[0,"o","a"]', '[1,"m","one"]', '[1,"o","b"]', '[9,"o","c"]'];
  const open = () => readCast(lines, 'a.cast');

  test('writes what came since the last move', () => {
    const { head } = playable(open);
    expect([...head.moveTo(0)]).toEqual(['a']);
    expect(head.nextUs()).toBe(1 * S);
    expect([...head.moveTo(1 * S)]).toEqual(['b']);
    expect([...head.moveTo(2 * S)]).toEqual([]);
    expect([...head.moveTo(99 * S)]).toEqual(['c']);
    expect(head.nextUs()).toBeUndefined();
  });

  test('going back starts on an empty screen', () => {
    const { head } = playable(open);
    expect([...head.moveTo(5 * S)]).toEqual(['a', 'b', 'c']);
    expect([...head.moveTo(1 * S)]).toEqual(['\x1b[0m\x1b[?25h\x1b[H\x1b[2J', 'a', 'b']);
  });

  test('going back lets go of the file that was being read', () => {
    let open = 0;
    function* lines(): Generator<string> {
      open += 1;
      try {
        yield '{"version":2,"width":80,"height":24}';
        for (let second = 1; second <= 9; second += 1) yield `[${second}, "o", "x"]`;
      } finally {
        open -= 1;
      }
    }
    const { head } = playable(() => readCast(lines(), 'a.cast'));
    for (const seconds of [5, 2, 7, 0, 3]) [...head.moveTo(seconds * S)];
    expect(open).toBe(1);
  });

  test('pauses are as long as the header allows, or as told', () => {
    expect(playable(open)).toMatchObject({ durationUs: 3 * S, markers: [{ atUs: 1 * S, name: 'one' }] });
    expect(playable(open, Number.POSITIVE_INFINITY).durationUs).toBe(9 * S);
    expect(playable(open, 500_000).durationUs).toBe(1 * S);
  });
});
