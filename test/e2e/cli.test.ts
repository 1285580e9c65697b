/** The built program as a command: ways in, statuses, what goes to which stream. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const PROGRAM = resolve(import.meta.dirname, '../../bin/modsh.js');
const folder = mkdtempSync(join(tmpdir(), 'modsh-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function modsh(args: readonly string[], input = ''): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], { encoding: 'utf8', input, timeout: 60_000 });
  return { status, stdout, stderr };
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const script = file('script.sh', 'echo "$1"; insmod chardev.ko; lsmod; exit 3\n');

test.each([
  { rule: 'a file by itself', args: [script, 'one'] },
  { rule: 'a file behind run', args: ['run', script, 'one'] },
  { rule: 'the options of modsh end at the file', args: ['--regime', 'today', script, 'one', '--regime'] },
])('$rule runs with its arguments and its own status', ({ args }) => {
  const ran = modsh(args);
  expect(ran).toEqual({ status: 3, stdout: 'one\nModule                  Size  Used by\nchardev                16384  0\n', stderr: '' });
});

/** Runs `modsh ARGS` with what a shell's words after it do to its streams. */
const inShell = (words: string): Ran => {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', `"$0" "$1" ${words}`, process.execPath, PROGRAM], {
    encoding: 'utf8',
    cwd: folder,
  });
  return { status, stdout, stderr };
};

test.each([
  { rule: 'at the end', words: '-c lsmod >/dev/full', says: 'write error: No space left on device' },
  { rule: 'within a script', words: "-c 'seq 9999; echo on >&2' >/dev/full", says: 'write error: No space left on device' },
  { rule: 'of a recording', words: 'record script.sh -o full.svg', says: 'write error: No space left on device' },
  { rule: 'that is a directory for input', words: '<.', says: 'read error: Is a directory' },
  { rule: 'of which a script reads', words: '-c cat <.', says: 'read error: Is a directory' },
  { rule: 'that is no directory', words: 'export script.sh', says: 'script.sh: Not a directory' },
])('a file of the host that fails is said in one line: $rule', ({ words, says }) => {
  symlinkSync('/dev/full', join(folder, 'full.svg'));
  const ran = inShell(words);
  rmSync(join(folder, 'full.svg'));
  expect(ran).toEqual({ status: 1, stdout: '', stderr: `modsh: ${says}\n` });
});

test('-c runs text, with $0 and what follows as parameters', () => {
  expect(modsh(['-c', 'echo "$0 $1"', 'a'])).toEqual({ status: 0, stdout: 'modsh a\n', stderr: '' });
});

test('without a terminal the script comes from standard input', () => {
  expect(modsh([], 'insmod core.ko\nlsmod | tail -n 1\n').stdout).toBe('core                   16384  0\n');
});

test('a script reads standard input where it is data', () => {
  expect(modsh(['-c', 'read a; echo "got $a"; cat'], 'one\ntwo\n').stdout).toBe('got one\ntwo\n');
});

const wrong: readonly { rule: string; args: readonly string[]; status: number; says: RegExp }[] = [
  { rule: 'an unknown option', args: ['run', '--nosuch'], status: 2, says: /^modsh: unknown option '--nosuch'\n/ },
  {
    rule: 'an unknown regime',
    args: ['--regime', '9.9', '-c', 'true'],
    status: 2,
    says: /^modsh: unknown regime 9\.9 \(there are 2\.2, .*today\)\n$/,
  },
  { rule: 'a file that is not there', args: ['nosuch.sh'], status: 127, says: /^modsh: nosuch\.sh: No such file or directory\n$/ },
  { rule: 'a syntax error', args: ['-c', 'if lsmod; fi'], status: 2, says: /^modsh: line 1: syntax error: "fi" unexpected/ },
  {
    rule: 'what is not supported',
    args: ['-c', 'echo ran; cat <(echo)'],
    status: 2,
    says: /^modsh: line 1: not supported: process substitution\n$/,
  },
  { rule: 'an unknown command', args: ['-c', 'nosuch'], status: 127, says: /^modsh: line 1: nosuch: command not found\n$/ },
  {
    rule: 'a wait for what cannot come',
    args: ['-c', 'insmod netdev.ko; insmod devholder.ko; rmmod netdev'],
    status: 124,
    says: /nothing can go on: rmmod netdev: exit\(\) waits for mdev0/,
  },
];

