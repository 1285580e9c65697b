/** What each key does to what is seen, and what it asks of the clock. */
import { describe, expect, test } from 'vitest';
import { layoutOf, sizeClassOf } from '../../src/dash/layout.ts';
import { chosenModule, type DashState, firstState, type KeyGround, pressKey, sortedModules } from '../../src/dash/state.ts';
import { moduleOf, viewOf } from '../helpers/views.ts';
import { busy } from './inputs.ts';

const start = firstState(false);

const ground = (apart: boolean, rules: readonly string[] = ['2.4', 'drain', 'today']): KeyGround => ({ view: busy, apart, rules });

/** Presses keys one after the other. */
const pressing = (keys: readonly string[], apart = false, from: DashState = start): DashState =>
  keys.reduce((state, key) => pressKey(state, key, ground(apart)).state, from);

describe('keys', () => {
  const rows: readonly (readonly [keys: string, apart: boolean, expected: Partial<DashState>])[] = [
    ['return', false, { refs: true }],
    ['return return', false, { refs: false }],
    ['d', false, { tree: true, full: undefined }],
    ['d', true, { tree: false, full: 'tree' }],
    ['d d', true, { full: undefined }],
    ['a', false, { more: 1 }],
    ['a a a', false, { more: 3 }],
    ['a a a a', false, { more: 0 }],
    ['s', false, { sort: 'name' }],
    ['s s', false, { sort: 'refs' }],
    ['s s s', false, { sort: 'newest' }],
    ['p', false, { projector: true }],
    ['p p', false, { projector: false }],
    ['R', false, { rule: 'today' }],
    ['R k', false, { rule: 'drain' }],
    ['R k k k', false, { rule: '2.4' }],
    ['R k j j', false, { rule: 'today' }],
    ['R k return', false, { rule: undefined }],
    ['R R', false, { rule: undefined }],
    ['R escape', false, { rule: undefined }],
    ['R s', false, { rule: 'today', sort: 'newest' }],
    ['?', false, { help: true }],
    ['? escape', false, { help: false }],
    ['1', false, { full: 'counts' }],
    ['2', false, { full: 'kinds' }],
    ['3', false, { full: 'tree' }],
    ['4', false, { full: 'modules' }],
    ['5', false, { full: 'waits' }],
    ['6', false, { full: 'dmesg' }],
    ['6 return 0', false, { full: undefined, refs: false }],
    ['4 return escape', false, { full: 'modules', refs: false }],
    ['4 return escape escape', false, { full: undefined }],
    ['x 7 left M-x', false, start],
  ];
  for (const [keys, apart, expected] of rows) {
    test(`${keys}${apart ? ', with room for both' : ''}`, () => {
      expect(pressing(keys.split(' '), apart)).toMatchObject(expected);
    });
  }

  test('j and k choose, and stop at both ends', () => {
    const nameAfter = (keys: string): string | undefined => chosenModule(pressing(keys.split(' ')), busy)?.name;
    const names = busy.modules.map((module) => module.name);
    expect(nameAfter('k')).toBe(names[0]);
    expect(nameAfter('j')).toBe(names[1]);
    expect(nameAfter('down down up')).toBe(names[1]);
    expect(nameAfter('j j j j j j j j j j')).toBe(names.at(-1));
  });

  for (const [key, intent] of [
    ['q', 'leave'],
    ['C-c', 'leave'],
    ['escape', 'leave'],
    ['space', 'pause'],
    ['.', 'step'],
    ['+', 'faster'],
    ['=', 'faster'],
    ['-', 'slower'],
  ] as const) {
    test(`${key} means ${intent} and changes nothing that is seen`, () => {
      expect(pressKey(start, key, ground(false))).toEqual({ state: start, intent });
    });
  }

  test('Enter in the list of rules asks for the rule that stands out, and the module that was chosen goes with its kernel', () => {
    const { state, intent, rule } = pressKey(pressing(['j', 'R', 'k']), 'return', ground(false));
    expect([intent, rule]).toEqual(['rule', 'drain']);
    expect(state).toEqual(start);
  });

  test('while something runs R opens nothing, and asks the host to say why', () => {
    expect(pressKey(start, 'R', ground(false, []))).toEqual({ state: start, intent: 'rule' });
  });

  test('q and Ctrl-C leave from any layer, Esc closes one layer at a time', () => {
    const deep = pressing(['4', 'return', '?']);
    expect(pressKey(deep, 'q', ground(false)).intent).toBe('leave');
    expect(pressKey(deep, 'C-c', ground(false)).intent).toBe('leave');
    expect(pressKey(pressing(['escape', 'escape', 'escape'], false, deep), 'escape', ground(false)).intent).toBe('leave');
  });
});

describe('the chosen module', () => {
  test('without a choice it is the one that is waited for, else the newest, else none', () => {
    expect(chosenModule(start, busy)?.name).toBe('proto');
    expect(chosenModule(start, viewOf())?.name).toBe('chardev');
    expect(chosenModule(start, viewOf({ modules: [] }))).toBeUndefined();
  });

  test('a choice holds while the module is there', () => {
    const chosen = pressing(['j', 'j']);
    const name = chosenModule(chosen, busy)?.name;
    expect(chosenModule(chosen, { ...busy, modules: [...busy.modules].reverse() })?.name).toBe(name);
    expect(chosenModule(chosen, { ...busy, waits: [], modules: busy.modules.slice(0, 1) })?.name).toBe('proto');
  });

  test('sorting by references puts equal ones in the order of their names', () => {
    const modules = [moduleOf('b', { refcnt: 1 }), moduleOf('c', { refcnt: 5 }), moduleOf('a', { refcnt: 1 })];
    expect(sortedModules(viewOf({ modules }), 'refs').map((module) => module.name)).toEqual(['c', 'a', 'b']);
  });
});

describe('places', () => {
  for (const [columns, rows, expected] of [
    [80, 24, 'S'],
    [119, 60, 'S'],
    [120, 36, 'M'],
    [199, 80, 'M'],
    [200, 50, 'L'],
    [300, 100, 'L'],
    [79, 24, 'projector'],
    [80, 23, 'projector'],
    [60, 18, 'projector'],
    [59, 18, 'small'],
    [60, 17, 'small'],
  ] as const) {
    test(`${columns}x${rows} is ${expected}`, () => expect(sizeClassOf({ columns, rows })).toBe(expected));
  }

  test('the panels of every size fill the screen without overlapping', () => {
    for (const [columns, rows] of [
      [80, 24],
      [97, 31],
      [120, 36],
      [155, 47],
      [200, 50],
      [230, 71],
    ] as const) {
      const cells = new Set<number>();
      const { panels } = layoutOf({ columns, rows }, start);
      let area = 0;
      for (const { row, column, height, width } of panels) {
        area += height * width;
        for (let y = row; y < row + height; y += 1) for (let x = column; x < column + width; x += 1) cells.add(y * columns + x);
      }
      expect(cells.size).toBe(area);
      expect(area).toBe(columns * (rows - 2));
    }
  });
});
