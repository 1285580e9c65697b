/**
 * A snapshot is plain JSON: the cells, and per task the calls it is in with what each was told. No generator is kept:
 * `reposition` brings a fresh path to the same step.
 */
import type { Machine } from './machine.ts';
import type { Step, Tick } from './step.ts';
import type { TaskState } from './task.ts';

export interface CallRecord {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly since: Tick;
  readonly told: readonly number[];
}

export interface TaskRecord {
  readonly id: number;
  readonly name: string;
  readonly state: TaskState;
  readonly stopped: boolean;
  readonly pending: number;
  readonly calls: readonly CallRecord[];
  readonly waiting: Step | undefined;
  readonly waitingSince: Tick;
  readonly deadline: Tick | undefined;
}

export interface Snapshot {
  readonly now: Tick;
  readonly cells: readonly number[];
  readonly tasks: readonly TaskRecord[];
}

/** Everything of the machine that decides its future, as plain data. Arguments that are no plain data are named only. */
export function snapshot(machine: Machine): Snapshot {
  const plain = (value: unknown): unknown =>
    typeof value === 'function' || (typeof value === 'object' && value !== null && !Array.isArray(value)) ? '[live]' : value;
  return {
    now: machine.now,
    cells: [...machine.cells.values.subarray(0, machine.cells.used)],
    tasks: [...machine.tasks.values()].map((task) => ({
      id: task.id,
      name: task.name,
      state: task.state,
      stopped: task.stopped,
      pending: task.pending,
      calls: task.frames.map((frame) => ({
        name: frame.call.name,
        args: frame.call.args.map(plain),
        since: frame.since,
        told: [...frame.told],
      })),
      waiting: task.waiting,
      waitingSince: task.waitingSince,
      deadline: task.deadline?.at,
    })),
  };
}
