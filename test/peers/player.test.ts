/** asciinema-player, the player of web pages, shows in Chromium what our own terminal shows. Skipped where there is no Chromium. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rowText, type ScreenImage } from '../../src/record/screen.ts';
import { type Browser, CHROMIUM, startBrowser } from '../helpers/browser.ts';
import { momentsOf, recorded } from './casts.ts';

const folder = mkdtempSync(join(tmpdir(), 'modsh-player-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const require = createRequire(import.meta.url);
const STYLE = pathToFileURL(require.resolve('asciinema-player/dist/bundle/asciinema-player.css'));
const SCRIPT = pathToFileURL(require.resolve('asciinema-player/dist/bundle/asciinema-player.min.js'));

/**
 * What stands in each cell. The player sets letters as text, braille and lines as SVG symbols, and fills what is solid on a
 * canvas: block signs, coloured ground and the cursor.
 */
const PAGE = `<!doctype html><meta charset="utf-8">
<link rel="stylesheet" href="${STYLE}">
<script src="${SCRIPT}"></script>
<div id="place"></div>
<script>
let player;
const show = (data, options) => {
  player?.dispose();
  player = AsciinemaPlayer.create({ data }, document.getElementById('place'), { preload: true, controls: false, fit: false, cursorMode: 'steady', ...options });
};
// The player draws some frames later: the screen is taken once it is the wanted one, or has had a hundred frames.
const screenAt = async (seconds, wanted) => {
  await player.seek(seconds);
  for (let frames = 0; frames < 100 && JSON.stringify(screen()) !== JSON.stringify(wanted); frames += 1)
    await new Promise((done) => requestAnimationFrame(done));
  return screen();
};
const screen = () => {
  const canvas = player.el.querySelector('canvas');
  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  const symbols = [...player.el.querySelectorAll('.ap-symbol-line')];
  const lines = [...player.el.querySelectorAll('.ap-line')];
  const height = canvas.height / lines.length;
  return lines.map((line, row) => {
    const cells = [];
    for (const span of line.children) {
      const from = Number(span.style.getPropertyValue('--offset'));
      for (const [at, sign] of [...span.textContent].entries()) cells[from + at] = sign;
    }
    for (const use of symbols[row].children)
      cells[Number(use.getAttribute('x'))] = String.fromCodePoint(Number(use.getAttribute('href').slice(5)));
    const text = Array.from(cells, (cell) => cell ?? ' ').join('').trimEnd();
    const width = canvas.width / 80;
    const solid = Array.from({ length: 80 }, (_, column) => {
      for (let y = row * height; y < (row + 1) * height; y += 1)
        for (let x = column * width; x < (column + 1) * width; x += 1) if (pixels[(y * canvas.width + x) * 4 + 3] > 0) return '#';
      return ' ';
    }).join('').trimEnd();
    return { text, solid };
  });
};
</script>`;

const BLOCK = /[\u2580-\u259f]/;

/** Our screen in the same form. */
function seen(image: ScreenImage): { text: string; solid: string }[] {
  return image.rows.map((row, y) => {
    const solid = Array.from({ length: image.cols }, () => ' ');
    for (const { column, cells, width, style } of row)
      for (const [at, cell] of cells.entries())
        if (BLOCK.test(cell) || style.bg !== 'default' || style.inverse) solid.fill('#', column + at * width, column + (at + 1) * width);
    if (image.cursor?.row === y) solid[image.cursor.column] = '#';
    return {
      text: rowText(row)
        .replace(/[\u2580-\u259f]/g, ' ')
        .trimEnd(),
      solid: solid.join('').trimEnd(),
    };
  });
}

describe.skipIf(CHROMIUM === undefined)(
  CHROMIUM === undefined ? 'asciinema-player (skipped: Chromium is not installed)' : 'asciinema-player',
  { timeout: 60_000 },
  () => {
    let browser: Browser;
    beforeAll(async () => {
      writeFileSync(join(folder, 'page.html'), PAGE);
      browser = await startBrowser();
      await browser.open(String(pathToFileURL(join(folder, 'page.html'))));
    }, 60_000);
    afterAll(() => browser.close());

    test.each([
      ['hero', 2, 12],
      ['hero', 3, 12],
      ['drain', 3, 12],
      ['explore', 2, 2],
    ] as const)('%s, version %d, shows what our terminal shows at %d moments', async (tape, version, count) => {
      const cast = recorded(folder, tape, version);
      // Our moments are those of the file, so the player must not shorten the pauses.
      await browser.evaluate(`show(${JSON.stringify(cast.text)}, { idleTimeLimit: 1e6 })`);
      const moments = momentsOf(cast, count);
      expect(moments.length).toBe(count);
      for (const { seconds, shot } of moments) {
        const wanted = seen(shot.image);
        const rows = await browser.evaluate(`screenAt(${seconds}, ${JSON.stringify(wanted)})`);
        expect({ seconds, rows }).toEqual({ seconds, rows: wanted });
      }
    });
  },
);
