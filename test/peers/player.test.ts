/** Our casts in asciinema-player, in headless Chromium: its screen is ours at every moment that is looked at. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { inScript, runPage, whyNoBrowser } from '../helpers/chromium.ts';
import { momentsOf, recorded, screenAt } from './casts.ts';

const require = createRequire(import.meta.url);
const PLAYER = require.resolve('asciinema-player/dist/bundle/asciinema-player.min.js');

const folder = mkdtempSync(join(tmpdir(), 'modsh-player-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The player draws blocks and shades on a canvas, and leaves blanks for them in its text. */
const withoutBlocks = (row: string): string => row.replace(/[\u2580-\u259f]/g, ' ').trimEnd();

test.skipIf(whyNoBrowser !== '').each([
  ['hero', 2],
  ['hero', 3],
  ['drain', 3],
  ['explore', 2],
] as const)(`%s, version %d: the player shows what our terminal shows${whyNoBrowser}`, { timeout: 90_000 }, async (tape, version) => {
  const cast = recorded(folder, tape, version);
  const looks = momentsOf(cast, 12).map((moment) => ({ moment, wanted: screenAt(cast, moment).text().map(withoutBlocks) }));
  const shown = (await runPage(
    `<div id="player"></div><script>${inScript(readFileSync(PLAYER, 'utf8'))}</script>`,
    `const place = document.getElementById('player');
     const cast = ${inScript(JSON.stringify(cast.text))};
     const player = AsciinemaPlayer.create({ data: cast }, place, { preload: true, fit: false, idleTimeLimit: 1e9 });
     const rows = () => [...place.querySelectorAll('.ap-line')].map((line) => line.textContent.trimEnd());
     const frame = () => new Promise((done) => requestAnimationFrame(done));
     // The player draws from a worker, some frames later: the rows are taken once they are the wanted ones, or have had a second.
     const drawn = async (wanted) => {
       const until = performance.now() + 1000;
       while (performance.now() < until && JSON.stringify(rows()) !== JSON.stringify(wanted)) await frame();
       return rows();
     };
     const found = [];
     for (const { moment, wanted } of ${inScript(JSON.stringify(looks))}) {
       await player.seek(moment);
       found.push(await drawn(wanted));
     }
     return found;`,
  )) as string[][];
  for (const [at, { moment, wanted }] of looks.entries()) expect({ moment, rows: shown[at] }).toEqual({ moment, rows: wanted });
});
