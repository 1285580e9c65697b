/** Tasks: whoever runs. A user process, a kernel thread, a timer; all of them stacks of paths. */
import type { Deadline } from './clock.ts';
import type { Call, Note, Path, Step, Tick } from './step.ts';

/** What runs in a frame: a user program, or a kernel path that it called. */
export type AnyPath = Generator<Step | Note | Call, unknown, unknown>;

export interface Frame {
  readonly path: AnyPath;
  readonly call: Call;
  readonly since: Tick;
  /** What each step and note of this call has answered: enough to bring a fresh path to the same place. */
  readonly told: number[];
}

/** A step that could not be done yet: since when it is tried, and until when (-1: for ever). */
export interface Attempt {
  readonly step: Step;
  readonly since: Tick;
  readonly until: Tick | -1;
}

export type TaskState = 'ready' | 'running' | 'blocked' | 'held' | 'ended';

export interface Task {
  readonly id: number;
  name: string;
  readonly frames: Frame[];
  state: TaskState;
  /** The step it is parked at, when blocked. */
  waiting: Step | undefined;
  waitingSince: Tick;
  deadline: Deadline | undefined;
  /** What it must try again, when it was woken because a cell changed. */
  retry: Attempt | undefined;
  /** What the top frame will be resumed with. */
  answer: unknown;
  /** Signals that came and were not yet acted upon; those it ignores; those it has a handler for. Bit masks. */
  pending: number;
  ignored: number;
  caught: number;
  /** Stopped by job control: does not run, though it may be ready. */
  stopped: boolean;
  /** True for a task that serves others and may wait for ever (a daemon, an idle timer). */
  readonly daemon: boolean;
}

export function createTask(id: number, name: string, call: Call, path: AnyPath, now: Tick, daemon: boolean): Task {
  return {
    id,
    name,
    frames: [{ path, call, since: now, told: [] }],
    state: 'ready',
    waiting: undefined,
    waitingSince: now,
    deadline: undefined,
    retry: undefined,
    answer: undefined,
    pending: 0,
    ignored: 0,
    caught: 0,
    stopped: false,
    daemon,
  };
}

/** True while the task is inside a call, that is in the kernel. */
export const inKernel = (task: Task): boolean => task.frames.length > 1;

/** Signals that would end an interruptible wait of this task now. */
export const deliverable = (task: Task): number => task.pending & ~task.ignored;

/** Brings a fresh path to the step or note at which the recorded one stood. Pure paths make this exact. */
export function reposition<T>(fresh: Path<T>, told: readonly number[]): IteratorResult<Step | Note, T> {
  let at = fresh.next(0); // the first next() only starts it; its argument is dropped
  for (const answer of told) at = fresh.next(answer);
  return at;
}
