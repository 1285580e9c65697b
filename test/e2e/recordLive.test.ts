/** `modsh record -o OUT.cast` and the word `record`, on a real terminal. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import xterm from '@xterm/headless';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { CastEvent, CastHeader } from '../../src/record/cast/cast.ts';
import { readCast } from '../../src/record/cast/read.ts';
import { PROGRAM, runProgram } from '../helpers/program.ts';
import { type Pty, type PtyOptions, startPty } from '../helpers/pty.ts';

const cwd = mkdtempSync(join(tmpdir(), 'modsh-live-'));
const running: Pty[] = [];
afterEach(() => {
  for (const pty of running.splice(0)) pty.kill('SIGKILL');
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

function start(args: readonly string[], options: PtyOptions = {}): Pty {
  const pty = startPty(process.execPath, [PROGRAM, ...args], {
    cwd,
    timeoutMs: 30_000,
    ...options,
    env: { XDG_STATE_HOME: cwd, ...options.env },
  });
  running.push(pty);
  return pty;
}

const at = (name: string): string => join(cwd, name);

function read(name: string): { header: CastHeader; events: CastEvent[] } {
  const cast = readCast(readFileSync(at(name), 'utf8').split('\n'), name);
  return { header: cast.header, events: [...cast.events] };
}

/** The screen after all events, as `Pty.text` gives it. */
async function replayed(name: string): Promise<string> {
  const { header, events } = read(name);
  const terminal = new xterm.Terminal({ cols: header.cols, rows: header.rows, scrollback: 1_000, allowProposedApi: true });
  for (const { code, data } of events) {
    if (code === 'o') await new Promise<void>((done) => terminal.write(data, done));
    const [cols, rows] = data.split('x').map(Number);
    if (code === 'r' && cols !== undefined && rows !== undefined) terminal.resize(cols, rows);
  }
  const buffer = terminal.buffer.active;
  const lines: string[] = [];
  for (let y = buffer.baseY; y < buffer.length; y += 1) lines.push(buffer.getLine(y)?.translateToString(true) ?? '');
  return lines.join('\n').replace(/\n+$/, '');
}

