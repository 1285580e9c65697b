import { describe, expect, test } from 'vitest';
import { createColourBook, reduceColours } from '../../../src/record/picture/colours.ts';
import { gifOf } from '../../../src/record/picture/gif.ts';
import { loadGifEncoder, loadRasterizer } from '../../../src/record/picture/packages.ts';
import { pngOf } from '../../../src/record/picture/png.ts';
import { stillSvg } from '../../../src/record/picture/svg.ts';
import { themes } from '../../../src/record/picture/theme.ts';
import { type Shot, shotsOf } from '../../../src/record/shots.ts';
import { decodeGif } from '../helpers/gif.ts';
import { installed, without } from '../helpers/packages.ts';

const shots = (): Shot[] => [
  ...shotsOf({ cols: 20, rows: 3 }, [
    { atUs: 0, code: 'm', data: 'Scene' },
    { atUs: 0, code: 'o', data: 'one \x1b[1;31m╔═⠋\x1b[0m', virtualUs: 0 },
    { atUs: 20_000, code: 'o', data: 'x', virtualUs: 20_000 },
    { atUs: 500_000, code: 'o', data: '\r\n\x1b[36mtwo\x1b[0m', virtualUs: 500_000 },
    { atUs: 1_004_000, code: 'o', data: '\r\n\x1b[7mthree\x1b[0m\x1b[?25l', virtualUs: 1_004_000 },
  ]),
];
const options = { theme: themes.dark, title: 't', transcript: '' };
const rasterizer = loadRasterizer(installed, 'a test');
const gif = (): Uint8Array => gifOf(shots(), themes.dark, rasterizer, loadGifEncoder(installed));

describe('a GIF', () => {
  test('shows in each frame what a still picture of that moment shows', () => {
    const { width, height, frames } = decodeGif(gif());
    // The first shot is shorter than 50 ms: the second one is shown in its place.
    const seen = shots().slice(1);
    expect(frames).toHaveLength(seen.length);
    for (const [at, shot] of seen.entries()) {
      const still = rasterizer.pixels(stillSvg(shot, options));
      expect([width, height]).toEqual([still.width, still.height]);
      let far = 0;
      for (let pixel = 0; pixel < width * height; pixel += 1) {
        if (still.rgba[pixel * 4 + 3] !== 255) continue; // round corners
        const differs = [0, 1, 2].some((c) => Math.abs((still.rgba[pixel * 4 + c] ?? 0) - (frames[at]?.rgb[pixel * 3 + c] ?? 0)) > 12);
        if (differs) far += 1;
      }
      expect(far / (width * height)).toBeLessThan(0.002);
    }
  });
  test('keeps time: frames last until the next one, the last one 4 s, and it plays once', () => {
    const { frames, loops } = decodeGif(gif());
    expect(frames.map((frame) => frame.delay)).toEqual([50, 50, 400]);
    expect(loops).toBe(false);
  });
  test('has the same bytes twice', () => {
    expect(gif()).toEqual(gif());
  });
});

describe('a PNG', () => {
  test('has the same bytes twice, and twice the size on demand', () => {
    const [shot] = shots();
    if (shot === undefined) throw new Error('no shot');
    const bytes = pngOf(shot, options, rasterizer, 2);
    expect(bytes).toEqual(pngOf(shot, options, rasterizer, 2));
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    expect([view.getUint32(16), view.getUint32(20)]).toEqual([192 * 2, 106 * 2]);
  });
});

describe('packages that are not there', () => {
  test.each([
    ['@resvg/resvg-js', () => loadRasterizer(without('@resvg/resvg-js'), 'a PNG')],
    ['dejavu-fonts-ttf', () => loadRasterizer(without('dejavu-fonts-ttf'), 'a PNG')],
  ])('%s is named in one line', (name, load) => {
    expect(load).toThrow(`a PNG needs the package ${name}, which is not installed here: npm install ${name}`);
  });
  test('gifenc is named in one line', () => {
    expect(() => loadGifEncoder(without('gifenc'))).toThrow(
      'a GIF needs the package gifenc, which is not installed here: npm install gifenc',
    );
  });
});

describe('fewer colours', () => {
  test('few colours stay as they are', () => {
    const book = createColourBook();
    for (const rgb of [0x102030, 0xffffff, 0xffffff]) book.numberOf(rgb);
    expect(reduceColours(book, 255)).toEqual({
      palette: [
        [255, 255, 255],
        [16, 32, 48],
      ],
      places: Uint8Array.from([1, 0]),
    });
  });
  test('many colours become at most as many as asked for, near ones together', () => {
    const book = createColourBook();
    for (let grey = 0; grey < 256; grey += 1) book.numberOf(grey * 0x010101);
    const { palette, places } = reduceColours(book, 20);
    expect(palette.length).toBeLessThanOrEqual(20);
    for (let grey = 0; grey < 256; grey += 1) expect(Math.abs((palette[places[grey] ?? 0]?.[0] ?? 0) - grey)).toBeLessThan(24);
  });
});
