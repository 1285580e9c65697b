/** The dashboard in a real pseudo terminal: every key, its sizes, its terminals, opening and leaving, and its ends. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { type Pty, type PtyOptions, startPty } from '../helpers/pty.ts';

const PROGRAM = resolve(import.meta.dirname, '../../bin/modsh.js');
const folder = mkdtempSync(join(tmpdir(), 'modsh-top-'));
const running: Pty[] = [];
let count = 0;

afterEach(() => {
  for (const pty of running.splice(0)) pty.kill('SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Started {
  readonly pty: Pty;
  /** The terminal's settings are as they were; only once it has ended. */
  ttyKept(): boolean;
  stderr(): string;
}

/** The program in a shell that keeps its stderr and writes the terminal's settings down before and after. */
function start(args: readonly string[], options: PtyOptions = {}): Started {
  count += 1;
  const [before, after, errors] = ['before', 'after', 'err'].map((name) => join(folder, `${name}-${count}`));
  const unset = options.env !== undefined && 'TERM' in options.env && options.env['TERM'] === undefined ? 'unset TERM; ' : '';
  const script = `${unset}trap : INT; stty -a >"${before}"; "${process.execPath}" "${PROGRAM}" "$@" 2>"${errors}"; s=$?; stty -a >"${after}"; echo "ended $s"`;
  const pty = startPty('/bin/sh', ['-c', script, 'sh', ...args], {
    timeoutMs: 30_000,
    ...options,
    env: { XDG_STATE_HOME: join(folder, `state-${count}`), ...options.env },
  });
  running.push(pty);
  const text = (path: string | undefined): string => readFileSync(path ?? '', 'utf8');
  // Only the settings: the size in the first line may have been changed by the test itself.
  const settings = (path: string | undefined): string => text(path).replace(/^.*\n/, '');
  return { pty, ttyKept: () => settings(before) === settings(after), stderr: () => text(errors) };
}

/** A script whose state does not change by itself, so that pictures of it stay. */
const STILL = join(folder, 'still.sh');
writeFileSync(
  STILL,
  'modprobe user2\ninsmod chardev.ko\ninsmod proto.ko linger_ms=500000\nexec 3</dev/chardev0\npsock open\necho said\nsleep 100000\n',
);
/** Nothing ever comes by itself. */
const STUCK = join(folder, 'stuck.sh');
writeFileSync(STUCK, 'insmod chardev.ko\nexec 3</dev/chardev0\nrmmod -w chardev\n');

/** The dashboard beside the still script, paused. */
async function paused(options: PtyOptions = {}): Promise<Started> {
  const started = start(['top', '--real-time', STILL], options);
  await started.pty.waitFor(/chardev +16384 +2/);
  started.pty.send(' ');
  await started.pty.waitFor('paused');
  return started;
}

/** The process id of the program itself. */
const program = (pty: Pty): number => Number(readFileSync(`/proc/${pty.pid}/task/${pty.pid}/children`, 'utf8').trim().split(' ').at(-1));

