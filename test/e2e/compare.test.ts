/** `modsh compare` on a terminal: in colour there, and nowhere else. */
import { resolve } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { runProgram } from '../helpers/program.ts';
import { type Pty, startPty } from '../helpers/pty.ts';

const PROGRAM = resolve(import.meta.dirname, '../../bin/modsh.js');
const SCRIPT = resolve(import.meta.dirname, '../../fixtures/scripts/held-open.sh');
const SGR = `${String.fromCharCode(27)}[`;
const running: Pty[] = [];

afterEach(() => {
  for (const pty of running.splice(0)) pty.kill('SIGKILL');
});

async function compared(flags: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Pty> {
  const pty = startPty(process.execPath, [PROGRAM, 'compare', SCRIPT, ...flags], { columns: 100, timeoutMs: 60_000, env });
  running.push(pty);
  expect(await pty.exited).toEqual({ status: 0, signal: undefined });
  return pty;
}

test('what is refused is yellow, and the difference is faint', { timeout: 60_000 }, async () => {
  const raw = (await compared([])).raw();
  expect(raw).toContain(`${SGR}33mrefused`);
  expect(raw).toContain(`${SGR}2mas today`);
});

test.each([
  ['--no-color', ['--no-color'], {}],
  ['NO_COLOR', [], { NO_COLOR: '1' }],
  ['TERM=dumb', [], { TERM: 'dumb' }],
] as const)('no colour with %s', { timeout: 60_000 }, async (_name, flags, env) => {
  const pty = await compared(flags, env);
  expect(pty.text()).toContain('refused');
  expect(pty.raw()).not.toContain(SGR);
});

test('--regimes chooses the rows, in the order of the list; an unknown one is named', () => {
  const { stdout, status } = runProgram(['compare', '--regimes', '2.4,today', SCRIPT]);
  expect(status).toBe(0);
  expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual(['REGIME', '2.4', 'today', '2', '']);
  expect(runProgram(['compare', '--regimes', '2.4,bogus', SCRIPT])).toMatchObject({
    stdout: '',
    stderr: expect.stringMatching(/^modsh: unknown regime bogus \(there are 2\.2, .*\)\n$/),
    status: 2,
  });
});

test('--json has what the table has', () => {
  const { stdout, status } = runProgram(['compare', '--json', '--regimes', '2.4', SCRIPT]);
  expect(status).toBe(0);
  expect(JSON.stringify(JSON.parse(stdout))).toContain('"refused"');
});
