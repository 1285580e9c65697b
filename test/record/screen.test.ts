import { describe, expect, test } from 'vitest';
import { createScreen, PLAIN } from '../../src/record/screen.ts';

describe('the screen', () => {
  test('has changed when write returns', () => {
    const screen = createScreen(10, 2);
    screen.write('abc');
    expect(screen.text()).toEqual(['abc', '']);
    expect(screen.image().cursor).toEqual({ column: 3, row: 0 });
  });

  test('cells that look alike are one run, with colours and attributes', () => {
    const screen = createScreen(40, 1);
    screen.write('a\x1b[1;31mbc\x1b[0;2;4;7md\x1b[0;38;5;200;48;2;1;2;3me\x1b[0m');
    expect(screen.image().rows[0]).toEqual([
      { column: 0, width: 1, cells: ['a'], style: PLAIN },
      { column: 1, width: 1, cells: ['b', 'c'], style: { ...PLAIN, fg: 1, bold: true } },
      { column: 3, width: 1, cells: ['d'], style: { ...PLAIN, faint: true, underline: true, inverse: true } },
      { column: 4, width: 1, cells: ['e'], style: { ...PLAIN, fg: 200, bg: '#010203' } },
    ]);
  });

  test('wide characters take two columns, combining ones none', () => {
    const screen = createScreen(10, 1);
    screen.write('日本e\u0301x');
    expect(screen.image().rows[0]).toEqual([
      { column: 0, width: 2, cells: ['日', '本'], style: PLAIN },
      { column: 4, width: 1, cells: ['e\u0301', 'x'], style: PLAIN },
    ]);
  });

  test('blanks at the end are left out unless they have a ground', () => {
    const screen = createScreen(10, 2);
    screen.write('a  \r\n\x1b[44m  \x1b[0m');
    expect(screen.image().rows).toEqual([
      [{ column: 0, width: 1, cells: ['a'], style: PLAIN }],
      [{ column: 0, width: 1, cells: [' ', ' '], style: { ...PLAIN, bg: 4 } }],
    ]);
  });

  test('the cursor can be hidden and the window named', () => {
    const screen = createScreen(10, 1);
    screen.write('\x1b[?25l\x1b]2;name\x1b\\');
    expect(screen.image().cursor).toBeUndefined();
    expect(screen.title()).toBe('name');
    screen.write('\x1b[?25h');
    expect(screen.image().cursor).toEqual({ column: 0, row: 0 });
  });

  test('rows that scroll off the top stay readable', () => {
    const screen = createScreen(10, 2);
    screen.write('1\r\n2\r\n3\r\n4');
    expect(screen.scrolledOff()).toEqual(['1', '2']);
    expect(screen.text()).toEqual(['3', '4']);
  });

  test('a row that did not change is the same object in the next image', () => {
    const screen = createScreen(10, 2);
    screen.write('abc');
    const before = screen.image();
    screen.write('\r\nx');
    expect(screen.image().rows[0]).toBe(before.rows[0]);
    expect(screen.image().rows[1]).not.toBe(before.rows[1]);
  });

  test('a resize keeps the text', () => {
    const screen = createScreen(10, 2);
    screen.write('abc');
    screen.resize(20, 4);
    expect(screen.text()).toEqual(['abc', '', '', '']);
  });
});
