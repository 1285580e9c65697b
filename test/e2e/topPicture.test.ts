/** `modsh top -o`: the dashboard as a picture, without a terminal. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runProgram } from '../helpers/program.ts';

const SCRIPT = resolve(import.meta.dirname, '../../fixtures/tapes/top.sh');
const folder = mkdtempSync(join(tmpdir(), 'modsh-top-picture-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('shows what the dashboard shows at that moment of virtual time', () => {
  const out = join(folder, 'a.txt');
  expect(runProgram(['top', '--regime', 'drain', '--at', '50', '-o', out, SCRIPT])).toEqual({ stdout: '', stderr: '', status: 0 });
  const picture = readFileSync(out, 'utf8');
  expect(picture.split('\n')).toHaveLength(25);
  expect(picture).toMatch(/^ drain {3}smp {3}t 50\.0 s .* 1 wait {3}reading: proto/);
  expect(picture).toMatch(/drain 4\/5 +24 s left/);
  expect(picture).toContain('50 %');
});

test('without --at it shows the end of the script', () => {
  const out = join(folder, 'end.txt');
  expect(runProgram(['top', '--regime', 'drain', '-o', out, SCRIPT]).status).toBe(0);
  expect(readFileSync(out, 'utf8')).toMatch(/t 74\.\d s[\s\S]*ended 0|ended 0[\s\S]*t 74\.\d s/);
});

test.each(['svg', 'png'])('a .%s has the same bytes in every environment', (kind) => {
  const environments = [
    { TERM: 'xterm-256color', LANG: 'C.UTF-8' },
    { TERM: 'dumb', LANG: 'C', TZ: 'Asia/Tokyo', COLUMNS: '40', LINES: '9', NO_COLOR: '1', CI: 'true', TMUX: 'x' },
  ];
  const [first, second] = environments.map((env, at) => {
    const out = join(folder, `${at}.${kind}`);
    expect(runProgram(['top', '--cols', '120', '--rows', '36', '--at', '50', '-o', out, SCRIPT], { env })).toMatchObject({
      stderr: '',
      status: 0,
    });
    return readFileSync(out).toString('base64');
  });
  expect(first).toBe(second);
});

test.each([
  [['-o', 'a.gif', SCRIPT], 'modsh: a.gif: a picture of the dashboard is a .svg, a .png or a .txt\n'],
  [['-o', 'a.svg'], 'modsh: a picture is of a script: modsh top -o OUT.svg FILE\n'],
  [['-o', 'a.svg', '--at', 'x', SCRIPT], 'modsh: --at takes a number from 0 to 86400\n'],
  [['-o', 'a.svg', '--cols', '10', SCRIPT], 'modsh: --cols takes a number from 60 to 500\n'],
  [['-o', 'a.svg', '--theme', 'pink', SCRIPT], 'modsh: --theme is dark or light\n'],
])('top %j is refused in a line', (args, stderr) => {
  expect(runProgram(['top', ...args], { cwd: folder })).toEqual({ stdout: '', stderr, status: 2 });
});
