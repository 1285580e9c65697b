import { expect, test } from 'vitest';
import { ERRNO } from '../../../src/engine/errno.ts';
import { SIGNALS } from '../../../src/engine/signals.ts';
import type { UserPath } from '../../../src/engine/step.ts';
import { type Program, sys } from '../../../src/engine/sys.ts';
import { PIPE_ROOM } from '../../../src/kernel/os/limits.ts';
import { runProgram, testSystem } from '../../helpers/osWorld.ts';

/** A pipe that must be there. */
function* makePipe(): UserPath<readonly [number, number]> {
  const ends = yield* sys.pipe();
  if (typeof ends === 'number') throw new Error(`pipe: ${ends}`);
  return ends;
}

const writes = (ends: readonly [number, number], texts: readonly string[], pauseUs = 0): Program =>
  function* () {
    yield* sys.close(ends[0]);
    for (const text of texts) {
      const wrote = yield* sys.write(ends[1], text);
      if (wrote < 0) return -wrote;
      if (pauseUs > 0) yield* sys.nanosleep(pauseUs);
    }
    return 0;
  };

/** Reads to the end, and says in how many pieces. */
function* drain(fd: number, count = 4_096): UserPath<{ text: string; pieces: number }> {
  let text = '';
  for (let pieces = 0; ; pieces += 1) {
    const piece = yield* sys.read(fd, count);
    if (typeof piece === 'number') throw new Error(`read: ${piece}`);
    if (piece === '') return { text, pieces };
    text += piece;
  }
}

test('text comes through as it is written, and the end after the last writer', () => {
  const system = testSystem();
  const seen = runProgram(system, function* () {
    const ends = yield* makePipe();
    yield* sys.fork(writes(ends, ['one\n', 'two\n', 'three\n'], 10_000), {});
    yield* sys.close(ends[1]);
    const all = yield* drain(ends[0]);
    yield* sys.close(ends[0]);
    yield* sys.wait4([], {});
    return { ...all, at: yield* sys.clock() };
  });
  expect(seen).toMatchObject({ text: 'one\ntwo\nthree\n', pieces: 3 });
  expect(seen?.at).toBeGreaterThanOrEqual(30_000);
  expect(system.cellsHeld()).toBe(0);
});

test('a pipe holds 65,536 characters, then the writer waits', () => {
  const seen = runProgram(testSystem(), function* () {
    const ends = yield* makePipe();
    const pid = yield* sys.fork(writes(ends, ['x'.repeat(PIPE_ROOM), 'y']), {});
    yield* sys.close(ends[1]);
    yield* sys.nanosleep(1_000_000);
    const waiting = yield* sys.wait4([pid], { nohang: true });
    const first = yield* sys.read(ends[0], 1);
    yield* sys.nanosleep(1_000);
    const done = yield* sys.wait4([pid], { nohang: true });
    return { waiting, first, done, rest: (yield* drain(ends[0], 100_000)).text.length };
  });
  expect(seen).toEqual({ waiting: 0, first: 'x', done: { pid: 101, how: 'exited', value: 0 }, rest: PIPE_ROOM });
});

test('a write of more than the pipe holds goes through whole', () => {
  const text = Array.from({ length: 40_000 }, (_, at) => `${at}\n`).join('');
  const seen = runProgram(testSystem(), function* () {
    const ends = yield* makePipe();
    yield* sys.fork(writes(ends, [text]), {});
    yield* sys.close(ends[1]);
    return (yield* drain(ends[0])).text;
  });
  expect(seen === text).toBe(true);
});

test('writes of up to 4,096 characters are never mixed', () => {
  const block = (letter: string): string => letter.repeat(3_000);
  const seen = runProgram(testSystem(), function* () {
    const ends = yield* makePipe();
    for (const letter of ['a', 'b', 'c'])
      yield* sys.fork(
        writes(
          ends,
          Array.from({ length: 20 }, () => block(letter)),
        ),
        {},
      );
    yield* sys.close(ends[1]);
    return (yield* drain(ends[0], 1_000)).text;
  });
  expect(seen?.length).toBe(180_000);
  expect(seen?.match(/.{3000}/g)?.every((part) => part === block(part[0] ?? ''))).toBe(true);
});

test('a writer without readers is killed by SIGPIPE', () => {
  const seen = runProgram(testSystem(), function* () {
    const ends = yield* makePipe();
    const pid = yield* sys.fork(writes(ends, ['x']), {});
    yield* sys.close(ends[0]);
    return yield* sys.wait4([pid], {});
  });
  expect(seen).toEqual({ pid: 101, how: 'killed', value: 13 });
});

test('a writer that ignores SIGPIPE gets EPIPE', () => {
  const seen = runProgram(testSystem(), function* () {
    yield* sys.sigaction(SIGNALS.PIPE, 'ignore');
    const ends = yield* makePipe();
    const pid = yield* sys.fork(writes(ends, ['x']), {});
    yield* sys.close(ends[0]);
    return yield* sys.wait4([pid], {});
  });
  expect(seen).toEqual({ pid: 101, how: 'exited', value: ERRNO.EPIPE });
});

test('a writer that waits for room dies of SIGPIPE when the reader goes', () => {
  const seen = runProgram(testSystem(), function* () {
    const ends = yield* makePipe();
    const pid = yield* sys.fork(writes(ends, ['x'.repeat(PIPE_ROOM), 'y']), {});
    yield* sys.close(ends[1]);
    yield* sys.nanosleep(1_000);
    yield* sys.close(ends[0]);
    return yield* sys.wait4([pid], {});
  });
  expect(seen).toMatchObject({ how: 'killed', value: 13 });
});

