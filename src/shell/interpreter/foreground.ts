/** Waiting for what runs in the foreground, and hearing about what runs in the background. */
import { SIGNALS } from '../../engine/signals.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed, sys, type WaitStatus } from '../../engine/sys.ts';
import { complain } from '../complaint.ts';
import {
  addJob,
  isDone,
  isQuietDeath,
  type Job,
  jobLine,
  jobStatus,
  livePids,
  noteJob,
  noteStatus,
  signalText,
  touchJob,
} from '../jobs.ts';
import type { Shell } from '../state.ts';
import { takeSignals } from '../traps.ts';
import { writeAll } from '../writing.ts';

const PID_WIDTH = 5;
const STATE_WIDTH = 24;

/**
 * Waits until a job ends or stops; its status. Caught signals do not end the wait: their traps run after the command
 * (POSIX 2.11). The job is put into the table when it stops, or when the shell is asked to let go of it.
 */
export function* waitForeground(shell: Shell, job: Job): UserPath<number> {
  const options = { stops: shell.options.monitor };
  shell.handOver = false;
  while (!isDone(job)) {
    const status = yield* sys.wait4(job.pids.length === 1 ? job.pids : job.pids.filter((pid) => !job.ended.has(pid)), options);
    if (!failed(status)) {
      noteJob(job, status);
      if (job.stopped !== 0) break;
      continue;
    }
    if (shell.process.children.length + shell.process.zombies.length === 0) return 127;
    yield* takeSignals(shell);
    if (shell.handOver) break;
  }
  yield* takeTerminal(shell);
  return isDone(job) ? yield* finish(shell, job) : keep(shell, job);
}

/** The terminal's signals go to the shell again. */
function* takeTerminal(shell: Shell): UserPath<void> {
  if (shell.options.interactive) yield* sys.tcsetpgrp(shell.process.group);
}

function* finish(shell: Shell, job: Job): UserPath<number> {
  const { interactive } = shell.options;
  for (const status of job.ended.values()) {
    if (!isQuietDeath(status)) yield* tellDeath(shell, job, status);
    if (interactive && status.how === 'killed' && status.value === SIGNALS.INT) interrupted(shell);
  }
  const status = jobStatus(job);
  shell.status = status;
  return status;
}

/** The user broke a command off: at a prompt that ends the whole line, or runs the trap that is set for it. */
function interrupted(shell: Shell): void {
  if (shell.traps.has(SIGNALS.INT)) shell.arrived.push(SIGNALS.INT);
  else shell.jump = 'abort';
}

/** Says by which signal a process died, as shells do. */
export function* tellDeath(shell: Shell, job: Job, status: WaitStatus): UserPath<void> {
  const text = signalText(status.value);
  if (shell.options.interactive) yield* writeAll(2, `${text}\n`);
  else yield* complain(shell, `${String(status.pid).padStart(PID_WIDTH)} ${text.padEnd(STATE_WIDTH)}${job.text}`);
}

/** Puts a job that stopped, or that is to go on without us, into the table. */
function keep(shell: Shell, job: Job): number {
  if (job.number === 0) addJob(shell.jobs, job);
  else touchJob(shell.jobs, job);
  job.unseen = false;
  shell.handOver = false;
  shell.around.notice?.(jobLine(shell.jobs, job));
  if (shell.options.interactive) shell.jump = 'abort';
  // Ctrl-C that could not end the command let go of it: to the user it is still an interrupt.
  if (job.stopped === 0 && shell.arrived.includes(SIGNALS.INT)) return 128 + SIGNALS.INT;
  return 128 + (job.stopped === 0 ? SIGNALS.TSTP : job.stopped);
}

/** Hears, without waiting, what became of background jobs. */
export function* pollJobs(shell: Shell): UserPath<void> {
  for (;;) {
    const live = livePids(shell.jobs);
    if (live.length === 0) return;
    const status = yield* sys.wait4(live, { nohang: true, stops: shell.options.monitor });
    if (failed(status) || typeof status === 'number') return;
    noteStatus(shell.jobs, status);
  }
}
