import { describe, expect, test } from 'vitest';
import { ERRNO, type ErrnoName } from '../../../src/engine/errno.ts';
import type { UserPath } from '../../../src/engine/step.ts';
import { sys } from '../../../src/engine/sys.ts';
import type { MadeDirectory, MadeFile, VNode } from '../../../src/kernel/os/node.ts';
import { lookup, makeDirs, newLink, putFile, putNode, removeNode } from '../../../src/kernel/os/os.ts';
import { runProgram, type TestSystem, testSystem } from '../../helpers/osWorld.ts';

function madeFolder(entries: { readonly [name: string]: VNode }): MadeDirectory {
  return {
    kind: 'madeDir',
    mode: 0o755,
    list: () => Object.keys(entries),
    get: (name) => (Object.hasOwn(entries, name) ? entries[name] : undefined),
  };
}

/** A tree with one thing of each kind, and what was written to its made file. */
function sample(): { system: TestSystem; written: string[] } {
  const system = testSystem();
  const { os } = system;
  const written: string[] = [];
  let reads = 0;
  const made: MadeFile = {
    kind: 'made',
    mode: 0o644,
    size: 4_096,
    read: () => {
      reads += 1;
      return `read ${reads}\n`;
    },
    *write(data) {
      written.push(data);
      return data.startsWith('bad') ? -ERRNO.EINVAL : data.length;
    },
  };
  const onlyRead: MadeFile = { kind: 'made', mode: 0o444, size: 4_096, read: () => 'fixed\n' };
  const onlyWrite: MadeFile = {
    kind: 'made',
    mode: 0o200,
    size: 4_096,
    *write(data) {
      return data.length;
    },
  };
  putNode(os, '/sys', madeFolder({ value: made, fixed: onlyRead, uevent: onlyWrite, sub: madeFolder({}) }));
  putFile(os, '/tmp/file', 'text\n');
  putFile(os, '/tmp/secret', 'x', 0o000);
  makeDirs(os, '/tmp/dir/inner');
  makeDirs(os, '/tmp/closed', 0o000);
  putFile(os, '/tmp/closed/file', 'x');
  putNode(os, '/tmp/link', newLink(os, 'file'));
  putNode(os, '/tmp/dirlink', newLink(os, '/tmp/dir'));
  putNode(os, '/tmp/dangling', newLink(os, 'nowhere'));
  putNode(os, '/tmp/loop', newLink(os, 'loop'));
  return { system, written };
}

type Act = () => UserPath<unknown>;
const READ = { read: true };
const WRITE = { write: true };
const CREATE = { write: true, create: true };

