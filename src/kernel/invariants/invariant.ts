/** The one shape of an invariant: what must hold after each step, at the end of each call, or when everything has come to rest. */
import type { Step } from '../../engine/step.ts';
import type { Task } from '../../engine/task.ts';
import type { ModuleWatch, Watch } from './watch.ts';

export interface Invariant {
  readonly id: string;
  readonly title: string;
  /** After a step, for each module that is watched. What is broken, or undefined. */
  afterStep?(watch: Watch, module: ModuleWatch, task: Task, step: Step, answer: number): string | undefined;
  /** When all tasks have ended, and whoever held something has let go. */
  atRest?(watch: Watch, module: ModuleWatch): string | undefined;
}
