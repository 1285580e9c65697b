/** `modsh record`, `modsh play` and `modsh cast` as a user calls them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PROGRAM, runProgram } from '../helpers/program.ts';
import { type Pty, startPty } from '../helpers/pty.ts';

const cwd = mkdtempSync(join(tmpdir(), 'modsh-casts-'));
const running: Pty[] = [];
afterEach(() => {
  for (const pty of running.splice(0)) pty.kill('SIGKILL');
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const run = (...args: string[]): ReturnType<typeof runProgram> => runProgram(args, { cwd });
const read = (name: string): string => readFileSync(join(cwd, name), 'utf8');

beforeAll(() => {
  writeFileSync(join(cwd, 'a.sh'), '# First\ninsmod chardev.ko\n# Second\nlsmod\n');
  writeFileSync(
    join(cwd, 'own.cast'),
    '{"version":2,"width":20,"height":3}\n[1, "o", "one\\r\\n"]\n[3, "m", "mark"]\n[9, "o", "two\\r\\n"]\n',
  );
  expect(run('record', 'a.sh', '-o', 'a.cast')).toEqual({ stdout: '', stderr: '', status: 0 });
});

describe('modsh cast', () => {
  test('info tells size, length, events and markers', () => {
    const { stdout, status } = run('cast', 'info', 'a.cast');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^format {4}asciicast v2\nsize {6}80x24\n/);
    expect(stdout).toMatch(/marker .* First\nmarker .* Second\n$/);
  });

  test('convert to v3 and back gives the same bytes', () => {
    expect(run('cast', 'convert', 'a.cast', '-o', 'a3.cast').status).toBe(0);
    expect(read('a3.cast')).toMatch(/^\{"version":3,/);
    expect(run('cast', 'convert', '--to', '2', 'a3.cast').stdout).toBe(read('a.cast'));
  });

  test('convert shortens pauses and changes the speed', () => {
    expect(run('cast', 'convert', '--idle-limit', '2', '--speed', '2', '--to', '2', 'own.cast').stdout.split('\n').slice(1)).toEqual([
      '[0.500000, "o", "one\\r\\n"]',
      '[1.500000, "m", "mark"]',
      '[2.500000, "o", "two\\r\\n"]',
      '',
    ]);
  });

  test('trim begins with the screen as it was', () => {
    expect(run('cast', 'trim', '--from', '2', '--to', '5', 'own.cast').stdout.split('\n').slice(1)).toEqual([
      '[0.000000, "o", "one\\r\\n"]',
      '[1.000000, "m", "mark"]',
      '',
    ]);
  });

  test('check records again: 0 when equal, 1 with the first difference', () => {
    expect(run('cast', 'check', 'a.cast', 'a.sh')).toEqual({ stdout: 'a.cast: as recorded from a.sh\n', stderr: '', status: 0 });
    writeFileSync(join(cwd, 'b.cast'), read('a.cast').replace('chardev', 'chardex'));
    const { stdout, status } = run('cast', 'check', 'b.cast', 'a.sh');
    expect(status).toBe(1);
    expect(stdout).toMatch(/^b\.cast: event \d+: the cast has /);
    expect(run('cast', 'check', 'a.cast', 'a.sh', '--regime', 'drain').status).toBe(1);
  });

  test('what is no cast is refused with one line and its place', () => {
    writeFileSync(join(cwd, 'no.cast'), 'hello\n');
    for (const args of [
      ['cast', 'info', 'no.cast'],
      ['play', 'no.cast'],
    ]) {
      const { stderr, status } = run(...args);
      expect(status).toBe(1);
      expect(stderr).toMatch(/^modsh: no\.cast:1: [^\n]+\n$/);
    }
    expect(run('play', 'nothere.cast').status).toBe(2);
    expect(run('cast', 'trim', '--from', '5', '--to', '2', 'own.cast').status).toBe(2);
    expect(run('cast', 'convert', '--to', '1', 'own.cast').status).toBe(2);
  });
});

describe('modsh play', { timeout: 60_000 }, () => {
  const play = (...args: string[]): Pty => {
    const pty = startPty(process.execPath, [PROGRAM, 'play', ...args], { cwd });
    running.push(pty);
    return pty;
  };

  test('without a terminal everything is written at once', () => {
    expect(run('play', 'own.cast').stdout).toBe('one\r\ntwo\r\n');
  });

  test('100,000 events take the memory of 1,000: 30 MB of output in a heap of 12 MB', () => {
    const text = 'x'.repeat(300);
    const size = (events: number): number => {
      const lines = Array.from({ length: events }, (_, event) => `[${((600 * event) / events).toFixed(6)}, "o", "${text}\\r\\n"]\n`);
      writeFileSync(join(cwd, 'long.cast'), `{"version":2,"width":80,"height":24}\n${lines.join('')}`);
      const { stdout, stderr, status } = runProgram(['play', 'long.cast'], { cwd, env: { NODE_OPTIONS: '--max-old-space-size=12' } });
      expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
      return stdout.length;
    };
    expect([size(1_000), size(100_000)]).toEqual([302_000, 30_200_000]);
  });

  test('12,000 events of ten minutes are written in the memory of a shell alone: a heap of 20 MB', () => {
    writeFileSync(join(cwd, 'minutes.sh'), 'for i in $(seq 1 30000); do echo line $i; sleep 0.02; done\n');
    const env = { NODE_OPTIONS: '--max-old-space-size=20' };
    const { stderr, status } = runProgram(['record', 'minutes.sh', '-o', 'minutes.cast'], { cwd, env });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(readFileSync(join(cwd, 'minutes.cast'), 'utf8').split('\n').length).toBeGreaterThan(12_000);
  });

  test('plays to the end and leaves with 0', async () => {
    const pty = play('--speed', '100', 'own.cast');
    expect(await pty.exited).toEqual({ status: 0, signal: undefined });
    expect(pty.text()).toContain('one\ntwo');
  });

  test('blank pauses, . steps, ] goes to a marker, Home begins anew, q leaves', async () => {
    const pty = play('own.cast');
    await pty.waitFor('0.');
    pty.send(' ');
    await pty.waitFor('paused');
    pty.send('.');
    await pty.waitFor(/one[\s\S]*1\.0 of 9\.0 s {3}paused/);
    pty.send(']');
    await pty.waitFor(/3\.0 of 9\.0 s {3}paused {3}mark/);
    pty.send('\x1b[F');
    await pty.waitFor(/one\ntwo/);
    pty.send('\x1b[H');
    await pty.waitFor(/0\.0 of 9\.0 s/);
    expect(pty.text()).not.toContain('one');
    pty.send('+');
    await pty.waitFor('x2');
    pty.send('q');
    expect((await pty.exited).status).toBe(0);
  });

  test('Ctrl-C leaves with 130', async () => {
    const pty = play('own.cast');
    await pty.waitFor('of 9.0 s');
    pty.send('\x03');
    expect((await pty.exited).status).toBe(130);
    expect(pty.raw()).toContain('\x1b[?25h');
  });
});