test.each(wrong)('$rule: status $status and one line on stderr, nothing on stdout', ({ args, status, says }) => {
  const ran = modsh(args);
  expect(ran.status).toBe(status);
  expect(ran.stderr).toMatch(says);
  expect(ran.stdout).toBe('');
});

test('the same script gives the same bytes twice, whatever surrounds it', () => {
  const text = 'modprobe user2; insmod proto.ko linger_ms=60000; psock open; rmmod -w proto; dmesg; cat /proc/modules /proc/uptime';
  const one = spawnSync(process.execPath, [PROGRAM, '-c', text], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], TZ: 'Asia/Tokyo', LANG: 'C', COLUMNS: '40' },
  });
  const two = spawnSync(process.execPath, [PROGRAM, '-c', text], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], TZ: 'UTC', LANG: 'de_DE.UTF-8', CI: 'true', TERM: 'dumb' },
  });
  expect(one.stdout).not.toBe('');
  expect(two.stdout).toBe(one.stdout);
});

test('--json reports each command, and the kernel log', () => {
  const ran = modsh(['run', '--json', '--strict', file('report.sh', '# topic: t\n# title: a title\ninsmod chardev.ko\nrmmod nosuch\n')]);
  const report = JSON.parse(ran.stdout);
  expect(report).toMatchObject({ version: 1, name: 'report', topic: 't', title: 'a title', kmod: '30', status: 1 });
  expect(report.steps).toEqual([
    { cmd: 'insmod chardev.ko', stdout: '', stderr: '', exit: 0 },
    { cmd: 'rmmod nosuch', stdout: '', stderr: 'rmmod: ERROR: Module nosuch is not currently loaded\n', exit: 1 },
  ]);
  expect(report.dmesg.at(-1)).toMatch(/^\[ +\d+\.\d{6}\] chardev: init, greeting=hello bufsize=64$/);
});

test('a reader that goes away ends it quietly', () => {
  const ran = spawnSync('/bin/sh', ['-c', `"${process.execPath}" "${PROGRAM}" -c 'seq 200000' | head -n 1`], { encoding: 'utf8' });
  expect(ran.stdout).toBe('1\n');
  expect(ran.stderr).toBe('');
});

const faulty: readonly { rule: string; code: string; status: number; says: RegExp }[] = [
  {
    rule: 'a syntax error names file and line',
    code: 'export default {\n  name: "x",\n  *init() { return 0 0 },\n};\n',
    status: 2,
    says: /faulty\.mjs:3: /,
  },
  { rule: 'a missing name', code: 'export default { license: "GPL" };', status: 2, says: /faulty\.mjs: the field name is missing\n$/ },
  {
    rule: 'an init that is no generator',
    code: 'export default { name: "x", init() { return 0; } };',
    status: 2,
    says: /init must be a generator function/,
  },
  { rule: 'a file that exports nothing', code: 'const x = 1;', status: 2, says: /it exports no driver/ },
  { rule: 'a file that ends the process', code: 'process.exit(9);', status: 2, says: /its code ends the process/ },
  { rule: 'a name that is taken', code: 'export default { name: "chardev" };', status: 2, says: /there is a driver chardev already/ },
];

test.each(faulty)('a driver file is refused before anything runs: $rule', ({ code, status, says }) => {
  const ran = modsh(['--driver', file('faulty.mjs', code), '-c', 'echo ran']);
  expect(ran.status).toBe(status);
  expect(ran.stdout).toBe('');
  expect(ran.stderr).toMatch(says);
  expect(ran.stderr.trim().split('\n')).toHaveLength(1);
});