const refused: readonly (readonly [string, Act, ErrnoName])[] = [
  ['open of an empty path', () => sys.open('', READ), 'ENOENT'],
  ['open of a missing file', () => sys.open('/tmp/none', READ), 'ENOENT'],
  ['open below a missing directory', () => sys.open('/none/file', CREATE), 'ENOENT'],
  ['open below a file', () => sys.open('/tmp/file/x', READ), 'ENOTDIR'],
  ['open of a file with a slash', () => sys.open('/tmp/file/', READ), 'ENOTDIR'],
  ['open of a new file with a slash', () => sys.open('/tmp/new/', CREATE), 'EISDIR'],
  ['open of a directory for writing', () => sys.open('/tmp/dir', WRITE), 'EISDIR'],
  ['open of a dangling link', () => sys.open('/tmp/dangling', READ), 'ENOENT'],
  ['open of a loop', () => sys.open('/tmp/loop', READ), 'ELOOP'],
  ['open of a path through a loop', () => sys.open('/tmp/loop/x', READ), 'ELOOP'],
  ['open of a name of 256 characters', () => sys.open(`/tmp/${'n'.repeat(256)}`, CREATE), 'ENAMETOOLONG'],
  ['open of a path of 4,096 characters', () => sys.open('/tmp/'.repeat(900), READ), 'ENAMETOOLONG'],
  ['exclusive open of a file that is there', () => sys.open('/tmp/file', { ...CREATE, exclusive: true }), 'EEXIST'],
  ['exclusive open of a dangling link', () => sys.open('/tmp/dangling', { ...CREATE, exclusive: true }), 'EEXIST'],
  ['making a file in sysfs', () => sys.open('/sys/new', CREATE), 'EACCES'],
  ['making a file in proc', () => sys.open('/proc/new', CREATE), 'ENOENT'],
  ['writing a file of sysfs that has no write bit', () => sys.open('/sys/fixed', WRITE), 'EACCES'],
  ['reading a file of sysfs that has no read bit', () => sys.open('/sys/uevent', READ), 'EACCES'],
  ['mkdir of what is there', () => sys.mkdir('/tmp/file', 0o777), 'EEXIST'],
  ['mkdir in sysfs', () => sys.mkdir('/sys/new', 0o777), 'EPERM'],
  ['mkdir in proc', () => sys.mkdir('/proc/new', 0o777), 'ENOENT'],
  ['mkdir below nothing', () => sys.mkdir('/tmp/a/b', 0o777), 'ENOENT'],
  ['rmdir of a directory that is not empty', () => sys.rmdir('/tmp/dir'), 'ENOTEMPTY'],
  ['rmdir of a file', () => sys.rmdir('/tmp/file'), 'ENOTDIR'],
  ['rmdir of a link to a directory', () => sys.rmdir('/tmp/dirlink'), 'ENOTDIR'],
  ['rmdir of the root', () => sys.rmdir('/'), 'EBUSY'],
  ['rmdir of a mount', () => sys.rmdir('/sys'), 'EBUSY'],
  ['rmdir of a dot', () => sys.rmdir('/tmp/dir/inner/.'), 'EINVAL'],
  ['rmdir in sysfs', () => sys.rmdir('/sys/sub'), 'EPERM'],
  ['rename into sysfs', () => sys.rename('/tmp/file', '/sys/x'), 'EXDEV'],
  ['unlink of a directory', () => sys.unlink('/tmp/dir'), 'EISDIR'],
  ['unlink of nothing', () => sys.unlink('/tmp/none'), 'ENOENT'],
  ['unlink in sysfs', () => sys.unlink('/sys/value'), 'EPERM'],
  ['rename of nothing', () => sys.rename('/tmp/none', '/tmp/x'), 'ENOENT'],
  ['rename out of sysfs', () => sys.rename('/sys/value', '/tmp/x'), 'EXDEV'],
  ['rename of a directory into itself', () => sys.rename('/tmp/dir', '/tmp/dir/inner/x'), 'EINVAL'],
  ['rename of a file onto a directory', () => sys.rename('/tmp/file', '/tmp/dir'), 'EISDIR'],
  ['rename of a directory onto a file', () => sys.rename('/tmp/dir', '/tmp/file'), 'ENOTDIR'],
  ['rename of a directory onto a full one', () => sys.rename('/tmp/closed', '/tmp/dir'), 'ENOTEMPTY'],
  ['rename of a mount', () => sys.rename('/sys', '/tmp/x'), 'EBUSY'],
  ['symlink over a file', () => sys.symlink('x', '/tmp/file'), 'EEXIST'],
  ['symlink to nothing', () => sys.symlink('', '/tmp/x'), 'ENOENT'],
  ['readlink of a file', () => sys.readlink('/tmp/file'), 'EINVAL'],
  ['readdir of a file', () => sys.readdir('/tmp/file'), 'ENOTDIR'],
  ['chdir to a file', () => sys.chdir('/tmp/file'), 'ENOTDIR'],
  ['chmod in sysfs', () => sys.chmod('/sys/value', 0o777), 'EPERM'],
  ['access to run a file without x', () => sys.access('/tmp/file', 'exec'), 'EACCES'],
  ['stat of nothing', () => sys.stat('/tmp/none'), 'ENOENT'],
  ['read of no descriptor', () => sys.read(77, 1), 'EBADF'],
];

describe('what is refused', () => {
  test.each(refused.map(([what, act, errno]) => [what, errno, act] as const))('%s: %s', (_what, errno, act) => {
    expect(runProgram(sample().system, act)).toBe(-ERRNO[errno]);
  });
});

const dropped: readonly (readonly [string, Act, ErrnoName])[] = [
  ['reading a file without bits', () => sys.open('/tmp/secret', READ), 'EACCES'],
  ['walking through a closed directory', () => sys.open('/tmp/closed/file', READ), 'EACCES'],
  ['listing a closed directory', () => sys.readdir('/tmp/closed'), 'EACCES'],
  ['entering a closed directory', () => sys.chdir('/tmp/closed'), 'EACCES'],
  ['making a device node', () => sys.mknod('/tmp/null', 'chr', 0o666, 1, 3), 'EPERM'],
];

