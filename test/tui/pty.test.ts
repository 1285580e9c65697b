import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bundle } from '../helpers/bundle.ts';
import { type Pty, type PtyOptions, startPty } from '../helpers/pty.ts';

let folder = '';
let program = '';
let state = 0;
const running: Pty[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'modsh-pty-'));
  program = await bundle(join(import.meta.dirname, 'demo', 'main.ts'), join(folder, 'demo'));
}, 60_000);

afterEach(() => {
  for (const pty of running.splice(0)) pty.kill('SIGKILL');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The demo in a shell that tells the terminal's state before and after, and the status. */
function start(options: PtyOptions & { readonly args?: readonly string[] } = {}): Pty {
  state += 1;
  const home = join(folder, `state-${state}`);
  const script = `trap : INT; stty -a >"${folder}/before-${state}"; "${process.execPath}" "${program}" "$@"; s=$?; stty -a >"${folder}/after-${state}"; echo "ended $s"`;
  const pty = startPty('/bin/sh', ['-c', script, 'sh', ...(options.args ?? [])], {
    ...options,
    env: { XDG_STATE_HOME: home, ...options.env },
  });
  running.push(pty);
  return pty;
}

const ttyStates = (): [string, string] => [
  readFileSync(join(folder, `before-${state}`), 'utf8'),
  readFileSync(join(folder, `after-${state}`), 'utf8'),
];
const ready = (pty: Pty): Promise<void> => pty.waitFor(/0 modules/);
const firstLineOf = (text: string, start: string): string | undefined => text.split('\n').findLast((line) => line.startsWith(start));
const ESC = '\x1b';

describe('the face in a pseudo terminal', { timeout: 30_000 }, () => {
  test('first start: three lines of banner, the second with something to type, and the cursor behind the prompt', async () => {
    const pty = start();
    await ready(pty);
    const lines = pty.text().split('\n');
    expect(lines[1]).toContain('insmod chardev.ko; exec 3</dev/chardev0; rmmod chardev');
    expect(lines[3]).toBe('today#');
    expect(pty.cursor()).toEqual({ x: 7, y: 3 });
  });

  test('the prompt is on the screen before Ink is loaded', async () => {
    const pty = start({ args: ['-q'] });
    await ready(pty);
    const raw = pty.raw();
    expect(raw.indexOf('today')).toBeLessThan(raw.indexOf('0 modules'));
    expect(raw.slice(0, raw.indexOf('\r'))).toMatch(/today.*# $/s);
    expect(pty.text().split('\n')[0]).toBe('today#');
  });

  test('keys sent before Ink is there are not lost', async () => {
    const pty = start({ args: ['-q'] });
    await pty.waitForRaw('today');
    pty.send('echo early\r');
    await pty.waitFor(/^early$/m);
  });

  test('many keys in one chunk: Enter and Ctrl-C inside it are seen', async () => {
    const pty = start({ args: ['-q'] });
    await ready(pty);
    pty.send('echo one\rabc\x03echo two\r');
    await pty.waitFor(/^two$/m);
    expect(pty.text().split('\n').slice(0, 5)).toEqual(['today# echo one', 'one', 'today# abc^C', 'today [130]# echo two', 'two']);
  });

  test('a paste of three lines is one edit and runs nothing until Enter', async () => {
    const pty = start({ args: ['-q'] });
    await ready(pty);
    pty.send(`${ESC}[200~echo one\necho two\necho three\n${ESC}[201~`);
    await pty.waitFor(/> echo three/);
    expect(pty.text()).not.toMatch(/^one$/m);
    pty.send('\r');
    await pty.waitFor(/^one\ntwo\nthree$/m);
  });

  test('a menu, taken with Enter, and a hint after the refusal', async () => {
    const pty = start({ args: ['-q'] });
    await ready(pty);
    pty.send('insmod core.ko; insmod chardev.ko; exec 3</dev/chardev0\r');
    await pty.waitFor(/2 modules/);
    pty.send('rmmod c\t');
    await pty.waitFor(/2 modules {3}Tab next/);
    pty.send('\r');
    await pty.waitFor(/^today# rmmod chardev$/m);
    pty.send('\r');
    await pty.waitFor(/^ {2}hint: sh has \/dev\/chardev0 open \(fd 3\)/m);
  });

  test('Ctrl-C ends a wait at once, and the next command runs', async () => {
    const pty = start({ args: ['-q'] });
    await ready(pty);
    pty.send('insmod proto.ko linger=60\rrmmod -w proto\r');
    await pty.waitFor(/rmmod -w proto {3}waits for 2 lingering sockets/);
    pty.send('\x03');
    await pty.waitFor(/^today \[130\]#/m);
    expect(pty.text()).toMatch(/\^C\n {2}note: cancelled after .*; nothing was closed, proto is live, 2 refs/);
  });

  test('Ctrl-F passes a minute at once', async () => {
    const pty = start({ args: ['-q'] });
    await ready(pty);
    pty.send('insmod proto.ko linger=60\rrmmod -w proto\r');
    await pty.waitFor(/waits for/);
    pty.send('\x06');
    await pty.waitFor(/t 6\d\.\d s.*0 modules/);
  });

  test('idle writes nothing', async () => {
    const pty = start({ args: ['-q'] });
    await ready(pty);
    pty.send('insmod core.ko\r');
    await pty.waitFor(/core .* \+/);
    await pty.waitFor(/^core +16384 {2}0$/m);
    await pty.quiet(500);
    const before = pty.raw().length;
    await pty.quiet(1_500);
    expect(pty.raw().length).toBe(before);
  });

  test('no scrollback is wiped and no other screen is used, however much is printed', async () => {
    const pty = start({ args: ['-q'] });
    await ready(pty);
    for (let line = 0; line < 60; line += 1) pty.send(`echo line ${line}\r`);
    await pty.waitFor(/^line 59$/m);
    pty.send('\x0c');
    await pty.waitFor(/^today#$/m);
    const seen = [...pty.all().matchAll(/^line (\d+)$/gm)].map(([, line]) => Number(line));
    expect(seen[0]).toBe(0);
    expect(pty.raw()).not.toMatch(/\x1b\[3J|\x1b\[\?1049h|\x1b\[\?47h/);
  });

  // The emulator here is xterm.js, whose cursor sinks; tmux keeps it in its place and is looked at by hand.
  const xtermJs = { TERM_PROGRAM: 'vscode' };

  test('resize down and up again leaves no stray pieces', async () => {
    const pty = start({ args: ['-q'], env: xtermJs });
    await ready(pty);
    pty.send('insmod core.ko; insmod chardev.ko\recho a line that stays\rrmmod ch');
    await pty.waitFor(/^today# rmmod ch/m);
    for (const [columns, rows] of [
      [60, 24],
      [60, 15],
      [45, 15],
      [30, 15],
      [30, 6],
      [80, 24],
    ] as const) {
      pty.resize(columns, rows);
      await pty.waitFor(columns < 40 ? /^today# rmmod ch(?![\s\S]*Module)/m : /^today# rmmod ch[\s\S]*Module/m);
      await pty.quiet(150);
      const text = pty.text();
      expect(text.match(/^today# rmmod ch/gm)?.length, `${columns}x${rows}\n${text}`).toBe(1);
      expect(text.match(/Module +Size/g)?.length ?? 0, `${columns}x${rows}\n${text}`).toBe(columns < 40 ? 0 : 1);
    }
    expect(pty.all().match(/^a line that stays$/gm)?.length).toBe(1);
  });

  test('resize while a wait is shown leaves one wait', async () => {
    const pty = start({ args: ['-q'], env: xtermJs });
    await ready(pty);
    pty.send('insmod proto.ko linger=60\rrmmod -w proto\r');
    await pty.waitFor(/waits for/);
    pty.resize(60, 15);
    await pty.waitFor(/proto {3}2 linger {3}\d+ s left/);
    await pty.quiet(100);
    expect(pty.text().match(/2 linger {3}/g)?.length).toBe(1);
    expect(pty.text()).not.toContain('waits for');
    expect(pty.all().match(/rmmod -w proto/g)?.length).toBe(1);
  });

  test('a job that ends leaves the typed line intact', async () => {
    const pty = start({ args: ['-q'] });
    await ready(pty);
    pty.send('insmod proto.ko linger=1\rrmmod -w proto &\rhalf a line');
    await pty.waitFor(/^\[1\]\+ {2}Done/m);
    await pty.waitFor(/0 modules/);
    expect(firstLineOf(pty.text(), 'today# half')).toBe('today# half a line');
  });

  test('NO_COLOR: marks and words, no colour', async () => {
    const pty = start({ args: ['-q'], env: { NO_COLOR: '1' } });
    await ready(pty);
    pty.send('insmod chardev.ko; exec 3</dev/chardev0; rmmod chardev\r');
    await pty.waitFor(/hint: sh has/);
    expect(pty.raw()).not.toMatch(/\x1b\[(?:\d+;)*(?:3[0-7]|9[0-7])(?:;\d+)*m/);
    expect(pty.raw()).toMatch(/\x1b\[2m/);
  });

  test('LANG=C: every byte below 128', async () => {
    const pty = start({ env: { LANG: 'C' } });
    await ready(pty);
    pty.send('insmod proto.ko linger=60\rrmmod -w proto\r');
    await pty.waitFor(/\[#?-+\] {2}\d+ s left/);
    pty.send('\x03rmmod -\t');
    await pty.waitFor(/Tab next/);
    expect(pty.raw()).toMatch(/^[\x00-\x7f]*$/);
  });

  test('CI=true makes no difference on a terminal', async () => {
    const pty = start({ args: ['-q'], env: { CI: 'true' } });
    await ready(pty);
    pty.send('insmod core.ko\r');
    await pty.waitFor(/core .* \+/);
  });

  // Here the terminal echoes, not we: what is sent before the prompt stands is echoed above it, and the next prompt behind it, as
  // with any shell that leaves the terminal as it is. So each line waits for its prompt.
  test('TERM=dumb: lines only, no escape at all', async () => {
    const pty = start({ args: ['-q'], env: { TERM: 'dumb' } });
    await pty.waitFor(/^today#/m);
    pty.send('insmod proto.ko linger=40\r');
    await pty.waitFor(/linger=40\ntoday#/);
    pty.send('speed 20\r');
    await pty.waitFor(/speed 20\ntoday#/);
    pty.send('rmmod -w proto\r');
    await pty.waitFor(/done after .*\ntoday#/);
    pty.send('for m in a; do\r');
    await pty.waitFor(/^do>/m);
    pty.send('echo x; done\r');
    await pty.waitFor(/^x\ntoday#/m);
    pty.send('rmod\r');
    await pty.waitFor(/did you mean rmmod\?\ntoday \[127\]#/);
    expect(pty.raw()).not.toContain(ESC);
    expect(pty.text()).toMatch(/^rmmod -w proto: waits for 2 lingering sockets, \d+(?:\.\d)? s left, Ctrl-C cancels$/m);
    expect(pty.text()).toMatch(/^rmmod -w proto: waits for 2 lingering sockets, \d+(?:\.\d)? s left$/m);
    pty.send('\x04');
    await pty.waitFor(/^ended 127$/m);
  });

  test('TERM=dumb: Ctrl-C ends a wait, Ctrl-D ends what a command reads and then the shell', async () => {
    const pty = start({ args: ['-q'], env: { TERM: 'dumb' } });
    await pty.waitFor(/^today#/m);
    pty.send('sleep 60\r');
    await pty.waitFor(/sleep 60/);
    pty.send('\x03');
    await pty.waitFor(/^today \[130\]#/m);
    pty.send('cat\r');
    await pty.waitFor(/# cat$/m);
    pty.send('echoed\r');
    await pty.waitFor(/^echoed\nechoed$/m);
    pty.send('\x04');
    await pty.waitFor(/echoed\ntoday#/);
    pty.send('\x04');
    await pty.waitFor(/^ended 0$/m);
  });

  const ways: readonly (readonly [name: string, end: (pty: Pty) => void, status: number])[] = [
    ['Ctrl-D', (pty) => pty.send('\x04'), 0],
    ['exit 3', (pty) => pty.send('exit 3\r'), 3],
  ];
  test.each(ways)('%s: the live region is erased, the terminal is as it was', async (_, end, status) => {
    const pty = start({ args: ['-q'] });
    await ready(pty);
    pty.send('echo stays\r');
    await pty.waitFor(/^stays$/m);
    end(pty);
    await pty.waitFor(`ended ${status}`);
    await pty.exited;
    const [before, after] = ttyStates();
    expect(after).toBe(before);
    expect(pty.text()).not.toContain('0 modules');
    expect(pty.text()).toMatch(new RegExp(`stays\\n(?:today# exit 3\\n)?ended ${status}$`));
    expect(pty.raw().lastIndexOf('\x1b[?2004l')).toBeGreaterThan(pty.raw().lastIndexOf('\x1b[?2004h'));
    expect(pty.raw().lastIndexOf('\x1b[?25h')).toBeGreaterThan(pty.raw().lastIndexOf('\x1b[?25l'));
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s: the terminal is as it was, status %i', async (signal, status) => {
    const pty = start({ args: ['-q'] });
    await ready(pty);
    pty.send('insmod proto.ko linger=60\rrmmod -w proto\r');
    await pty.waitFor(/waits for/);
    signalDemo(pty, signal);
    await pty.waitFor(`ended ${status}`);
    await pty.exited;
    const [before, after] = ttyStates();
    expect(after).toBe(before);
    expect(pty.text()).not.toContain('waits for');
  });

  test('an error of ours: the terminal is as it was, then the message, status 1', async () => {
    const pty = start({ args: ['-q'], env: { DEMO_CRASH: '1' } });
    await ready(pty);
    pty.send('crash\r');
    await pty.waitFor('ended 1');
    await pty.exited;
    const [before, after] = ttyStates();
    expect(after).toBe(before);
    expect(pty.text()).toMatch(/modsh: internal error: Error: made by the test/);
  });

  test('stopped and continued: the same line, drawn once', async () => {
    const pty = start({ args: ['-q'] });
    await ready(pty);
    pty.send('half a line');
    await pty.waitFor(/half a line/);
    const before = pty.raw().length;
    signalDemo(pty, 'SIGTSTP');
    await pty.waitForRaw(/\x1b\[\?2004l/);
    await demoStopped(pty);
    signalDemo(pty, 'SIGCONT');
    await pty.waitForRaw(new RegExp(`^[\\s\\S]{${before}}[\\s\\S]*2004h[\\s\\S]*half`));
    pty.send(' more');
    await pty.waitFor(/^today# half a line more$/m);
  });

  test('stopped by force and continued: drawn anew in its place', async () => {
    const pty = start({ args: ['-q'] });
    await ready(pty);
    pty.send('half a line');
    await pty.waitFor(/half a line/);
    signalDemo(pty, 'SIGSTOP');
    await demoStopped(pty);
    signalDemo(pty, 'SIGCONT');
    pty.send(' more');
    await pty.waitFor(/^today# half a line more$/m);
    await pty.quiet(100);
    expect(pty.text().match(/half a line/g)?.length).toBe(1);
    expect(pty.text().match(/0 modules/g)?.length).toBe(1);
  });

  test('C-x C-e: the line goes through the editor and is not run', async () => {
    const script = join(folder, 'editor.sh');
    writeFileSync(script, '#!/bin/sh\nsed -i s/one/two/ "$1"\n', { mode: 0o755 });
    const pty = start({ args: ['-q'], env: { EDITOR: script } });
    await ready(pty);
    pty.send('echo one\x18\x05');
    await pty.waitFor(/^today# echo two$/m);
    pty.send('\r');
    await pty.waitFor(/^two$/m);
  });

  test('the history is kept, with its blocks, for the next shell', async () => {
    const home = join(folder, 'kept');
    mkdirSync(home);
    const one = start({ args: ['-q'], env: { XDG_STATE_HOME: home } });
    await ready(one);
    one.send('for m in a; do\recho x\rdone\r');
    await one.waitFor(/^x$/m);
    one.send('\x04');
    await one.exited;
    const two = start({ env: { XDG_STATE_HOME: home } });
    await two.waitFor(/^modsh .*, today\. help lists commands\.$/m);
    await ready(two);
    two.send('\x1b[A');
    await two.waitFor(/^today# for m in a; do\n {3}do> echo x\n {3}do> done$/m);
  });
});

/** The demo is the shell's only child. */
const demoOf = (pty: Pty): number => Number(readFileSync(`/proc/${pty.pid}/task/${pty.pid}/children`, 'utf8').trim().split(' ')[0]);

function signalDemo(pty: Pty, signal: NodeJS.Signals): void {
  process.kill(demoOf(pty), signal);
}

/** A SIGCONT that comes before the stop does nothing, and then nobody continues it: a shell too waits for the stop. */
async function demoStopped(pty: Pty): Promise<void> {
  while (!/^State:\s+T/m.test(readFileSync(`/proc/${demoOf(pty)}/status`, 'utf8'))) await new Promise(setImmediate);
}
