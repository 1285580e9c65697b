/** A whole kernel: machine, files and processes, module core, bound to each other as one World. */
import { EngineBug } from '../engine/bug.ts';

import { createMachine, type Machine, pokeCell, replaceFrames, type World } from '../engine/machine.ts';
import { SIGNALS } from '../engine/signals.ts';
import type { Call, CellId, Note } from '../engine/step.ts';
import type { Process, WaitStatus } from '../engine/sys.ts';
import type { AnyPath, Task } from '../engine/task.ts';
import { procRoot } from './fs/procfs.ts';
import { sysClass, sysModule } from './fs/sysfs.ts';
import { createKernel, type Kernel, type KernelHooks } from './kernel.ts';
import { deviceNotes } from './notes/devices.ts';
import { moduleNotes } from './notes/modules.ts';
import { trafficNotes } from './notes/traffic.ts';
import { workNotes } from './notes/work.ts';
import { type Oops, recordOops } from './oops.ts';
import { callable, createOs, deliver, dieFrom, ended, newDevice, type Os, procDirectory, putNode, removeNode } from './os/os.ts';
import type { Rules } from './rules.ts';
import { coreCalls, type FindDriver, openCharDevice } from './syscalls.ts';
import { TRAFFIC_CALL, type TrafficWork, trafficCall } from './traffic.ts';

export interface SystemHooks {
  hostWrite(stream: 'out' | 'err', text: string): void;
  hostRead(count: number): string;
  processEnded?(process: Process, status: WaitStatus): void;
  /** An oops happened; the task is already being ended. */
  oops?(oops: Oops): void;
  /** Starts a user program outside of any process, for the usermode helper; when it ends `done` is called. */
  startHelper(argv: readonly string[], done: () => void): void;
}

export interface KernelSystem {
  readonly machine: Machine;
  readonly kernel: Kernel;
  readonly os: Os;
}

const NEVER_USED: World = {
  note: () => 0,
  enter: () => {
    throw new EngineBug('a call before the system was there');
  },
  fault: () => {},
  deliver: () => {},
  ended: () => {},
};

/** Boots a kernel under these rules: empty module list, mounted /proc, /sys and /dev. */
export function createKernelSystem(rules: Rules, find: FindDriver, hooks: SystemHooks, release?: string): KernelSystem {
  const machine = createMachine(NEVER_USED);
  let os: Os | undefined;
  const theOs = (): Os => {
    if (os === undefined) throw new EngineBug('the system is not there yet');
    return os;
  };
  const kernelHooks: KernelHooks = {
    startHelper: (argv, done: CellId) => hooks.startHelper(argv, () => pokeCell(machine, done, 1)),
    deviceNode(name, node) {
      if (node === undefined) removeNode(theOs(), `/dev/${name}`);
      else putNode(theOs(), `/dev/${name}`, newDevice(theOs(), node.major, node.minor, node.mode));
    },
  };
  const kernel = createKernel(machine, rules, kernelHooks, release);
  os = createOs(machine, {
    openDevice: (_kind, major, minor, file) => openCharDevice(kernel, major, minor, file.id),
    hostWrite: hooks.hostWrite,
    hostRead: hooks.hostRead,
    ...(hooks.processEnded === undefined ? {} : { processEnded: hooks.processEnded }),
  });
  for (const [name, handle] of [...moduleNotes(kernel), ...deviceNotes(kernel), ...workNotes(kernel), ...trafficNotes(kernel)])
    kernel.handlers.set(name, handle);
  Object.assign(os.syscalls, callable(os, coreCalls(kernel, os, find)));
  os.syscalls[TRAFFIC_CALL] = (_task, [what, a, b]) => trafficCall(kernel, what as TrafficWork, Number(a), Number(b));
  mount(kernel, os);
  machine.world = worldOf(machine, kernel, os, hooks);
  return { machine, kernel, os };
}

function mount(kernel: Kernel, os: Os): void {
  const sees = (task: Task): boolean => os.processes.get(task.id)?.privileged ?? true;
  putNode(os, '/proc', procRoot(kernel, sees, procDirectory(os)));
  putNode(os, '/sys/module', sysModule(kernel));
  putNode(os, '/sys/class', sysClass(kernel));
}

const DEAD_THREAD: Call = { op: 'call', name: 'make_task_dead', args: [] };

function* nothing(): Generator<never, undefined> {
  return undefined;
}

function worldOf(machine: Machine, kernel: Kernel, os: Os, hooks: SystemHooks): World {
  return {
    note(note: Note, task: Task): number {
      return kernel.handlers.get(note.event.name)?.(note.event, task) ?? 0;
    },
    enter(call: Call, task: Task): AnyPath {
      const syscall = os.syscalls[call.name];
      if (syscall === undefined) throw new EngineBug(`no system call ${call.name}`);
      return syscall(task, call.args);
    },
    fault(task, fault, step, detail) {
      const oops = recordOops(kernel, task, fault, step, detail);
      if (!dieFrom(os, task, SIGNALS.SEGV)) replaceFrames(machine, task, DEAD_THREAD, nothing());
      hooks.oops?.(oops);
    },
    deliver: (task) => deliver(os, task),
    ended: (task) => ended(os, task),
  };
}
