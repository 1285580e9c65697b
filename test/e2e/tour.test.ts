/** `modsh tour` in a real terminal: the suggestion is taken with Right and run with Enter. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { PROGRAM, runProgram } from '../helpers/program.ts';
import { type Pty, type PtyOptions, startPty } from '../helpers/pty.ts';

const state = mkdtempSync(join(tmpdir(), 'modsh-tour-'));
const running: Pty[] = [];
afterEach(() => {
  for (const pty of running.splice(0)) pty.kill('SIGKILL');
});
afterAll(() => rmSync(state, { recursive: true, force: true }));

function start(args: readonly string[], options: PtyOptions = {}): Pty {
  const pty = startPty(process.execPath, [PROGRAM, ...args], {
    rows: 40,
    timeoutMs: 30_000,
    ...options,
    env: { XDG_STATE_HOME: state, ...options.env },
  });
  running.push(pty);
  return pty;
}

const RIGHT = '\x1b[C';

describe('the tour on a terminal', { timeout: 60_000 }, () => {
  test('narration, grey suggestion, Right and Enter, the effect, and the next step', async () => {
    const pty = start(['tour', '4']);
    await pty.waitFor(/-- tour 4\/10 -- 2\.5-netdev -- The bug -/);
    await pty.waitFor(/2\.5-netdev# rmmod netdev\n[\s\S]*tour 4\/10/);
    pty.send(RIGHT);
    pty.send('\r');
    await pty.waitFor(/2\.5-netdev# rmmod devholder\n/);
    pty.send(RIGHT);
    pty.send('\r');
    await pty.waitFor(/\*\*\* Oops[\s\S]*note: next: tour next/);
    await pty.waitFor(/2\.5-netdev \[139\]# tour next\n/);
    pty.send(RIGHT);
    pty.send('\r');
    await pty.waitFor(/-- tour 5\/10 -- dev-hold[\s\S]*dev-hold# rmmod netdev\n/);
    pty.send('tour end\r');
    await pty.waitFor(/\n today {3}t 0\.0 s/);
    expect(pty.text()).not.toMatch(/tour \d+\/10 {2}/);
  });

  test('the word leads there from any session, and back', async () => {
    const pty = start(['--regime', '2.4', '-q']);
    await pty.waitFor(/0 modules/);
    pty.send('tour 8\r');
    await pty.waitFor(/-- tour 8\/10[\s\S]*drain# rmmod -w proto\n/);
    pty.send(`${RIGHT}\r`);
    await pty.waitFor(/drain# rmmod -w proto\n[\s\S]*\d s left/);
    pty.send('\x03');
    await pty.waitFor('note: cancelled in drain');
    pty.send('rmmod -w proto\r');
    await pty.waitFor(/\d s left/);
    pty.send('\x06');
    await pty.waitFor(/note: next: tour next/);
    pty.send('tour end\r');
    await pty.waitFor(/\n 2\.4 {3}t/);
  });

  test('a terminal that gets lines only gets the same tour', async () => {
    const pty = start(['tour', '2'], { env: { TERM: 'dumb' } });
    await pty.waitFor(/-- tour 2\/10 -- 2\.4/);
    pty.send('exec 3</dev/chardev0\rrmmod chardev\r');
    await pty.waitFor('next: tour next');
    expect(pty.raw()).not.toContain('\x1b');
  });
});

test('without a terminal, or with a step that is none, it says so with status 2', () => {
  expect(runProgram(['tour'])).toMatchObject({ status: 2, stderr: 'modsh: tour needs a terminal\n' });
  expect(runProgram(['tour', '11'])).toMatchObject({ status: 2, stderr: 'modsh: tour has the steps 1 to 10, not 11\n' });
});
