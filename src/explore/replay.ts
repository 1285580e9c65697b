/** A schedule run by the live machine: the same bodies, the same kernel paths, one step of one task at a time. */
import { testsHold } from '../engine/apply.ts';
import { cellName } from '../engine/cells.ts';
import { fireDue, type Machine, runTask, sendSignal, spawn } from '../engine/machine.ts';
import { SIGNALS } from '../engine/signals.ts';
import type { CellId, Step, UserPath } from '../engine/step.ts';
import type { Task } from '../engine/task.ts';
import { moduleOf } from '../kernel/kernel.ts';
import { callText, enterCall } from './calls.ts';
import { isEnabledSite } from './compile/tasks.ts';
import { createPlaces, type Places } from './places.ts';
import { callsOf } from './scenario.ts';
import type { Outcome } from './simulate.ts';
import type { World, WorldTask } from './world.ts';

/** One entry of a schedule: who takes the next step, and what it is told where that is not settled by the cells. */
export interface Turn {
  readonly task: string;
  readonly outcome: Outcome;
  readonly answer: number;
}

export interface CellChange {
  readonly cell: string;
  readonly from: number;
  readonly to: number;
}

/** One step that the live machine has taken. */
export interface LiveStep {
  readonly task: string;
  readonly call: string;
  readonly op: string;
  /** The kernel or driver function. */
  readonly at: string;
  /** The cell it is about, or empty. */
  readonly cell: string;
  readonly outcome: Outcome;
  readonly answer: number;
  readonly changes: readonly CellChange[];
  /** Where in the source it was made: `src/kernel/unload.ts:87`; empty where nobody can tell. */
  readonly place: string;
  /** What went wrong, or empty. */
  readonly fault: string;
  /** Raw count and state of each module of the scenario, after the step. */
  readonly modules: readonly { readonly name: string; readonly count: number; readonly state: number; readonly text: number }[];
}

export interface Replay {
  readonly world: World;
  /** Takes the next step of a task. Throws `NoFit` when the task does something else now. */
  turn(turn: Turn): LiveStep;
  /** Lets every task come to a wait or its end: the tasks that wait, or undefined when some task could still take a step. */
  settle(): string[] | undefined;
}

/** The schedule no longer fits: the driver or the kernel has changed since. */
export class NoFit extends Error {
  override readonly name = 'NoFit';
}

/** An even number above all that a boot has made, so that a task's CPU is that of its index. */
const FIRST_TASK = 1_000;
const SILENT_MAX = 10_000;

function* bodyOf(task: WorldTask): UserPath<unknown> {
  const rounds = task.plan.rounds === 'endless' ? Number.POSITIVE_INFINITY : (task.plan.rounds ?? 1);
  for (let round = 0; round < rounds; round += 1) yield* task.plan.run(callsOf(task.number), task.before);
  return undefined;
}

interface Captured {
  step: Step | undefined;
  answer: number;
}

/** Cells that a step is about: what it changes, else what it reads or tests. */
function subjectOf(step: Step): CellId | -1 {
  return step.effects[0]?.cell ?? (step.reads >= 0 ? step.reads : (step.when[0]?.cells[0] ?? -1));
}

/** Starts the tasks of a fresh world; none has moved yet. */
export function startReplay(world: World): Replay {
  const { machine } = world;
  const live = machine.world;
  const indexOf = new Map<number, number>();
  const captured: Captured = { step: undefined, answer: 0 };
  const places = createPlaces(world.readStack);
  world.k.netdevWarnSeconds = 1_000_000_000;
  machine.world = {
    ...live,
    enter: (call, task) => enterCall(world, indexOf.get(task.id) ?? 0, call.name, call.args),
    deliver: () => {},
    fault(task, fault, step, detail) {
      captured.step = step;
      live.fault(task, fault, step, detail);
    },
  };
  const tasks = new Map<string, Task>();
  for (const one of world.tasks) {
    const task = spawn(machine, one.name, { op: 'call', name: one.name, args: [] }, bodyOf(one), { id: FIRST_TASK + one.index });
    indexOf.set(task.id, one.index);
    tasks.set(one.name, task);
  }
  let chosen = 0;
  machine.choose = (site) => (isEnabledSite(world, site) ? chosen : 0);
  machine.onStep = (_task, step, answer) => {
    if (step.among > 0 && !isEnabledSite(world, step.at)) return;
    captured.step = step;
    captured.answer = answer;
  };
  const find = (name: string): Task => {
    const known = tasks.get(name) ?? [...machine.tasks.values()].find((task) => task.name === name);
    if (known === undefined) throw new NoFit(`there is no task ${name} now`);
    return known;
  };
  return {
    world,
    turn(turn) {
      chosen = turn.answer;
      const before = [...machine.cells.values.subarray(0, machine.cells.used)];
      if (turn.task.startsWith('Ctrl-C ')) {
        sendSignal(machine, find(turn.task.slice('Ctrl-C '.length)), SIGNALS.INT);
        return liveStep(world, places, turn, before, undefined, 'Ctrl-C', 1, '');
      }
      const task = find(turn.task);
      const atCall = nameOfCall(task);
      const oopses = world.oopses.length;
      const taken = places.during(() => takeOne(machine, task, turn, captured, () => world.oopses.length > oopses));
      const call = world.oopses.length > oopses ? atCall : nameOfCall(task);
      const oops = world.oopses[oopses];
      return liveStep(world, places, turn, before, taken ?? captured.step, call, captured.answer, oops?.fault ?? '');
    },
    settle: () => settle(machine, captured),
  };
}

