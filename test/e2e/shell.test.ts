/** The built program in a real pseudo terminal: what a user types, and what a user sees. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { type Pty, type PtyOptions, startPty } from '../helpers/pty.ts';

const PROGRAM = resolve(import.meta.dirname, '../../bin/modsh.js');
const folder = mkdtempSync(join(tmpdir(), 'modsh-e2e-'));
const running: Pty[] = [];
let count = 0;

afterEach(() => {
  for (const pty of running.splice(0)) pty.kill('SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Started {
  readonly pty: Pty;
  /** The terminal's settings before and after, once it has ended. */
  ttyKept(): boolean;
}

/** The program in a shell that writes the terminal's settings down before and after. */
function start(options: PtyOptions & { readonly args?: readonly string[]; readonly state?: string } = {}): Started {
  count += 1;
  const before = join(folder, `before-${count}`);
  const after = join(folder, `after-${count}`);
  const script = `trap : INT; stty -a >"${before}"; "${process.execPath}" "${PROGRAM}" "$@"; s=$?; stty -a >"${after}"; echo "ended $s"`;
  const pty = startPty('/bin/sh', ['-c', script, 'sh', ...(options.args ?? [])], {
    timeoutMs: 30_000,
    ...options,
    env: { XDG_STATE_HOME: options.state ?? join(folder, `state-${count}`), ...options.env },
  });
  running.push(pty);
  return { pty, ttyKept: () => readFileSync(before, 'utf8') === readFileSync(after, 'utf8') };
}

const ready = (pty: Pty): Promise<void> => pty.waitFor(/0 modules/);

/** Types a line and waits until its result is there. */
async function line(pty: Pty, text: string, until: RegExp | string): Promise<void> {
  pty.send(`${text}\r`);
  await pty.waitFor(until);
}

