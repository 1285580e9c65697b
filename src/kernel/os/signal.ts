/** Signals: sending, default actions, stopping and going on (signal(7); Linux 6.1, kernel/signal.c). */
import { ERRNO } from '../../engine/errno.ts';
import { pokeCell, sendSignal, stop } from '../../engine/machine.ts';
import { sleep, type Waited, waitOrSignal } from '../../engine/ops.ts';
import { bit, firstSignal, HARMLESS, SIGNALS, STOPPING } from '../../engine/signals.ts';
import type { Path, Test } from '../../engine/step.ts';
import type { Pid } from '../../engine/sys.ts';
import { deliverable, type Task } from '../../engine/task.ts';
import { killedBy } from './exit.ts';
import { isOrphaned, membersOf } from './groups.ts';
import type { Os, OsProcess } from './types.ts';

/** Wakes the parent and sends it SIGCHLD: a child ended, stopped or went on. */
export function tellParent(os: Os, process: OsProcess): void {
  const parent = os.processes.get(process.ppid);
  if (parent === undefined || parent.zombie) return;
  const { machine } = os;
  signalProcess(os, parent, SIGNALS.CHLD);
  pokeCell(machine, parent.childEvents, (machine.cells.values[parent.childEvents] as number) + 1);
}

/** Stops that the terminal causes: a process does not obey them when nobody could let it go on again. */
const TERMINAL_STOPS = bit(SIGNALS.TSTP) | bit(SIGNALS.TTIN) | bit(SIGNALS.TTOU);

/** Signals whose default is a death with a core file: these are not decided when they are sent. */
const CORES = bit(SIGNALS.QUIT) | bit(SIGNALS.ILL) | bit(SIGNALS.TRAP) | bit(SIGNALS.ABRT) | bit(SIGNALS.FPE) | bit(SIGNALS.SEGV);

/** Would this signal end the task by its default action, without a core file (sig_fatal, kernel/signal.c)? */
function isDeadly(task: Task, signal: number): boolean {
  if (signal === SIGNALS.KILL) return true;
  return (bit(signal) & (STOPPING | HARMLESS | CORES | task.caught | task.ignored)) === 0;
}

/** Sends a signal to one process. One that is ending takes none. */
export function signalProcess(os: Os, process: OsProcess, signal: number): void {
  if (process.exiting !== undefined) return;
  if (bit(signal) & TERMINAL_STOPS & ~process.task.caught && isOrphaned(os, process.group)) return;
  const { task } = process;
  const stopped = task.stopped;
  if (process.doomed === 0 && isDeadly(task, signal)) process.doomed = signal;
  sendSignal(os.machine, task, signal);
  if (task.stopped && !stopped) reportStop(os, process, signal);
  if (stopped && !task.stopped) {
    process.stopReport = 0;
    tellParent(os, process);
  }
}

/** Sends a signal to every process of a group, in the order of their pids. */
export function signalGroup(os: Os, group: Pid, signal: number): void {
  for (const process of membersOf(os, group)) signalProcess(os, process, signal);
}

function reportStop(os: Os, process: OsProcess, signal: number): void {
  process.stopReport = signal;
  tellParent(os, process);
}

/** Stops a process, whoever asked for that, and tells its parent. */
function stopProcess(os: Os, process: OsProcess, signal: number): void {
  stop(os.machine, process.task, signal);
  reportStop(os, process, signal);
}

/**
 * World.deliver for a task that came back to user space with signals pending: default actions are carried out, caught
 * signals stay pending for the program to take. Tasks that are no process lose theirs.
 */
export function deliver(os: Os, task: Task): void {
  const process = os.processes.get(task.id);
  if (process === undefined) {
    task.pending = 0;
    return;
  }
  for (;;) {
    const mask = deliverable(task) & ~task.caught;
    const signal =
      process.doomed !== 0 && mask & bit(process.doomed) ? process.doomed : mask & bit(SIGNALS.KILL) ? SIGNALS.KILL : firstSignal(mask);
    if (signal === 0) return;
    task.pending &= ~bit(signal);
    if (bit(signal) & HARMLESS) continue;
    if (bit(signal) & STOPPING) stopProcess(os, process, signal);
    else killedBy(os, process, signal);
    return;
  }
}

/**
 * Carries out a pending stop in the middle of a system call. False: none is pending, or another signal is too, and the
 * call must answer -EINTR. The caller then yields the processor once, and goes on when the process does.
 */
export function takeStop(os: Os, task: Task): boolean {
  const process = os.processes.get(task.id);
  const mask = deliverable(task);
  const stops = mask & STOPPING & ~task.caught;
  if (process === undefined || stops === 0 || mask !== stops) return false;
  const signal = firstSignal(stops);
  task.pending &= ~stops;
  stopProcess(os, process, signal);
  return true;
}

/** Leaves the processor, and comes back at once, or when a stopped process goes on. */
export const standStill = (): Path<void> => sleep(0, 'do_signal_stop');

/**
 * Waits like `waitOrSignal`, for system calls that are restarted after a stop: a stop signal that was pending already is
 * carried out here, and the wait goes on afterwards. `timeoutUs` -1: no limit.
 */
export function* waitRestarting(os: Os, task: Task, when: readonly Test[], at: string, timeoutUs = -1): Path<Waited> {
  const until = os.machine.now + timeoutUs;
  for (;;) {
    const waited = yield* waitOrSignal(when, at, timeoutUs < 0 ? -1 : Math.max(0, until - os.machine.now));
    if (waited !== 'signal' || !takeStop(os, task)) return waited;
    yield* standStill();
  }
}

/** True when the task has a signal whose default action would end it before it could begin another system call. */
const isDying = (task: Task): boolean => (deliverable(task) & ~task.caught & ~STOPPING & ~HARMLESS) !== 0;

/**
 * Begins a system call of a task that has signals pending. They came while it was not in the kernel, so a real one would
 * have taken them before this call: a deadly one ends it without the call, a stop is carried out first.
 */
export function* enterWithSignals(os: Os, task: Task, path: Path<unknown>): Path<unknown> {
  for (;;) {
    if (isDying(task)) return -ERRNO.EINTR;
    if (!takeStop(os, task)) break;
    yield* standStill();
  }
  return yield* path;
}
