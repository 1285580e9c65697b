import { describe, expect, test } from 'vitest';
import { castDifference } from '../../src/record/cast/info.ts';
import { linesOf } from '../../src/record/cast/lines.ts';
import { readCast } from '../../src/record/cast/read.ts';
import { RULE } from '../../src/record/golden.ts';
import { themes } from '../../src/record/picture/theme.ts';
import { playTape } from '../../src/record/player.ts';
import { headerOf, type RecordOptions, record } from '../../src/record/record.ts';
import { shotsOf } from '../../src/record/shots.ts';
import { parseTape } from '../../src/record/tape/parse.ts';
import type { Tape } from '../../src/record/tape/tape.ts';
import { decodeGif } from './helpers/gif.ts';
import { installed, without } from './helpers/packages.ts';
import { fakeStage } from './helpers/stage.ts';
import { expectWellFormed, rowsAt } from './helpers/svg.ts';

const commands = { lsmod: { takesUs: 0, says: 'Module\nchardev\n' }, 'rmmod -w': { takesUs: 20_000_000, says: '\x1b[31mgone\x1b[0m\n' } };
const options: RecordOptions = { cols: 40, rows: 10, title: 'a demo', castVersion: 2, packages: installed };
const source =
  '# The list\nSleep 1s\n# List\nType "lsmod" Enter Wait Sleep 1s\nScreenshot now.png\n# Wait\nType "rmmod -w" Enter Wait@1m Sleep 1s';

function tapeOf(text: string): Tape {
  const parsed = parseTape(text, 't.tape', { read: () => undefined, knows: () => true });
  if ('problems' in parsed) throw new Error(parsed.problems.join('\n'));
  return parsed.tape;
}

function recorded(paths: readonly string[], more: Partial<RecordOptions> = {}, text = source): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  record(tapeOf(text), fakeStage(commands), paths, { ...options, ...more }, (path, piece) => {
    files.set(path, Buffer.concat([files.get(path) ?? Buffer.alloc(0), Buffer.from(piece)]));
  });
  return files;
}

describe('a recording', () => {
  const paths = ['a.cast', 'a.svg', 'a.gif', 'a.png', 'a.txt'];

  test('is written in every form at once, and has the same bytes twice', () => {
    const files = recorded(paths);
    expect([...files.keys()].sort()).toEqual([...paths, 'now.png'].sort());
    expect(recorded(paths)).toEqual(files);
  });

  test('has a header that depends on nothing but the options', () => {
    const [head] = (recorded(['a.cast']).get('a.cast')?.toString() ?? '').split('\n');
    expect(JSON.parse(head ?? '')).toEqual({
      version: 2,
      width: 40,
      height: 10,
      idle_time_limit: 2,
      title: 'a demo',
      env: { SHELL: 'modsh', TERM: 'xterm-256color' },
      theme: { fg: '#dfe3ea', bg: '#16191f', palette: expect.stringMatching(/^(#[0-9a-f]{6}:){15}#[0-9a-f]{6}$/) },
    });
  });

  test('shows the same in its cast, its SVG and its GIF', () => {
    const files = recorded(paths);
    const cast = readCast(linesOf([files.get('a.cast')?.toString() ?? ''], 'a.cast'), 'a.cast');
    const shots = [...shotsOf(cast.header, cast.events)];
    const svg = files.get('a.svg')?.toString() ?? '';
    expectWellFormed(svg);
    for (const shot of shots) {
      const told = shot.image.rows.map((row) =>
        row
          .flatMap((run) => run.cells)
          .join('')
          .replace(/[⠇⠋⠙⠸⠴⠦]/g, '')
          .replaceAll(' ', ''),
      );
      expect(rowsAt(svg, Math.round(shot.atUs / 1_000), 10).map((row) => row.replaceAll(' ', ''))).toEqual(told);
    }
    expect(decodeGif(files.get('a.gif') ?? Buffer.alloc(0)).frames.length).toBeGreaterThan(80);
  });

  test('checks itself: recorded again there is no difference, after a change there is', () => {
    const text = recorded(['a.cast'], { castVersion: 3 }).get('a.cast')?.toString() ?? '';
    const fresh = function* (changed: string) {
      for (const one of playTape(tapeOf(changed), fakeStage(commands), options)) if (one.kind === 'event') yield one.event;
    };
    const check = (changed: string): string | undefined =>
      castDifference(readCast(linesOf([text], 'a'), 'a'), headerOf(options, themes.dark), fresh(changed));
    expect(check(source)).toBeUndefined();
    expect(check(source.replace('# List', '# Lists'))).toMatch(/^event 3: the cast has \[1\.000000, m, "List"\], the fresh recording /);
  });

  test('has its transcript in the SVG, for those who cannot see it', () => {
    const svg = recorded(['a.svg']).get('a.svg')?.toString() ?? '';
    expect(/<desc id="D">([^<]*)<\/desc>/.exec(svg)?.[1]?.split('\n').slice(0, 5)).toEqual([
      'today# lsmod',
      'Module',
      'chardev',
      'today# rmmod -w',
      'gone',
    ]);
  });

  test('as golden text has the screen after each command', () => {
    const text = recorded(['a.txt'], {}, 'Type "lsmod" Enter').get('a.txt')?.toString() ?? '';
    const frames = text.split(`${RULE}\n`);
    expect(frames.map((frame) => frame.split('\n').slice(0, 3))).toEqual([
      ['today# lsmod', 'well   t 0 s', ''],
      ['today# lsmod', 'Module', 'chardev'],
      [''],
    ]);
  });

  test('a still SVG does not move', () => {
    expect(recorded(['a.svg'], { still: true }).get('a.svg')?.toString()).not.toMatch(/style="animation/);
  });

  test('says which package is missing before it plays', () => {
    expect(() => recorded(['a.cast', 'b.gif'], { packages: without('gifenc') }, 'Sleep 1s')).toThrow('a GIF needs the package gifenc');
    expect(() => recorded(['a.cast', 'b.gif'], { packages: without('@resvg/resvg-js') }, 'Sleep 1s')).toThrow(
      'b.gif needs the package @resvg/resvg-js',
    );
    expect(recorded(['a.cast', 'b.svg'], { packages: without('@resvg/resvg-js') }, 'Sleep 1s').size).toBe(2);
  });
});
