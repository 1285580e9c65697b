import { expect, test } from 'vitest';
import { ERRNO } from '../../../src/engine/errno.ts';
import { EXEC_US } from '../../../src/engine/limits.ts';
import { SIGNALS } from '../../../src/engine/signals.ts';
import type { UserPath } from '../../../src/engine/step.ts';
import { type Program, sys } from '../../../src/engine/sys.ts';
import { runProgram, testSystem } from '../../helpers/osWorld.ts';

const exits = (status: number): Program =>
  function* () {
    return status;
  };

function* sleeper(): UserPath<number> {
  yield* sys.nanosleep(1_000_000);
  return 7;
}

test('the first process is 100 and pids count upward', () => {
  const pids = runProgram(testSystem(), function* () {
    const first = yield* sys.fork(exits(0), {});
    const second = yield* sys.fork(exits(0), {});
    return [yield* sys.getpid(), first, second];
  });
  expect(pids).toEqual([100, 101, 102]);
});

test('wait4 gives the exit status modulo 256, once, and ECHILD after it', () => {
  const system = testSystem();
  const seen = runProgram(system, function* () {
    const pid = yield* sys.fork(exits(259), {});
    return [yield* sys.wait4([pid], {}), yield* sys.wait4([pid], {}), yield* sys.wait4([], {})];
  });
  expect(seen).toEqual([{ pid: 101, how: 'exited', value: 3 }, -ERRNO.ECHILD, -ERRNO.ECHILD]);
  expect(system.os.processes.size).toBe(0);
  expect(system.cellsHeld()).toBe(0);
});

test('wait4 of any child gives the one that ended first', () => {
  const seen = runProgram(testSystem(), function* () {
    yield* sys.fork(sleeper, {});
    const quick = yield* sys.fork(exits(1), {});
    const first = yield* sys.wait4([], {});
    const second = yield* sys.wait4([], {});
    return { quick, first, second };
  });
  expect(seen).toMatchObject({ first: { pid: seen?.quick, value: 1 }, second: { value: 7 } });
});

test('wait4 with nohang answers 0 while the child runs', () => {
  const seen = runProgram(testSystem(), function* () {
    const pid = yield* sys.fork(sleeper, {});
    const early = yield* sys.wait4([pid], { nohang: true });
    yield* sys.nanosleep(2_000_000);
    return [early, yield* sys.wait4([pid], { nohang: true })];
  });
  expect(seen).toEqual([0, { pid: 101, how: 'exited', value: 7 }]);
});

test('wait4 of somebody who is no child is ECHILD', () => {
  expect(runProgram(testSystem(), () => sys.wait4([1], {}))).toBe(-ERRNO.ECHILD);
});

test('a default signal kills, and the parent is told which', () => {
  const seen = runProgram(testSystem(), function* () {
    const pid = yield* sys.fork(sleeper, {});
    yield* sys.nanosleep(1_000);
    const sent = yield* sys.kill(pid, SIGNALS.TERM);
    return [sent, yield* sys.wait4([pid], {}), yield* sys.kill(pid, SIGNALS.TERM)];
  });
  expect(seen).toEqual([0, { pid: 101, how: 'killed', value: 15 }, -ERRNO.ESRCH]);
});

test('a child that is killed before it ran does nothing', () => {
  const system = testSystem();
  const status = runProgram(system, function* () {
    const pid = yield* sys.fork(function* () {
      yield* sys.write(1, 'ran');
      return 0;
    }, {});
    yield* sys.kill(pid, SIGNALS.KILL);
    return yield* sys.wait4([pid], {});
  });
  expect(status).toMatchObject({ how: 'killed', value: 9 });
  expect(system.out).toEqual([]);
});

test('a caught signal interrupts a sleep and stays until it is taken', () => {
  const seen = runProgram(testSystem(), function* (process) {
    yield* sys.sigaction(SIGNALS.USR1, 'catch');
    yield* sys.fork(function* () {
      yield* sys.nanosleep(1_000);
      yield* sys.kill(process.pid, SIGNALS.USR1);
      return 0;
    }, {});
    const slept = yield* sys.nanosleep(10_000_000);
    return [slept, yield* sys.sigpending(), yield* sys.sigpending()];
  });
  expect(seen).toEqual([-ERRNO.EINTR, [10], []]);
});

