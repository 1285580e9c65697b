/**
 * The preemption model: where another task may come in between two steps of a kernel path. It decides what the 2.2
 * kernels do. Data, so that the live machine, a schedule and the explorer go by the same rule.
 */
import { inKernel, type Task } from '../engine/task.ts';
import type { Kernel } from './kernel.ts';

/**
 * `big-lock`: whoever is in the kernel keeps the CPU until it sleeps (lock_kernel, dropped by schedule()); `smp`: paths
 * run beside each other on several CPUs; `preempt`: a switch may come at any step on one CPU. Step by step the last two
 * allow the same orders.
 */
export type Model = 'big-lock' | 'smp' | 'preempt';
export const MODELS: readonly Model[] = ['big-lock', 'smp', 'preempt'];

/** Name of the bottom call of kernel threads and timers. */
export const KERNEL_THREAD = 'kthread';

/** Kernel threads, timers and packet receive do not take the big lock. */
export const outsideBigLock = (task: Task): boolean => task.frames[0]?.call.name === KERNEL_THREAD;

/** The name of a call that stands for a system call made straight from a test or an exploration, with no program around it. */
export const BARE_CALL = 'syscall';

/** True while the task holds the big lock: it is in a system call and does not sleep. */
export const holdsBigLock = (task: Task): boolean =>
  task.state !== 'blocked' &&
  task.state !== 'ended' &&
  !outsideBigLock(task) &&
  (inKernel(task) || task.frames[0]?.call.name === BARE_CALL);

/** May `next` take its next step while `current` stands between two steps? */
export const maySwitch = (model: Model, current: Task | undefined, next: Task): boolean =>
  model !== 'big-lock' || current === undefined || current === next || !holdsBigLock(current) || outsideBigLock(next);

/**
 * Lets the live machine run by a model: under `smp` a task runs until it waits, which is one of the orders of several
 * CPUs; under the others the next task comes in after each step, where the model lets it.
 */
export function runBy(kernel: Kernel, model: Model): void {
  const { machine } = kernel;
  kernel.model = model;
  if (model === 'smp') return;
  machine.turnSteps = 1;
  machine.keepsProcessor = (task) => model === 'big-lock' && holdsBigLock(task);
}
