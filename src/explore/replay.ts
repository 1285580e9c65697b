/** A schedule run by the live machine: the same bodies, the same kernel paths, one step of one task at a time. */
import { testsHold } from '../engine/apply.ts';
import { fireDue, type Machine, runTask, sendSignal, spawn } from '../engine/machine.ts';
import { SIGNALS } from '../engine/signals.ts';
import type { Step, UserPath } from '../engine/step.ts';
import type { Task } from '../engine/task.ts';
import { callText, enterCall } from './calls.ts';
import { isEnabledSite } from './compile/compiler.ts';
import { type LiveStep, liveStep } from './liveStep.ts';
import { createPlaces } from './places.ts';
import { callsOf } from './scenario.ts';
import type { Outcome } from './simulate.ts';
import type { World, WorldTask } from './world.ts';

/** One entry of a schedule: who takes the next step, and what it is told where that is not settled by the cells. */
export interface Turn {
  readonly task: string;
  readonly outcome: Outcome;
  readonly answer: number;
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
  // A timer that is set again is another task of the same name, perhaps while the first one still runs: that one goes on to its end.
  const find = (name: string): Task => {
    const last = tasks.get(name);
    if (last !== undefined && last.state !== 'ended') return last;
    const found = liveTasks(machine).find((task) => task.name === name) ?? last;
    if (found === undefined) throw new NoFit(`there is no task ${name} now`);
    tasks.set(name, found);
    return found;
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
      let task = find(turn.task);
      let atCall = nameOfCall(task);
      const oopses = world.oopses.length;
      const take = (): Step | undefined | 'over' =>
        places.during(() => takeOne(machine, task, turn, captured, () => world.oopses.length > oopses));
      let taken = take();
      while (taken === 'over') {
        const next = find(turn.task);
        if (next === task) throw new NoFit(`${turn.task} has ended here`);
        task = next;
        atCall = nameOfCall(task);
        taken = take();
      }
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
    // A timer that is armed waits for nobody.
    if (how === 'parked' && !(task.daemon && task.waiting?.op === 'sleep')) waiting.push(task.name);
  }
  return waiting;
}

function nameOfCall(task: Task): string {
  const frame = task.frames[1] ?? task.frames[0];
  if (frame === undefined) return '';
  return task.frames.length > 1 ? callText(frame.call.name, frame.call.args) : frame.call.name;
}

/** Runs the task until it has taken one shared step, was told something by clock or signal, or has gone wrong; `over`: it has ended before. */
function takeOne(machine: Machine, task: Task, turn: Turn, captured: Captured, failed: () => boolean): Step | undefined | 'over' {
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
    if (how === 'over') return 'over';
    if (turn.outcome === 'signal' && machine.counters.steps === steps) {
      captured.answer = 0;
      return undefined;
    }
  }
  throw new NoFit(`${task.name} takes no step`);
}
