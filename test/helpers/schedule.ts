/** Schedules by hand: which task runs, and up to where. */
import { fireDue, type Machine, runTask } from '../../src/engine/machine.ts';
import type { Step } from '../../src/engine/step.ts';
import type { Task } from '../../src/engine/task.ts';

const STEPS_MAX = 100_000;

/** Lets one task take one step (or find out that it must wait). The step it has taken, or undefined. */
export function stepOnce(machine: Machine, task: Task): Step | undefined {
  let taken: Step | undefined;
  const before = machine.onStep;
  machine.onStep = (who, step, answer) => {
    if (who === task) taken = step;
    before?.(who, step, answer);
  };
  fireDue(machine);
  if (task.state === 'ready' || task.state === 'running') {
    const at = machine.ready.indexOf(task);
    if (at >= 0) machine.ready.splice(at, 1);
    const turn = runTask(machine, task, 1);
    machine.running = undefined;
    if (turn === 'ran') {
      task.state = 'ready';
      machine.ready.push(task);
    }
  }
  machine.onStep = before;
  return taken;
}

/** Runs a task until it has just taken a step that matches. False: it ended or must wait before. */
export function runUntil(machine: Machine, task: Task, matches: (step: Step) => boolean): boolean {
  for (let count = 0; count < STEPS_MAX; count += 1) {
    const step = stepOnce(machine, task);
    if (step !== undefined && matches(step)) return true;
    if (task.state === 'blocked' || task.state === 'ended' || task.state === 'held') return false;
  }
  throw new Error(`${task.name} does not come to the step`);
}

/** Runs a task as far as it goes: to its end, or to a wait. */
export const runOut = (machine: Machine, task: Task): void => {
  runUntil(machine, task, () => false);
};

/** Steps at a function, by its name; `op` narrows it. */
export const at =
  (name: string, op?: Step['op']): ((step: Step) => boolean) =>
  (step) =>
    step.at === name && (op === undefined || step.op === op);

/** A small generator of numbers with a seed (mulberry32): the same seed, the same schedule. */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