test('a caught SIGCHLD interrupts wait4 only when nothing is to be reaped', () => {
  const seen = runProgram(testSystem(), function* () {
    yield* sys.sigaction(SIGNALS.CHLD, 'catch');
    const quick = yield* sys.fork(exits(4), {});
    const slow = yield* sys.fork(sleeper, {});
    const first = yield* sys.wait4([slow], {});
    const taken = yield* sys.sigpending();
    return [first, taken, yield* sys.wait4([quick], {}), yield* sys.wait4([slow], {})];
  });
  expect(seen).toEqual([-ERRNO.EINTR, [17], { pid: 101, how: 'exited', value: 4 }, { pid: 102, how: 'exited', value: 7 }]);
});

test('a parent that ignores SIGCHLD has no zombies, and its wait4 ends with ECHILD', () => {
  const seen = runProgram(testSystem(), function* () {
    yield* sys.sigaction(SIGNALS.CHLD, 'ignore');
    yield* sys.fork(sleeper, {});
    return yield* sys.wait4([], {});
  });
  expect(seen).toBe(-ERRNO.ECHILD);
});

test('stop, report, continue, end', () => {
  const seen = runProgram(testSystem(), function* () {
    const pid = yield* sys.fork(sleeper, {});
    yield* sys.nanosleep(1_000);
    yield* sys.kill(pid, SIGNALS.STOP);
    const stopped = yield* sys.wait4([pid], { stops: true });
    const again = yield* sys.wait4([pid], { stops: true, nohang: true });
    yield* sys.nanosleep(5_000_000);
    const held = yield* sys.wait4([pid], { nohang: true });
    yield* sys.kill(pid, SIGNALS.CONT);
    return [stopped, again, held, yield* sys.wait4([pid], {})];
  });
  expect(seen).toEqual([{ pid: 101, how: 'stopped', value: 19 }, 0, 0, { pid: 101, how: 'exited', value: 7 }]);
});

test('a stop that comes before a wait is no interruption of it', () => {
  const seen = runProgram(testSystem(), function* () {
    const pid = yield* sys.fork(
      function* () {
        return (yield* sys.nanosleep(1_000)) === 0 ? 5 : 6;
      },
      { group: 0 },
    );
    yield* sys.kill(pid, SIGNALS.TSTP);
    const stopped = yield* sys.wait4([pid], { stops: true });
    yield* sys.kill(pid, SIGNALS.CONT);
    return [stopped, yield* sys.wait4([pid], {})];
  });
  expect(seen).toEqual([
    { pid: 101, how: 'stopped', value: 20 },
    { pid: 101, how: 'exited', value: 5 },
  ]);
});

test('a stopped process dies of SIGKILL at once, of SIGTERM when it goes on', () => {
  const seen = runProgram(testSystem(), function* () {
    const ends: unknown[] = [];
    for (const signal of [SIGNALS.KILL, SIGNALS.TERM]) {
      const pid = yield* sys.fork(sleeper, {});
      yield* sys.nanosleep(1_000);
      yield* sys.kill(pid, SIGNALS.STOP);
      yield* sys.kill(pid, signal);
      yield* sys.nanosleep(1_000);
      ends.push(yield* sys.wait4([pid], { nohang: true }));
      if (signal !== SIGNALS.KILL) {
        yield* sys.kill(pid, SIGNALS.CONT);
        ends.push(yield* sys.wait4([pid], {}));
      }
    }
    return ends;
  });
  expect(seen).toEqual([{ pid: 101, how: 'killed', value: 9 }, 0, { pid: 102, how: 'killed', value: 15 }]);
});

