/** The SVG and the GIF that we make, opened in Chromium: they show what our own terminal shows. Skipped where there is no Chromium. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadRasterizer } from '../../src/record/picture/packages.ts';
import { pngOf } from '../../src/record/picture/png.ts';
import { CELL, pictureSize, themes, WINDOW } from '../../src/record/picture/theme.ts';
import type { ScreenImage } from '../../src/record/screen.ts';
import type { Shot } from '../../src/record/shots.ts';
import { type Browser, CHROMIUM, startBrowser } from '../helpers/browser.ts';
import { runProgram } from '../helpers/program.ts';
import { installed } from '../record/helpers/packages.ts';
import { type Moment, momentsOf, type Recorded, recorded } from './casts.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'modsh-pictures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

const rasterizer = loadRasterizer(installed, 'a test');

const TAPES = ['hero', 'drain', 'netdev-held'] as const;
const GIFS = ['hero', 'drain'] as const;

/** Which cells carry ink, and the letters at their columns: what can be said of a picture whatever the font and its edges. */
interface Seen {
  readonly text: readonly string[];
  readonly ink: readonly string[];
}

/** Functions for the page; cells and the window have the sizes of our pictures. */
const EYES = `
const CELL = ${JSON.stringify(CELL)}, LEFT = ${WINDOW.padding}, TOP = ${WINDOW.bar + WINDOW.padding};
const pixelsOf = async (base64) => {
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  return pixelsDrawn(image, image.width, image.height);
};
const pixelsDrawn = (image, width, height) => {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, width, height);
};
const rows = () => [...document.querySelectorAll('svg > g[transform] > g[transform]')].map((group) => ({
  row: Number(/ (\\d+)\\)/.exec(group.getAttribute('transform'))[1]) / CELL.height,
  uses: [...group.children],
}));
const isSeen = (element) => getComputedStyle(element).visibility === 'visible';
let animations = [];
/** Begins all animations anew, so that none has ended yet, and holds them. */
const hold = () => {
  const svg = document.documentElement;
  svg.style.display = 'none';
  getComputedStyle(svg).display;
  svg.style.display = '';
  animations = document.getAnimations();
  for (const animation of animations) animation.pause();
  return animations.length;
};
const goTo = (seconds) => {
  for (const animation of animations) animation.currentTime = seconds * 1000;
};
const lettersOf = (count) => {
  const text = Array.from({ length: count }, () => '');
  for (const { row, uses } of rows()) {
    const shown = uses.filter(isSeen);
    if (shown.length > 1) throw new Error('row ' + row + ' shows ' + shown.length + ' drawings');
    const letters = shown.flatMap((use) => [...document.querySelector(use.getAttribute('href')).querySelectorAll('text')]);
    letters.sort((a, b) => a.getAttribute('x') - b.getAttribute('x'));
    for (const one of letters) text[row] = text[row].padEnd(Math.round(one.getAttribute('x') / CELL.width)) + one.textContent;
  }
  return text;
};
const barText = () => [...document.querySelectorAll('.w text')].filter(isSeen).map((one) => one.textContent);
const inkOf = ({ width, data }, cols, count) => {
  const differs = (x, y, from) => [0, 1, 2].some((c) => Math.abs(data[(y * width + x) * 4 + c] - data[from + c]) > 24);
  // Ground is what lies beside the first cell. Letters may reach a pixel into their neighbours.
  const ground = ((TOP + 2) * width + LEFT - 4) * 4;
  return Array.from({ length: count }, (_, row) => Array.from({ length: cols }, (_, column) => {
    const [left, right] = [Math.ceil(LEFT + column * CELL.width + 1), Math.floor(LEFT + (column + 1) * CELL.width - 1)];
    for (let y = TOP + row * CELL.height + 1; y < TOP + (row + 1) * CELL.height - 1; y += 1)
      for (let x = left; x < right; x += 1) if (differs(x, y, ground)) return '#';
    return ' ';
  }).join('').trimEnd());
};
let gif;
/** How often it is played again. */
const openGif = async (base64) => {
  gif = new ImageDecoder({ data: Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0)), type: 'image/gif' });
  await gif.completed;
  await gif.tracks.ready;
  return gif.tracks.selectedTrack.repetitionCount;
};
/** The frame that is seen at this time. */
const gifAt = async (seconds) => {
  for (let frameIndex = 0, until = 0; ; frameIndex += 1) {
    const { image } = await gif.decode({ frameIndex });
    until += image.duration;
    const pixels = until > seconds * 1e6 ? pixelsDrawn(image, image.displayWidth, image.displayHeight) : undefined;
    image.close();
    if (pixels !== undefined) return pixels;
  }
};
/** How far a colour of the two pictures is apart at most, on the screen: the bar has a clock, which a cast does not hold. */
const apart = (a, b) => {
  if (a.width !== b.width || a.height !== b.height) throw new Error('the sizes differ');
  let most = 0;
  for (let y = TOP; y < a.height - LEFT; y += 1)
    for (let i = (y * a.width + LEFT) * 4; i < ((y + 1) * a.width - LEFT) * 4; i += 1)
      most = Math.max(most, Math.abs(a.data[i] - b.data[i]));
  return most;
};
`;

