import { expect, test } from 'vitest';
import { ERRNO } from '../../../src/engine/errno.ts';
import { sleep } from '../../../src/engine/ops.ts';
import { SIGNALS } from '../../../src/engine/signals.ts';
import { type FileOps, sys } from '../../../src/engine/sys.ts';
import { newDevice, putNode } from '../../../src/kernel/os/os.ts';
import { runProgram, type TestSystem, testSystem } from '../../helpers/osWorld.ts';

/** A device that counts its opens and releases; its release takes a second. */
function countingSystem(): { system: TestSystem; counts: { opens: number; releases: number } } {
  const counts = { opens: 0, releases: 0 };
  const ops: FileOps = {
    kind: 'chr',
    seekable: true,
    *read(file, count) {
      const text = 'a\nbc\nd'.slice(file.pos, file.pos + count);
      file.pos += text.length;
      return text;
    },
    *write(_file, data) {
      return data.length;
    },
    *release() {
      yield* sleep(1_000_000, 'chardev_release');
      counts.releases += 1;
    },
  };
  const system = testSystem({
    *openDevice(_file, major, minor) {
      if (major !== 240 || minor !== 0) return -ERRNO.ENXIO;
      counts.opens += 1;
      return ops;
    },
  });
  putNode(system.os, '/dev/counting', newDevice(system.os, 240, 0));
  putNode(system.os, '/dev/stale', newDevice(system.os, 241, 0));
  return { system, counts };
}

test('the last close releases, once, and not before', () => {
  const { system, counts } = countingSystem();
  const seen = runProgram(system, function* () {
    const fd = yield* sys.open('/dev/counting', { read: true });
    const copy = yield* sys.dupfd(fd, 10);
    const pid = yield* sys.fork(function* () {
      return 0;
    }, {});
    yield* sys.wait4([pid], {});
    yield* sys.close(fd);
    const before = { copy, ...counts };
    yield* sys.close(copy);
    return [before, { ...counts }, yield* sys.close(copy)];
  });
  expect(seen).toEqual([{ copy: 10, opens: 1, releases: 0 }, { opens: 1, releases: 1 }, -ERRNO.EBADF]);
});

test('a device that nobody serves is ENXIO', () => {
  const { system } = countingSystem();
  expect(runProgram(system, () => sys.open('/dev/stale', { read: true }))).toBe(-ERRNO.ENXIO);
});

test('a killed process releases before its parent hears of its end', () => {
  const { system, counts } = countingSystem();
  const seen = runProgram(system, function* () {
    const pid = yield* sys.fork(function* () {
      yield* sys.open('/dev/counting', { read: true });
      yield* sys.pause();
      return 0;
    }, {});
    yield* sys.nanosleep(1_000);
    yield* sys.kill(pid, SIGNALS.TERM);
    yield* sys.wait4([pid], {});
    return { at: yield* sys.clock(), ...counts };
  });
  expect(seen).toMatchObject({ opens: 1, releases: 1 });
  expect(seen?.at).toBeGreaterThan(1_000_000);
});

test('a process that ends takes no more signals, however long its release', () => {
  const { system, counts } = countingSystem();
  const seen = runProgram(system, function* () {
    const pid = yield* sys.fork(function* () {
      yield* sys.open('/dev/counting', { read: true });
      return 3;
    }, {});
    yield* sys.nanosleep(1_000);
    yield* sys.kill(pid, SIGNALS.KILL);
    yield* sys.kill(pid, SIGNALS.STOP);
    return yield* sys.wait4([pid], {});
  });
  expect(seen).toEqual({ pid: 101, how: 'exited', value: 3 });
  expect(counts.releases).toBe(1);
});

test('dup2 shares the position and closes what was there', () => {
  const { system, counts } = countingSystem();
  const seen = runProgram(system, function* () {
    const device = yield* sys.open('/dev/counting', { read: true });
    const file = yield* sys.open('/tmp/f', { read: true, write: true, create: true });
    yield* sys.write(file, 'abcdef');
    yield* sys.lseek(file, 0, 'set');
    const to = yield* sys.dup2(file, device);
    return [to, counts.releases, yield* sys.read(file, 2), yield* sys.read(device, 2), yield* sys.dup2(file, file), yield* sys.dup2(99, 1)];
  });
  expect(seen).toEqual([3, 1, 'ab', 'cd', 4, -ERRNO.EBADF]);
});

