/** The operating-system side of modsh: processes, descriptors, files, pipes, the terminal, signals. */
import type { Machine } from '../../engine/machine.ts';
import type { Program, SysName } from '../../engine/sys.ts';
import type { AnyPath, Task } from '../../engine/task.ts';
import { changeCalls } from './changecalls.ts';
import { descriptorCalls, readWriteCalls } from './filecalls.ts';
import { createHostInput, openHostFiles } from './hostfiles.ts';
import { FIRST_PID } from './limits.ts';
import { MEM_DEVICES, MEM_MAJOR } from './memdevices.ts';
import { openCalls } from './open.ts';
import { lookCalls } from './pathcalls.ts';
import { procDirectory } from './procdirs.ts';
import { frameCalls, processCalls, type StartOptions, startProcess } from './process.ts';
import { enterWithSignals } from './signal.ts';
import { signalCalls } from './signalcalls.ts';
import { makeDirs, newDevice, newDirectory, newLink, putNode } from './tree.ts';
import { createTty, TTY_MAJOR, TTY_MINOR, ttyCalls } from './tty.ts';
import type { Os, OsHooks, OsProcess, Syscalls, SysPaths } from './types.ts';
import { waitCalls } from './wait.ts';

export { currentProcess } from './current.ts';
export { freeFd, installFd, newOpenFile } from './descriptors.ts';
export { dieFrom } from './exit.ts';
export { openHostFiles } from './hostfiles.ts';
export { procDirectory } from './procdirs.ts';
export { type StartOptions, startProcess } from './process.ts';
export { deliver, signalProcess } from './signal.ts';
export {
  lookup,
  makeDirs,
  newDevice,
  newLazyFile,
  newLink,
  putEntry,
  putFile,
  putNode,
  removeNode,
} from './tree.ts';
export { openTty, ttyEof, ttyInput, ttySignal } from './tty.ts';
export type { Os, OsFile, OsFileOps, OsHooks, OsProcess, Syscalls, Tty } from './types.ts';
export { ended } from './zombie.ts';

const DIRECTORIES = ['/bin', '/dev', '/etc/modprobe.d', '/fixtures', '/lib/modules', '/sys', '/run', '/var'];
const TMP_MODE = 0o1777;
const DEVICE_MODE = 0o666;

const FD_LINKS = [
  ['fd', '/proc/self/fd'],
  ['stdin', '/proc/self/fd/0'],
  ['stdout', '/proc/self/fd/1'],
  ['stderr', '/proc/self/fd/2'],
] as const;

type UntypedPath = (task: Task, ...args: readonly unknown[]) => AnyPath;

/** Makes system calls callable by name: arguments come untyped from the program's call, typed there by `Sys`. */
export function callable(os: Os, paths: Partial<SysPaths<SysName>>): Syscalls {
  const table: Syscalls = {};
  for (const [name, path] of Object.entries(paths)) {
    const run = path as unknown as UntypedPath;
    table[name] = (task, args) => {
      const entered = run(task, ...args);
      return task.pending === 0 ? entered : enterWithSignals(os, task, entered as ReturnType<typeof enterWithSignals>);
    };
  }
  return table;
}

/** Makes the system: a tree of files with the usual directories and devices, a terminal, no process yet. */
export function createOs(machine: Machine, hooks: OsHooks): Os {
  const os: Os = {
    machine,
    hooks,
    processes: new Map(),
    root: newDirectory({ machine, nextIno: 2 }),
    tty: createTty(machine),
    hostInput: createHostInput(),
    fifos: new Map(),
    syscalls: {},
    nextFileId: 1,
    nextIno: 3,
    nextPipeId: 1,
  };
  const paths: SysPaths = {
    ...processCalls(os),
    ...waitCalls(os),
    ...signalCalls(os),
    ...openCalls(os),
    ...readWriteCalls(os),
    ...descriptorCalls(os),
    ...lookCalls(os),
    ...changeCalls(os),
    ...ttyCalls(os),
  };
  Object.assign(os.syscalls, callable(os, paths), frameCalls(os));
  for (const path of DIRECTORIES) makeDirs(os, path);
  makeDirs(os, '/tmp', TMP_MODE);
  makeDirs(os, '/root', 0o700);
  for (const { name, minor } of MEM_DEVICES) putNode(os, `/dev/${name}`, newDevice(os, MEM_MAJOR, minor, DEVICE_MODE));
  for (const [name, target] of FD_LINKS) putNode(os, `/dev/${name}`, newLink(os, target));
  putNode(os, '/proc', procDirectory(os));
  putNode(os, '/dev/tty', newDevice(os, TTY_MAJOR, TTY_MINOR, DEVICE_MODE));
  return os;
}

/**
 * Starts the first process, pid 100 or the next free task id: `program` with these files as descriptors 0, 1, 2 (the
 * host's streams unless given), in the directory `cwd`. With a terminal it is its foreground.
 */
export function startInit(os: Os, name: string, program: Program, options: StartOptions = {}): OsProcess {
  const first = startProcess(os, name, program, { pid: FIRST_PID, fds: openHostFiles(os), ...options });
  if (os.tty.attached && os.tty.foreground === 0) os.tty.foreground = first.group;
  return first;
}