const liveTasks = (machine: Machine): Task[] => [...machine.tasks.values()].filter((task) => task.state !== 'ended');

function settle(machine: Machine, captured: Captured): string[] | undefined {
  const waiting: string[] = [];
  for (const task of liveTasks(machine)) {
    captured.step = undefined;
    let how = task.waiting === undefined ? runTask(machine, task, 1) : 'parked';
    for (let silent = 0; how === 'ran' && captured.step === undefined && silent < SILENT_MAX; silent += 1) how = runTask(machine, task, 1);
    if (how === 'ran' || (task.waiting !== undefined && testsHold(machine.cells, task.waiting))) return undefined;
    if (how === 'parked') waiting.push(task.name);
  }
  return waiting;
}

function nameOfCall(task: Task): string {
  const frame = task.frames[1] ?? task.frames[0];
  if (frame === undefined) return '';
  return task.frames.length > 1 ? callText(frame.call.name, frame.call.args) : frame.call.name;
}

/** Runs the task until it has taken one shared step, was told something by clock or signal, or has gone wrong. */
function takeOne(machine: Machine, task: Task, turn: Turn, captured: Captured, failed: () => boolean): Step | undefined {
  captured.step = undefined;
  for (let silent = 0; silent < SILENT_MAX; silent += 1) {
    const steps = machine.counters.steps;
    const how = runTask(machine, task, 1);
    machine.running = undefined;
    if (captured.step !== undefined || failed()) return undefined;
    if (how === 'parked') {
      const { waiting, deadline } = task;
      const fires = deadline !== undefined && (turn.outcome === 'timeout' || waiting?.op === 'sleep');
      if (!fires || waiting === undefined) throw new NoFit(`${task.name} waits in ${waiting?.at ?? 'user space'} here`);
      machine.now = Math.max(machine.now, deadline.at);
      fireDue(machine);
      captured.answer = 2;
      return waiting;
    }
    if (how === 'over') throw new NoFit(`${task.name} has ended here`);
    if (turn.outcome === 'signal' && machine.counters.steps === steps) {
      captured.answer = 0;
      return undefined;
    }
  }
  throw new NoFit(`${task.name} takes no step`);
}

function liveStep(
  world: World,
  places: Places,
  turn: Turn,
  before: readonly number[],
  step: Step | undefined,
  call: string,
  answer: number,
  fault: string,
): LiveStep {
  const { cells } = world.machine;
  const changes: CellChange[] = [];
  for (let cell = 0; cell < cells.used; cell += 1) {
    const [from, to] = [before[cell] ?? 0, cells.values[cell] as number];
    if (from !== to && cells.owners[cell] !== 'log') changes.push({ cell: cellName(cells, cell as CellId), from, to });
  }
  const subject = step === undefined ? -1 : subjectOf(step);
  return {
    task: turn.task,
    call,
    op: turn.task.startsWith('Ctrl-C ') ? 'signal' : (step?.op ?? (fault === '' ? 'signal' : 'text')),
    at: step?.at ?? '',
    cell: subject === -1 ? '' : cellName(cells, subject),
    outcome: turn.outcome,
    answer,
    changes,
    place: places.of(step),
    fault,
    modules: modulesNow(world),
  };
}

/** Raw count and state of each module of the scenario, as they are now. */
export function modulesNow(world: World): LiveStep['modules'] {
  return world.modules.map(({ id }) => {
    const m = moduleOf(world.k, id);
    const value = (cell: CellId): number => world.machine.cells.values[cell] as number;
    return { name: m.name, count: value(m.cells.refcnt), state: value(m.cells.state), text: value(m.cells.text) };
  });
}