describe('what a process without rights may not, and one with them may', () => {
  test.each(dropped.map(([what, act, errno]) => [what, errno, act] as const))('%s: %s', (_what, errno, act) => {
    const allowed = runProgram(sample().system, act);
    expect(typeof allowed === 'number' && allowed < 0).toBe(false);
    const seen = runProgram(sample().system, function* () {
      yield* sys.setcap(false);
      return yield* act();
    });
    expect(seen).toBe(-ERRNO[errno]);
  });
});

test('paths: dots, links, relative ones, doubled slashes', () => {
  const seen = runProgram(sample().system, function* () {
    const sizes: unknown[] = [];
    for (const path of ['/tmp/link', '/tmp/dirlink/inner/../../file', '//tmp//./file', '/../tmp/file']) {
      const stat = yield* sys.stat(path);
      sizes.push(typeof stat === 'number' ? stat : stat.size);
    }
    const moved = yield* sys.chdir('/tmp/dirlink/inner');
    const relative = yield* sys.open('../../file', READ);
    return { sizes, moved, text: yield* sys.read(relative, 99), link: yield* sys.readlink('/tmp/link') };
  });
  expect(seen).toEqual({ sizes: [5, 5, 5, 5], moved: 0, text: 'text\n', link: 'file' });
});

test('the working directory is kept without links', () => {
  const cwd = runProgram(sample().system, function* (process) {
    yield* sys.chdir('/tmp/dirlink/./inner');
    return process.cwd;
  });
  expect(cwd).toBe('/tmp/dir/inner');
});

test('creating through a dangling link makes its target', () => {
  const { system } = sample();
  runProgram(system, () => sys.open('/tmp/dangling', CREATE));
  expect(lookup(system.os, '/tmp/nowhere')).toMatchObject({ kind: 'file', data: '', mode: 0o644 });
});

test('truncating, appending, writing past the end', () => {
  const { system } = sample();
  const seen = runProgram(system, function* () {
    const appending = yield* sys.open('/tmp/file', { write: true, append: true });
    yield* sys.write(appending, 'more\n');
    const both = yield* sys.open('/tmp/file', { read: true, write: true });
    const whole = yield* sys.read(both, 100);
    yield* sys.lseek(both, 2, 'end');
    yield* sys.write(both, 'é');
    const stat = yield* sys.fstat(both);
    yield* sys.open('/tmp/file', { write: true, truncate: true });
    return [whole, typeof stat === 'number' ? stat : stat.size, yield* sys.lseek(both, 0, 'end')];
  });
  expect(seen).toEqual(['text\nmore\n', 14, 0]);
});

test('a made file is made at each open, and read from where one is', () => {
  const { system, written } = sample();
  const seen = runProgram(system, function* () {
    const first = yield* sys.open('/sys/value', { read: true, write: true });
    const second = yield* sys.open('/sys/value', READ);
    const pieces = [yield* sys.read(first, 3), yield* sys.read(second, 99), yield* sys.read(first, 99), yield* sys.read(first, 99)];
    yield* sys.lseek(first, 0, 'set');
    const again = yield* sys.readLine(first);
    return { pieces, again, good: yield* sys.write(first, 'on\n'), bad: yield* sys.write(first, 'bad\n') };
  });
  expect(seen).toEqual({ pieces: ['rea', 'read 2\n', 'd 1\n', ''], again: 'read 3\n', good: 3, bad: -ERRNO.EINVAL });
  expect(written).toEqual(['on\n', 'bad\n']);
});

test('stat of made files and directories', () => {
  const seen = runProgram(sample().system, function* () {
    return [
      yield* sys.stat('/sys/value'),
      yield* sys.stat('/sys'),
      yield* sys.stat('/dev/null'),
      yield* sys.lstat('/tmp/link'),
      yield* sys.stat('/tmp'),
    ];
  });
  expect(seen).toMatchObject([
    { kind: 'file', mode: 0o644, size: 4_096, uid: 0 },
    { kind: 'dir', mode: 0o755, nlink: 2 },
    { kind: 'chr', mode: 0o666, major: 1, minor: 3 },
    { kind: 'link', mode: 0o777, size: 4 },
    { kind: 'dir', mode: 0o1777, nlink: 4 },
  ]);
});

