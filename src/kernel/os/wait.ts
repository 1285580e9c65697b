/** wait4(2): children that ended or stopped (Linux 6.1, kernel/exit.c, do_wait). */
import { ERRNO } from '../../engine/errno.ts';
import { test } from '../../engine/step.ts';
import type { Pid, WaitStatus } from '../../engine/sys.ts';
import { currentProcess } from './current.ts';
import { waitRestarting } from './signal.ts';
import type { Os, OsProcess, SysPaths } from './types.ts';

/** Takes one child of these that ended, the longest dead first; undefined: none has. */
function reap(os: Os, parent: OsProcess, wanted: (pid: Pid) => boolean): WaitStatus | undefined {
  const at = parent.zombies.findIndex(({ pid }) => wanted(pid));
  const status = parent.zombies[at];
  if (status === undefined) return undefined;
  parent.zombies.splice(at, 1);
  os.processes.delete(status.pid);
  return status;
}

function takeStopReport(os: Os, parent: OsProcess, wanted: (pid: Pid) => boolean): WaitStatus | undefined {
  for (const pid of parent.children) {
    const child = os.processes.get(pid);
    if (child === undefined || child.stopReport === 0 || !wanted(pid)) continue;
    const status: WaitStatus = { pid, how: 'stopped', value: child.stopReport };
    child.stopReport = 0;
    return status;
  }
  return undefined;
}

const hasAny = (parent: OsProcess, pids: readonly Pid[]): boolean =>
  pids.length === 0
    ? parent.children.length + parent.zombies.length > 0
    : pids.some((pid) => parent.children.includes(pid) || parent.zombies.some((zombie) => zombie.pid === pid));

export function waitCalls(os: Os): SysPaths<'wait4'> {
  return {
    *wait4(task, pids, options) {
      const parent = currentProcess(os, task);
      const wanted = (pid: Pid): boolean => pids.length === 0 || pids.includes(pid);
      for (let signalled = false; ; ) {
        const status = reap(os, parent, wanted) ?? (options.stops === true ? takeStopReport(os, parent, wanted) : undefined);
        if (status !== undefined) return status;
        if (!hasAny(parent, pids)) return -ERRNO.ECHILD;
        if (options.nohang === true) return 0;
        if (signalled) return -ERRNO.EINTR;
        // Looking and parking are one turn of this task, so nothing that happens to a child falls in between.
        const seen = os.machine.cells.values[parent.childEvents] as number;
        signalled = (yield* waitRestarting(os, task, [test(parent.childEvents, '!=', seen)], 'do_wait')) === 'signal';
      }
    },
  };
}
