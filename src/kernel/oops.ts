/** What the kernel prints when a task runs into text that is gone, and what it is worth (Linux 6.1, arch/x86/mm/fault.c, kernel/panic.c). */
import type { FaultKind, Step } from '../engine/step.ts';
import type { Task } from '../engine/task.ts';
import { showAddress } from './address.ts';
import type { Kernel } from './kernel.ts';
import { addTaint } from './notes/checks.ts';
import { ALERT, appendLog, WARN } from './printk.ts';
import { taintLetters } from './taint.ts';
import { moduleFlags, shownModules } from './text/modules.ts';

/** One fault that happened, for the face and for reports. */
export interface Oops {
  readonly t: number;
  readonly task: number;
  readonly taskName: string;
  readonly fault: FaultKind | 'thrown';
  /** The kernel or driver function. */
  readonly at: string;
  readonly detail: string;
}

const REASONS: Readonly<Record<FaultKind | 'thrown', string>> = {
  'use-after-unload': 'BUG: unable to handle page fault for address',
  'double-free': 'BUG: Bad page state: memory of a module is freed twice, at',
  underflow: 'refcount_t: underflow; a count went below zero, at',
  overflow: 'refcount_t: saturated; a count left its range, at',
  bug: 'kernel BUG at',
  thrown: 'modsh: a driver broke the rules of its interface, at',
};

const calls = (task: Task): string[] =>
  task.frames
    .slice(0)
    .reverse()
    .map((frame) => frame.call.name);

/** Prints the oops and taints the kernel; the caller ends the task. */
export function recordOops(k: Kernel, task: Task, fault: FaultKind | 'thrown', step: Step | undefined, detail: string): Oops {
  const say = (text: string, level = ALERT): void => appendLog(k.log, k.machine, level, text);
  const at = step?.at ?? 'driver code';
  say(
    fault === 'use-after-unload'
      ? `${REASONS[fault]}: ${showAddress(addressOf(k, detail), true).slice(2)}`
      : `${REASONS[fault]} ${at}: ${detail}`,
  );
  const tainted = taintLetters(k.tainted);
  say(`CPU: 0 PID: ${task.id} Comm: ${task.name} ${tainted === '' ? 'Not tainted' : `Tainted: ${tainted}`} ${k.release} #1`, WARN);
  say(`RIP: 0010:${at}`, WARN);
  say(['Call Trace:', ...calls(task).map((name) => ` ${name}`)].join('\n'), WARN);
  const linked = shownModules(k).map((m) => `${m.name}${moduleFlags(k, m)}`);
  say(`Modules linked in: ${linked.join(' ')}${k.lastUnloaded === '' ? '' : ` [last unloaded: ${k.lastUnloaded}]`}`, WARN);
  addTaint(k, 'D', true);
  say('---[ end trace 0000000000000000 ]---', WARN);
  const oops: Oops = { t: k.machine.now, task: task.id, taskName: task.name, fault, at, detail };
  k.oopses.push(oops);
  return oops;
}

/** Where the text was that is gone: the youngest dead module of that name. */
function addressOf(k: Kernel, detail: string): number {
  const name = detail.split('.')[0];
  return k.modules.graveyard.findLast((m) => m.name === name)?.address ?? 0;
}