test('a file that is open outlives its name', () => {
  const { system } = sample();
  const seen = runProgram(system, function* () {
    const fd = yield* sys.open('/tmp/file', READ);
    return [yield* sys.unlink('/tmp/file'), yield* sys.read(fd, 99), yield* sys.open('/tmp/file', READ)];
  });
  expect(seen).toEqual([0, 'text\n', -ERRNO.ENOENT]);
});

test('making, renaming, listing and removing', () => {
  const { system } = sample();
  const seen = runProgram(system, function* () {
    const done = [
      yield* sys.mkdir('/tmp/new', 0o777),
      yield* sys.rename('/tmp/file', '/tmp/new/name'),
      yield* sys.symlink('name', '/tmp/new/link'),
      yield* sys.chmod('/tmp/new/name', 0o755),
      yield* sys.access('/tmp/new/link', 'exec'),
      yield* sys.mknod('/tmp/new/fifo', 'fifo', 0o666, 0, 0),
      yield* sys.rmdir('/tmp/dir/inner/'),
    ];
    return [done, yield* sys.readdir('/tmp/new'), yield* sys.readdir('/sys')];
  });
  expect(seen).toEqual([
    [0, 0, 0, 0, 0, 0, 0],
    [
      { name: 'name', kind: 'file' },
      { name: 'link', kind: 'link' },
      { name: 'fifo', kind: 'fifo' },
    ],
    [
      { name: 'value', kind: 'file' },
      { name: 'fixed', kind: 'file' },
      { name: 'uevent', kind: 'file' },
      { name: 'sub', kind: 'dir' },
    ],
  ]);
});

test('the umask takes bits away from what is made', () => {
  const { system } = sample();
  runProgram(system, function* (process) {
    process.umask = 0o077;
    yield* sys.open('/tmp/private', CREATE);
    yield* sys.mkdir('/tmp/own', 0o777);
  });
  expect([lookup(system.os, '/tmp/private')?.mode, lookup(system.os, '/tmp/own')?.mode]).toEqual([0o600, 0o700]);
});

test('removeNode takes a name away, once', () => {
  const { os } = sample().system;
  expect([removeNode(os, '/tmp/link'), removeNode(os, '/tmp/link'), removeNode(os, '/'), lookup(os, '/tmp/file')?.kind]).toEqual([
    true,
    false,
    false,
    'file',
  ]);
});

test('/proc/PID tells what the system knows of a process', () => {
  const seen = runProgram(testSystem(), function* () {
    const pid = yield* sys.fork(() => sys.pause(), { name: 'waiter' });
    yield* sys.nanosleep(1_000);
    const texts: unknown[] = [];
    for (const name of ['comm', 'wchan', 'status']) {
      const fd = yield* sys.open(`/proc/${pid}/${name}`, READ);
      texts.push(yield* sys.read(fd, 4_096));
    }
    return {
      texts,
      self: yield* sys.readlink('/proc/self'),
      list: yield* sys.readdir('/proc'),
      fds: yield* sys.readdir(`/proc/${pid}/fd`),
    };
  });
  expect(seen?.texts[0]).toBe('waiter\n');
  expect(seen?.texts[1]).toBe('sys_pause');
  expect(seen?.texts[2]).toContain('Name:\twaiter\nUmask:\t0022\nState:\tS (sleeping)\nTgid:\t101\nPid:\t101\nPPid:\t100\n');
  expect(seen?.self).toBe('100');
  expect(seen?.list).toEqual([
    { name: 'self', kind: 'link' },
    { name: '100', kind: 'dir' },
    { name: '101', kind: 'dir' },
  ]);
  expect(seen?.fds).toHaveLength(3);
});

test('the plain directories of sysfs take no names either', () => {
  const system = testSystem();
  putNode(system.os, '/sys/module/core', madeFolder({}));
  const seen = runProgram(system, function* () {
    return [
      yield* sys.open('/sys/x', CREATE),
      yield* sys.mkdir('/sys/x', 0o777),
      yield* sys.rmdir('/sys/module'),
      yield* sys.rename('/sys/module', '/sys/x'),
    ];
  });
  expect(seen).toEqual([-ERRNO.EACCES, -ERRNO.EPERM, -ERRNO.EPERM, -ERRNO.EPERM]);
});
