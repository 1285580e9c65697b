import { expect, test } from 'vitest';
import { ERRNO } from '../../../src/engine/errno.ts';
import { SIGNALS } from '../../../src/engine/signals.ts';
import type { UserPath } from '../../../src/engine/step.ts';
import { sys } from '../../../src/engine/sys.ts';
import { ttyEof, ttyInput, ttySignal } from '../../../src/kernel/os/os.ts';
import { runProgram, testSystem } from '../../helpers/osWorld.ts';

/** Reads lines until the end, into `lines`. */
function* readAll(lines: (string | number)[]): UserPath<string> {
  for (;;) {
    const line = yield* sys.read(0, 4_096);
    lines.push(line);
    if (line === '' || typeof line === 'number') return 'done';
  }
}

test('a read waits for a line and gives one at a time', () => {
  const system = testSystem();
  const lines: (string | number)[] = [];
  runProgram(system, () => readAll(lines), { tty: true });
  expect(lines).toEqual([]);
  ttyInput(system.os, 'hal');
  system.settle();
  expect(lines).toEqual([]);
  ttyInput(system.os, 'f\nwhole\nrest');
  system.settle();
  expect(lines).toEqual(['half\n', 'whole\n']);
  ttyEof(system.os);
  system.settle();
  expect(lines).toEqual(['half\n', 'whole\n', 'rest']);
  ttyEof(system.os);
  system.settle();
  expect(lines).toEqual(['half\n', 'whole\n', 'rest', '']);
  expect(system.os.processes.size).toBe(0);
});

test('a terminal is one, and what is written to it goes out', () => {
  const system = testSystem();
  const seen = runProgram(
    system,
    function* () {
      const fd = yield* sys.open('/dev/tty', { write: true });
      yield* sys.write(fd, 'to the user');
      return [yield* sys.isatty(fd), yield* sys.isatty(0), yield* sys.tcgetpgrp()];
    },
    { tty: true },
  );
  expect(seen).toEqual([true, true, 100]);
  expect(system.out).toEqual(['to the user']);
});

test('without a terminal /dev/tty is ENXIO and there is no foreground', () => {
  const seen = runProgram(testSystem(), function* () {
    return [yield* sys.open('/dev/tty', { read: true }), yield* sys.tcgetpgrp(), yield* sys.tcsetpgrp(100), yield* sys.isatty(0)];
  });
  expect(seen).toEqual([-ERRNO.ENXIO, -ERRNO.ENOTTY, -ERRNO.ENOTTY, false]);
});

test('signals of the terminal go to the foreground group alone', () => {
  const system = testSystem();
  const ends: unknown[] = [];
  runProgram(
    system,
    function* () {
      const job = yield* sys.fork(() => sys.pause(), { group: 0 });
      yield* sys.tcsetpgrp(job);
      ends.push(yield* sys.wait4([job], {}));
      ends.push(yield* sys.tcsetpgrp(4_000));
      return 0;
    },
    { tty: true },
  );
  expect(ends).toEqual([]);
  ttySignal(system.os, SIGNALS.INT);
  system.settle();
  expect(ends).toEqual([{ pid: 101, how: 'killed', value: 2 }, -ERRNO.ESRCH]);
});

test('a background reader is stopped, and reads once it is in the foreground', () => {
  const system = testSystem();
  const seen: unknown[] = [];
  runProgram(
    system,
    function* (process) {
      const job = yield* sys.fork(
        function* () {
          seen.push(yield* sys.readLine(0));
          return 0;
        },
        { group: 0 },
      );
      seen.push(yield* sys.wait4([job], { stops: true }));
      yield* sys.kill(job, SIGNALS.CONT);
      seen.push(yield* sys.wait4([job], { stops: true }));
      yield* sys.tcsetpgrp(job);
      yield* sys.kill(job, SIGNALS.CONT);
      seen.push(yield* sys.wait4([job], {}));
      yield* sys.tcsetpgrp(process.group);
      return 0;
    },
    { tty: true },
  );
  ttyInput(system.os, 'for the job\n');
  system.settle();
  const stop = { pid: 101, how: 'stopped', value: SIGNALS.TTIN };
  expect(seen).toEqual([stop, stop, 'for the job\n', { pid: 101, how: 'exited', value: 0 }]);
});

test('a background reader that nobody could wake gets EIO', () => {
  const system = testSystem();
  let answer: unknown;
  runProgram(
    system,
    function* () {
      yield* sys.fork(
        function* () {
          yield* sys.nanosleep(1_000);
          answer = yield* sys.read(0, 1);
          return 0;
        },
        { group: 0 },
      );
      return 0;
    },
    { tty: true },
  );
  expect(answer).toBe(-ERRNO.EIO);
});

test('Ctrl-C forgets what was typed', () => {
  const system = testSystem();
  const lines: (string | number)[] = [];
  runProgram(
    system,
    function* () {
      yield* sys.sigaction(SIGNALS.INT, 'catch');
      lines.push(yield* sys.read(0, 100));
      yield* sys.sigpending();
      lines.push(yield* sys.read(0, 100));
      return 0;
    },
    { tty: true },
  );
  ttyInput(system.os, 'rm -r');
  ttySignal(system.os, SIGNALS.INT);
  system.settle();
  ttyInput(system.os, 'ls\n');
  system.settle();
  expect(lines).toEqual([-ERRNO.EINTR, 'ls\n']);
});

test('a stopped job of a shell that is gone gets SIGHUP', () => {
  const ends: unknown[] = [];
  const system = testSystem({ ended: (_process, status) => void ends.push(status) });
  runProgram(
    system,
    function* () {
      const job = yield* sys.fork(() => sys.pause(), { group: 0 });
      yield* sys.nanosleep(1_000);
      yield* sys.kill(job, SIGNALS.TSTP);
      yield* sys.wait4([job], { stops: true });
      return 0;
    },
    { tty: true },
  );
  expect(ends).toEqual([
    { pid: 100, how: 'exited', value: 0 },
    { pid: 101, how: 'killed', value: SIGNALS.HUP },
  ]);
  expect(system.cellsHeld()).toBe(0);
});
