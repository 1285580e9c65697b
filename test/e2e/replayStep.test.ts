/** `modsh replay` as a user calls it: stepping forward and back on a terminal, one step without one. */
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { PROGRAM, runProgram } from '../helpers/program.ts';
import { type Pty, type PtyOptions, startPty } from '../helpers/pty.ts';

const RACE = join(resolve(import.meta.dirname, '../../fixtures/schedules'), 'chr-inmod.schedule');
const running: Pty[] = [];
afterEach(() => {
  for (const pty of running.splice(0)) pty.kill('SIGKILL');
});

function start(args: readonly string[], options: PtyOptions = {}): Pty {
  const pty = startPty(process.execPath, [PROGRAM, ...args], options);
  running.push(pty);
  return pty;
}

const stepping = (options: PtyOptions = {}): Pty => start(['replay', '--step', RACE], options);

describe('without a terminal', () => {
  test('--at shows one step and where in the source it is made', () => {
    const { stdout, stderr, status } = runProgram(['replay', '--at', '7', RACE]);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toMatch(/^step 7 of 21 [\s\S]*\nrmmod0: reads chardev\.refcnt: 0\n.*\n {2}src\/regimes\/2\.2\.ts:\d+\n/);
  });

  test('--at outside of the schedule, and --step, are refused in one line', () => {
    for (const at of ['22', '-1', 'x', '']) {
      expect(runProgram(['replay', '--at', at, RACE])).toEqual({
        stdout: '',
        stderr: 'modsh: --at takes a number from 0 to 21\n',
        status: 2,
      });
    }
    const { stderr, status } = runProgram(['replay', '--step', RACE]);
    expect(stderr).toMatch(/^modsh: replay --step needs a terminal .*--at N shows one step\n$/);
    expect(status).toBe(2);
  });
});

describe('on a terminal', { timeout: 60_000 }, () => {
  test('keys go forward and back, to both ends, and away', async () => {
    const pty = stepping();
    await pty.waitFor(/step 0 of 21[\s\S]*Nobody has moved yet\.[\s\S]*chardev +0 {2}Live[\s\S]*Right next/);
    pty.send('\x1b[C');
    await pty.waitFor(/step 1 of 21[\s\S]*user0: reads chardev\.registered: 1/);
    const first = pty.text();
    pty.send('\r');
    await pty.waitFor('step 2 of 21');
    pty.send('\x1b[D');
    await pty.waitFor('step 1 of 21');
    expect(pty.text()).toBe(first);
    pty.send(' jn');
    await pty.waitFor('step 4 of 21');
    pty.send('\x1b[6~');
    await pty.waitFor('step 14 of 21');
    pty.send('k\x7f');
    await pty.waitFor('step 12 of 21');
    pty.send('\x1b[F');
    await pty.waitFor(/step 21 of 21[\s\S]*\*\*\* use-after-unload: freed at step 20[\s\S]*BUG: [\s\S]*ends in use-after-unload, as found/);
    pty.send('\x1b[C');
    pty.send('\x1b[D');
    await pty.waitFor(/step 20 of 21[\s\S]*FREED \(was Unloading\)/);
    pty.send('\x1b[H');
    await pty.waitFor('step 0 of 21');
    pty.send('q');
    expect(await pty.exited).toEqual({ status: 0, signal: undefined });
    expect(pty.raw()).toMatch(/\x1b\[\?25h\x1b\[\?1049l/);
  });

  test('a small window keeps the step and its words, and a larger one shows more', async () => {
    const pty = stepping({ columns: 30, rows: 6 });
    await pty.waitFor(/step 0 of 21/);
    pty.send('\x1b[C');
    await pty.waitFor(/step 1 of 21[\s\S]*user0: reads chardev\.register~/);
    expect(pty.text().split('\n').length).toBeLessThanOrEqual(6);
    pty.resize(100, 30);
    await pty.waitFor(/cpu0 user0[\s\S]*cpu1 rmmod0[\s\S]*Module +count {2}state/);
    pty.resize(10, 2);
    await pty.waitFor(/^step 1 of~/);
    pty.send('q');
    expect((await pty.exited).status).toBe(0);
  });

  test('Ctrl-C leaves with 130, SIGTERM with 143, and the terminal is given back', async () => {
    const one = stepping();
    await one.waitFor('step 0 of 21');
    one.send('\x03');
    expect((await one.exited).status).toBe(130);
    const other = stepping();
    await other.waitFor('step 0 of 21');
    other.kill('SIGTERM');
    expect((await other.exited).status).toBe(143);
    for (const pty of [one, other]) expect(pty.raw()).toMatch(/\x1b\[\?25h\x1b\[\?1049l/);
  });

  test('NO_COLOR takes the colours away; a terminal that cannot move the cursor is refused', async () => {
    const painted = stepping();
    const plain = stepping({ env: { NO_COLOR: '1' } });
    for (const pty of [painted, plain]) {
      await pty.waitFor('step 0 of 21');
      pty.send('G');
      await pty.waitFor('as found');
      pty.send('q');
      await pty.exited;
    }
    expect(painted.raw()).toMatch(/\x1b\[[\d;]*3[0-7]m/);
    expect(plain.raw()).not.toMatch(/\x1b\[[\d;]*3[0-7]m/);
    const dumb = stepping({ env: { TERM: 'dumb' } });
    expect((await dumb.exited).status).toBe(2);
    expect(dumb.text()).toContain('TERM is dumb');
  });

  test('the word in the live shell goes forward and back by lines', async () => {
    const pty = start([], { rows: 40, env: { XDG_STATE_HOME: '/nonexistent' } });
    await pty.waitFor(/today#/);
    pty.send('explore chardev --regime 2.2 --output race >/dev/null; replay --step race\r');
    await pty.waitFor('step 0 of 21 (Enter');
    pty.send('\r');
    await pty.waitFor('step 1 of 21 (Enter');
    pty.send('9\r');
    await pty.waitFor('step 9 of 21 (Enter');
    pty.send('b\r');
    await pty.waitFor('step 8 of 21 (Enter');
    pty.send('q\r');
    await pty.waitFor(/q\n+today#/);
    pty.send('echo left $?\r');
    await pty.waitFor(/^left 0$/m);
  });
});
