import { describe, expect, test } from 'vitest';
import { type Played, type PlayOptions, playTape, readingUs } from '../../src/record/player.ts';
import { createScreen } from '../../src/record/screen.ts';
import type { TimedEvent } from '../../src/record/shots.ts';
import { parseTape } from '../../src/record/tape/parse.ts';
import { tapeOfScript } from '../../src/record/tape/script.ts';
import type { Tape } from '../../src/record/tape/tape.ts';
import { fakeStage } from './helpers/stage.ts';

const commands = {
  lsmod: { takesUs: 0, says: 'Module\nchardev\n' },
  'rmmod -w': { takesUs: 60_000_000, says: 'gone\n' },
  quick: { takesUs: 1_000_000, says: 'done\n' },
};
const size: PlayOptions = { cols: 40, rows: 10 };

function tapeOf(source: string): Tape {
  const parsed = parseTape(source, 't.tape', { read: () => undefined, knows: () => true });
  if ('problems' in parsed) throw new Error(parsed.problems.join('\n'));
  return parsed.tape;
}

const play = (source: string | Tape, options: Partial<PlayOptions> = {}): Played[] => [
  ...playTape(typeof source === 'string' ? tapeOf(source) : source, fakeStage(commands), { ...size, ...options }),
];
const eventsOf = (all: readonly Played[]): TimedEvent[] => all.flatMap((one) => (one.kind === 'event' ? [one.event] : []));
const durationMs = (all: readonly Played[]): number => (eventsOf(all).at(-1)?.atUs ?? 0) / 1_000;

/** The screen at a moment of the tape's clock. */
function screenAt(all: readonly Played[], atMs: number): string[] {
  const screen = createScreen(size.cols, size.rows);
  for (const event of eventsOf(all)) if (event.code === 'o' && event.atUs <= atMs * 1_000) screen.write(event.data);
  return screen.text();
}

describe('playing a tape', () => {
  test('shows each key when it is pressed, and the last frame for 4 s', () => {
    const all = play('Sleep 1s\nType "ls"');
    expect(screenAt(all, 999).slice(0, 2)).toEqual(['today#', 'well   t 0 s']);
    expect(screenAt(all, 1_000)[0]).toBe('today# l');
    expect(screenAt(all, 1_045)[0]).toBe('today# ls');
    expect(durationMs(all)).toBe(1_000 + 90 + 4_000);
  });

  test('is equal, event for event, when it is played twice', () => {
    const source = 'Type "quick" Enter Wait\nType "rmmod -w" Enter Sleep 2s Ctrl+C Sleep 1s';
    expect(play(source)).toEqual(play(source));
  });

  test('shows the spinner turn on its own grid while a command runs', () => {
    const all = play('Type@1ms "rmmod -w" Enter@0ms Sleep 1s');
    const turns = eventsOf(all).filter((event) => event.code === 'o' && /[⠇⠋⠙⠸]/.test(event.data) && event.atUs > 100_000);
    expect(turns.map((event) => event.atUs / 1_000).slice(0, 3)).toEqual([250, 500, 750]);
  });

  test('Wait waits for the prompt', () => {
    const all = play('Type "quick" Enter Wait Type "x"');
    expect(screenAt(all, 1_400).slice(0, 3)).toEqual(['today# quick', 'done', 'today# x']);
  });

  test('Wait with a pattern sees what is hidden', () => {
    const all = play('Hide Type "quick" Enter Wait+Screen /done/ Show Sleep 1s');
    expect(durationMs(all)).toBe(5_000);
    expect(screenAt(all, 0).slice(0, 3)).toEqual(['today# quick', 'done', 'today#']);
  });

  test('a wait in vain tells the place and the last line', () => {
    expect(() => play('Type "rmmod -w" Enter\nWait@2s')).toThrow(
      't.tape:2: waited 2 s, the prompt did not come back; the last line is "well   t 2 s"',
    );
    expect(() => play('Wait+Screen@1s /never/')).toThrow('t.tape:1: waited 1 s, nothing matched "never"; the last line is "well   t 1 s"');
  });

  test('nobody takes keys after the shell has ended', () => {
    expect(() => play('Type "exit 3" Enter Type "x"')).toThrow('t.tape:1: the shell has ended, nobody takes this key');
  });

  test('the exit status is the last event', () => {
    expect(eventsOf(play('Type "exit 3" Enter')).at(-1)).toMatchObject({ code: 'x', data: '3' });
  });

  test('what is hidden takes no time and is not told; a clear in it leaves only what came after', () => {
    const all = play('Type "lsmod" Enter Sleep 1s\nHide Type "lsmod" Enter Sleep 30s Type "clear" Enter Show\nSleep 1s');
    expect(durationMs(all)).toBe(5 * 45 + 45 + 1_000 + 1_000 + 4_000);
    expect(screenAt(all, 10_000).slice(0, 3)).toEqual(
      ['today#', 'well   t 30 s', ''].map((row, at) => (at === 1 ? screenAt(all, 10_000)[1] : row)),
    );
    expect(all.filter((one) => one.kind === 'text' && one.text.includes('Module'))).toHaveLength(1);
  });

  test('of a wait no more than the idle limit is shown', () => {
    const all = play('Type "rmmod -w" Enter Wait@2m Type "x"', { idleLimitUs: 3_000_000 });
    expect(durationMs(all)).toBeGreaterThan(7_000);
    expect(durationMs(all)).toBeLessThan(8_000);
    expect(screenAt(all, 20_000).slice(0, 3)).toEqual(['today# rmmod -w', 'gone', 'today# x']);
    expect(eventsOf(all).at(-1)?.virtualUs).toBeGreaterThan(64_000_000);
  });

  test('a speed of 2 halves all times', () => {
    expect(durationMs(play('Sleep 2s', { speed: 2 }))).toBe(3_000);
    expect(durationMs(play('Set PlaybackSpeed 2\nSleep 2s'))).toBe(3_000);
  });

  test('keys are told as input on demand', () => {
    const input = eventsOf(play('Type "ab" Enter Ctrl+C', { input: true })).filter((event) => event.code === 'i');
    expect(input.map((event) => event.data)).toEqual(['a', 'b', '\r', '\x03']);
  });

  test('screenshots and golden frames show the screen of their moment', () => {
    const all = play('Set TypingSpeed 10ms\n# Scene\nType "ab"\nScreenshot a.png\nType "c"');
    const shot = all.find((one) => one.kind === 'screenshot');
    expect(shot).toMatchObject({ path: 'a.png', shot: { title: 'Scene', atUs: 20_000, clock: 't 0.0 s' } });
    const frames = all.flatMap((one) => (one.kind === 'frame' ? [one.rows[0]] : []));
    expect(frames).toEqual(['today# ab', 'today# abc']);
  });
});

describe('playing a command file', () => {
  test('runs each line, and leaves time to read by the number of lines', () => {
    const all = play(tapeOfScript('lsmod\nquick\n', 's.sh'));
    const rows = screenAt(all, 100_000);
    expect(rows.slice(0, 6)).toEqual(['today# lsmod', 'Module', 'chardev', 'today# quick', 'done', 'today#']);
    const first = 500 + 5 * 45 + 350 + readingUs(3) / 1_000;
    expect(screenAt(all, first + 1)[3]).toBe('today# q');
  });
  test.each([
    [0, 500],
    [5, 1_500],
    [12, 2_900],
    [100, 3_000],
  ])('%i lines are left for %i ms', (lines, ms) => {
    expect(readingUs(lines)).toBe(ms * 1_000);
  });
});
