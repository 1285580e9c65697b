/** What is left of a process that has ended (Linux 6.1, kernel/exit.c, exit_notify). */
import { EngineBug } from '../../engine/bug.ts';
import { dropCell } from '../../engine/cells.ts';
import type { Task } from '../../engine/task.ts';
import { tellParent } from './signal.ts';
import type { Os, OsProcess } from './types.ts';

/** What a process without a living parent is a child of. There is no such process: its orphans leave no zombies. */
const INIT_PID = 1;

/** World.ended for the task of a process: it becomes a zombie, or vanishes. Tasks that are no process are none of ours. */
export function ended(os: Os, task: Task): void {
  const process = os.processes.get(task.id);
  if (process === undefined) return;
  const status = process.exiting;
  if (status === undefined) throw new EngineBug(`process ${process.pid} ended without its exit path`);
  abandonChildren(os, process);
  dropCell(os.machine.cells, process.childEvents);
  process.zombie = true;
  const parent = os.processes.get(process.ppid);
  parent?.children.delete(process.pid);
  if (parent === undefined || parent.zombie || parent.ignoresChildren) os.processes.delete(process.pid);
  else parent.zombies.set(process.pid, status);
  os.hooks.processEnded?.(process, status);
  tellParent(os, process);
}

function abandonChildren(os: Os, process: OsProcess): void {
  for (const pid of process.children) {
    const child = os.processes.get(pid);
    if (child !== undefined) child.ppid = INIT_PID;
  }
  process.children.clear();
  for (const pid of process.zombies.keys()) os.processes.delete(pid);
  process.zombies.clear();
}