test('children inherit what is ignored, not what is caught', () => {
  const seen = runProgram(testSystem(), function* () {
    yield* sys.sigaction(SIGNALS.INT, 'ignore');
    yield* sys.sigaction(SIGNALS.TERM, 'catch');
    const ends: unknown[] = [];
    for (const signal of [SIGNALS.INT, SIGNALS.TERM]) {
      const pid = yield* sys.fork(sleeper, {});
      yield* sys.kill(pid, signal);
      ends.push(yield* sys.wait4([pid], {}));
    }
    return ends;
  });
  expect(seen).toMatchObject([
    { how: 'exited', value: 7 },
    { how: 'killed', value: 15 },
  ]);
});

test('signals go to groups, and to nobody with ESRCH', () => {
  const seen = runProgram(testSystem(), function* () {
    const leader = yield* sys.fork(sleeper, { group: 0 });
    const member = yield* sys.fork(sleeper, { group: leader });
    const other = yield* sys.fork(sleeper, {});
    const sent = [
      yield* sys.killpg(leader, SIGNALS.INT),
      yield* sys.kill(-4_000, SIGNALS.INT),
      yield* sys.kill(other, 0),
      yield* sys.kill(4_000, 0),
    ];
    const ends: unknown[] = [];
    for (const pid of [leader, member, other]) ends.push(yield* sys.wait4([pid], {}));
    return { sent, ends };
  });
  expect(seen?.sent).toEqual([0, -ERRNO.ESRCH, 0, -ERRNO.ESRCH]);
  expect(seen?.ends).toMatchObject([{ how: 'killed' }, { how: 'killed' }, { how: 'exited' }]);
});

test('an orphan goes on, and vanishes as it ends', () => {
  const ends: number[] = [];
  const system = testSystem({ ended: (process) => void ends.push(process.pid) });
  const seen = runProgram(system, function* () {
    const pid = yield* sys.fork(function* () {
      yield* sys.fork(sleeper, {});
      return 0;
    }, {});
    yield* sys.wait4([pid], {});
    const alive = yield* sys.kill(102, 0);
    yield* sys.nanosleep(3_000_000);
    return [alive, yield* sys.kill(102, 0), yield* sys.wait4([], {})];
  });
  expect(seen).toEqual([0, -ERRNO.ESRCH, -ERRNO.ECHILD]);
  expect(ends).toEqual([101, 102, 100]);
  expect(system.cellsHeld()).toBe(0);
});

test('exec names the process and takes its time', () => {
  const seen = runProgram(testSystem(), function* (process) {
    const before = yield* sys.clock();
    yield* sys.exec('a-very-long-program-name');
    return { took: (yield* sys.clock()) - before, name: process.name };
  });
  expect(seen?.name).toBe('a-very-long-pro');
  expect(seen?.took).toBeGreaterThanOrEqual(EXEC_US);
});

test('SIGKILL and SIGSTOP cannot be caught or ignored', () => {
  const seen = runProgram(testSystem(), function* () {
    const pid = yield* sys.fork(function* () {
      yield* sys.sigaction(SIGNALS.KILL, 'ignore');
      yield* sys.sigaction(SIGNALS.STOP, 'catch');
      return yield* sleeper();
    }, {});
    yield* sys.nanosleep(1_000);
    yield* sys.kill(pid, SIGNALS.STOP);
    const stopped = yield* sys.wait4([pid], { stops: true });
    yield* sys.kill(pid, SIGNALS.KILL);
    return [stopped, yield* sys.wait4([pid], {})];
  });
  expect(seen).toMatchObject([
    { how: 'stopped', value: 19 },
    { how: 'killed', value: 9 },
  ]);
});

test('rights that were dropped come back to the one who dropped them, not to its children', () => {
  const seen = runProgram(testSystem(), function* () {
    yield* sys.setcap(false);
    const pid = yield* sys.fork(function* () {
      return -(yield* sys.setcap(true));
    }, {});
    return [yield* sys.wait4([pid], {}), yield* sys.setcap(true)];
  });
  expect(seen).toEqual([{ pid: 101, how: 'exited', value: ERRNO.EPERM }, 0]);
});
