/** Recordings depend on the program and the tape alone: neither on the machine, the day, the locale nor the terminal. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { PROGRAM, runNode, runProgram } from '../helpers/program.ts';
import { startPty } from '../helpers/pty.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const cwd = mkdtempSync(join(tmpdir(), 'modsh-record-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const sources = ['tapes', 'scripts'].flatMap((folder) =>
  readdirSync(join(ROOT, 'fixtures', folder)).flatMap((name) => (/\.(?:tape|sh)$/.test(name) ? [`fixtures/${folder}/${name}`] : [])),
);

/** Surroundings that differ in whatever a program may look at. */
const HERE = { TZ: 'UTC', LANG: 'C', LC_ALL: undefined, TERM: 'dumb', COLUMNS: '40', LINES: '10', CI: 'true', NO_COLOR: '1' };
const THERE = {
  TZ: 'Asia/Kolkata',
  LANG: 'de_DE.UTF-8',
  LC_ALL: 'tr_TR.UTF-8',
  TERM: 'xterm-kitty',
  COLUMNS: '200',
  LINES: '60',
  CI: undefined,
  NO_COLOR: undefined,
  FORCE_COLOR: '3',
  COLORTERM: 'truecolor',
  MODSH_THEME: 'light',
  MODSH_ASCII: '1',
  MODSH_MOTION: '0',
  MODSH_HINTS: '0',
  HOME: cwd,
};

const hash = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

function recorded(source: string, name: string, env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const outputs = ['cast', 'svg', 'txt'].map((kind) => join(cwd, `${name}.${kind}`));
  const ended = runProgram(['record', source, ...outputs.flatMap((path) => ['-o', path])], { cwd: ROOT, env });
  expect(ended).toEqual({ stdout: '', stderr: '', status: 0 });
  return Object.fromEntries(outputs.map((path) => [path.replace(/^.*\./, ''), hash(path)]));
}

describe('the same input gives the same bytes', { timeout: 120_000 }, () => {
  test.each(sources)('%s', (source) => {
    expect(recorded(source, 'there', THERE)).toEqual(recorded(source, 'here', HERE));
  });

  test('on a terminal as well', async () => {
    const source = 'fixtures/scripts/held-open.sh';
    const { cast } = recorded(source, 'pipe', HERE);
    const path = join(cwd, 'tty.cast');
    const pty = startPty(process.execPath, [PROGRAM, 'record', source, '-o', path], { cwd: ROOT, columns: 132, rows: 50 });
    expect(await pty.exited).toEqual({ status: 0, signal: undefined });
    expect(hash(path)).toBe(cast);
  });
});

describe('the pictures of the README', { timeout: 120_000 }, () => {
  test('npm run demo makes them as they are', () => {
    const into = mkdtempSync(join(cwd, 'pictures-'));
    const ended = runNode(['bin/demo.mjs', '--into', into]);
    expect(ended).toBe(0);
    const kept = join(ROOT, 'fixtures/pictures');
    for (const name of readdirSync(into)) expect(`${name} ${hash(join(into, name))}`).toBe(`${name} ${hash(join(kept, name))}`);
    expect(
      readdirSync(kept)
        .filter((name) => name.endsWith('.svg'))
        .sort(),
    ).toEqual(expect.arrayContaining(readdirSync(into).sort()));
  });

  test('the hero is small enough for a README', () => {
    expect(readFileSync(join(ROOT, 'fixtures/pictures/hero.svg')).length).toBeLessThan(300_000);
  });
});