test('readLine takes one line and leaves the rest, also to another process', () => {
  const seen = runProgram(testSystem(), function* () {
    const ends = yield* makePipe();
    yield* sys.write(ends[1], 'first\nsecond\nlast');
    yield* sys.close(ends[1]);
    const first = yield* sys.readLine(ends[0]);
    const pid = yield* sys.fork(function* () {
      return (yield* sys.readLine(ends[0])) === 'second\n' ? 0 : 1;
    }, {});
    const child = yield* sys.wait4([pid], {});
    return [first, child, yield* sys.readLine(ends[0]), yield* sys.readLine(ends[0])];
  });
  expect(seen).toEqual(['first\n', { pid: 101, how: 'exited', value: 0 }, 'last', '']);
});

test('readLine waits for the newline, and an interrupted one loses nothing', () => {
  const seen = runProgram(testSystem(), function* (process) {
    yield* sys.sigaction(SIGNALS.USR1, 'catch');
    const ends = yield* makePipe();
    yield* sys.fork(function* () {
      yield* sys.write(ends[1], 'half');
      yield* sys.nanosleep(1_000);
      yield* sys.kill(process.pid, SIGNALS.USR1);
      yield* sys.nanosleep(1_000);
      yield* sys.write(ends[1], ' done\n');
      return 0;
    }, {});
    const interrupted = yield* sys.readLine(ends[0]);
    yield* sys.sigpending();
    return [interrupted, yield* sys.readLine(ends[0])];
  });
  expect(seen).toEqual([-ERRNO.EINTR, 'half done\n']);
});

test('a line longer than the pipe is read whole', () => {
  const line = `${'z'.repeat(PIPE_ROOM * 2)}\n`;
  const seen = runProgram(testSystem(), function* () {
    const ends = yield* makePipe();
    yield* sys.fork(writes(ends, [line, 'next\n']), {});
    return [yield* sys.readLine(ends[0]), yield* sys.readLine(ends[0])];
  });
  expect(seen?.[0] === line).toBe(true);
  expect(seen?.[1]).toBe('next\n');
});

test('a reader that is killed while it waits gives its end back', () => {
  const system = testSystem();
  const seen = runProgram(system, function* () {
    const ends = yield* makePipe();
    const pid = yield* sys.fork(function* () {
      yield* sys.close(ends[1]);
      yield* drain(ends[0]);
      return 0;
    }, {});
    yield* sys.close(ends[0]);
    yield* sys.nanosleep(1_000);
    yield* sys.kill(pid, SIGNALS.KILL);
    yield* sys.wait4([pid], {});
    yield* sys.sigaction(SIGNALS.PIPE, 'ignore');
    return yield* sys.write(ends[1], 'x');
  });
  expect(seen).toBe(-ERRNO.EPIPE);
  expect(system.cellsHeld()).toBe(0);
});

test('a FIFO joins its two ends: each open waits for the other', () => {
  const system = testSystem();
  const seen = runProgram(system, function* () {
    yield* sys.mknod('/tmp/fifo', 'fifo', 0o600, 0, 0);
    yield* sys.fork(function* () {
      yield* sys.nanosleep(5_000);
      const fd = yield* sys.open('/tmp/fifo', { write: true });
      yield* sys.write(fd, 'hello');
      return 0;
    }, {});
    const fd = yield* sys.open('/tmp/fifo', { read: true });
    const opened = yield* sys.clock();
    return { late: opened >= 5_000, ...(yield* drain(fd)) };
  });
  expect(seen).toEqual({ late: true, text: 'hello', pieces: 1 });
  expect(system.cellsHeld()).toBe(0);
});

test('a signal ends the open of a FIFO that has no partner', () => {
  const system = testSystem();
  const seen = runProgram(system, function* () {
    yield* sys.mknod('/tmp/fifo', 'fifo', 0o600, 0, 0);
    const pid = yield* sys.fork(function* () {
      return yield* sys.open('/tmp/fifo', { read: true });
    }, {});
    yield* sys.nanosleep(1_000);
    yield* sys.kill(pid, SIGNALS.TERM);
    return yield* sys.wait4([pid], {});
  });
  expect(seen).toMatchObject({ how: 'killed', value: 15 });
  expect(system.cellsHeld()).toBe(0);
});

test('stat of a pipe says so, and seeking in it is refused', () => {
  const seen = runProgram(testSystem(), function* () {
    const ends = yield* makePipe();
    const stat = yield* sys.fstat(ends[0]);
    return [
      typeof stat === 'number' ? stat : stat.kind,
      yield* sys.lseek(ends[0], 0, 'set'),
      yield* sys.read(ends[1], 1),
      yield* sys.write(ends[0], 'x'),
    ];
  });
  expect(seen).toEqual(['fifo', -ERRNO.ESPIPE, -ERRNO.EBADF, -ERRNO.EBADF]);
});

test('an open that asks for neither reading nor writing reads, as O_RDONLY is 0', () => {
  const system = testSystem();
  const seen = runProgram(system, function* () {
    yield* sys.mknod('/tmp/fifo', 'fifo', 0o600, 0, 0);
    const writer = yield* sys.open('/tmp/fifo', { read: true, write: true });
    const reader = yield* sys.open('/tmp/fifo', { read: false, write: false });
    yield* sys.write(writer, 'x');
    return yield* sys.read(reader, 9);
  });
  expect(seen).toBe('x');
  expect(system.cellsHeld()).toBe(0);
});