describe('the shell on a terminal', { timeout: 60_000 }, () => {
  test('a load, a held device, a refused rmmod with its hint, and the table tells it all', async () => {
    const { pty } = start();
    await ready(pty);
    await line(pty, 'modprobe user2; insmod chardev.ko', /chardev +16384 {2}0 +\+/);
    await line(pty, 'exec 3</dev/chardev0', /chardev +16384 {2}2 +↑ 1 file x2: sh fd 3/);
    await line(pty, 'rmmod chardev', /hint: sh has \/dev\/chardev0 open \(fd 3\)/);
    const text = pty.text();
    expect(text).toContain('rmmod: ERROR: Module chardev is in use');
    expect(text).toContain('today [1]#');
    expect(text).toMatch(/core +16384 {2}2 user,user2/);
    await line(pty, 'exec 3<&-; rmmod chardev; echo "$?"', /chardev +16384 {2}0 +x/);
  });

  test('the first 50 columns of the table are the rows of lsmod', async () => {
    const { pty } = start();
    await ready(pty);
    await line(pty, 'modprobe user2; modprobe proto; lsmod', /4 modules/);
    await pty.waitFor(/today#\n today/);
    const lines = pty.text().split('\n');
    const headers = lines.flatMap((text, at) => (text.startsWith('Module  ') ? [at] : []));
    expect(headers).toHaveLength(2);
    const [printed = 0, table = 0] = headers;
    for (let row = 0; row <= 4; row += 1) expect(lines[table + row]?.slice(0, 50).trimEnd()).toBe(lines[printed + row]?.trimEnd());
  });

  test('Ctrl-C drops the line and leaves status 130; nothing of it runs', async () => {
    const { pty } = start();
    await ready(pty);
    pty.send('insmod chardev.ko');
    await pty.waitFor('insmod chardev.ko');
    pty.send('\x03');
    await pty.waitFor('today [130]#');
    expect(pty.text()).toContain('0 modules');
  });

  test('Ctrl-C cancels rmmod -w: the module is live and usable, the status is 130', async () => {
    const { pty } = start();
    await ready(pty);
    await line(pty, 'insmod proto.ko linger_ms=60000; psock open; rmmod -w proto', /waits for 1 lingering socket .*s left/);
    pty.send('\x03');
    await pty.waitFor(/note: cancelled after .*proto is live/);
    await line(pty, 'echo "status $?"; cat /sys/module/proto/initstate; psock open', /status 130\nlive\npsock: opened and closed/);
  });

  test('Ctrl-C cancels modprobe -r -w as well', async () => {
    const { pty } = start();
    await ready(pty);
    await line(pty, 'modprobe chardev; exec 3</dev/chardev0', /chardev +16384 {2}2/);
    pty.send('modprobe -r -w 600000 chardev\r');
    await pty.waitFor(/modprobe -r -w 600000 chardev[\s\S]*modprobe -r -w 600000|modprobe -r -w 600000 chardev\s*\n today/);
    pty.send('\x03');
    await pty.waitFor('today [130]#');
    await line(pty, 'cat /sys/module/chardev/initstate', 'live');
  });

  test('a wait inside exit(): the first Ctrl-C says why not and what helps, the second leaves it in the background', async () => {
    const { pty } = start();
    await ready(pty);
    await line(pty, 'insmod netdev.ko; insmod devholder.ko; rmmod netdev', /exit\(\) waits for mdev0: 1 dev_hold \(devholder\)/);
    expect(pty.text()).toContain('cannot be cancelled, the unload is committed');
    pty.send('\x03');
    await pty.waitFor('no way back');
    expect(pty.text()).toContain('rmmod devholder frees mdev0');
    pty.send('\x03');
    await pty.waitFor('note: detached, no signal ends it; rmmod devholder frees mdev0');
    await pty.waitFor(/\[1\]\+ .*rmmod netdev/);
    await pty.waitFor('today [130]#');
    await line(pty, 'rmmod devholder', /\[1\]\+ {2}Interrupt +rmmod netdev/);
    await pty.waitFor(/0 modules/);
  });

  test('Ctrl-Z stops a waiting tool, fg takes it up again', async () => {
    const { pty } = start();
    await ready(pty);
    await line(pty, 'insmod chardev.ko; exec 3</dev/chardev0; rmmod -w chardev', /waits for 1 file/);
    pty.send('\x1a');
    await pty.waitFor(/\[1\]\+ {2}Stopped/);
    await line(pty, 'fg', /waits for 1 file/);
    pty.send('\x03');
    await pty.waitFor('[130]');
  });

  test('Ctrl-F passes the minute of TIME_WAIT', async () => {
    const { pty } = start();
    await ready(pty);
    await line(pty, 'insmod proto.ko linger_ms=60000; psock open; rmmod -w proto', /s left/);
    pty.send('\x06');
    await pty.waitFor(/t 6\d\.\d s.*0 modules/);
  });

  test('keys typed while a command waits run afterwards', async () => {
    const { pty } = start();
    await ready(pty);
    await line(pty, 'insmod proto.ko linger_ms=60000; psock open; rmmod -w proto', /s left/);
    pty.send('echo after-the-wait\r');
    await pty.quiet(300);
    expect(pty.text()).not.toMatch(/^after-the-wait$/m);
    pty.send('\x06');
    await pty.waitFor(/^after-the-wait$/m);
  });

  test('keys that arrive in one chunk are all there, Enter and Ctrl-C among them', async () => {
    const { pty } = start();
    await ready(pty);
    pty.send('echo one\recho two\recho dropped\x03echo three\r');
    await pty.waitFor(/^three$/m);
    const text = pty.text();
    expect(text).toMatch(/^one$/m);
    expect(text).toMatch(/^two$/m);
    expect(text).not.toMatch(/^dropped$/m);
  });

  test('Tab completes commands and loaded modules; Right takes the suggestion', async () => {
    const { pty } = start();
    await ready(pty);
    await line(pty, 'insmod core.ko', /core +16384/);
    pty.send('rmm\t');
    await pty.waitFor('today# rmmod');
    pty.send('co\t');
    await pty.waitFor('today# rmmod core');
    pty.send('\r');
    await pty.waitFor(/core +16384 {2}0 +x/);
    pty.send('insm');
    await pty.waitFor(/insmod core\.ko$/m);
    pty.send('\x1b[C\r');
    await pty.waitFor(/core +16384 {2}0 +\+/);
  });

  test('history is kept across sessions, and Ctrl-R finds in it', async () => {
    const state = join(folder, 'kept');
    const first = start({ state });
    await ready(first.pty);
    await line(first.pty, 'echo remember-me', /^remember-me$/m);
    first.pty.send('\x04');
    await first.pty.waitFor('ended 0');
    const second = start({ state });
    await ready(second.pty);
    second.pty.send('\x12rem');
    await second.pty.waitFor(/search> rem/);
    await second.pty.waitFor('echo remember-me');
    second.pty.send('\r');
    await second.pty.waitFor(/^remember-me$/m);
  });

  test('several lines pasted are one edit and do not run by themselves', async () => {
    const { pty } = start();
    await ready(pty);
    pty.send('\x1b[200~echo a1\necho b2\n\x1b[201~');
    await pty.waitFor('echo b2');
    await pty.quiet(300);
    expect(pty.text()).not.toMatch(/^a1$/m);
    pty.send('\r');
    await pty.waitFor(/^a1\nb2$/m);
  });

  test('an unfinished command names what is open, and runs as one block', async () => {
    const { pty } = start();
    await ready(pty);
    pty.send('for m in core; do\r');
    await pty.waitFor(/do> /);
    pty.send('insmod $m.ko\rdone\r');
    await pty.waitFor(/core +16384/);
  });

  test('a syntax error is said with its place, status 2, and nothing runs', async () => {
    const { pty } = start();
    await ready(pty);
    await line(pty, 'insmod core.ko; if lsmod; fi', /syntax error: "fi" unexpected/);
    await pty.waitFor('today [2]#');
    expect(pty.text()).toContain('0 modules');
    await line(pty, 'rmod', /did you mean rmmod\?/);
    await pty.waitFor('today [127]#');
  });

  test('Ctrl-L clears the screen; Ctrl-D with a waiting job warns first, then leaves', async () => {
    const { pty, ttyKept } = start();
    await ready(pty);
    await line(pty, 'insmod chardev.ko; exec 3</dev/chardev0; rmmod -w chardev &', /\[1\] \d+/);
    pty.send('\x0c');
    await pty.waitFor(/^today#/);
    pty.send('\x04');
    await pty.waitFor(/Ctrl-D again leaves/);
    pty.send('\x04');
    await pty.waitFor('ended');
    expect(ttyKept()).toBe(true);
    expect(pty.raw()).not.toContain('\x1b[3J');
  });

  test('exit ends with its status and leaves the terminal as it was, the live region gone', async () => {
    const { pty, ttyKept } = start();
    await ready(pty);
    pty.send('insmod core.ko; exit 7\r');
    await pty.waitFor('ended 7');
    expect(ttyKept()).toBe(true);
    expect(pty.text()).not.toContain('F1 help');
    expect(pty.raw()).not.toContain('\x1b[3J');
    expect(pty.raw()).not.toContain('\x1b[?1049h');
  });

  test('SIGTERM leaves the terminal as it was', async () => {
    const { pty, ttyKept } = start({ args: ['-q'] });
    await ready(pty);
    await line(pty, 'echo "me $PPID"', /me \d+/);
    const children = readFileSync(`/proc/${pty.pid}/task/${pty.pid}/children`, 'utf8').trim().split(' ');
    process.kill(Number(children.at(-1)), 'SIGTERM');
    await pty.waitFor('ended 143');
    expect(ttyKept()).toBe(true);
  });

  test('at rest it writes nothing', async () => {
    const { pty } = start();
    await ready(pty);
    await line(pty, 'insmod core.ko', /core +16384/);
    await pty.waitFor(/core +16384 {2}0(?! +\+)/);
    await pty.quiet(500);
    const before = pty.raw().length;
    await pty.quiet(2_000);
    expect(pty.raw().length).toBe(before);
  });

  test('a table longer than the window stays within half of it and counts the rest', async () => {
    const { pty } = start();
    await ready(pty);
    await line(
      pty,
      'for m in core user user2 chardev netdev devholder proto noexit propok selfref slowexit; do insmod $m.ko; done',
      /11 modules/,
    );
    await pty.waitFor(/\+\d+ more/);
    const lines = pty.text().split('\n');
    const status = lines.findLastIndex((text) => text.startsWith(' today'));
    expect(lines.length - status).toBeLessThanOrEqual(12);
    expect(pty.raw()).not.toContain('\x1b[3J');
  });

  test('a window of 60 by 15, and resizing, keep prompt and table whole', async () => {
    const { pty } = start({ columns: 100, rows: 30 });
    await ready(pty);
    await line(pty, 'modprobe user2', /user2 +16384/);
    pty.resize(60, 15);
    await pty.quiet(400);
    await line(pty, 'echo small', /^small$/m);
    for (const text of pty.text().split('\n')) expect(text.length).toBeLessThanOrEqual(60);
    expect(pty.text()).toMatch(/user2 +16384/);
    pty.resize(100, 30);
    await pty.quiet(400);
    await line(pty, 'echo large', /^large$/m);
    expect(pty.raw()).not.toContain('\x1b[3J');
  });

  test('NO_COLOR: no colour, the words say it all', async () => {
    const { pty } = start({ env: { NO_COLOR: '1' } });
    await ready(pty);
    await line(pty, 'insmod chardev.ko; exec 3</dev/chardev0; rmmod chardev', /hint:/);
    await pty.waitFor(/chardev +16384 {2}2/);
    expect(pty.raw()).not.toMatch(/\x1b\[[0-9;]*3[0-7]m/);
  });

  test('CI=true changes nothing on a real terminal', async () => {
    const { pty } = start({ env: { CI: 'true' } });
    await ready(pty);
    await line(pty, 'insmod core.ko', /core +16384 {2}0 +\+/);
  });

  test('TERM=dumb: no escape byte, plain lines, waits told in words', async () => {
    const { pty } = start({ env: { TERM: 'dumb' } });
    await pty.waitFor('today#');
    await line(
      pty,
      'insmod proto.ko linger_ms=1000; psock open; rmmod -w proto; echo "gone $?"',
      /rmmod -w proto: waits for 1 lingering socket/,
    );
    await pty.waitFor('gone 0');
    expect(pty.raw()).not.toContain('\x1b');
  });

  test('a regime is a fresh kernel, and drain can be left up to its commit', async () => {
    const { pty } = start();
    await ready(pty);
    await line(pty, 'regime drain', /drain# *\n drain/);
    await line(pty, 'insmod proto.ko linger_ms=60000; psock open; rmmod proto', /✓gate ✓refs ✓quiesce ▸drain/);
    pty.send('\x03');
    await pty.waitFor(/cancelled in drain after .*gate open again, proto is live/);
    await line(pty, 'psock open', 'psock: opened and closed');
  });
});

describe('the program without a terminal', { timeout: 60_000 }, () => {
  test('output into a pipe holds no escape; stdin from a terminal still works', async () => {
    const { pty } = start({ args: ['-c', 'lsmod'] });
    await pty.waitFor('ended 0');
    expect(pty.raw()).not.toContain('\x1b');
  });
});

test('system DIR typed at the prompt boots with the modules of a folder; a wrong one leaves the shell as it was', async () => {
  const { pty } = start();
  await ready(pty);
  await line(pty, 'system /nosuch', 'system: /nosuch: No such file or directory');
  await line(pty, `system ${resolve(import.meta.dirname, '../oracle/real-system')}`, 'fresh kernel');
  await line(pty, 'lsmod | wc -l', /\b152\b/);
});