describe('every key', { timeout: 60_000 }, () => {
  test('Space pauses and goes on, . steps, + and - change the speed', async () => {
    const { pty } = start(['top', '--real-time', STILL]);
    await pty.waitFor(/ x1 /);
    pty.send('+');
    await pty.waitFor(/ x2 /);
    pty.send('+');
    await pty.waitFor(/ x4 /);
    pty.send('-');
    await pty.waitFor(/ x2 /);
    pty.send(' ');
    await pty.waitFor('paused');
    pty.send('+');
    await pty.waitFor('paused; x4 once it goes on');
    pty.send('.');
    await pty.waitFor(/t 50\d\.\d s +paused/);
    pty.send(' ');
    await pty.waitFor(/ x4 /);
  });

  test('j, k, Down and Up choose a module; the header names it', async () => {
    const { pty } = await paused();
    await pty.waitFor('reading: proto');
    for (const [key, name] of [
      ['j', 'chardev'],
      ['\x1b[B', 'user2'],
      ['k', 'chardev'],
      ['\x1b[A', 'proto'],
    ] as const) {
      pty.send(key);
      await pty.waitFor(`reading: ${name}`);
      await pty.waitFor(new RegExp(`▸${name} `));
    }
  });

  test('Enter opens the references of the chosen module, and closes them', async () => {
    const { pty } = await paused();
    pty.send('j\r');
    await pty.waitFor('refs of chardev, refcnt 2');
    expect(pty.text()).toMatch(/2 +\/dev\/chardev0 +sh fd 3/);
    expect(pty.text()).toContain('held, chardev');
    pty.send('\r');
    await pty.waitFor('refcnt of chardev');
  });

  test('d swaps the tree in, a adds lines, s sorts', async () => {
    const { pty } = await paused();
    pty.send('d');
    await pty.waitFor('who uses whom');
    expect(pty.text()).toMatch(/core 2/);
    pty.send('d');
    await pty.waitFor('held, by kind');
    pty.send('aaa');
    await pty.waitFor(/refcnt of proto, chardev, core, user/);
    pty.send('a');
    await pty.waitFor('refcnt of proto, last 60 s');
    pty.send('s');
    await pty.waitFor('modules, by name');
    pty.send('s');
    await pty.waitFor('modules, by refs');
    pty.send('s');
    await pty.waitFor(/┌ modules ─/);
  });

  test('1 to 6 show one panel alone, 0 all of them', async () => {
    const { pty } = await paused();
    for (const [key, title] of [
      ['1', 'refcnt of proto'],
      ['2', 'held, by kind'],
      ['3', 'who uses whom'],
      ['4', 'modules'],
      ['5', 'waits'],
      ['6', 'dmesg'],
    ] as const) {
      pty.send(key);
      await pty.waitFor(new RegExp(`^┌ ${title}[^┐]*─┐$`, 'm'));
      await pty.waitFor(/└─{78}┘\n Esc close/);
      expect(pty.text().match(/┌/g)?.length).toBeLessThanOrEqual(2);
    }
    pty.send('0');
    await pty.waitFor(/held, by kind[\s\S]*waits[\s\S]*dmesg/);
  });

  test('R says why the rule stays: a script runs under one', async () => {
    const { pty } = await paused();
    pty.send('R');
    await pty.waitFor('a script runs under one rule: modsh top --regime ID FILE');
    expect(pty.text()).toContain('held, by kind');
  });

  test('? shows the keys, p the projector', async () => {
    const { pty } = await paused();
    pty.send('?');
    await pty.waitFor('projector: few panels');
    pty.send('?');
    await pty.waitFor('held, by kind');
    pty.send('p');
    await pty.waitFor(/^┌ refcnt of proto ─{60,}┐$/m);
    await pty.waitFor(/┘\s*$/);
    expect(pty.text()).not.toContain('dmesg');
    expect(pty.text().trimEnd().split('\n')).toHaveLength(22);
    pty.send('p');
    await pty.waitFor('dmesg');
  });

  for (const [name, key] of [
    ['q', 'q'],
    ['Esc', '\x1b'],
    ['Ctrl-C', '\x03'],
  ] as const) {
    test(`${name} leaves: the screen is the user's again, what the script said follows`, async () => {
      const { pty, ttyKept, stderr } = await paused();
      pty.send(key);
      await pty.waitFor('ended 130');
      expect(pty.text()).toMatch(/^said$/m);
      expect(pty.text()).not.toContain('held, by kind');
      expect(ttyKept()).toBe(true);
      expect(stderr()).toBe('');
      expect(pty.raw()).toContain('\x1b[?1049l');
      expect(pty.raw()).not.toContain('\x1b[3J');
    });
  }

  test('Esc first closes what is open; keys in one chunk are all there', async () => {
    const { pty } = await paused();
    pty.send('4?');
    await pty.waitFor('projector: few panels');
    pty.send('\x1b');
    await pty.waitFor(/^┌ modules ─{60,}/m);
    pty.send('\x1b');
    await pty.waitFor('held, by kind');
    pty.send('jjkq');
    await pty.waitFor('ended 130');
  });
});

