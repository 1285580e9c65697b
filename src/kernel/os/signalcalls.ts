/** The system calls about signals and time: kill, sigaction, sleeping (Linux 6.1, kernel/signal.c). */
import { ERRNO } from '../../engine/errno.ts';
import { COMMAND_US } from '../../engine/limits.ts';
import { bit, firstSignal, HARMLESS, SIGNALS } from '../../engine/signals.ts';
import type { Test } from '../../engine/step.ts';
import type { Pid, SignalAction } from '../../engine/sys.ts';
import type { Task } from '../../engine/task.ts';
import { currentProcess } from './current.ts';
import { signalProcess, waitRestarting } from './signal.ts';
import type { Os, OsProcess, SysPaths } from './types.ts';

const HIGHEST_SIGNAL = 31;
/** init takes every signal and does nothing about it. */
const INIT_PID = 1;

const mayKill = (from: OsProcess, to: OsProcess): boolean => from.privileged || from.uid === to.uid;

/** Those processes that a kind of pid means: one, 0 (my group), -1 (all but me), below that a group. */
function targetsOf(os: Os, from: OsProcess, pid: Pid): OsProcess[] {
  if (pid > 0) {
    const one = os.processes.get(pid);
    return one === undefined ? [] : [one];
  }
  const all = [...os.processes.values()];
  if (pid === -1) return all.filter((process) => process !== from);
  const group = pid === 0 ? from.group : -pid;
  return all.filter((process) => process.group === group);
}

function kill(os: Os, from: OsProcess, pid: Pid, signal: number): number {
  if (!Number.isInteger(signal) || signal < 0 || signal > HIGHEST_SIGNAL) return -ERRNO.EINVAL;
  if (pid === INIT_PID) return 0;
  const targets = targetsOf(os, from, pid);
  if (targets.length === 0) return -ERRNO.ESRCH;
  const allowed = targets.filter((process) => mayKill(from, process));
  if (allowed.length === 0) return -ERRNO.EPERM;
  if (signal !== 0) for (const process of allowed) signalProcess(os, process, signal);
  return 0;
}

/** What a process does at a signal. SIGKILL and SIGSTOP take no other action than their own. */
function setAction(process: OsProcess, signal: number, action: SignalAction): void {
  if (signal === SIGNALS.KILL || signal === SIGNALS.STOP || signal < 1 || signal > HIGHEST_SIGNAL) return;
  const { task } = process;
  const mask = bit(signal);
  if (signal === SIGNALS.CHLD) process.ignoresChildren = action === 'ignore';
  task.caught = action === 'catch' ? task.caught | mask : task.caught & ~mask;
  const ignores = action === 'ignore' || (action === 'default' && (mask & HARMLESS) !== 0);
  task.ignored = ignores ? task.ignored | mask : task.ignored & ~mask;
  if (ignores) task.pending &= ~mask;
}

function takeCaught(task: Task): number[] {
  const taken: number[] = [];
  for (let mask = task.pending & task.caught; mask !== 0; ) {
    const signal = firstSignal(mask);
    if (signal === 0) break;
    mask &= ~bit(signal);
    task.pending &= ~bit(signal);
    taken.push(signal);
  }
  return taken;
}

/** No test of this kind ever holds. */
const NEVER: readonly Test[] = Object.freeze([Object.freeze({ cells: Object.freeze([]), rel: '!=', value: 0 } as const)]);

/** The system calls about signals and time. */
export function signalCalls(os: Os): SysPaths<'kill' | 'killpg' | 'sigaction' | 'sigpending' | 'nanosleep' | 'pause' | 'clock'> {
  return {
    *kill(task, pid, signal) {
      return kill(os, currentProcess(os, task), pid, signal);
    },
    *killpg(task, group, signal) {
      return kill(os, currentProcess(os, task), group === 0 ? 0 : -group, signal);
    },
    *sigaction(task, signal, action) {
      setAction(currentProcess(os, task), signal, action);
      return 0;
    },
    *sigpending(task) {
      os.machine.now += COMMAND_US;
      return takeCaught(task);
    },
    *nanosleep(task, us) {
      if (!Number.isFinite(us) || us < 0) return -ERRNO.EINVAL;
      const waited = yield* waitRestarting(os, task, NEVER, 'hrtimer_nanosleep', Math.round(us));
      return waited === 'signal' ? -ERRNO.EINTR : 0;
    },
    *pause(task) {
      yield* waitRestarting(os, task, NEVER, 'sys_pause');
      return -ERRNO.EINTR;
    },
    *clock() {
      return os.machine.now;
    },
  };
}
