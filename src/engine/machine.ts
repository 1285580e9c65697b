/**
 * The live machine: tasks, one processor, a virtual clock. It applies the steps of one task after another, each at once
 * and whole; the same input gives the same order, the same times and the same bytes.
 */
import { applyStep, type Outcome, testsHold } from './apply.ts';
import { EngineBug } from './bug.ts';
import { type Cells, createCells } from './cells.ts';
import { type Agenda, addDeadline, cancelDeadline, createAgenda, nextDeadline, takeDeadline } from './clock.ts';
import { createLedger, type Ledger, recordRef } from './ledger.ts';
import { FRAMES_MAX, NOTES_PER_STEP_MAX, QUANTUM_STEPS, STEP_US } from './limits.ts';
import { createEventLog, type EventLog, logEvent } from './log.ts';
import { bit, SIGNALS, STOPPING } from './signals.ts';
import type { Call, CellId, FaultKind, Note, Step, Tick } from './step.ts';
import { type AnyPath, createTask, deliverable, type Frame, type Task } from './task.ts';

/** What the machine needs from the system that runs on it. */
export interface World {
  /** Answers an `ask`, or takes note of an `emit` (the machine has logged it). */
  note(note: Note, task: Task): number;
  /** The path of a system call. */
  enter(call: Call, task: Task): AnyPath;
  /** A step could not be done, or a path threw: the world decides what becomes of the task (it may call `replaceFrames`). */
  fault(task: Task, fault: FaultKind | 'thrown', step: Step | undefined, detail: string): void;
  /** The task is back in user space with signals pending: act on them (`replaceFrames`, or set `stopped`). */
  deliver(task: Task): void;
  /** The task's last frame returned. */
  ended(task: Task, result: unknown): void;
}

export interface Counters {
  steps: number;
  gets: number;
  puts: number;
  failedGets: number;
  locks: number;
}

export interface Machine {
  now: Tick;
  readonly cells: Cells;
  readonly tasks: Map<number, Task>;
  readonly ready: Task[];
  readonly waiters: Map<CellId, Task[]>;
  readonly agenda: Agenda;
  readonly ledger: Ledger;
  readonly events: EventLog;
  readonly counters: Counters;
  /** What `choose` steps answer; the default is 0 for every site. */
  choose: (site: string, among: number) => number;
  /** Called after each applied step, for recorders of schedules; undefined costs nothing. */
  onStep: ((task: Task, step: Step, answer: number) => void) | undefined;
  world: World;
  running: Task | undefined;
  nextTaskId: number;
}

export function createMachine(world: World): Machine {
  return {
    now: 0,
    cells: createCells(),
    tasks: new Map(),
    ready: [],
    waiters: new Map(),
    agenda: createAgenda(),
    ledger: createLedger(),
    events: createEventLog(),
    counters: { steps: 0, gets: 0, puts: 0, failedGets: 0, locks: 0 },
    choose: () => 0,
    onStep: undefined,
    world,
    running: undefined,
    nextTaskId: 1,
  };
}

/** Makes a task that will run `path`; it is last in the queue. */
export function spawn(machine: Machine, name: string, call: Call, path: AnyPath, options: { id?: number; daemon?: boolean } = {}): Task {
  const id = options.id ?? machine.nextTaskId;
  machine.nextTaskId = Math.max(machine.nextTaskId, id) + 1;
  const task = createTask(id, name, call, path, machine.now, options.daemon ?? false);
  machine.tasks.set(id, task);
  machine.ready.push(task);
  return task;
}

/** Throws away what a task was doing and lets it run `path` instead, from its next turn. What it held it keeps. */
export function replaceFrames(machine: Machine, task: Task, call: Call, path: AnyPath): void {
  leaveWait(machine, task);
  retries.delete(task);
  task.frames.length = 0;
  task.frames.push({ path, call, since: machine.now, told: [] });
  task.answer = undefined;
  if (task.state === 'blocked' || task.state === 'held') makeReady(machine, task);
}

function makeReady(machine: Machine, task: Task): void {
  task.state = 'ready';
  machine.ready.push(task);
}

function leaveWait(machine: Machine, task: Task): void {
  const step = task.waiting;
  if (step === undefined) return;
  for (const one of step.when) {
    for (const cell of one.cells) {
      const parked = machine.waiters.get(cell);
      if (parked === undefined) continue;
      const at = parked.indexOf(task);
      if (at >= 0) parked.splice(at, 1);
      if (parked.length === 0) machine.waiters.delete(cell);
    }
  }
  if (task.deadline !== undefined) cancelDeadline(machine.agenda, task.deadline);
  task.deadline = undefined;
  task.waiting = undefined;
}

/** A step that could not be done yet: since when it is tried, and until when (-1: for ever). */
interface Attempt {
  readonly step: Step;
  readonly since: Tick;
  readonly until: Tick | -1;
}

const firstAttempt = (machine: Machine, step: Step): Attempt => ({
  step,
  since: machine.now,
  until: step.timeoutUs >= 0 ? machine.now + step.timeoutUs : -1,
});

function park(machine: Machine, task: Task, attempt: Attempt): void {
  const { step } = attempt;
  task.state = 'blocked';
  task.waiting = step;
  task.waitingSince = attempt.since;
  for (const one of step.when) {
    for (const cell of one.cells) {
      const parked = machine.waiters.get(cell);
      if (parked === undefined) machine.waiters.set(cell, [task]);
      else if (!parked.includes(task)) parked.push(task);
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
  if (answer === undefined) retries.set(task, { step, since: task.waitingSince, until });
  else tell(task, answer);
  makeReady(machine, task);
}

/** Tasks that were woken because a cell changed, with what they must try again. */
const retries = new WeakMap<Task, Attempt>();

function wakeParkedOn(machine: Machine, cell: CellId): void {
  const parked = machine.waiters.get(cell);
  if (parked === undefined) return;
  for (const task of [...parked]) {
    if (task.waiting !== undefined && testsHold(machine.cells, task.waiting)) wake(machine, task, undefined);
  }
}

function tell(task: Task, answer: number): void {
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
  if (machine.waiters.size > 0) for (const effect of step.effects) wakeParkedOn(machine, effect.cell);
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
  const retry = retries.get(task);
  if (retry !== undefined) {
    retries.delete(task);
    if (!takeStep(machine, task, retry.step, retry)) return parkedOrOver(task);
    steps += 1;
  }
  while (steps < stepsMax && (machine.agenda.heap[0]?.at ?? Number.POSITIVE_INFINITY) > machine.now) {
    const frame = task.frames[task.frames.length - 1] as Frame;
    let result: IteratorResult<Step | Note | Call, unknown>;
    try {
      const answer = task.answer;
      task.answer = undefined;
      result = frame.path.next(answer);
    } catch (error) {
      if (error instanceof EngineBug) throw error;
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
    const turn = runTask(machine, task, Math.min(QUANTUM_STEPS, Math.max(1, last - machine.counters.steps)));
    machine.running = undefined;
    if (turn === 'ran') makeReady(machine, task);
    if (machine.counters.steps >= last) return 'budget';
    if (machine.now > limits.until) return 'until';
  }
}
