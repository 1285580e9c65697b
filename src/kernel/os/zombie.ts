/** What is left of a process that has ended (Linux 6.1, kernel/exit.c, exit_notify). */
import { EngineBug } from '../../engine/bug.ts';
import { dropCell } from '../../engine/cells.ts';
import { SIGNALS } from '../../engine/signals.ts';
import type { Pid } from '../../engine/sys.ts';
import type { Task } from '../../engine/task.ts';
import { isOrphaned } from './groups.ts';
import { signalGroup, tellParent } from './signal.ts';
import type { Os, OsProcess } from './types.ts';

/** What a process without a living parent is a child of. There is no such process: its orphans leave no zombies. */
const INIT_PID = 1;

/** World.ended for the task of a process: it becomes a zombie, or vanishes. Tasks that are no process are none of ours. */
export function ended(os: Os, task: Task): void {
  const process = os.processes.get(task.id);
  if (process === undefined) return;
  const status = process.exiting;
  if (status === undefined) throw new EngineBug(`process ${process.pid} ended without its exit path`);
  const groups = abandonChildren(os, process);
  dropCell(os.machine.cells, process.childEvents);
  process.zombie = true;
  const parent = os.processes.get(process.ppid);
  const place = parent?.children.indexOf(process.pid) ?? -1;
  if (place >= 0) parent?.children.splice(place, 1);
  if (parent === undefined || parent.zombie || parent.ignoresChildren) os.processes.delete(process.pid);
  else parent.zombies.push(status);
  os.hooks.processEnded?.(process, status);
  process.onEnd?.(status);
  tellParent(os, process);
  releaseOrphans(os, groups);
}

/** Leaves the children to init; the groups that may be orphaned by that. */
function abandonChildren(os: Os, process: OsProcess): Pid[] {
  const groups = [process.group];
  for (const pid of process.children) {
    const child = os.processes.get(pid);
    if (child === undefined) continue;
    child.ppid = INIT_PID;
    groups.push(child.group);
  }
  process.children.length = 0;
  for (const { pid } of process.zombies) os.processes.delete(pid);
  process.zombies.length = 0;
  return groups;
}

function hasStopped(os: Os, group: Pid): boolean {
  for (const process of os.processes.values()) if (process.group === group && process.task.stopped && !process.zombie) return true;
  return false;
}

/** Groups that were orphaned just now and have a stopped member get SIGHUP and SIGCONT: nobody else would ever wake them. */
function releaseOrphans(os: Os, groups: Iterable<Pid>): void {
  for (const group of new Set(groups)) {
    if (!hasStopped(os, group) || !isOrphaned(os, group)) continue;
    signalGroup(os, group, SIGNALS.HUP);
    signalGroup(os, group, SIGNALS.CONT);
  }
}