describe('a script', { timeout: 60_000 }, () => {
  const short = join(folder, 'short.sh');
  writeFileSync(short, 'insmod chardev.ko\nsleep 30\nrmmod chardev\necho done\nrmmod chardev\nexit 7\n');

  test('runs ahead of real time, is shown as ended, and gives its status and its output', async () => {
    const { pty, stderr } = start(['top', '--speed', '500', short]);
    await pty.waitFor('ended 7');
    expect(pty.text()).toContain('nobody waits');
    pty.send('q');
    await pty.waitFor(/^ended 7$/m);
    expect(pty.text()).toMatch(/^done$/m);
    expect(stderr()).toBe('rmmod: ERROR: Module chardev is not currently loaded\n');
  });

  test('a script that waits for ever is called stuck, and then nothing is written any more', async () => {
    const { pty } = start(['top', STUCK]);
    await pty.waitFor('stuck');
    expect(pty.text()).toMatch(/rmmod -w chardev[\s\S]*1 file +no limit/);
    await pty.quiet(600);
    const before = pty.raw().length;
    await pty.quiet(1_500);
    expect(pty.raw().length).toBe(before);
    pty.send('.');
    await pty.waitFor('nothing is due');
  });

  test('paused, it writes nothing', async () => {
    const { pty } = await paused();
    await pty.quiet(600);
    const before = pty.raw().length;
    await pty.quiet(1_500);
    expect(pty.raw().length).toBe(before);
  });

  test('without a file there is an example, under the regime that was asked for', async () => {
    const { pty } = start(['top', '--regime', 'drain', '--speed', '20']);
    await pty.waitFor(/drain 4\/5/);
    pty.send('q');
    await pty.waitFor('ended 0');
  });

  test('a file that is not there is a usage error', async () => {
    const { pty, stderr } = start(['top', join(folder, 'nothing.sh')]);
    await pty.waitFor('ended 127');
    expect(stderr()).toMatch(/No such file/);
  });
});

describe('sizes', { timeout: 60_000 }, () => {
  for (const [columns, rows, panels] of [
    [80, 24, ['held, by kind', 'waits', 'dmesg']],
    [120, 36, ['held, by kind', 'who uses whom', 'waits', 'dmesg']],
    [200, 50, ['held, by kind', 'who uses whom', 'refs of proto', 'Held by', 'dmesg']],
  ] as const) {
    test(`${columns}x${rows} is filled to its last row and column`, async () => {
      const { pty } = await paused({ columns, rows });
      for (const panel of panels) await pty.waitFor(panel);
      const lines = pty.text().split('\n');
      expect(lines).toHaveLength(rows);
      expect(lines.at(-2)).toBe(`└${'─'.repeat(columns - 2)}┘`);
      for (const line of lines.slice(1, -1)) expect(line).toHaveLength(columns);
    });
  }

  test('60x18 has the projector panels, its lowest two rows empty', async () => {
    const { pty } = start(['top', STUCK], { columns: 60, rows: 18 });
    await pty.waitFor('stuck');
    expect(pty.text()).toMatch(/┌ refcnt of chardev/);
    expect(pty.text()).toMatch(/▸chardev +2~/);
    expect(pty.text().split('\n')).toHaveLength(16);
  });

  test('resize: larger, smaller, too small and back, nothing stray is left', async () => {
    const { pty } = await paused();
    pty.resize(120, 36);
    await pty.waitFor('who uses whom');
    await pty.waitFor(/└─{118}┘/);
    pty.resize(50, 12);
    await pty.waitFor('needs 60x18, this is 50x12; q leaves');
    await pty.quiet(200);
    expect(pty.text().trim()).toBe('needs 60x18, this is 50x12; q leaves');
    pty.resize(80, 24);
    await pty.waitFor(/└─{78}┘/);
    await pty.quiet(200);
    const lines = pty.text().split('\n');
    expect(lines).toHaveLength(24);
    for (const line of lines.slice(1, -1)) expect(line).toMatch(/^[┌│└].*[┐│┘]$/);
  });
});

