/** Our pictures in headless Chromium: the SVG shows our screen at every moment that is looked at, the GIF its pixels. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { glyphOf } from '../../src/record/picture/glyphs.ts';
import { loadRasterizer } from '../../src/record/picture/packages.ts';
import { pngOf } from '../../src/record/picture/png.ts';
import { CELL, themes, WINDOW } from '../../src/record/picture/theme.ts';
import { runPage, whyNoBrowser } from '../helpers/chromium.ts';
import { runProgram } from '../helpers/program.ts';
import { momentsOf, recorded, screenAt, shortened, TAPES } from './casts.ts';

const folder = mkdtempSync(join(tmpdir(), 'modsh-pictures-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The file of a cast, as a picture. */
function picture(cast: string, kind: 'svg' | 'gif'): Buffer {
  const path = cast.replace(/cast$/, kind);
  const ended = runProgram(['cast', 'convert', cast, '-o', path]);
  if (ended.status !== 0) throw new Error(ended.stderr);
  return readFileSync(path);
}

/** Lines, blocks and a few signs are drawn as paths, not written as text. */
const written = (row: string): string =>
  [...row]
    .map((character) => (glyphOf(character, 0) === undefined ? character : ' '))
    .join('')
    .trimEnd();

/** For the page: a function that reads an SVG's rows as they are shown. */
const shownRows = (rows: number): string => `
  const textOf = (group) => {
    const row = [];
    for (const use of group.querySelectorAll(':scope > use')) {
      if (getComputedStyle(use).visibility !== 'visible') continue;
      for (const text of document.querySelector(use.getAttribute('href')).querySelectorAll('text')) {
        const column = Math.round(Number.parseFloat(text.getAttribute('x') ?? '0') / ${CELL.width});
        [...text.textContent].forEach((character, at) => (row[column + at] = character));
      }
    }
    return Array.from(row, (character) => character ?? ' ').join('').trimEnd();
  };
  const shownRows = () => {
    const rows = Array(${rows}).fill('');
    for (const group of document.querySelectorAll('svg > g > g')) {
      const y = Number(/translate\\(0 ([\\d.]+)\\)/.exec(group.getAttribute('transform'))?.[1]);
      if (y % ${CELL.height} === 0) rows[y / ${CELL.height}] = textOf(group);
    }
    return rows;
  };`;

describe.skipIf(whyNoBrowser !== '')(`Chromium${whyNoBrowser}`, { timeout: 90_000 }, () => {
  test.each(['hero', 'drain', 'netdev-held'])('the text that %s.svg shows is that of our screen', async (tape) => {
    const cast = shortened(recorded(folder, tape, 2));
    const moments = momentsOf(cast, 12);
    const shown = await runPage(
      picture(cast.path, 'svg').toString(),
      `const animations = document.getAnimations();
       for (const animation of animations) animation.pause();
       ${shownRows(cast.header.rows)}
       return ${JSON.stringify(moments)}.map((moment) => {
         for (const animation of animations) animation.currentTime = moment * 1000;
         return shownRows();
       });`,
    );
    expect(shown).toEqual(moments.map((moment) => screenAt(cast, moment).text().map(written)));
  });

  test('the still, and an animated SVG that has ended, show the last screen', async () => {
    const cast = shortened(recorded(folder, 'who-holds-it', 2));
    const last = screenAt(cast, Number.POSITIVE_INFINITY).text().map(written);
    expect(last.join('')).not.toBe('');
    const path = join(folder, 'still.svg');
    const recording = runProgram(['record', join(TAPES, 'who-holds-it.tape'), '--still', '-o', path]);
    expect(recording).toEqual({ stdout: '', stderr: '', status: 0 });
    const still = await runPage(
      readFileSync(path, 'utf8'),
      `${shownRows(cast.header.rows)} return { moving: document.getAnimations().length, rows: shownRows() };`,
    );
    expect(still).toEqual({ moving: 0, rows: last });
    const ended = await runPage(
      picture(cast.path, 'svg').toString(),
      `const animations = document.getAnimations();
       for (const animation of animations) animation.finish();
       ${shownRows(cast.header.rows)}
       return { moved: animations.length > 0, rows: shownRows() };`,
    );
    expect(ended).toEqual({ moved: true, rows: last });
  });

  test('the frames of drain.gif are our pictures of those moments', async () => {
    const cast = shortened(recorded(folder, 'drain', 2));
    // A GIF's frames are at least 50 ms apart, so moments between two keys are not asked for.
    const moments = momentsOf(cast, 8, 150);
    const require = createRequire(import.meta.url);
    const rasterizer = loadRasterizer({ load: (name) => require(name), resolve: (name) => require.resolve(name) }, 'a.png');
    const options = { theme: themes.dark, title: '', transcript: '' };
    const pictures = moments.map((moment) =>
      Buffer.from(pngOf({ atUs: 0, image: screenAt(cast, moment).image(), title: '', clock: '' }, options, rasterizer)).toString('base64'),
    );
    const found = await runPage(
      '',
      `const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
       // The screen alone: the title is the recording's, and the corners of a GIF are not clear.
       const [left, top] = [${WINDOW.padding}, ${WINDOW.bar + WINDOW.padding}];
       const pixels = (image, width, height) => {
         const context = new OffscreenCanvas(width, height).getContext('2d');
         context.drawImage(image, 0, 0);
         return context.getImageData(left, top, width - 2 * left, height - top - left).data;
       };
       const decoder = new ImageDecoder({ data: bytes('${picture(cast.path, 'gif').toString('base64')}'), type: 'image/gif' });
       await decoder.tracks.ready;
       const frames = [];
       for (let frameIndex = 0; frameIndex < decoder.tracks.selectedTrack.frameCount; frameIndex += 1) {
         const { image } = await decoder.decode({ frameIndex });
         frames.push({ atMs: image.timestamp / 1000, image });
       }
       const found = [];
       for (const [at, base64] of ${JSON.stringify(pictures)}.entries()) {
         const moment = ${JSON.stringify(moments)}[at];
         const ours = await createImageBitmap(new Blob([bytes(base64)], { type: 'image/png' }));
         const { image } = frames.findLast(({ atMs }) => atMs <= moment * 1000 + 1);
         const [a, b] = [pixels(image, ours.width, ours.height), pixels(ours, ours.width, ours.height)];
         const apart = a.reduce((most, value, place) => Math.max(most, Math.abs(value - b[place])), 0);
         found.push({ moment, sameSize: image.displayWidth === ours.width && image.displayHeight === ours.height, apart });
       }
       return found;`,
    );
    // 1 of 255: faint text is mixed with its ground before the colours are gathered, not after.
    const looked = found as readonly { readonly moment: number; readonly sameSize: boolean; readonly apart: number }[];
    expect(looked.map(({ moment, sameSize }) => [moment, sameSize])).toEqual(moments.map((moment) => [moment, true]));
    for (const { apart } of looked) expect(apart).toBeLessThanOrEqual(1);
  });
});
