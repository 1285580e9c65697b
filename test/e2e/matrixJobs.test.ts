/** The matrix over the cores of one machine. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readReport } from '../../src/explore/matrix.ts';
import { PROGRAM, runProgram } from '../helpers/program.ts';
import { startPty } from '../helpers/pty.ts';

const cwd = mkdtempSync(join(tmpdir(), 'modsh-jobs-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

test.each([
  { what: 'the matrix as JSON', words: ['--json'] },
  { what: 'a shard of it as text', words: ['--shard', '3/4'] },
])('one, two and three threads give the same bytes: $what', { timeout: 120_000 }, ({ words }) => {
  // Cut off early, for time: rows with the verdict `bound` are rows as well.
  const [one, ...more] = ['1', '2', '3'].map((jobs) => runProgram(['explore', '--matrix', '--states', '4000', ...words, '--jobs', jobs]));
  if (one === undefined) throw new Error('nothing ran');
  expect(one.stderr).toBe('');
  expect(one.stdout.match(/proved/g)?.length).toBeGreaterThan(3);
  expect(more).toEqual([one, one]);
});

test('Ctrl-C ends the threads with the rows that are done; their report merges no more', async () => {
  const words = `explore --matrix --json --no-symmetry --no-persistent --states 400000 --jobs 2`;
  const pty = startPty('/bin/sh', ['-c', `exec '${process.execPath}' '${PROGRAM}' ${words} > part.json`], {
    cwd,
    columns: 160,
    timeoutMs: 60_000,
  });
  await pty.waitForRaw(/[1-9]\d* of \d+ cases/);
  pty.send('\x03');
  expect((await pty.exited).status).toBe(3);
  expect(pty.text()).toMatch(/^(\^C)?$/);
  const { jobs, rows } = readReport(readFileSync(join(cwd, 'part.json'), 'utf8'), 'part.json');
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.length).toBeLessThan(jobs.length);
  expect(runProgram(['explore', 'merge', 'part.json'], { cwd })).toMatchObject({
    stdout: '',
    stderr: expect.stringMatching(new RegExp(`^modsh: ${jobs.length - rows.length} of ${jobs.length} cases are missing, .*\n$`)),
    status: 2,
  });
});

test.each([
  ['ends', `process.exit(9)`, 'its thread ended (status 9)'],
  ['throws', `throw new Error('out of luck')`, 'out of luck'],
])('a thread that %s is told in one line', (_, deed, words) => {
  const file = join(cwd, 'driver.mjs');
  writeFileSync(
    file,
    `import { workerData } from 'node:worker_threads';
     if (workerData === 'a thread of the matrix') setTimeout(() => { ${deed} }, 1);
     export const mine = { name: 'mine', init: function* () { return 0; }, exit: function* () {} };`,
  );
  const { stdout, stderr, status } = runProgram(['explore', '--driver', file, '--matrix', '--states', '4000', '--jobs', '2']);
  expect({ stdout, status }).toEqual({ stdout: '', status: 70 });
  expect(stderr).toMatch(/^modsh: explore: (case [\w-]+: )?[^\n]*\n$/);
  expect(stderr).toContain(words);
});

test('a long search shows an estimate of what is left, and ends with what it knows', async () => {
  const words = ['explore', 'scale-tryget-n4k2', '--no-symmetry', '--no-persistent'];
  const pty = startPty(process.execPath, [PROGRAM, ...words], { cwd, columns: 120, timeoutMs: 60_000 });
  await pty.waitForRaw(/[\d,]+ of ~[\d,]+ states, ~\d+ (s|min) left {3}depth \d+ {3}proof {3}Ctrl-C/);
  pty.send('\x03');
  expect((await pty.exited).status).toBe(3);
  expect(pty.text()).toContain('bound, nothing found so far');
  expect(pty.text()).not.toContain('left');
});
