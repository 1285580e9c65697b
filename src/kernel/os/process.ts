/** Processes: the first one, fork, exec, and what a process knows about itself. */
import { EngineBug } from '../../engine/bug.ts';
import { addCell } from '../../engine/cells.ts';
import { ERRNO } from '../../engine/errno.ts';
import { EXEC_US } from '../../engine/limits.ts';
import { spawn } from '../../engine/machine.ts';
import { HARMLESS } from '../../engine/signals.ts';
import type { Call, UserPath } from '../../engine/step.ts';
import type { ForkOptions, OpenFile, Pid, Program, WaitStatus } from '../../engine/sys.ts';
import { currentProcess } from './current.ts';
import { exitPath } from './exit.ts';
import { COMM_MAX, PROCESSES_MAX } from './limits.ts';
import type { Os, OsProcess, Syscalls, SysPaths } from './types.ts';

/** The bottom frame of every process: signals that came before it ran are taken first, and its result ends it. */
function* userMain(started: { process: OsProcess | undefined }, program: Program): UserPath<number> {
  yield call('ret_from_fork', []);
  if (started.process === undefined) throw new EngineBug('a task ran before its process was made');
  const status = yield* program(started.process);
  return (yield call('exit_group', [status])) as number;
}

const call = (name: string, args: readonly unknown[]): Call => ({ op: 'call', name, args });

interface Birth {
  readonly name: string;
  readonly program: Program;
  readonly pid?: Pid;
  readonly fds: Map<number, OpenFile>;
  readonly cwd: string;
  readonly umask: number;
  readonly uid: number;
  readonly privileged: boolean;
  readonly mayRegain: boolean;
  readonly mayLoad: boolean;
  readonly ppid: Pid;
  readonly group: Pid;
  readonly ignored: number;
  readonly onEnd?: ((status: WaitStatus) => void) | undefined;
}

function bear(os: Os, birth: Birth): OsProcess {
  const started: { process: OsProcess | undefined } = { process: undefined };
  const entry = call('execve', [birth.name]);
  const task = spawn(os.machine, birth.name, entry, userMain(started, birth.program), birth.pid === undefined ? {} : { id: birth.pid });
  task.ignored = birth.ignored;
  const process: OsProcess = {
    pid: task.id,
    ppid: birth.ppid,
    name: birth.name,
    argv: [birth.name],
    task,
    fds: birth.fds,
    cwd: birth.cwd,
    umask: birth.umask,
    uid: birth.uid,
    privileged: birth.privileged,
    group: birth.group === 0 ? task.id : birth.group,
    startedAt: os.machine.now,
    children: [],
    zombies: [],
    childEvents: addCell(os.machine.cells, `process ${task.id}`, 'child_events', { init: 0 }),
    stopReport: 0,
    exiting: undefined,
    doomed: 0,
    zombie: false,
    ignoresChildren: false,
    mayRegain: birth.mayRegain,
    mayLoad: birth.mayLoad,
    onEnd: birth.onEnd,
  };
  for (const file of process.fds.values()) file.descriptors += 1;
  started.process = process;
  os.processes.set(process.pid, process);
  return process;
}

/** How a process is started that nobody forks. */
export interface StartOptions {
  /** Descriptors 0, 1, 2 ... */
  readonly fds?: readonly OpenFile[];
  readonly cwd?: string;
  /** At least this pid. */
  readonly pid?: Pid;
  onEnd?(status: WaitStatus): void;
}

/**
 * Starts a process without a parent, root and in a group of its own: the first one, or a program that the kernel runs
 * (call_usermodehelper, which gives it no descriptors at all).
 */
export function startProcess(os: Os, name: string, program: Program, options: StartOptions = {}): OsProcess {
  return bear(os, {
    name: name.slice(0, COMM_MAX),
    program,
    pid: Math.max(options.pid ?? 0, os.machine.nextTaskId),
    fds: new Map((options.fds ?? []).entries()),
    cwd: options.cwd ?? '/',
    umask: 0o022,
    uid: 0,
    privileged: true,
    mayRegain: true,
    mayLoad: true,
    ppid: 1,
    group: 0,
    ignored: HARMLESS,
    onEnd: options.onEnd,
  });
}

function fork(os: Os, parent: OsProcess, program: Program, options: ForkOptions): Pid {
  if (os.processes.size >= PROCESSES_MAX) return -ERRNO.EAGAIN;
  const child = bear(os, {
    name: (options.name ?? parent.name).slice(0, COMM_MAX),
    program,
    fds: new Map(parent.fds),
    cwd: parent.cwd,
    umask: parent.umask,
    uid: parent.uid,
    privileged: parent.privileged,
    mayRegain: parent.privileged,
    mayLoad: parent.mayLoad,
    ppid: parent.pid,
    group: options.group ?? parent.group,
    ignored: (parent.task.ignored & ~parent.task.caught) | HARMLESS | (options.ignore ?? 0),
  });
  child.ignoresChildren = parent.ignoresChildren;
  parent.children.push(child.pid);
  return child.pid;
}

/** The system calls about the calling process itself, and fork. */
export function processCalls(os: Os): SysPaths<'fork' | 'exec' | 'getpid' | 'setcap' | 'setuid'> {
  return {
    *fork(task, program, options) {
      return fork(os, currentProcess(os, task), program, options);
    },
    *exec(task, name, argv = [name]) {
      const process = currentProcess(os, task);
      process.name = name.slice(0, COMM_MAX);
      process.argv = argv;
      task.name = process.name;
      task.caught = 0;
      os.machine.now += EXEC_US;
      return 0;
    },
    *getpid(task) {
      return task.id;
    },
    *setcap(task, privileged, modules) {
      const process = currentProcess(os, task);
      if (privileged && !process.privileged && !process.mayRegain) return -ERRNO.EPERM;
      process.privileged = privileged;
      if (modules === false) process.mayLoad = false;
      return 0;
    },
    *setuid(task, uid) {
      const process = currentProcess(os, task);
      if (uid === process.uid) return 0;
      if (!process.privileged) return -ERRNO.EPERM;
      process.uid = uid;
      process.privileged = uid === 0;
      process.mayRegain = uid === 0;
      return 0;
    },
  };
}

/** What the bottom frame calls: the way into user space, and out of it. */
export function frameCalls(os: Os): Syscalls {
  return {
    *ret_from_fork() {
      return 0;
    },
    exit_group(task, args) {
      const process = currentProcess(os, task);
      return exitPath(process, { pid: process.pid, how: 'exited', value: Number(args[0]) & 0xff });
    },
  };
}
