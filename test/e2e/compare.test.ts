/** `modsh compare` on a terminal: in colour there, and nowhere else. */
import { resolve } from 'node:path';
import { afterEach, expect, test } from 'vitest';
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
