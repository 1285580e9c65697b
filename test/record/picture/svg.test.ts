import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { glyphOf } from '../../../src/record/picture/glyphs.ts';
import { animatedSvg, stillSvg } from '../../../src/record/picture/svg.ts';
import { hexOf, themes } from '../../../src/record/picture/theme.ts';
import { rowText } from '../../../src/record/screen.ts';
import { type Shot, shotsOf, type TimedEvent } from '../../../src/record/shots.ts';
import { expectWellFormed, rowsAt } from '../helpers/svg.ts';

const options = { theme: themes.dark, title: 'a title', transcript: '' };
const output = (atMs: number, data: string, virtualMs?: number): TimedEvent => ({
  atUs: atMs * 1_000,
  code: 'o',
  data,
  ...(virtualMs === undefined ? {} : { virtualUs: virtualMs * 1_000 }),
});
const shots = (events: readonly TimedEvent[], cols = 20, rows = 3): Shot[] => [...shotsOf({ cols, rows }, events)];

describe('shots', () => {
  test('events at one moment are one shot, and a shot that changes nothing is none', () => {
    const seen = shots([output(0, 'a'), output(0, 'b'), output(5, ''), output(9, 'c')]);
    expect(seen.map((shot) => [shot.atUs, shot.image.rows.map(rowText)[0]])).toEqual([
      [0, 'ab'],
      [9_000, 'abc'],
    ]);
  });
  test('the last marker is the title, the virtual clock stands beside it', () => {
    const seen = shots([output(0, 'a', 0), { atUs: 1_000_000, code: 'm', data: 'Scene' }, output(1_000, 'b', 44_040)]);
    expect(seen.map(({ title, clock }) => [title, clock])).toEqual([
      ['', 't 0.0 s'],
      ['Scene', 't 44.0 s'],
    ]);
  });
});

describe('an animated SVG', () => {
  const events = [
    output(0, 'one', 0),
    output(100, '\r\n\x1b[31mtwo\x1b[0m', 100),
    output(250, '\x1b[1;1Hsix\x1b[2;1H\x1b[K', 200),
    output(400, '\x1b[1;1Hone', 300),
  ];

  test('shows at every moment what the screen showed', () => {
    const svg = animatedSvg(shots(events), options);
    for (const [atMs, rows] of [
      [0, ['one', '', '']],
      [99, ['one', '', '']],
      [100, ['one', 'two', '']],
      [250, ['six', '', '']],
      [400, ['one', '', '']],
      [9_999, ['one', '', '']],
    ] as const) {
      expect(rowsAt(svg, atMs, 3)).toEqual(rows);
    }
  });

  test('without animation the last frame is shown and nothing else', () => {
    const svg = animatedSvg(shots(events), options);
    expect(rowsAt(svg, undefined, 3)).toEqual(['one', '', '']);
    expect(svg).toContain('@media(prefers-reduced-motion:reduce){use,text{animation:none!important}}');
  });

  test('plays once: nothing repeats', () => {
    expect(animatedSvg(shots(events), options)).not.toMatch(/infinite|iteration/);
  });

  test('each different row stands in the file once', () => {
    const svg = animatedSvg(shots(events), options);
    expect(svg.match(/>one<\/text>/g)).toHaveLength(1);
  });

  test('title and transcript are in the file, escaped', () => {
    const svg = animatedSvg(shots([output(0, '<&>"')]), { ...options, title: 'a < b' });
    expect(svg).toContain('<title id="T">a &lt; b</title>');
    expect(svg).toContain('<desc id="D">&lt;&amp;&gt;&quot;</desc>');
    expectWellFormed(svg);
  });

  test('any output gives well-formed XML, in both themes', () => {
    const sgr = fc.tuple(fc.integer({ min: 0, max: 110 }), fc.integer({ min: 0, max: 9 })).map(([a, b]) => `\x1b[${a};${b}m`);
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      sgr,
      fc.constantFrom('\r\n', '<', '&', '─', '⠋', '日本', ' ', '\ud800'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom(themes.dark, themes.light), (pieces, theme) => {
        const seen = shots(pieces.map((data, at) => output(at, data)));
        expectWellFormed(animatedSvg(seen, { ...options, theme }));
      }),
    );
  });

  test('80x24 is 696 by 484 pixels', () => {
    expect(stillSvg(shots([output(0, 'x')], 80, 24)[0] as Shot, options)).toContain('width="696" height="484" viewBox="0 0 696 484"');
  });

  test('the same events give the same bytes', () => {
    expect(animatedSvg(shots(events), options)).toBe(animatedSvg(shots(events), options));
  });
});

describe('what fonts lack', () => {
  test('every box line, block and braille pattern is a path', () => {
    for (let code = 0x2500; code <= 0x259f; code += 1) expect(glyphOf(String.fromCodePoint(code), 8.4)?.d).toMatch(/^M[\d.]/);
    for (let code = 0x2801; code <= 0x28ff; code += 1) expect(glyphOf(String.fromCodePoint(code), 0)?.d).toMatch(/^M[\d.]/);
  });
  test('letters are left to fonts', () => {
    expect(glyphOf('a', 0)).toBeUndefined();
  });
  test('lines meet at the edge of the cell', () => {
    expect(glyphOf('─', 8.4)?.d).toBe('M8.4 8.4h4.2v1.2h-4.2zM12.6 8.4h4.2v1.2h-4.2z');
    expect(glyphOf('█', 0)?.d).toBe('M0 0h8.4v18h-8.4z');
  });
});

describe('colours', () => {
  test.each([
    ['default', undefined],
    [1, '#ff6f66'],
    [9, '#ff6f66'],
    [8, '#8b93a1'],
    [16, '#000000'],
    [196, '#ff0000'],
    [232, '#080808'],
    [255, '#eeeeee'],
    ['#123456', '#123456'],
  ] as const)('%s is %s in the dark theme', (colour, hex) => {
    expect(hexOf(colour, themes.dark)).toBe(hex);
  });
});
