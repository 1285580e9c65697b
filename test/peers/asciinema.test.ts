/** Our casts in the asciinema of the distribution, where it is installed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { startPty } from '../helpers/pty.ts';
import { type Recorded, recorded, screenAt } from './casts.ts';

const found = spawnSync('asciinema', ['--version'], { encoding: 'utf8' });
const version = Number(/asciinema (\d+)/.exec(found.stdout ?? '')?.[1] ?? 0);
const why = version === 0 ? ' (asciinema is not installed)' : '';

const folder = mkdtempSync(join(tmpdir(), 'modsh-asciinema-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the shell says when asciinema has ended, with its status. */
const END = /\x1b\]end (\d+)\x07$/;

/** Runs asciinema on a terminal whose output is left as it is; asciinema wants one on every side. */
async function asciinema(words: string, { path, header }: Recorded): Promise<{ raw: string; text: string; status: number }> {
  // The shell stays until all has been read: what a terminal still holds when its last program ends may be lost.
  const script = `stty -opost -echo; asciinema ${words} "$1"; printf '\\033]end %d\\007' $?; read -r _`;
  const pty = startPty('/bin/sh', ['-c', script, 'sh', path], {
    columns: header.cols,
    rows: header.rows + 1,
    timeoutMs: 60_000,
    env: { LC_ALL: 'C.UTF-8', HOME: folder, XDG_CONFIG_HOME: folder },
  });
  await pty.waitForRaw(END);
  const text = pty.text();
  pty.kill('SIGKILL');
  const status = Number(END.exec(pty.raw())?.[1]);
  return { raw: pty.raw().replace(END, ''), text, status };
}

describe.skipIf(why !== '')(`asciinema${why}`, { timeout: 90_000 }, () => {
  test.each(['hero', 'drain', 'netdev-held'])('cat prints the output of %s, byte for byte', async (tape) => {
    const cast = recorded(folder, tape, 2);
    const { raw, status } = await asciinema('cat', cast);
    expect(status).toBe(0);
    expect(raw).toBe(cast.events.flatMap(({ code, data }) => (code === 'o' ? [data] : [])).join(''));
  });

  test('play ends with the screen that our terminal shows', async () => {
    const cast = recorded(folder, 'who-holds-it', 2);
    const { text, status } = await asciinema('play -s 1000 -i 0.01', cast);
    expect(status).toBe(0);
    const lines = text.split('\n').map((line) => line.trimEnd());
    expect(lines).toEqual(screenAt(cast, Number.POSITIVE_INFINITY).text().slice(0, lines.length));
  });

  test('version 3 is for asciinema 3: an older one says so, and reads our version 2', async () => {
    const cast = recorded(folder, 'drain', 3);
    const { status, raw } = await asciinema('cat', cast);
    if (version >= 3) expect(raw).toBe(cast.events.flatMap(({ code, data }) => (code === 'o' ? [data] : [])).join(''));
    else expect(raw).toContain('only asciicast v1 and v2');
    expect(status).toBe(version >= 3 ? 0 : 1);
  });
});
