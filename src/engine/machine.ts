/**
 * The live machine: tasks, one processor, a virtual clock. It applies the steps of one task after another, each at once
 * and whole; the same input gives the same order, the same times and the same bytes.
 */

import { type Cells, createCells } from './cells.ts';
import { type Agenda, createAgenda } from './clock.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { QUANTUM_STEPS } from './limits.ts';
import { createEventLog, type EventLog } from './log.ts';
import type { Call, CellId, FaultKind, Note, Step, Tick } from './step.ts';
import { type AnyPath, createTask, type Task } from './task.ts';

export { run, runTask, type Stopped } from './run.ts';
export { fireDue, pokeCell, replaceFrames, resume, sendSignal, stop } from './waiting.ts';

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
  /**
   * Who is parked on which cell. A list stays when its last task has left: a map that is emptied again and again is made
   * anew each time. `parked` counts the tasks in all lists.
   */
  readonly waiters: Map<CellId, Task[]>;
  parked: number;
  readonly agenda: Agenda;
  readonly ledger: Ledger;
  readonly events: EventLog;
  readonly counters: Counters;
  /** What `choose` steps answer; the default is 0 for every site. */
  choose: (site: string, among: number) => number;
  /** Called after each applied step, for recorders of schedules; undefined costs nothing. */
  onStep: ((task: Task, step: Step, answer: number) => void) | undefined;
  /** Steps that a task may take before another has its turn. */
  turnSteps: number;
  /** True for a task that keeps the processor when its turn is over. */
  keepsProcessor: (task: Task) => boolean;
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
    parked: 0,
    agenda: createAgenda(),
    ledger: createLedger(),
    events: createEventLog(),
    counters: { steps: 0, gets: 0, puts: 0, failedGets: 0, locks: 0 },
    choose: () => 0,
    onStep: undefined,
    turnSteps: QUANTUM_STEPS,
    keepsProcessor: () => false,
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
