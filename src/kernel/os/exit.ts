/** How a process ends (Linux 6.1, kernel/exit.c, do_exit): by its own wish, by a signal, by an oops. */
import { replaceFrames } from '../../engine/machine.ts';
import type { Call, Path } from '../../engine/step.ts';
import type { WaitStatus } from '../../engine/sys.ts';
import { exitStatus } from '../../engine/sys.ts';
import type { Task } from '../../engine/task.ts';
import { closeDescriptor } from './descriptors.ts';
import type { Os, OsProcess } from './types.ts';

const EVERY_SIGNAL = -1;

const EXIT_CALL: Call = Object.freeze({ op: 'call', name: 'exit_group', args: Object.freeze([]) });

/**
 * do_exit up to the point where the process is gone: from now on no signal reaches it, and its descriptors are closed
 * one after another, which may wait. Begun again (a driver's release faulted), it goes on with the next descriptor.
 */
export function exitPath(process: OsProcess, status: WaitStatus): Path<number> {
  process.exiting = status;
  const { task } = process;
  task.ignored = EVERY_SIGNAL;
  task.caught = 0;
  task.pending = 0;
  return closeAll(process, status);
}

function* closeAll(process: OsProcess, status: WaitStatus): Path<number> {
  while (process.fds.size > 0) yield* closeDescriptor(process, lowestFd(process));
  return exitStatus(status);
}

function lowestFd(process: OsProcess): number {
  let lowest = Number.POSITIVE_INFINITY;
  for (const fd of process.fds.keys()) if (fd < lowest) lowest = fd;
  return lowest;
}

/** Ends a process by a signal: what it did is thrown away, and it runs its exit path instead. */
export function killedBy(os: Os, process: OsProcess, signal: number): void {
  process.task.stopped = false;
  const path = exitPath(process, { pid: process.pid, how: 'killed', value: signal });
  replaceFrames(os.machine, process.task, EXIT_CALL, path);
}

/**
 * A task faulted inside the kernel (an oops): whatever it did is thrown away, and its process ends as if by this signal.
 * False when the task is no process; then nothing was done. What it held in the kernel stays held.
 */
export function dieFrom(os: Os, task: Task, signal: number): boolean {
  const process = os.processes.get(task.id);
  if (process === undefined) return false;
  killedBy(os, process, signal);
  return true;
}
