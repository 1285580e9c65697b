/** A small system for tests: the operating-system side alone, with no module core behind it. */
import { EngineBug } from '../../src/engine/bug.ts';
import { ERRNO } from '../../src/engine/errno.ts';
import { createMachine, type Machine, run, type World } from '../../src/engine/machine.ts';
import { SIGNALS } from '../../src/engine/signals.ts';
import type { Path, Tick, UserPath } from '../../src/engine/step.ts';
import type { FileOps, OrErrno, Process, Program, WaitStatus } from '../../src/engine/sys.ts';
import { createOs, deliver, dieFrom, ended, type Os, type OsHooks, openTty, startInit } from '../../src/kernel/os/os.ts';

export interface TestSystem {
  readonly os: Os;
  readonly machine: Machine;
  /** What was written to the host's streams. */
  readonly out: string[];
  readonly err: string[];
  /** Cells that are in use beyond those that a system without processes has. */
  cellsHeld(): number;
  /** Runs until nothing can happen any more. */
  settle(until?: Tick): void;
}

export interface TestOptions {
  readonly input?: string;
  openDevice?(file: Parameters<OsHooks['openDevice']>[3], major: number, minor: number): Path<OrErrno<FileOps>>;
  ended?(process: Process, status: WaitStatus): void;
}

const STEPS_MAX = 2_000_000;

export function testSystem(options: TestOptions = {}): TestSystem {
  const machine = createMachine(undefined as unknown as World);
  const out: string[] = [];
  const err: string[] = [];
  let input = options.input ?? '';
  const os = createOs(machine, {
    *openDevice(_kind, major, minor, file) {
      return options.openDevice === undefined ? -ERRNO.ENXIO : yield* options.openDevice(file, major, minor);
    },
    hostWrite: (stream, text) => void (stream === 'out' ? out : err).push(text),
    hostRead(count) {
      const taken = input.slice(0, count);
      input = input.slice(count);
      return taken;
    },
    ...(options.ended === undefined ? {} : { processEnded: options.ended }),
  });
  machine.world = {
    note: () => 0,
    enter(call, task) {
      const path = os.syscalls[call.name];
      if (path === undefined) throw new EngineBug(`no system call ${call.name}`);
      return path(task, call.args);
    },
    fault(task, kind, _step, detail) {
      if (!dieFrom(os, task, SIGNALS.SEGV)) throw new EngineBug(`${kind}: ${detail}`);
    },
    deliver: (task) => deliver(os, task),
    ended: (task) => ended(os, task),
  };
  const inUse = (): number => machine.cells.used - machine.cells.free.length;
  const before = inUse();
  return {
    os,
    machine,
    out,
    err,
    cellsHeld: () => inUse() - before,
    settle(until = Number.MAX_SAFE_INTEGER) {
      if (run(machine, { until, stepsMax: STEPS_MAX, nags: false }) === 'budget')
        throw new EngineBug('the test system never comes to rest');
    },
  };
}

/** Runs one program as the first process until nothing can happen any more; what it returned, or undefined if it still waits. */
export function runProgram<T>(system: TestSystem, body: (process: Process) => UserPath<T>, options: { tty?: boolean } = {}): T | undefined {
  let result: T | undefined;
  const program: Program = function* (process) {
    result = yield* body(process);
    return 0;
  };
  startInit(system.os, 'sh', program, options.tty === true ? { fds: ttyFiles(system) } : {});
  system.settle();
  return result;
}

const ttyFiles = (system: TestSystem) => {
  const file = openTty(system.os);
  return [file, file, file];
};
