/** How tasks wait and are woken: by cells, by the clock, by signals, by job control. */
import { testsHold } from './apply.ts';
import { addDeadline, cancelDeadline, nextDeadline, takeDeadline } from './clock.ts';
import { logEvent } from './log.ts';
import type { Machine } from './machine.ts';
import { bit, SIGNALS, STOPPING } from './signals.ts';
import type { Call, CellId, Step } from './step.ts';
import { type AnyPath, type Attempt, deliverable, type Frame, type Task } from './task.ts';

/** Throws away what a task was doing and lets it run `path` instead, from its next turn. What it held it keeps. */
export function replaceFrames(machine: Machine, task: Task, call: Call, path: AnyPath): void {
  leaveWait(machine, task);
  task.retry = undefined;
  task.frames.length = 0;
  task.frames.push({ path, call, since: machine.now, told: [] });
  task.answer = undefined;
  if (task.state === 'blocked' || task.state === 'held') makeReady(machine, task);
}

export function makeReady(machine: Machine, task: Task): void {
  task.state = 'ready';
  machine.ready.push(task);
}

/** Gives a task the next turn as well. */
export function goOn(machine: Machine, task: Task): void {
  task.state = 'ready';
  machine.ready.unshift(task);
}

function leaveWait(machine: Machine, task: Task): void {
  const step = task.waiting;
  if (step === undefined) return;
  for (const one of step.when) {
    for (const cell of one.cells) {
      const parked = machine.waiters.get(cell);
      if (parked === undefined) continue;
      const at = parked.indexOf(task);
      if (at < 0) continue;
      parked.splice(at, 1);
      machine.parked -= 1;
    }
  }
  if (task.deadline !== undefined) cancelDeadline(machine.agenda, task.deadline);
  task.deadline = undefined;
  task.waiting = undefined;
}

export const firstAttempt = (machine: Machine, step: Step): Attempt => ({
  step,
  since: machine.now,
  until: step.timeoutUs >= 0 ? machine.now + step.timeoutUs : -1,
});

export function park(machine: Machine, task: Task, attempt: Attempt): void {
  const { step } = attempt;
  task.state = 'blocked';
  task.waiting = step;
  task.waitingSince = attempt.since;
  for (const one of step.when) {
    for (const cell of one.cells) {
      const parked = machine.waiters.get(cell);
      if (parked === undefined) machine.waiters.set(cell, [task]);
      else if (!parked.includes(task)) parked.push(task);
      else continue;
      machine.parked += 1;
    }
  }
  if (attempt.until >= 0) task.deadline = addDeadline(machine.agenda, attempt.until, task.id, step.nags);
}

/** Ends a wait with an answer, or (undefined) lets the task try the same step again. */
function wake(machine: Machine, task: Task, answer: number | undefined): void {
  const step = task.waiting;
  if (step === undefined) return;
  const until = task.deadline?.at ?? -1;
  leaveWait(machine, task);
  if (answer === undefined) task.retry = { step, since: task.waitingSince, until };
  else tell(task, answer);
  makeReady(machine, task);
}

export function wakeParkedOn(machine: Machine, cell: CellId): void {
  const parked = machine.waiters.get(cell);
  if (parked === undefined || parked.length === 0) return;
  for (const task of [...parked]) {
    if (task.waiting !== undefined && testsHold(machine.cells, task.waiting)) wake(machine, task, undefined);
  }
}

export function tell(task: Task, answer: number): void {
  task.answer = answer;
  (task.frames[task.frames.length - 1] as Frame).told.push(answer);
}

/** Sends a signal. An interruptible wait ends at once; any other goes on, and the signal stays pending. */
export function sendSignal(machine: Machine, task: Task, signal: number): void {
  if (task.state === 'ended') return;
  if (signal === SIGNALS.CONT || signal === SIGNALS.KILL) {
    task.pending &= ~STOPPING;
    resume(machine, task);
  }
  if (task.ignored & bit(signal) && signal !== SIGNALS.KILL && signal !== SIGNALS.STOP) return;
  task.pending |= bit(signal);
  const step = task.waiting;
  if (step !== undefined && step.mode === 'waitOrSignal') {
    if (bit(signal) & STOPPING && !(task.caught & bit(signal))) {
      task.pending &= ~bit(signal);
      stop(machine, task, signal);
    } else if (deliverable(task) !== 0) wake(machine, task, 0);
  }
}

/** Stops a task where it stands (job control). It keeps its place in every queue but does not run. */
export function stop(machine: Machine, task: Task, signal: number): void {
  task.stopped = true;
  logEvent(machine.events, machine.now, task.id, { name: 'task_stopped', signal });
}

/** Lets a stopped task go on. */
export function resume(machine: Machine, task: Task): void {
  if (!task.stopped) return;
  task.stopped = false;
  logEvent(machine.events, machine.now, task.id, { name: 'task_continued' });
  if (task.state === 'held') makeReady(machine, task);
}

/** Changes a cell from outside any task (a host event, a table of the world) and wakes whoever waited for that. */
export function pokeCell(machine: Machine, cell: CellId, value: number): void {
  machine.cells.values[cell] = value;
  wakeParkedOn(machine, cell);
}

/** Wakes every task whose deadline has come. */
export function fireDue(machine: Machine): void {
  for (;;) {
    const next = nextDeadline(machine.agenda);
    if (next === undefined || next.at > machine.now) return;
    takeDeadline(machine.agenda);
    const task = machine.tasks.get(next.task);
    if (task?.deadline === next) {
      task.deadline = undefined;
      wake(machine, task, 2);
    }
  }
}