describe('terminals', { timeout: 60_000 }, () => {
  for (const TERM of ['screen-256color', 'tmux-256color', 'linux', 'xterm-kitty', 'xterm']) {
    test(`TERM=${TERM} draws it, and stderr stays empty`, async () => {
      const { pty, stderr, ttyKept } = await paused({ env: { TERM, NCURSES_NO_UTF8_ACS: undefined, TMUX: '/nonexistent,1,0' } });
      expect(pty.text()).toMatch(/┌ refcnt of proto, last 60 s ─+┐┌ held, by kind ─+┐/);
      pty.send('q');
      await pty.waitFor('ended 130');
      expect(stderr()).toBe('');
      expect(ttyKept()).toBe(true);
    });
  }

  for (const [name, TERM] of [
    ['dumb', 'dumb'],
    ['not set', undefined],
  ] as const) {
    test(`TERM ${name} is refused with one sentence`, async () => {
      const { pty, stderr } = start(['top', STILL], { env: { TERM } });
      await pty.waitFor('ended 2');
      expect(stderr()).toBe(`modsh: top needs a terminal that can move the cursor, and TERM is ${name}\n`);
      expect(pty.raw()).not.toContain('\x1b');
    });
  }

  test('LANG=C: every byte is below 128', async () => {
    const { pty } = start(['top', STUCK], { env: { LANG: 'C' } });
    await pty.waitFor('stuck');
    expect(pty.text()).toMatch(/\+ modules -+\++ waits/);
    expect(pty.raw()).toMatch(/^[\x00-\x7f]*$/);
  });

  test('NO_COLOR: no colour', async () => {
    const { pty } = start(['top', STUCK], { env: { NO_COLOR: '1' } });
    await pty.waitFor('stuck');
    expect(pty.raw()).not.toMatch(/\x1b\[(?:[0-9;]*;)?[349][0-7]m/);
    expect(pty.text()).toMatch(/▸chardev/);
  });
});

describe('stopped', { timeout: 60_000 }, () => {
  for (const signal of ['SIGTSTP', 'SIGSTOP'] as const) {
    test(`${signal} and SIGCONT: drawn anew, keys still arrive`, async () => {
      const { pty, ttyKept } = await paused();
      const pid = program(pty);
      process.kill(pid, signal);
      // A SIGCONT that came before the process stands still would be lost.
      while (!/\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) await new Promise(setImmediate);
      process.kill(pid, 'SIGCONT');
      await pty.waitForRaw(/(\x1b\[\?1049h[\s\S]*){2}/);
      await pty.waitFor('held, by kind');
      pty.send('d');
      await pty.waitFor('who uses whom');
      pty.send('q');
      await pty.waitFor('ended 130');
      expect(ttyKept()).toBe(true);
    });
  }
});

describe('its end', { timeout: 60_000 }, () => {
  for (const [signal, status] of [
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ] as const) {
    test(`${signal} leaves the terminal as it was`, async () => {
      const { pty, ttyKept } = await paused();
      process.kill(program(pty), signal);
      await pty.waitFor(`ended ${status}`);
      expect(ttyKept()).toBe(true);
      expect(pty.text()).not.toContain('held, by kind');
    });
  }
});

/** Types a line in the shell and waits until its result is there. */
async function line(pty: Pty, text: string, until: RegExp | string): Promise<void> {
  pty.send(`${text}\r`);
  await pty.waitFor(until);
}

describe('modtop in the shell', { timeout: 60_000 }, () => {
  test('two rounds: prompt, job, typed line and history are as they were, no key is doubled', async () => {
    const { pty, ttyKept, stderr } = start(['-q'], { env: { TERM: 'screen-256color' } });
    await pty.waitFor(/0 modules/);
    await line(pty, 'insmod proto.ko linger_ms=600000; psock open; rmmod -w proto &', /\[1\] proto +1 lingering socket/);
    for (const round of [1, 2]) {
      await line(pty, 'modtop', 'reading: proto');
      expect(pty.text()).toMatch(/waits[\s\S]*rmmod -w proto[\s\S]*1 linger/);
      pty.send(round === 1 ? 'q' : '\x03');
      await pty.waitFor(/\[1\] proto +1 lingering socket.*left/);
      await line(pty, `echo "round${round}:$?"`, new RegExp(`^round${round}:0$`, 'm'));
    }
    // A half-typed line: the word is found in the history, the line stays.
    pty.send('echo half');
    await pty.waitFor('echo half');
    for (let round = 0; round < 2; round += 1) {
      pty.send('\x12modto');
      await pty.waitFor(/▸.*modtop/);
      pty.send('\r');
      await pty.waitFor('reading: proto');
      pty.send('q');
      await pty.waitFor(/today# echo half$/m);
    }
    pty.send('-done\r');
    await pty.waitFor(/^half-done$/m);
    await line(pty, 'jobs', /\[1\].*Running.*rmmod -w proto/);
    // Before the end: Ink shows the cursor on stderr as the process exits.
    expect(stderr()).toBe('');
    pty.send('exit 5\r');
    await pty.waitFor('ended 5');
    expect(ttyKept()).toBe(true);
  });

  test('a job that opens it leaves what is being typed', async () => {
    const { pty } = start(['-q']);
    await pty.waitFor(/0 modules/);
    await line(pty, '{ sleep 2; modtop; } &', /\[1\] \d+/);
    pty.send('insmod chard');
    await pty.waitFor('held, by kind');
    pty.send('q');
    await pty.waitFor(/today# insmod chard/);
    pty.send('\x05\x15insmod core.ko\r');
    await pty.waitFor(/core +16384 {2}0/);
  });

  test('time goes on: a wait ends while it is looked at, and is told afterwards', async () => {
    const { pty } = start(['-q']);
    await pty.waitFor(/0 modules/);
    await line(pty, 'insmod proto.ko linger_ms=60000; psock open; rmmod -w proto &', /1 lingering socket/);
    await line(pty, 'modtop', 'reading: proto');
    pty.send(' ');
    await pty.waitFor('paused');
    pty.send('.');
    await pty.waitFor(/t 6\d\.\d s/);
    await pty.waitFor('nobody waits');
    pty.send(' ');
    await pty.waitFor(/ x1 /);
    pty.send('q');
    await pty.waitFor(/\[1\]\+? +Done +rmmod -w proto/);
  });

  test('the speed that was set there holds in the shell', async () => {
    const { pty } = start(['-q']);
    await pty.waitFor(/0 modules/);
    await line(pty, 'modtop', 'held, by kind');
    pty.send('++');
    await pty.waitFor(/ x4 /);
    pty.send('q');
    await pty.waitFor(/today +t .*x4/);
    await line(pty, 'speed', /^x4$/m);
  });

  test('R lists the rules; Enter boots a fresh kernel under the chosen one, and the shell tells of it afterwards', async () => {
    const { pty, stderr } = start(['-q']);
    await pty.waitFor(/0 modules/);
    await line(pty, 'insmod chardev.ko', /chardev +16384 {2}0/);
    await line(pty, 'modtop', 'reading: chardev');
    pty.send('R');
    await pty.waitFor(/▸\* today/);
    expect(pty.text()).toMatch(/ {3}drain +close the gate/);
    pty.send('kk');
    await pty.waitFor(/▸ {2}drain/);
    pty.send('\x1b');
    await pty.waitFor('held, by kind');
    pty.send('Rkk\r');
    await pty.waitFor(/^ drain .* 0 modules/m);
    pty.send('q');
    await pty.waitFor(/^drain#/m);
    expect(pty.text()).toContain('fresh kernel: chardev was unloaded');
    await line(pty, 'insmod core.ko', /core +16384 {2}0/);
    expect(stderr()).toBe('');
  });

  test('R says why the rule stays: a job is there', async () => {
    const { pty } = start(['-q']);
    await pty.waitFor(/0 modules/);
    await line(pty, 'sleep 1000 &', /\[1\] \d+/);
    await line(pty, 'modtop', 'held, by kind');
    pty.send('R');
    await pty.waitFor('1 job still there: the rule changes when they are over');
    pty.send('j');
    await pty.waitFor('q back');
  });

  test('the chart knows the counts from before it was opened', async () => {
    const { pty } = start(['-q'], { env: { TERM: 'linux' } });
    await pty.waitFor(/0 modules/);
    await line(pty, 'insmod chardev.ko; exec 3</dev/chardev0', /chardev +16384 {2}2/);
    await line(pty, 'sleep 30', /sleep 30/);
    pty.send('\x06');
    await pty.waitFor(/t 3\d\.\d s/);
    await line(pty, 'modtop', /2 ┤ +┌─{10,}/);
  });

  test('at rest it writes nothing', async () => {
    const { pty } = start(['-q']);
    await pty.waitFor(/0 modules/);
    await line(pty, 'insmod chardev.ko; exec 3</dev/chardev0', /chardev +16384 {2}2/);
    await line(pty, 'modtop', 'reading: chardev');
    await pty.quiet(600);
    const before = pty.raw().length;
    await pty.quiet(1_500);
    expect(pty.raw().length).toBe(before);
  });

  test('SIGTERM while it is open leaves the terminal as it was', async () => {
    const { pty, ttyKept } = start(['-q']);
    await pty.waitFor(/0 modules/);
    await line(pty, 'modtop', 'held, by kind');
    process.kill(program(pty), 'SIGTERM');
    await pty.waitFor('ended 143');
    expect(ttyKept()).toBe(true);
    expect(pty.text()).not.toContain('held, by kind');
  });

  test('resized while it is open, the shell fits the new size', async () => {
    const { pty } = start(['-q']);
    await pty.waitFor(/0 modules/);
    await line(pty, 'modtop', 'held, by kind');
    pty.resize(120, 36);
    await pty.waitFor('who uses whom');
    pty.send('q');
    await pty.waitFor(/^today#/m);
    await line(pty, 'insmod core.ko', /Module +Size +Used by +State +Held by/);
  });

  test('a script, and a terminal of lines, are told why not', async () => {
    const script = start(['-c', 'modtop']);
    await script.pty.waitFor('ended 1');
    expect(script.stderr()).toBe('modtop: only the interactive shell has this; modsh top FILE shows a script\n');
    const { pty } = start([], { env: { TERM: 'dumb' } });
    // Prompt and refusal go to stderr there.
    pty.send('modtop; echo "status $?"\r');
    await pty.waitFor('status 1');
  });
});
