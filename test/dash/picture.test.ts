/** The dashboard as text, held against golden pictures: three sizes, and what keys, phases and small windows make of them. */
import { describe, expect, test } from 'vitest';
import type { DashInput } from '../../src/dash/model.ts';
import { pictureOf } from '../../src/dash/picture.ts';
import { firstState } from '../../src/dash/state.ts';
import { columnsOf } from '../../src/dash/text.ts';
import { expectGolden } from '../helpers/golden.ts';
import { at, moduleOf, netdev, netdevWait, phasesAt, viewOf, waitOf } from '../helpers/views.ts';
import { busy, inputOf, LOOK } from './inputs.ts';

const state = firstState(false);
const drain = {
  ...busy,
  regime: 'drain',
  waits: [
    waitOf({ phases: phasesAt('drain') }),
    waitOf({ command: 'rmmod -w chardev', module: 'chardev', until: undefined, blockers: [{ kind: 'file', count: 1, who: 'sh fd 3' }] }),
  ],
};
const committed = { ...busy, regime: 'drain', waits: [waitOf({ phases: phasesAt('exit'), blockers: [], reason: 'exit() sleeps' })] };
const many = viewOf({ modules: Array.from({ length: 30 }, (_, n) => moduleOf(`module${n}`, { refcnt: n % 3 })) });
const used = viewOf({ modules: [moduleOf('base', { refcnt: 9, holders: Array.from({ length: 9 }, (_, n) => `user_of_it${n}`) })] });

const PICTURES: Readonly<Record<string, Partial<DashInput>>> = {
  '80x24': {},
  '120x36': { size: { columns: 120, rows: 36 } },
  '200x50': { size: { columns: 200, rows: 50 } },
  '100x30': { size: { columns: 100, rows: 30 } },
  empty: { view: viewOf({ modules: [], taint: '' }) },
  ascii: { look: { ...LOOK, signs: 'ascii' } },
  'refs at 80x24': { state: { ...state, refs: true } },
  'refs at 120x36': { state: { ...state, refs: true }, size: { columns: 120, rows: 36 } },
  'tree at 80x24': { state: { ...state, tree: true } },
  'four lines': { state: { ...state, more: 3 } },
  'modules alone, by name': { state: { ...state, full: 'modules', sort: 'name' } },
  'counts alone': { state: { ...state, full: 'counts' } },
  keys: { state: { ...state, help: true } },
  rules: { state: { ...state, rule: 'drain' } },
  'drain at 80x24': { view: drain },
  'two drains at 80x24': {
    view: { ...drain, waits: drain.waits.map((wait) => ({ ...wait, phases: phasesAt(wait.module === 'chardev' ? 'refs' : 'drain') })) },
  },
  'drain at 200x50': { view: drain, size: { columns: 200, rows: 50 } },
  committed: { view: committed },
  'a wait without a way back': { view: viewOf({ modules: [netdev], waits: [netdevWait], now: at(44) }) },
  'many modules': { view: many, state: { ...state, chosen: many.modules[12]?.id } },
  'many users': { view: used },
  'paused, with a note': { speed: 0, note: 'nothing is due' },
  'projector at 60x18': { size: { columns: 60, rows: 18 } },
  'projector at 80x24': { state: { ...state, projector: true } },
  'projector at 200x50': { state: { ...state, projector: true }, size: { columns: 200, rows: 50 } },
  'too small': { size: { columns: 50, rows: 15 } },
};

describe('the dashboard as a picture', () => {
  for (const [name, overrides] of Object.entries(PICTURES)) {
    test(name, () => {
      const input = inputOf(overrides);
      const picture = pictureOf(input);
      expect(picture).toHaveLength(input.size.rows);
      for (const row of picture) expect(columnsOf(row)).toBe(input.size.columns);
      expectGolden(
        `dash/${name.replaceAll(/[ ,]+/g, '-')}.txt`,
        `${picture
          .map((row) => row.trimEnd())
          .join('\n')
          .trimEnd()}\n`,
      );
    });
  }

  test('with ASCII signs every byte is below 128', () => {
    for (const overrides of Object.values(PICTURES)) {
      const picture = pictureOf(inputOf({ ...overrides, look: { ...LOOK, signs: 'ascii' } })).join('\n');
      expect(picture).toMatch(/^[\x00-\x7f]*$/);
    }
  });

  test('the projector leaves the lowest two rows empty', () => {
    const picture = pictureOf(inputOf({ size: { columns: 60, rows: 18 } }));
    expect(picture.slice(-2).map((row) => row.trim())).toEqual(['', '']);
  });

  test.each([60, 76, 80, 81, 82, 86, 98, 100, 119, 120, 125, 126, 130, 150, 200])(
    'at %i columns no word of the header of 2.2 is cut',
    (columns) => {
      for (const taint of ['Not tainted', 'Tainted: PF ']) {
        const view = viewOf({ regime: '2.2', lsmodHeader: `Module                  Size  Used by    ${taint}` });
        const size = { columns, rows: columns >= 200 ? 50 : columns >= 120 ? 36 : 24 };
        const header = pictureOf(inputOf({ size, view })).find((row) => row.includes(' Module '));
        const words = [...(header?.split('│')[1] ?? '').matchAll(/\S+(?: \S+)*/g)].map(([word]) => word);
        expect(columns < 80 ? ['Module', 'refs'] : ['Module', 'Size', 'Used by', taint.trim(), 'Held by']).toEqual(
          expect.arrayContaining(words),
        );
        expect(words.slice(0, 3)).toEqual(columns < 80 ? ['Module', 'refs'] : ['Module', 'Size', 'Used by']);
      }
    },
  );

  test('where there is no room for the row of lsmod, its count is there', () => {
    const view = viewOf({ modules: [moduleOf('kept', { refcnt: 0, used: -2 })] });
    expect(pictureOf(inputOf({ size: { columns: 60, rows: 18 }, view })).join('\n')).toMatch(/kept +-2 /);
  });

  test('a screen of any size is filled exactly', () => {
    for (let columns = 1; columns <= 210; columns += 29)
      for (let rows = 1; rows <= 60; rows += 11)
        for (const full of [undefined, 'counts', 'refs', 'waits'] as const) {
          const picture = pictureOf(inputOf({ size: { columns, rows }, view: drain, state: { ...state, full, refs: true } }));
          expect(picture).toHaveLength(rows);
          for (const row of picture) expect(columnsOf(row)).toBe(columns);
        }
  });
});
