/** What `emit` and `ask` about timers, kernel threads and packet handlers do to the tables. */
import { addCell, dropCell } from '../../engine/cells.ts';
import { spawn } from '../../engine/machine.ts';
import { bit, SIGNALS } from '../../engine/signals.ts';
import type { NoteEvent } from '../../engine/step.ts';
import type { AnyPath, Task } from '../../engine/task.ts';
import { type Kernel, moduleOf, type NoteHandler } from '../kernel.ts';
import { KERNEL_THREAD } from '../model.ts';
import type { ModuleRecord } from '../module.ts';
import { appendLog, NOTICE } from '../printk.ts';
import type { ModuleThread, ModuleTimer } from '../tables/work.ts';
import { kindsOf, type TrafficPlan, trafficOf } from '../traffic.ts';
import { exitAndFree } from '../unload.ts';
import { threadBody, timerBody } from '../work.ts';

type Handlers = Record<string, (k: Kernel, event: NoteEvent, task: Task | undefined) => number>;

const subject = (k: Kernel, event: NoteEvent): ModuleRecord => moduleOf(k, Number(event['id']));

/** Makes the cells of a module's timers and threads. They lie in core memory, so that a stray timer can fire. */
export function addWork(k: Kernel, m: ModuleRecord): void {
  addTimers(k, m);
  addThreads(k, m);
}

function addThreads(k: Kernel, m: ModuleRecord): void {
  const names = Object.keys(m.driver.threads ?? {});
  if (names.length === 0) return;
  const asked = (name: string) => addCell(k.machine.cells, `kthread ${m.name}.${name}`, 'asked', { init: 0, min: 0 });
  k.work.threads.set(m.id, new Map(names.map((name): [string, ModuleThread] => [name, { module: m.id, name, asked: asked(name) }])));
}

function addTimers(k: Kernel, m: ModuleRecord): void {
  const names = Object.keys(m.driver.timers ?? {});
  if (names.length === 0) return;
  const cell = (name: string, field: string) => addCell(k.machine.cells, `timer ${m.name}.${name}`, field, { init: 0, min: 0, max: 1 });
  const timers = names.map((name): [string, ModuleTimer] => [
    name,
    { module: m.id, name, armed: cell(name, 'armed'), running: cell(name, 'running'), until: -1 },
  ]);
  k.work.timers.set(m.id, new Map(timers));
}

/** Starts a kernel task of its own that runs `path`. */
export function startKernelTask(k: Kernel, name: string, call: string, args: readonly unknown[], path: AnyPath): void {
  spawn(k.machine, name, { op: 'call', name: KERNEL_THREAD, args: [call, ...args] }, path);
}

function timerStart(k: Kernel, event: NoteEvent): number {
  const m = subject(k, event);
  const name = String(event['timer']);
  const us = Number(event['us']);
  const timer = k.work.timers.get(m.id)?.get(name);
  if (timer === undefined) throw new Error(`driver ${m.name} has no timer ${name}`);
  timer.until = k.machine.now + us;
  startKernelTask(k, `timer/${m.name}`, 'timer', [m.id, name, us], timerBody(k, m, name, us));
  m.objects.set('timer', (m.objects.get('timer') ?? 0) + 1);
  return 0;
}

function threadStart(k: Kernel, event: NoteEvent): number {
  const m = subject(k, event);
  const name = String(event['thread']);
  startKernelTask(k, name, 'thread', [m.id, name], threadBody(k, m, name));
  m.objects.set('thread', (m.objects.get('thread') ?? 0) + 1);
  return 0;
}

function less(kind: string): (k: Kernel, event: NoteEvent) => number {
  return (k, event) => {
    const m = subject(k, event);
    m.objects.set(kind, (m.objects.get(kind) ?? 0) - 1);
    return 0;
  };
}

function handlerAdd(k: Kernel, event: NoteEvent): number {
  const m = subject(k, event);
  if (!k.work.handlers.has(m.id)) {
    k.work.handlers.set(m.id, {
      module: m.id,
      registered: addCell(k.machine.cells, `handler ${m.name}`, 'registered', { init: 0, min: 0, max: 1 }),
    });
  }
  return m.id;
}

/** The handler in turn of a packet: that of the next module after `after`, or 0. */
function handlerNext(k: Kernel, event: NoteEvent): number {
  const after = Number(event['after']);
  for (const id of k.work.handlers.keys()) if (id > after) return id;
  return 0;
}

/** Runs the rest of a committed unload in a task of its own, for a caller that may leave. */
function unloadDetached(k: Kernel, event: NoteEvent): number {
  const m = subject(k, event);
  startKernelTask(k, `unload/${m.name}`, 'unload', [m.id], exitAndFree(k, m));
  return 0;
}

/** A SIGINT that came after the commit is taken and told of: it can cancel nothing any more, and the unload is no failure. */
function unloadLate(k: Kernel, event: NoteEvent, task: Task | undefined): number {
  if (task === undefined || (task.pending & bit(SIGNALS.INT)) === 0) return 0;
  task.pending &= ~bit(SIGNALS.INT);
  const how = event['how'] === 'detach' ? 'it goes on by itself' : 'the interrupt was ignored';
  appendLog(k.log, k.machine, NOTICE, `${event['module']}: too late to cancel, the unload is committed; ${how}`);
  return 1;
}

/** Starts traffic: a kernel task of its own for each kind that the plan has any of. */
export function startTraffic(k: Kernel, plan: TrafficPlan): void {
  for (const kind of kindsOf(plan)) startKernelTask(k, `traffic/${kind}`, 'traffic', [kind, plan.device], trafficOf(plan, kind));
}

const handlers: Handlers = {
  unload_detached: unloadDetached,
  unload_late: unloadLate,
  timer_start: timerStart,
  timer_over: less('timer'),
  thread_start: threadStart,
  thread_over: less('thread'),
  handler_add: handlerAdd,
  handler_next: handlerNext,
};

/** Gives back the cells of a module that nobody can reach any more. */
export function dropWork(k: Kernel, id: number): void {
  for (const timer of k.work.timers.get(id)?.values() ?? [])
    for (const cell of [timer.armed, timer.running]) dropCell(k.machine.cells, cell);
  k.work.timers.delete(id);
  for (const { asked } of k.work.threads.get(id)?.values() ?? []) dropCell(k.machine.cells, asked);
  k.work.threads.delete(id);
  const handler = k.work.handlers.get(id);
  if (handler !== undefined) dropCell(k.machine.cells, handler.registered);
  k.work.handlers.delete(id);
}

/** Handlers bound to a kernel. */
export const workNotes = (k: Kernel): [string, NoteHandler][] =>
  Object.entries(handlers).map(([name, handle]) => [name, (event, task) => handle(k, event, task)]);
