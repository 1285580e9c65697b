/** `modsh test` as a user calls it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runProgram } from '../helpers/program.ts';

const cwd = mkdtempSync(join(tmpdir(), 'modsh-test-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const put = (name: string, text: string): string => {
  writeFileSync(join(cwd, name), text);
  return name;
};
const run = (...args: string[]): ReturnType<typeof runProgram> => runProgram(['test', ...args], { cwd });

test('what is as expected passes with one line of summary', () => {
  put('good.t', '  $ echo a\n  a\n');
  expect(run('good.t')).toEqual({ stdout: '# 1 transcript, 1 command: 0 skipped, 0 failed\n', stderr: '', status: 0 });
});

test('what differs is shown as a diff, with status 1, and nothing is written', () => {
  const text = '  $ echo a\n  b\n';
  put('bad.t', text);
  const { stdout, status } = run('bad.t');
  expect(status).toBe(1);
  expect(stdout).toContain('--- bad.t\n+++ bad.t as run\n');
  expect(stdout).toContain('-  b\n+  a\n');
  expect(readFileSync(join(cwd, 'bad.t'), 'utf8')).toBe(text);
});

test('--update rewrites the file; patterns that fit stay', () => {
  put('old.t', 'Text.\n\n  $ rmmod x\n  $ echo abc\n  a* (glob)\n');
  expect(run('--update', 'old.t').status).toBe(0);
  expect(readFileSync(join(cwd, 'old.t'), 'utf8')).toBe(
    'Text.\n\n  $ rmmod x\n  rmmod: ERROR: Module x is not currently loaded\n  [1]\n  $ echo abc\n  a* (glob)\n',
  );
  expect(run('old.t').status).toBe(0);
});

test('--tap counts commands', () => {
  put('tap.t', '  $ echo a\n  a\n  $ echo b\n  c\n');
  const { stdout, status } = run('--tap', 'tap.t');
  expect(status).toBe(1);
  expect(stdout.split('\n').slice(0, 4)).toEqual(['TAP version 13', '1..2', 'ok 1 - tap.t:1 echo a', 'not ok 2 - tap.t:3 echo b']);
});

test('--regime chooses the rule', () => {
  put('never.t', '  $ insmod chardev.ko; rmmod chardev\n  rmmod: ERROR: Module unloading is not supported\n  [1]\n');
  expect(run('never.t').status).toBe(1);
  expect(run('--regime', 'never', 'never.t').status).toBe(0);
});

test('wrong usage has status 2 and one line', () => {
  for (const args of [[], ['nothere.t'], ['--regime', 'x', 'good.t'], ['--nothing', 'good.t']]) {
    const { stderr, status } = run(...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^modsh: .+\n/);
  }
});
