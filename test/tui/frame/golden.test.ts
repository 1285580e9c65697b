import { describe, expect, test } from 'vitest';
import { emptyEditor } from '../../../src/tui/editor/state.ts';
import { widthOf } from '../../../src/tui/frame/columns.ts';
import { paint } from '../../../src/tui/frame/paint.ts';
import { type FrameInput, regionRows, renderFrame } from '../../../src/tui/frame/render.ts';
import { textOf } from '../../../src/tui/frame/styled.ts';
import { firstLook, trackChanges } from '../../../src/tui/marks.ts';
import { contextOf, pastOf, play } from '../../helpers/editing.ts';
import { drawn, editing, frameInput, plainLook } from '../../helpers/frames.ts';
import { expectGolden } from '../../helpers/golden.ts';
import {
  at,
  chardev,
  core,
  hold,
  moduleOf,
  netdev,
  netdevWait,
  phasesAt,
  proto,
  user,
  user2,
  viewOf,
  waitOf,
} from '../../helpers/views.ts';

const before = viewOf({ modules: [user2, { ...user, refcnt: 0, used: 0 }, core] });
const lit = trackChanges(firstLook(before), viewOf(), 1_000);
const gone = trackChanges(firstLook(viewOf()), viewOf({ modules: [user2, user, core] }), 1_000);
const crowd = viewOf({
  modules: [
    ...Array.from({ length: 11 }, (_, index) => moduleOf(`mod${index}`)),
    chardev,
    core,
    moduleOf('busy', { refcnt: 1, miscount: 1 }),
  ],
});
const draining = viewOf({
  regime: 'drain',
  now: at(44),
  modules: [{ ...proto, state: 'Unloading', holds: [hold('linger', { count: 2, counted: false })] }, chardev, netdev, core],
  waits: [waitOf({ since: at(6), until: at(66), phases: phasesAt('drain') })],
});
const menuOf = play('"rmmod c" tab');
const past = contextOf(pastOf('lsmod', 'modprobe -r -w 700 chardev', 'rmmod -w proto', 'for m in a b; do\nrmmod $m\ndone'));

const scenes: Readonly<Record<string, Partial<FrameInput>>> = {
  'prompt with a suggestion': { promptText: 'today [1]# ', editor: editing('e'), suggestion: 'xec 3</dev/chardev0' },
  'a module came, a count rose': { changes: lit, showMs: 1_100 },
  'tools of 2.2': { view: viewOf({ regime: '2.2', lsmodHeader: 'Module                  Size  Used by    Not tainted' }) },
  'a module went': { view: viewOf({ modules: [user2, user, core] }), changes: gone, showMs: 1_100 },
  'a wait that can be cancelled': {
    at: 'running',
    foreground: 107,
    view: viewOf({ modules: [proto, chardev, core], waits: [waitOf()] }),
  },
  'a wait that cannot be cancelled': { at: 'running', foreground: 107, view: viewOf({ modules: [netdev], waits: [netdevWait] }) },
  'a wait with phases': { at: 'running', foreground: 107, view: draining, nowUs: at(29) },
  'a wait past its commit': {
    at: 'running',
    foreground: 107,
    view: { ...draining, waits: [waitOf({ phases: phasesAt('exit'), cancellable: false, until: undefined, blockers: [] })] },
  },
  'two waits in the background, a line being typed': {
    editor: editing('lsmod'),
    jobs: new Map([
      [107, 1],
      [108, 2],
    ]),
    nowUs: at(25),
    showMs: 500,
    view: {
      ...draining,
      waits: [
        waitOf({
          group: 108,
          pid: 108,
          command: 'rmmod -w chardev',
          module: 'chardev',
          until: undefined,
          phases: phasesAt('refs'),
          blockers: [{ kind: 'file', count: 1, who: 'sh fd 3' }],
        }),
        waitOf({ phases: phasesAt('drain') }),
      ],
    },
  },
  'more modules than fit': { view: crowd, changes: firstLook(crowd) },
  'completion menu': { editor: menuOf.state },
  'history search': { editor: play('C-r "-w" C-r', past).state, history: past.history },
  'a block of three lines': { editor: editing('for m in core user; do\nrmmod $m\ndone'), open: ['do', 'do'] },
  'typed ahead while a command runs': { at: 'running', ahead: ['lsmod', 'dmesg'], editor: editing('ec') },
  'no module loaded': { view: viewOf({ modules: [], taint: '', logUnread: 0 }) },
  'output without a newline': { tail: 'password: ', at: 'running', reading: true },
};

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 36 },
  { columns: 60, rows: 15 },
];

const sheet = (overrides: Partial<FrameInput>): string =>
  Object.entries(scenes)
    .map(([name, scene]) => `== ${name}\n${drawn({ ...scene, ...overrides })}\n`)
    .join('\n');

