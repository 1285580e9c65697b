import { expect, test } from 'vitest';
import { addCell } from '../../../src/engine/cells.ts';
import { text } from '../../../src/engine/ops.ts';
import { SIGNALS } from '../../../src/engine/signals.ts';
import type { Path } from '../../../src/engine/step.ts';
import { exitStatus, type FileOps, type Process, sys, type WaitStatus } from '../../../src/engine/sys.ts';
import { newDevice, putNode, startProcess } from '../../../src/kernel/os/os.ts';
import { runProgram, type TestSystem, testSystem } from '../../helpers/osWorld.ts';

/** Devices 240:0 to 240:2, whose module is gone already: an open of 1 faults in read, of 2 in release too. */
function brokenSystem(): { system: TestSystem; released: number[] } {
  const released: number[] = [];
  const system = testSystem({
    *openDevice(_file, _major, minor) {
      function* gone(): Path<void> {
        yield* text(mapped, 'chardev_release');
      }
      const ops: FileOps = {
        kind: 'chr',
        *read() {
          yield* gone();
          return '';
        },
        *write(_opened, data) {
          return data.length;
        },
        *release() {
          if (minor === 2) yield* gone();
          released.push(minor);
        },
      };
      return ops;
    },
  });
  const mapped = addCell(system.machine.cells, 'chardev', 'mapped', { init: 0 });
  for (const minor of [0, 1, 2]) putNode(system.os, `/dev/broken${minor}`, newDevice(system.os, 240, minor));
  return { system, released };
}

const open = (minor: number): ReturnType<typeof sys.open> => sys.open(`/dev/broken${minor}`, { read: true });

test('a task that faults in the kernel dies of SIGSEGV, its files are released, and others go on', () => {
  const { system, released } = brokenSystem();
  const seen = runProgram(system, function* () {
    const pid = yield* sys.fork(function* () {
      yield* open(0);
      yield* sys.read(yield* open(1), 10);
      return 0;
    }, {});
    return yield* sys.wait4([pid], {});
  });
  expect(seen).toEqual({ pid: 101, how: 'killed', value: SIGNALS.SEGV });
  expect(typeof seen === 'object' ? exitStatus(seen) : seen).toBe(139);
  expect(released).toEqual([0, 1]);
});

test('a fault in a release at exit does not keep the other files open', () => {
  const { system, released } = brokenSystem();
  const seen = runProgram(system, function* () {
    const pid = yield* sys.fork(function* () {
      for (const minor of [0, 2, 2, 1]) yield* open(minor);
      return 0;
    }, {});
    return yield* sys.wait4([pid], {});
  });
  expect(seen).toMatchObject({ how: 'killed', value: SIGNALS.SEGV });
  expect(released).toEqual([0, 1]);
  expect(system.os.processes.size).toBe(0);
});

test('a program that throws ends as one that faulted', () => {
  const system = testSystem();
  const seen = runProgram(system, function* () {
    const pid = yield* sys.fork(function* () {
      yield* sys.getpid();
      throw new Error('a command of ours is broken');
    }, {});
    return yield* sys.wait4([pid], {});
  });
  expect(seen).toMatchObject({ how: 'killed', value: SIGNALS.SEGV });
});

test('a helper that the kernel starts is nobody’s child and tells its end', () => {
  const ends: [number, WaitStatus][] = [];
  const system = testSystem();
  let helper: Process | undefined;
  const seen = runProgram(system, function* () {
    helper = startProcess(system.os, 'modprobe', () => sys.write(1, 'nobody reads this'), {
      onEnd: (status) => void ends.push([system.machine.now, status]),
    });
    yield* sys.nanosleep(1_000);
    return yield* sys.wait4([], {});
  });
  expect(helper).toMatchObject({ ppid: 1, name: 'modprobe', privileged: true });
  expect(ends.map(([, status]) => status)).toEqual([{ pid: 101, how: 'exited', value: 256 - 9 }]);
  expect(seen).toBe(-10);
  expect(system.cellsHeld()).toBe(0);
});