test('a driver file may have a timer, a thread and packets of its own, and they are explored', () => {
  const text = (exit: string): string => `export default {
    name: 'timed',
    license: 'GPL',
    cells: { ticks: { init: 0, max: 1 } },
    timers: { *tick(k) { yield* k.store(k.cell('ticks'), 1); } },
    threads: { *worker(k) { yield* k.load(k.cell('ticks')); return 'put'; } },
    *packet(k, bytes) { yield* k.load(k.cell('ticks')); },
    *init(k) {
      yield* k.startTimer('tick', 1000);
      if (yield* k.getForThread('worker')) yield* k.startThread('worker');
      return 0;
    },
    *exit(k) { ${exit} },
  };`;
  const script =
    'insmod timed.ko; sleep 0.1; explore timed | grep -o "use-after-unload\\|proved"; rmmod timed; sleep 2; dmesg | grep -o "RIP.*"';
  const forgetful = modsh(['--driver', file('forgetful.mjs', text('')), '-c', script]);
  expect(forgetful.stdout).toBe('use-after-unload\nRIP: 0010:timed_tick\n');
  const careful = modsh(['--driver', file('careful.mjs', text('yield* k.cancelTimer("tick");')), '-c', script]);
  expect(careful).toEqual({ status: 1, stdout: 'proved\n', stderr: '' });
});

test('explore takes a driver file before what it explores and behind it, says so in its usage, and knows the faulty drivers', () => {
  const driver = file('own.mjs', "export default { name: 'own', license: 'GPL', *init(k) { return 0; }, *exit(k) {} };");
  const before = modsh(['explore', '--driver', driver, 'own']);
  expect(before.stdout).toMatch(/^today own, smp: proved/);
  expect(modsh(['explore', 'own', '--driver', driver])).toEqual(before);
  expect(modsh(['explore', 'own', '--users', '1', `--driver=${driver}`]).stdout).toMatch(/^today own, smp: proved/);
  expect(modsh(['explore', 'own', '--driver'])).toEqual({ status: 2, stdout: '', stderr: 'modsh: --driver needs a file\n' });
  expect(modsh(['explore', '--help']).stdout).toMatch(/^ {2}--driver FILE {8}explore a driver of your own/m);
  expect(modsh(['explore', 'straytimer']).stdout).toMatch(/^today straytimer, smp: use-after-unload/);
});

const broken: readonly { rule: string; body: string; says: RegExp }[] = [
  { rule: 'throws', body: 'throw new Error("boom");', says: /^modsh: driver x\.init: boom$/m },
  { rule: 'never yields again', body: 'for (;;);', says: /^modsh: driver x\.init runs on without an end$/m },
  { rule: 'never returns', body: 'for (;;) yield* k.sleep(0);', says: /^modsh: .*does not end$/m },
  { rule: 'yields nonsense', body: 'yield 4;', says: /^modsh: a path yielded 4, not a step$/m },
];

test.each(broken)('a driver that $rule costs one line and its process; the shell lives on', { timeout: 120_000 }, ({ body, says }) => {
  const driver = file('broken.mjs', `export default { name: 'x', license: 'GPL', *init(k) { ${body} } };`);
  const ran = modsh(['--driver', driver, '-c', 'insmod x.ko; echo "status $?"; insmod core.ko && echo alive']);
  expect(ran.stdout).toBe('status 139\nalive\n');
  expect(ran.stderr).toMatch(says);
  expect(ran.stderr).not.toMatch(/\n {4}at /);
});

test('an oops leaves the shell alive, and with --panic-on-oops ends it', () => {
  const text = 'insmod faulty/noowner.ko; (exec 3</dev/noowner0; sleep 1) & sleep 0.5; rmmod noowner; wait; echo alive';
  const survived = modsh(['-c', text]);
  expect([survived.status, survived.stdout]).toEqual([0, 'alive\n']);
  const panicked = modsh(['--panic-on-oops', '-c', text]);
  expect(panicked).toEqual({ status: 139, stdout: '', stderr: 'Kernel panic - not syncing: Fatal exception\n' });
});