// These are drawn by hand, as paths: they are seen as ink.
const DRAWN = /[\u2500-\u259f\u2800-\u28ff✓▸↑↓]/;

function seen({ rows, cols, cursor }: ScreenImage): Seen {
  const text: string[] = [];
  const ink: string[] = [];
  for (const [y, row] of rows.entries()) {
    const letters = Array.from({ length: cols }, () => ' ');
    const marks = Array.from({ length: cols }, () => ' ');
    for (const { column, cells, width, style } of row)
      for (const [index, cell] of cells.entries()) {
        const from = column + index * width;
        const until = from + width;
        const blank = cell === ' ' || cell === '⠀';
        if (!blank || style.bg !== 'default' || style.inverse || style.underline || style.strike) marks.fill('#', from, until);
        if (!DRAWN.test(cell)) letters[from] = cell;
      }
    if (cursor?.row === y) marks[cursor.column] = '#';
    text.push(letters.join('').trimEnd());
    ink.push(marks.join('').trimEnd());
  }
  return { text, ink };
}

describe.skipIf(CHROMIUM === undefined)(
  CHROMIUM === undefined ? 'pictures in Chromium (skipped: it is not installed)' : 'pictures in Chromium',
  { timeout: 60_000 },
  () => {
    let browser: Browser;
    const casts = new Map<string, Recorded>();
    beforeAll(async () => {
      for (const tape of TAPES) casts.set(tape, recorded(folder, tape, 2, ['svg']));
      const still = runProgram(['record', '--still', 'fixtures/tapes/hero.tape', '-o', at('still.svg')], { cwd: ROOT });
      expect(still).toEqual({ stdout: '', stderr: '', status: 0 });
      browser = await startBrowser();
    }, 60_000);
    afterAll(() => browser.close());

    const open = async (name: string): Promise<void> => {
      await browser.open(String(pathToFileURL(at(name))));
      await browser.evaluate(EYES);
    };
    const look = async ({ image }: Shot): Promise<Seen> => {
      const { width, height } = pictureSize(image.cols, image.rows.length);
      const text = (await browser.evaluate(`lettersOf(${image.rows.length})`)) as string[];
      const shot = await browser.screenshot(width, height);
      const ink = (await browser.evaluate(
        `pixelsOf('${shot}').then((pixels) => inkOf(pixels, ${image.cols}, ${image.rows.length}))`,
      )) as string[];
      return { text, ink };
    };
    const momentsIn = (tape: string): readonly Moment[] => {
      const cast = casts.get(tape);
      const moments = cast === undefined ? [] : momentsOf(cast, 8);
      expect(moments.length).toBe(8);
      return moments;
    };

    test.each(TAPES)('the SVG of %s has the letters and the ink of our screen at every moment looked at', async (tape) => {
      await open(`${tape}.svg`);
      expect(await browser.evaluate('hold()')).toBeGreaterThan(20);
      for (const { seconds, shot } of momentsIn(tape)) {
        await browser.evaluate(`goTo(${seconds})`);
        expect({ seconds, ...(await look(shot)) }).toEqual({ seconds, ...seen(shot.image) });
        // The clock comes from the recorder, a cast does not hold it.
        expect((await browser.evaluate('barText()')) as string[]).toEqual([shot.title, expect.stringMatching(/^t \d+\.\d s$/)]);
      }
    });

    test('an SVG that was not touched rests on the last frame, as does the still', async () => {
      const last = momentsIn('hero').at(-1);
      if (last === undefined) throw new Error('no moment');
      await open('hero.svg');
      await browser.evaluate('hold(), animations.forEach((animation) => animation.finish())');
      expect(await look(last.shot)).toEqual(seen(last.shot.image));
      await open('still.svg');
      expect(await browser.evaluate('document.getAnimations().length')).toBe(0);
      expect(await look(last.shot)).toEqual(seen(last.shot.image));
    });

    test.each(GIFS)('the GIF of %s shows at every moment looked at what the PNG of that moment shows, and plays once', async (tape) => {
      await open('still.svg'); // any page that is a file: the decoder is for such pages only
      // Without the clock, whose letters would take some of the 255 colours; pauses are kept.
      const words = ['cast', 'convert', '--idle-limit', '1000', at(`${tape}-2.cast`), '-o', at(`${tape}.gif`)];
      expect(runProgram(words)).toEqual({ stdout: '', stderr: '', status: 0 });
      const gif = readFileSync(at(`${tape}.gif`)).toString('base64');
      expect(await browser.evaluate(`openGif('${gif}')`)).toBe(0);
      for (const { seconds, shot } of momentsIn(tape)) {
        const png = Buffer.from(pngOf(shot, { theme: themes.dark, title: '', transcript: '' }, rasterizer)).toString('base64');
        const apart = await browser.evaluate(`Promise.all([pixelsOf('${png}'), gifAt(${seconds})]).then(([a, b]) => apart(a, b))`);
        // 1 of 255: faint text is mixed with its ground before the colours are gathered, not after.
        expect({ seconds, apart: Math.max(1, Number(apart)) }).toEqual({ seconds, apart: 1 });
      }
    });
  },
);
