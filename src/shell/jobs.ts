/** Jobs: what was started with `&` or was stopped, by number, with what became of each of its processes. */
import { SIGNAL_TEXTS, SIGNALS } from '../engine/signals.ts';
import { exitStatus, type Pid, type WaitStatus } from '../engine/sys.ts';

export interface Job {
  /** The number in `%1`; 0 while it is in no table. */
  number: number;
  readonly pids: readonly Pid[];
  /** Its process group, or 0 when it is in the shell's own. */
  readonly group: Pid;
  /** As it was typed. */
  readonly text: string;
  /** The last failing process decides the status, not just the last one. */
  readonly pipefail: boolean;
  /** How those processes ended that have. */
  readonly ended: Map<Pid, WaitStatus>;
  /** The signal that stopped it, or 0. */
  stopped: number;
  /** Its state was not shown since it last changed. */
  unseen: boolean;
}

export interface Jobs {
  readonly list: Job[];
  /** The parent's, in a subshell: `jobs` shows them as long as there are none of its own. */
  readonly inherited: readonly Job[];
  /** Most recently started, stopped or continued last: `%+` is the end, `%-` the one before. */
  readonly recent: Job[];
  /** Statuses of processes that were waited for and are in no job any more. */
  readonly remembered: Map<Pid, number>;
}

/** Finished jobs that nobody asked about: the oldest are forgotten beyond this. */
const FINISHED_MAX = 500;

export const createJobs = (parent?: Jobs): Jobs => ({ list: [], inherited: parent?.list ?? [], recent: [], remembered: new Map() });

export const createJob = (pids: readonly Pid[], group: Pid, text: string, pipefail: boolean): Job => ({
  number: 0,
  pids,
  group,
  text,
  pipefail,
  ended: new Map(),
  stopped: 0,
  unseen: false,
});

export const isDone = (job: Job): boolean => job.ended.size === job.pids.length;

/** Puts a job into the table, under the number after the highest in use. */
export function addJob(jobs: Jobs, job: Job): void {
  job.number = jobs.list.reduce((highest, other) => Math.max(highest, other.number), 0) + 1;
  jobs.list.push(job);
  jobs.recent.push(job);
  const finished = jobs.list.filter(isDone);
  for (const old of finished.slice(0, Math.max(0, finished.length - FINISHED_MAX))) removeJob(jobs, old);
}

export function removeJob(jobs: Jobs, job: Job): void {
  if (isDone(job)) jobs.remembered.set(job.pids[job.pids.length - 1] as Pid, jobStatus(job));
  if (jobs.remembered.size > FINISHED_MAX) jobs.remembered.delete(jobs.remembered.keys().next().value as Pid);
  for (const list of [jobs.list, jobs.recent]) {
    const at = list.indexOf(job);
    if (at >= 0) list.splice(at, 1);
  }
  job.number = 0;
}

/** Makes a job the current one. */
export function touchJob(jobs: Jobs, job: Job): void {
  const at = jobs.recent.indexOf(job);
  if (at >= 0) jobs.recent.splice(at, 1);
  jobs.recent.push(job);
}

/** Writes down what became of a process; the job it belongs to, if any. */
export function noteStatus(jobs: Jobs, status: WaitStatus): Job | undefined {
  const job = jobs.list.find((one) => one.pids.includes(status.pid));
  if (job !== undefined) noteJob(job, status);
  return job;
}

export function noteJob(job: Job, status: WaitStatus): void {
  if (status.how === 'stopped') job.stopped = status.value;
  else {
    job.ended.set(status.pid, status);
    if (isDone(job)) job.stopped = 0;
  }
  job.unseen = true;
}

/** Processes of all jobs that have not ended. */
export const livePids = (jobs: Jobs): Pid[] => jobs.list.flatMap((job) => job.pids.filter((pid) => !job.ended.has(pid)));

const statusOf = (job: Job, pid: Pid): number => {
  const status = job.ended.get(pid);
  return status === undefined ? 0 : exitStatus(status);
};

/** The status of a job that is done: of its last process, or with pipefail of the last that failed. */
export function jobStatus(job: Job): number {
  const last = statusOf(job, job.pids[job.pids.length - 1] as Pid);
  if (!job.pipefail || last !== 0) return last;
  return job.pids.map((pid) => statusOf(job, pid)).findLast((status) => status !== 0) ?? 0;
}

/** The job that `%` and `%+` mean: the one stopped last, else the one started last. */
export const currentJob = (jobs: Jobs): Job | undefined =>
  jobs.recent.findLast((job) => job.stopped !== 0) ?? jobs.recent[jobs.recent.length - 1];

export function previousJob(jobs: Jobs): Job | undefined {
  const current = currentJob(jobs);
  const others = jobs.recent.filter((job) => job !== current);
  return others.findLast((job) => job.stopped !== 0) ?? others[others.length - 1];
}

/** The job that `%1`, `%+`, `%-`, `%name` or `%?part` names; undefined: none, 'ambiguous': several. */
export function findJob(jobs: Jobs, spec: string): Job | undefined | 'ambiguous' {
  const word = spec.slice(1);
  if (word === '' || word === '%' || word === '+') return currentJob(jobs);
  if (word === '-') return previousJob(jobs);
  if (/^\d+$/.test(word)) return jobs.list.find((job) => job.number === Number(word));
  const fits = jobs.list.filter((job) => (word.startsWith('?') ? job.text.includes(word.slice(1)) : job.text.startsWith(word)));
  return fits.length > 1 ? 'ambiguous' : fits[0];
}

/** What a job is doing, in the words of `jobs`. */
export function stateText(job: Job): string {
  if (!isDone(job)) return job.stopped === 0 ? 'Running' : 'Stopped';
  const last = job.ended.get(job.pids[job.pids.length - 1] as Pid) as WaitStatus;
  if (last.how === 'killed') return signalText(last.value);
  return last.value === 0 ? 'Done' : `Exit ${last.value}`;
}

/** What a shell calls a death by a signal. */
export const signalText = (signal: number): string => SIGNAL_TEXTS[signal] ?? `Signal ${signal}`;

const STATE_WIDTH = 24;

/** The line that `jobs` prints: `[1]+  Running                 sleep 30 &`. */
export function jobLine(jobs: Jobs, job: Job, long = false): string {
  const list = jobs.list.includes(job) ? jobs : { ...jobs, recent: jobs.inherited };
  const mark = job === currentJob(list as Jobs) ? '+' : job === previousJob(list as Jobs) ? '-' : ' ';
  const running = !isDone(job) && job.stopped === 0;
  const pid = long ? `${job.pids[0]} ` : '';
  return `[${job.number}]${mark}  ${pid}${stateText(job).padEnd(STATE_WIDTH)}${job.text}${running ? ' &' : ''}`;
}

/** Deaths that a shell says nothing about: the user did it, or a reader went away. */
export const isQuietDeath = (status: WaitStatus): boolean =>
  status.how !== 'killed' || status.value === SIGNALS.INT || status.value === SIGNALS.PIPE;
