/**
 * What invariants look at: the steps of a run as they happen, and what can be told from them about each module. A watch
 * reads along; it changes nothing.
 */
import { cellValue } from '../../engine/cells.ts';
import type { CellId, Step } from '../../engine/step.ts';
import type { Task } from '../../engine/task.ts';
import type { Kernel } from '../kernel.ts';
import { GOING, LIVE, type ModuleRecord } from '../module.ts';

/** What a watch knows of one module. */
export interface ModuleWatch {
  readonly m: ModuleRecord;
  /** How deep each task is in the module's text. */
  readonly inText: Map<number, number>;
  /** Tasks that have taken the module for themselves to unload it, and have neither ended nor given it back. */
  readonly unloaders: Set<number>;
  /** The unload cannot be cancelled any more. */
  committed: boolean;
  /** It was taken by force, or its init has failed: then users may be inside. */
  forced: boolean;
  initFailed: boolean;
  freed: boolean;
  /** References, without those of the module's own making, when its unload began. */
  refsAtStart: number;
}

/** One call of delete_module that a signal was sent to. */
export interface Cancel {
  readonly task: number;
  readonly module: ModuleWatch;
  steps: number;
  ended: boolean;
}

/** How a call of delete_module ended. */
export interface Ending {
  readonly module: ModuleWatch;
  readonly result: number;
  readonly interrupted: boolean;
  /** The module was gone, or committed, when the call returned. */
  readonly over: boolean;
}

export interface Watch {
  readonly kernel: Kernel;
  readonly byText: Map<CellId, ModuleWatch>;
  readonly byCount: Map<CellId, ModuleWatch>;
  readonly cancels: Cancel[];
  readonly endings: Ending[];
}

export const createWatch = (kernel: Kernel): Watch => ({ kernel, byText: new Map(), byCount: new Map(), cancels: [], endings: [] });

/** Begins to watch a module that has just been added. */
export function watchModule(watch: Watch, m: ModuleRecord): ModuleWatch {
  const made: ModuleWatch = {
    m,
    inText: new Map(),
    unloaders: new Set(),
    committed: false,
    forced: false,
    initFailed: false,
    freed: false,
    refsAtStart: 0,
  };
  watch.byText.set(m.cells.text, made);
  watch.byCount.set(m.cells.refcnt, made);
  return made;
}

/** References and counted objects that somebody holds on the module now; today's base reference is none. */
export function heldRefs(watch: Watch, { m }: ModuleWatch): number {
  const { cells } = watch.kernel.machine;
  let held = cellValue(cells, m.cells.objects);
  for (const count of m.cells.perCpu) held += cellValue(cells, count);
  return held;
}

export const stateNow = (watch: Watch, { m }: ModuleWatch): number => cellValue(watch.kernel.machine.cells, m.cells.state);
export const gateNow = (watch: Watch, { m }: ModuleWatch): number => cellValue(watch.kernel.machine.cells, m.cells.gate);

/** Reads one applied step. */
export function watchStep(watch: Watch, task: Task, step: Step, answer: number): void {
  if (step.op === 'text') readText(watch, task, step);
  for (const cancel of watch.cancels) if (cancel.task === task.id && !cancel.ended) cancel.steps += 1;
  const happened = step.mode === 'do' || answer === 1;
  if (!happened) return;
  for (const effect of step.effects) {
    const cell = effect.cell;
    for (const module of watch.byText.values()) {
      if (cell === module.m.cells.state && effect.how === 'set') readState(module, task, effect.by, step.at);
      if (cell === module.m.cells.text && effect.by === 0) module.freed = true;
    }
  }
  if (step.at === 'drain_commit') for (const module of watch.byText.values()) if (module.unloaders.has(task.id)) module.committed = true;
}

function readText(watch: Watch, task: Task, step: Step): void {
  const cell = step.when[0]?.cells[0];
  const module = cell === undefined ? undefined : watch.byText.get(cell);
  if (module === undefined) return;
  const depth = (module.inText.get(task.id) ?? 0) + (step.at.endsWith(' (return)') ? -1 : 1);
  if (depth === 0) module.inText.delete(task.id);
  else module.inText.set(task.id, depth);
}

const FAILED_INIT = 'do_init_module';
/** Where an unload of today's kernel decides: from there on there is no way back. */
const NO_WAY_BACK = 'try_stop_module';

function readState(module: ModuleWatch, task: Task, state: number, at: string): void {
  if (state === GOING && at === FAILED_INIT) module.initFailed = true;
  else if (state === GOING) {
    module.unloaders.add(task.id);
    if (at === NO_WAY_BACK) module.committed = true;
  }
  if (state === LIVE) module.unloaders.delete(task.id);
}

/** A signal is sent to a task that is in delete_module of this module. */
export function watchCancel(watch: Watch, task: Task, module: ModuleWatch): void {
  if (!module.committed) watch.cancels.push({ task: task.id, module, steps: 0, ended: false });
}

/** A call of delete_module has returned. */
export function watchEnding(watch: Watch, task: Task, module: ModuleWatch, result: number): void {
  const cancels = watch.cancels.filter((cancel) => cancel.task === task.id);
  for (const cancel of cancels) cancel.ended = true;
  watch.endings.push({ module, result, interrupted: cancels.length > 0, over: module.freed || module.committed });
  module.unloaders.delete(task.id);
}