test('a child shares the position, and its descriptors are its own', () => {
  const seen = runProgram(testSystem(), function* () {
    const fd = yield* sys.open('/tmp/f', { read: true, write: true, create: true });
    const pid = yield* sys.fork(function* () {
      yield* sys.write(fd, 'child ');
      yield* sys.close(fd);
      return 0;
    }, {});
    yield* sys.wait4([pid], {});
    yield* sys.write(fd, 'parent');
    yield* sys.lseek(fd, 0, 'set');
    return yield* sys.read(fd, 100);
  });
  expect(seen).toBe('child parent');
});

test('readLine of a device that can seek leaves it after the newline', () => {
  const { system } = countingSystem();
  const seen = runProgram(system, function* () {
    const fd = yield* sys.open('/dev/counting', { read: true });
    return [yield* sys.readLine(fd), yield* sys.read(fd, 1), yield* sys.readLine(fd), yield* sys.readLine(fd), yield* sys.readLine(fd)];
  });
  expect(seen).toEqual(['a\n', 'b', 'c\n', 'd', '']);
});

test('descriptors are the lowest free ones, up to 1,024', () => {
  const seen = runProgram(testSystem(), function* () {
    yield* sys.close(0);
    const first = yield* sys.open('/dev/null', { read: true });
    let last = 0;
    while (last >= 0) last = yield* sys.dupfd(1, 0);
    return [first, last, yield* sys.pipe(), yield* sys.open('/dev/null', {}), yield* sys.dupfd(1, 1_024)];
  });
  expect(seen).toEqual([0, -ERRNO.EMFILE, -ERRNO.EMFILE, -ERRNO.EMFILE, -ERRNO.EINVAL]);
});

test('/dev/null, zero and full', () => {
  const seen = runProgram(testSystem(), function* () {
    const both = { read: true, write: true };
    const [none, zero, full] = [yield* sys.open('/dev/null', both), yield* sys.open('/dev/zero', both), yield* sys.open('/dev/full', both)];
    return [
      yield* sys.read(none, 9),
      yield* sys.write(none, 'abc'),
      yield* sys.read(zero, 3),
      yield* sys.write(full, 'x'),
      yield* sys.isatty(none),
    ];
  });
  expect(seen).toEqual(['', 3, '\0\0\0', -ERRNO.ENOSPC, false]);
});

test('the host streams: lines of input are shared, output goes out', () => {
  const system = testSystem({ input: 'one\ntwo\nthree' });
  const seen = runProgram(system, function* () {
    const first = yield* sys.readLine(0);
    const pid = yield* sys.fork(function* () {
      return (yield* sys.readLine(0)) === 'two\n' ? 0 : 1;
    }, {});
    const child = yield* sys.wait4([pid], {});
    yield* sys.write(1, 'out');
    yield* sys.write(2, 'err');
    return [first, child, yield* sys.readLine(0), yield* sys.read(0, 10)];
  });
  expect(seen).toEqual(['one\n', { pid: 101, how: 'exited', value: 0 }, 'three', '']);
  expect([system.out, system.err]).toEqual([['out'], ['err']]);
});

test('/dev/stderr and /proc/self/fd lead to what the descriptor stands for', () => {
  const system = testSystem();
  const seen = runProgram(system, function* () {
    const err = yield* sys.open('/dev/stderr', { write: true });
    yield* sys.write(err, 'oops');
    const file = yield* sys.open('/tmp/f', { write: true, create: true });
    const again = yield* sys.open(`/proc/self/fd/${file}`, { write: true, append: true });
    yield* sys.write(file, 'one ');
    yield* sys.write(again, 'two');
    const ends = yield* sys.pipe();
    const reader = typeof ends === 'number' ? ends : ends[0];
    const writer = typeof ends === 'number' ? ends : ends[1];
    const other = yield* sys.open(`/dev/fd/${writer}`, { write: true });
    yield* sys.write(other, 'through');
    const stat = yield* sys.stat('/tmp/f');
    return [
      yield* sys.readlink(`/proc/self/fd/${file}`),
      typeof stat === 'number' ? stat : stat.size,
      yield* sys.read(reader, 99),
      yield* sys.open('/dev/fd/77', {}),
    ];
  });
  expect(seen).toEqual(['/tmp/f', 7, 'through', -ERRNO.ENOENT]);
  expect(system.err).toEqual(['oops']);
  expect(system.cellsHeld()).toBe(0);
});
