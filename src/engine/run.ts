/** The processor: which task runs, for how long, and what becomes of each step it takes. */
import { applyStep, type Outcome } from './apply.ts';
import { EngineBug, HostGone } from './bug.ts';
import { nextDeadline } from './clock.ts';
import { recordRef } from './ledger.ts';
import { CALL_ANSWERS_MAX, FRAMES_MAX, NOTES_PER_STEP_MAX, STEP_US } from './limits.ts';
import { logEvent } from './log.ts';
import type { Machine } from './machine.ts';
import type { Call, Note, Step, Tick } from './step.ts';
import { type Attempt, deliverable, type Frame, type Task } from './task.ts';
import { fireDue, firstAttempt, goOn, makeReady, park, tell, wakeParkedOn } from './waiting.ts';

function finish(machine: Machine, task: Task, result: unknown): void {
  task.state = 'ended';
  machine.tasks.delete(task.id);
  machine.world.ended(task, result);
}

/** Records the side of a step that is not in the cells: ledger, counters, whoever waited for the cells it changed. */
function applied(machine: Machine, task: Task, step: Step, answer: number): void {
  const { counters } = machine;
  machine.now += STEP_US;
  counters.steps += 1;
  if (step.ref !== undefined) {
    const happened = step.mode === 'do' || answer === 1;
    if (happened) {
      recordRef(machine.ledger, step.ref, task.id, step.at, machine.now);
      if (step.ref.kind === 'get') counters.gets += 1;
      else counters.puts += 1;
    } else if (step.ref.kind === 'get') counters.failedGets += 1;
  }
  if (step.op === 'lock') counters.locks += 1;
  if (machine.parked > 0) for (const effect of step.effects) wakeParkedOn(machine, effect.cell);
  if (machine.onStep !== undefined) machine.onStep(task, step, answer);
}

/** What became of a turn: `ran` used up its steps, `parked` waits, `over` ended or was taken off the processor. */
type Turn = 'ran' | 'parked' | 'over';

/** Takes one yielded step. True: it was applied, and the task may go on. */
function takeStep(machine: Machine, task: Task, step: Step, again?: Attempt): boolean {
  if (step.among > 0) {
    const chosen = machine.choose(step.at, step.among);
    applied(machine, task, step, chosen);
    tell(task, chosen);
    return true;
  }
  if (step.signalFirst && deliverable(task) !== 0) {
    tell(task, 0);
    return true;
  }
  const outcome: Outcome = applyStep(machine.cells, step);
  if (outcome.kind === 'done') {
    const { answer } = outcome;
    applied(machine, task, step, answer);
    tell(task, answer);
    return true;
  }
  if (outcome.kind === 'fault') {
    const cell = outcome.cell;
    machine.world.fault(task, outcome.fault, step, cell >= 0 ? `${machine.cells.owners[cell]}.${machine.cells.fields[cell]}` : '');
    return task.state === 'running';
  }
  if (step.mode === 'waitOrSignal' && deliverable(task) !== 0) {
    tell(task, 0);
    return true;
  }
  park(machine, task, again ?? firstAttempt(machine, step));
  return false;
}

/** Pops a finished frame. True: the task may go on. */
function returnFrom(machine: Machine, task: Task, result: unknown): boolean {
  task.frames.pop();
  if (task.frames.length === 0) {
    finish(machine, task, result);
    return false;
  }
  task.answer = result;
  if (task.frames.length === 1 && task.pending !== 0 && deliverable(task) !== 0) {
    machine.world.deliver(task);
    if (task.stopped) {
      task.state = 'held';
      return false;
    }
  }
  return task.state === 'running';
}

