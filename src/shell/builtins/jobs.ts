/** Builtins about jobs: jobs, fg, bg, wait, disown. */
import { ERRNO } from '../../engine/errno.ts';
import { SIGNALS } from '../../engine/signals.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed, type Pid, sys } from '../../engine/sys.ts';
import { pollJobs, tellDeath, waitForeground } from '../interpreter/foreground.ts';
import { findJob, isDone, isQuietDeath, type Job, jobLine, jobStatus, livePids, noteStatus, removeJob, touchJob } from '../jobs.ts';
import type { Shell } from '../state.ts';
import { actOnSignals, takeSignals } from '../traps.ts';
import { type Builtin, refuse, say } from './builtin.ts';

const STATUS_UNKNOWN = 127;

/** The job that a word names: `%1`, or a pid of it. */
function jobOf(shell: Shell, word: string): Job | undefined | 'ambiguous' {
  if (word.startsWith('%')) return findJob(shell.jobs, word);
  return /^\d+$/.test(word) ? shell.jobs.list.find((job) => job.pids.includes(Number(word))) : undefined;
}

export const jobs: Builtin = {
  name: 'jobs',
  *run(shell, args) {
    const options = args.filter((word) => word.startsWith('-')).join('');
    const words = args.filter((word) => !word.startsWith('-'));
    if (/[^-lp]/.test(options)) return yield* refuse(shell, 'jobs', `illegal option ${options}`, 2);
    yield* pollJobs(shell);
    const own = shell.jobs.list.length > 0 || !shell.subshell ? shell.jobs.list : shell.jobs.inherited;
    let shown: readonly Job[] = [...own];
    if (words.length > 0) {
      const named = words.map((word) => jobOf(shell, word));
      const missing = named.findIndex((job) => job === undefined || job === 'ambiguous');
      if (missing >= 0) return yield* refuse(shell, 'jobs', `${words[missing]}: no such job`);
      shown = named as Job[];
    }
    const line = (job: Job): string =>
      options.includes('p') ? String(job.group || job.pids[0]) : jobLine(shell.jobs, job, options.includes('l'));
    const status = yield* say(shell, 'jobs', shown.map((job) => `${line(job)}\n`).join(''));
    if (options.includes('p')) return status;
    for (const job of shown) {
      job.unseen = false;
      if (isDone(job)) removeJob(shell.jobs, job);
    }
    return status;
  },
};

/** Finds the job that fg or bg is about, with a message when there is none. */
function* wantedJob(shell: Shell, name: string, word: string | undefined): UserPath<Job | number> {
  if (!shell.options.monitor) return yield* refuse(shell, name, 'no job control');
  yield* pollJobs(shell);
  const job = word === undefined ? findJob(shell.jobs, '%+') : jobOf(shell, word);
  if (job === 'ambiguous') return yield* refuse(shell, name, `${word}: ambiguous job spec`);
  if (job === undefined) return yield* refuse(shell, name, `${word ?? 'current'}: no such job`);
  if (isDone(job)) {
    removeJob(shell.jobs, job);
    return yield* refuse(shell, name, 'job has terminated');
  }
  return job;
}

export const fg: Builtin = {
  name: 'fg',
  *run(shell, args) {
    const job = yield* wantedJob(shell, 'fg', args[0]);
    if (typeof job === 'number') return job;
    yield* say(shell, 'fg', `${job.text}\n`);
    touchJob(shell.jobs, job);
    if (shell.options.interactive) yield* sys.tcsetpgrp(job.group);
    job.stopped = 0;
    yield* sys.killpg(job.group, SIGNALS.CONT);
    const status = yield* waitForeground(shell, job);
    if (isDone(job)) removeJob(shell.jobs, job);
    return status;
  },
};

export const bg: Builtin = {
  name: 'bg',
  *run(shell, args) {
    let status = 0;
    for (const word of args.length === 0 ? [undefined] : args) {
      const job = yield* wantedJob(shell, 'bg', word);
      if (typeof job === 'number') {
        status = job;
        continue;
      }
      job.stopped = 0;
      touchJob(shell.jobs, job);
      yield* sys.killpg(job.group, SIGNALS.CONT);
      yield* say(shell, 'bg', `[${job.number}]+ ${job.text} &\n`);
    }
    return status;
  },
};

/** Waits until a job is done; the signal that ended the wait early, or 0. */
function* waitForJob(shell: Shell, job: Job): UserPath<number> {
  while (!isDone(job)) {
    const signal = yield* waitForAny(
      shell,
      job.pids.filter((pid) => !job.ended.has(pid)),
    );
    if (signal !== 0) return signal;
  }
  return 0;
}

/** Waits for one of these children to end; the trapped signal that came first, or 0. */
function* waitForAny(shell: Shell, pids: readonly Pid[]): UserPath<number> {
  const status = yield* sys.wait4(pids, {});
  if (!failed(status)) {
    const job = noteStatus(shell.jobs, status);
    if (job !== undefined && !isQuietDeath(status) && !shell.options.interactive) yield* tellDeath(shell, job, status);
    return 0;
  }
  if (status !== -ERRNO.EINTR) {
    for (const pid of pids) noteStatus(shell.jobs, { pid, how: 'exited', value: STATUS_UNKNOWN });
    return 0;
  }
  return (yield* takeSignals(shell)) ? (shell.arrived[0] ?? 0) : 0;
}

/** A wait that a trapped signal ended: the trap runs at once, and the status names the signal (POSIX 2.11). */
function* interrupted(shell: Shell, signal: number): UserPath<number> {
  shell.status = 128 + signal;
  yield* actOnSignals(shell);
  return shell.jump === 'none' ? 128 + signal : shell.status;
}

function* waitForAll(shell: Shell): UserPath<number> {
  for (;;) {
    const live = livePids(shell.jobs);
    if (live.length === 0) break;
    const signal = yield* waitForAny(shell, live);
    if (signal !== 0) return yield* interrupted(shell, signal);
  }
  for (const job of [...shell.jobs.list]) removeJob(shell.jobs, job);
  return 0;
}

export const wait: Builtin = {
  name: 'wait',
  *run(shell, args) {
    if (args.length === 0) return yield* waitForAll(shell);
    let status = 0;
    for (const word of args) {
      const job = jobOf(shell, word);
      if (job === undefined || job === 'ambiguous') {
        const remembered = shell.jobs.remembered.get(Number(word));
        status = remembered ?? (yield* refuse(shell, 'wait', unknownText(word), STATUS_UNKNOWN));
        continue;
      }
      const signal = yield* waitForJob(shell, job);
      if (signal !== 0) return yield* interrupted(shell, signal);
      status = jobStatus(job);
      removeJob(shell.jobs, job);
    }
    return status;
  },
};

const unknownText = (word: string): string => (/^\d+$/.test(word) ? `pid ${word} is not a child of this shell` : `${word}: no such job`);

/** Takes jobs out of the table; they go on, and the shell says no more about them. */
export const disown: Builtin = {
  name: 'disown',
  *run(shell, args) {
    let status = 0;
    for (const word of args.length === 0 ? ['%+'] : args) {
      const job = jobOf(shell, word);
      if (job === undefined || job === 'ambiguous') status = yield* refuse(shell, 'disown', `${word}: no such job`);
      else removeJob(shell.jobs, job);
    }
    return status;
  },
};
