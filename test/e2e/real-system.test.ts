/** The built program with a real machine's files: --system, plan and export. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runProgram } from '../helpers/program.ts';
import { recorded } from '../helpers/realSystem.ts';

const SYSTEM = join(import.meta.dirname, '../oracle/real-system');
const dir = mkdtempSync(join(tmpdir(), 'modsh-system-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('--system loads a machine: lsmod prints its list byte for byte', () => {
  expect(runProgram(['--strict', '--system', SYSTEM, '-c', 'lsmod'])).toEqual({ stdout: recorded('lsmod.txt'), stderr: '', status: 0 });
});

test('plan reads a paste from standard input or a file, and proves itself', () => {
  const text = 'tipc goes in 1 step\n  1  rmmod tipc\nrun in the model, these steps end with tipc gone\n';
  expect(runProgram(['plan', 'tipc'], { input: recorded('lsmod.txt') })).toEqual({ stdout: text, stderr: '', status: 0 });
  expect(runProgram(['plan', 'tipc', '--from', join(SYSTEM, 'proc-modules')])).toEqual({ stdout: text, stderr: '', status: 0 });
  expect(JSON.parse(runProgram(['plan', '--json', 'tipc', '--system', SYSTEM]).stdout)).toMatchObject({
    version: 1,
    module: 'tipc',
    proof: 'gone',
  });
});

test.each([
  [['plan', 'nosuch'], 'a 1 0\n', 1, 'modsh: plan: no module nosuch among the 1 that are loaded\n'],
  [['plan', 'a'], 'a 1 x\n', 2, "modsh: standard input:1: count 'x' is no number\n"],
  [['plan', 'a', '--from', '/nosuch'], '', 127, 'modsh: /nosuch: No such file or directory\n'],
  [['--system', '/nosuch', '-c', ':'], '', 2, 'modsh: --system /nosuch: No such file or directory\n'],
])('%j says in one line what is wrong', (args, input, status, stderr) => {
  expect(runProgram(args, { input })).toEqual({ stdout: '', stderr, status });
});

test('a wrong line is named by file and line', () => {
  const file = join(dir, 'modules.dep');
  writeFileSync(file, 'a.ko:\nb.ko: c.ko\n');
  expect(runProgram(['--system', dir, '-c', ':'])).toEqual({
    stdout: '',
    stderr: `modsh: ${file}:2: needs 'c.ko', which has no line\n`,
    status: 2,
  });
  rmSync(file);
});

test('export writes a tree that --system reads again, and overwrites nothing', () => {
  const out = join(dir, 'out');
  expect(runProgram(['export', out, '-c', 'modprobe user2; false'])).toEqual({ stdout: '', stderr: '', status: 1 });
  expect(readFileSync(join(out, 'sys/module/core/refcnt'), 'utf8')).toBe('2\n');
  const list = runProgram(['-c', 'modprobe user2; lsmod']).stdout;
  expect(runProgram(['--system', out, '-c', 'lsmod']).stdout).toBe(list);
  expect(runProgram(['export', out])).toEqual({ stdout: '', stderr: `modsh: ${out}: the folder is not empty\n`, status: 2 });
});