/** Lets one task run for at most so many shared steps. */
export function runTask(machine: Machine, task: Task, stepsMax: number): Turn {
  task.state = 'running';
  machine.running = task;
  let steps = 0;
  let notes = 0;
  const { retry } = task;
  if (retry !== undefined) {
    task.retry = undefined;
    if (!takeStep(machine, task, retry.step, retry)) return parkedOrOver(task);
    steps += 1;
  }
  while (steps < stepsMax && (machine.agenda.heap[0]?.at ?? Number.POSITIVE_INFINITY) > machine.now) {
    const frame = task.frames[task.frames.length - 1] as Frame;
    let result: IteratorResult<Step | Note | Call, unknown>;
    if (frame.told.length > CALL_ANSWERS_MAX) {
      machine.world.fault(task, 'thrown', undefined, `${frame.call.name} does not end`);
      if (task.state !== 'running') return 'over';
      continue;
    }
    try {
      const answer = task.answer;
      task.answer = undefined;
      result = frame.path.next(answer);
    } catch (error) {
      if (error instanceof EngineBug || error instanceof HostGone) throw error;
      machine.world.fault(task, 'thrown', undefined, error instanceof Error ? error.message : String(error));
      if (task.state !== 'running') return 'over';
      continue;
    }
    if (result.done === true) {
      if (!returnFrom(machine, task, result.value)) return 'over';
      continue;
    }
    const yielded = result.value;
    switch (yielded?.op) {
      case 'emit':
      case 'ask':
        notes += 1;
        if (notes > NOTES_PER_STEP_MAX) {
          machine.world.fault(task, 'thrown', undefined, 'a path makes notes without end');
          if (task.state !== 'running') return 'over';
          break;
        }
        if (yielded.op === 'emit') logEvent(machine.events, machine.now, task.id, yielded.event);
        tell(task, machine.world.note(yielded, task));
        break;
      case 'call':
        if (task.frames.length >= FRAMES_MAX) throw new EngineBug(`call of ${yielded.name} is nested too deep`);
        steps += 1;
        machine.counters.steps += 1;
        machine.now += STEP_US;
        task.frames.push({ path: machine.world.enter(yielded, task), call: yielded, since: machine.now, told: [] });
        break;
      default:
        notes = 0;
        steps += 1;
        if (!isStep(yielded)) {
          machine.world.fault(task, 'thrown', undefined, `a path yielded ${describe(yielded)}, not a step`);
          if (task.state !== 'running') return 'over';
        } else if (!takeStep(machine, task, yielded)) return parkedOrOver(task);
    }
  }
  return 'ran';
}

const parkedOrOver = (task: Task): Turn => (task.state === 'blocked' ? 'parked' : 'over');

/** Steps are made by one function; anything else comes from a driver that yields by hand. */
const isStep = (yielded: unknown): yielded is Step =>
  typeof yielded === 'object' && yielded !== null && 'mode' in yielded && 'when' in yielded && 'effects' in yielded;

const describe = (value: unknown): string =>
  typeof value === 'object' ? 'an object that is no step' : (JSON.stringify(value) ?? String(value));

/** Why the machine stopped: `idle`: nothing can run until something comes from outside; `until`: the time is reached; `budget`: so many steps ran. */
export type Stopped = 'idle' | 'until' | 'budget';

/**
 * Runs until the clock would pass `until`, `stepsMax` steps are done, or nothing can happen any more.
 * `nags: false` counts timers that only repeat a warning as nothing.
 */
export function run(machine: Machine, limits: { until: Tick; stepsMax: number; nags: boolean; stopWhen?: () => boolean }): Stopped {
  const last = machine.counters.steps + limits.stepsMax;
  for (;;) {
    fireDue(machine);
    if (limits.stopWhen?.() === true) return 'budget';
    const task = machine.ready.shift();
    if (task === undefined) {
      const next = nextDeadline(machine.agenda);
      if (next === undefined || (!limits.nags && machine.agenda.waking === 0)) return 'idle';
      if (next.at > limits.until) return 'until';
      machine.now = Math.max(machine.now, next.at);
      continue;
    }
    if (task.state !== 'ready') continue;
    if (task.stopped) {
      task.state = 'held';
      continue;
    }
    const turn = runTask(machine, task, Math.min(machine.turnSteps, Math.max(1, last - machine.counters.steps)));
    machine.running = undefined;
    if (turn === 'ran') {
      if (machine.keepsProcessor(task)) goOn(machine, task);
      else makeReady(machine, task);
    }
    if (machine.counters.steps >= last) return 'budget';
    if (machine.now > limits.until) return 'until';
  }
}