describe('a live recording', { timeout: 60_000 }, () => {
  test.each(['2', '3'])('version %s: two commands, a resize, the end: the cast shows the last screen', async (version) => {
    const file = `whole${version}.cast`;
    const pty = start(['record', '-o', file, '--cast-version', version, '--title', 'A bug']);
    await pty.waitFor('0 modules');
    pty.send('insmod chardev.ko\r');
    await pty.waitFor('1 module ');
    pty.resize(90, 30);
    // The signal comes on another way than the keys.
    await pty.waitFor(/^.{82}F1 help$/m);
    pty.send('lsmod\r');
    await pty.waitFor(/lsmod\nModule[\s\S]*chardev/);
    pty.send('exit 3\r');
    expect((await pty.exited).status).toBe(3);
    const { header, events } = read(file);
    expect(header).toMatchObject({ version: Number(version), cols: 80, rows: 24, title: 'A bug' });
    expect(events.find((event) => event.code === 'r')?.data).toBe('90x30');
    expect(events.filter((event) => event.code === 'x').map((event) => event.data)).toEqual(version === '3' ? ['3'] : []);
    expect(events.map((event) => event.atUs)).toEqual(events.map((event) => event.atUs).sort((a, b) => a - b));
    expect(events.at(-1)?.atUs).toBeGreaterThan(0);
    expect(await replayed(file)).toBe(pty.text());
    expect(pty.text()).toContain('chardev');

    const info = runProgram(['cast', 'info', file], { cwd });
    expect(info.status).toBe(0);
    expect(info.stdout).toMatch(new RegExp(`^format +asciicast v${version}\\nsize +80x24\\ntitle +A bug\\n`));
    const drawn = (kind: string): ReturnType<typeof runProgram> => runProgram(['cast', 'convert', file, '-o', `live.${kind}`], { cwd });
    expect(drawn('svg')).toEqual({ stdout: '', stderr: '', status: 0 });
    expect(readFileSync(at('live.svg'), 'utf8')).toMatch(/^<svg [\s\S]*<title id="T">A bug<[\s\S]*insmod[\s\S]*<\/svg>\s*$/);
    expect(drawn('gif')).toEqual({
      stdout: '',
      stderr: 'modsh: live.gif: the recording changes its size and a GIF cannot: write an .svg\n',
      status: 2,
    });
    expect(drawn('txt').status).toBe(2);
    const played = runProgram(['play', file], { cwd });
    expect(played.stdout).toBe(
      events
        .filter((event) => event.code === 'o')
        .map((event) => event.data)
        .join(''),
    );
  });

  test('killed by force it is valid up to its last event, which is what was on the screen', async () => {
    const pty = start(['record', '-o', 'killed.cast']);
    await pty.waitFor('0 modules');
    pty.send('insmod chardev.ko\r');
    await pty.waitFor('1 module ');
    await pty.quiet(200);
    pty.kill('SIGKILL');
    await pty.exited;
    const text = readFileSync(at('killed.cast'), 'utf8');
    expect(text.endsWith(']\n')).toBe(true);
    for (const line of text.trimEnd().split('\n')) expect(JSON.parse(line)).toBeTypeOf('object');
    expect(await replayed('killed.cast')).toContain('insmod chardev.ko');
    expect(await replayed('killed.cast')).toMatch(/1 module /);
    // Cut in the middle of a line, as by a full disk, it still plays up to there.
    writeFileSync(at('cut.cast'), text.slice(0, -5));
    const { stdout, status } = runProgram(['cast', 'info', 'cut.cast'], { cwd });
    expect({ status, cut: stdout.includes('cut off in its last line') }).toEqual({ status: 0, cut: true });
  });

  test('record start, record, record stop inside the shell: from there to there', async () => {
    const pty = start(['-q']);
    await pty.waitFor('0 modules');
    pty.send('record\r');
    await pty.waitFor(/record\nnot recording/);
    pty.send('record stop\r');
    await pty.waitFor('record: not recording');
    pty.send('insmod chardev.ko\r');
    await pty.waitFor('1 module ');
    pty.send('record start part.cast\r');
    await pty.waitFor(/[$#] record start part\.cast\n/);
    pty.send('record\r');
    await pty.waitFor('\nrecording part.cast');
    pty.send('record start other.cast\r');
    await pty.waitFor('record: part.cast is being recorded');
    pty.send('insmod netdev.ko\r');
    await pty.waitFor('2 modules');
    pty.send('record stop\r');
    await pty.waitFor('\nrecorded part.cast');
    const size = readFileSync(at('part.cast'), 'utf8').length;
    expect(await replayed('part.cast')).toMatch(/insmod netdev\.ko[\s\S]*2 modules/);
    expect(await replayed('part.cast')).not.toContain('insmod chardev.ko');
    expect(runProgram(['cast', 'convert', 'part.cast', '-o', 'part.gif'], { cwd }).status).toBe(0);
    expect(readFileSync(at('part.gif')).subarray(0, 6).toString('latin1')).toBe('GIF89a');
    pty.send('record start part.cast\r');
    await pty.waitFor('record: part.cast: File exists');
    pty.send('record start part.txt\r');
    await pty.waitFor('record: part.txt: a live recording is a .cast');
    pty.send('exit\r');
    await pty.exited;
    expect(readFileSync(at('part.cast'), 'utf8').length).toBe(size);
    expect(existsSync(at('other.cast'))).toBe(false);
  });

  test('a terminal that gets lines only refuses, outside and inside', async () => {
    const outside = start(['record', '-o', 'dumb.cast'], { env: { TERM: 'dumb' } });
    expect((await outside.exited).status).toBe(2);
    const picture = start(['record', '-o', 'a.svg']);
    expect((await picture.exited).status).toBe(2);
    expect(picture.text()).toBe('modsh: a.svg: a live recording is a .cast');
    const inside = start(['-q'], { env: { TERM: 'dumb' } });
    await inside.waitFor(/# $/m);
    inside.send('record start dumb.cast\r');
    await inside.waitFor('record: needs a terminal that can move the cursor');
    expect(existsSync(at('dumb.cast'))).toBe(false);
  });
});

test('a script records nothing', () => {
  const ran = runProgram(['-c', 'record start script.cast'], { cwd });
  expect(ran).toEqual({
    stdout: '',
    stderr: 'record: only the interactive shell has this; modsh record FILE records a script\n',
    status: 1,
  });
  expect(existsSync(at('script.cast'))).toBe(false);
});

test.each([
  [['record'], 'record: without a file to play, -o OUT.cast says where the session goes'],
  [['record', '-o', 'a.cast'], 'record: needs a file to play, or a terminal that can move the cursor'],
  [['record', '-o', 'a.cast', '--cols', '90'], 'record: --cols is for tapes and command files; a live recording is as its terminal is'],
])('%j is a usage error in one line', (args, line) => {
  expect(runProgram(args, { cwd })).toEqual({ stdout: '', stderr: `modsh: ${line}\n`, status: 2 });
});