describe('frames', () => {
  test.each(sizes)('at $columns x $rows are as drawn', (size) => {
    expectGolden(`tui/${size.columns}x${size.rows}.txt`, sheet({ size }));
  });

  test('in ASCII are as drawn, and hold no other byte', () => {
    const text = sheet({ look: { ...plainLook, signs: 'ascii' } });
    expectGolden('tui/ascii.txt', text);
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
  });

  test.each(['dark', 'light', 'mono'] as const)('in the %s theme have the colours as drawn', (theme) => {
    const look = { ...plainLook, theme };
    const text = Object.entries(scenes)
      .map(
        ([name, scene]) =>
          `== ${name}\n${renderFrame(frameInput({ ...scene, look }))
            .lines.map((styled) => paint(styled, look))
            .join('\n')}\n`,
      )
      .join('\n')
      .replaceAll('\x1b[', '<')
      .replaceAll(/<([\d;]*)m/g, (_, codes: string) => (codes === '0' ? '</>' : `<${codes}>`));
    expectGolden(`tui/${theme}.txt`, text);
    const codes = [...text.matchAll(/<([\d;]+)>/g)].flatMap(([, all = '']) => all.split(';').map(Number));
    const allowed = theme === 'mono' ? [1, 2, 4, 7] : [31, 32, 33, 34, 35, 36, 1, 2, 4, 7];
    expect(codes.filter((code) => !allowed.includes(code))).toEqual([]);
  });

  test('without motion the spinner stands still', () => {
    const scene = scenes['a wait that can be cancelled'] ?? {};
    const still = { ...plainLook, motion: false };
    expect(drawn({ ...scene, look: still, showMs: 0 })).toBe(drawn({ ...scene, look: still, showMs: 750 }));
    expect(drawn({ ...scene, showMs: 0 })).not.toBe(drawn({ ...scene, showMs: 750 }));
  });

  test('on a projector nothing is faint and two rows stay free below', () => {
    const frame = renderFrame(frameInput({ look: { ...plainLook, projector: true }, promptText: 'today# ', suggestion: 'x' }));
    expect(frame.lines.slice(-2).map((styled) => paint(styled, plainLook))).toEqual([' ', ' ']);
    expect(frame.lines.map((styled) => paint(styled, { ...plainLook, projector: true })).join('')).not.toMatch(/\x1b\[(?:\d+;)*2[;m]/);
  });

  const screens = [20, 30, 39, 40, 51, 52, 55, 56, 60, 69, 70, 80, 100, 119, 120, 200].flatMap((columns) =>
    [4, 6, 8, 10, 15, 24, 36, 50].map((rows) => ({ columns, rows })),
  );
  test.each(screens)('at $columns x $rows no line is too wide and the region never too high', (size) => {
    for (const [name, scene] of Object.entries(scenes)) {
      for (const signs of ['unicode', 'ascii'] as const) {
        const frame = renderFrame(frameInput({ ...scene, size, look: { ...plainLook, signs } }));
        expect(frame.lines.length, name).toBeLessThanOrEqual(regionRows(size));
        for (const styled of frame.lines) expect(widthOf(styled), name).toBeLessThan(size.columns);
        expect(frame.cursor?.x ?? 0, name).toBeLessThan(size.columns);
        expect(frame.cursor?.y ?? 0, name).toBeLessThan(Math.max(1, frame.lines.length));
      }
    }
  });

  test('below 40 x 8 there is no table, but the prompt works', () => {
    const small = drawn({ size: { columns: 30, rows: 6 }, editor: editing('rmmod chardev') });
    expect(small.split('\n')[0]).toBe('today# rmmod chardev_');
    expect(small).not.toContain('Module');
  });

  test('columns 1 to 50 of the table are the rows of lsmod, byte for byte', () => {
    const view = viewOf({ modules: [chardev, user2, user, core, netdev] });
    const rows = drawn({ view, changes: firstLook(view) })
      .split('\n')
      .slice(2);
    expect(rows.map((row) => row.slice(0, 50).trimEnd())).toEqual([view.lsmodHeader, ...view.modules.map((module) => module.row)]);
  });

  test('a hidden table hides the status line too', () => {
    expect(drawn({ table: false, editor: emptyEditor })).toBe('today# _');
  });

  test('a table is made anew for another view, another width or other marks, and not for a key', () => {
    const input = frameInput({ view: crowd, changes: firstLook(crowd) });
    const rows = (overrides: Partial<FrameInput>) => renderFrame({ ...input, ...overrides }).lines.slice(2);
    const first = rows({});
    expect(rows({ editor: editing('ls'), showMs: 5_000 }).map((line, index) => line === first[index])).toEqual(first.map(() => true));
    expect(textOf(rows({ view: { ...crowd, modules: [core] } })[1] ?? [])).toMatch(/^core /);
    expect(rows({ size: { columns: 60, rows: 24 } }).map(widthOf)).not.toContain(79);
    expect(rows({ changes: trackChanges(firstLook(viewOf({ modules: [] })), crowd, 0) }).map(textOf)).not.toEqual(first.map(textOf));
  });
});
