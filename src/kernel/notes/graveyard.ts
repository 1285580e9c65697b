/**
 * Cells of modules that are gone. A path that still runs, an open file or a socket may hold a stale pointer, and the model
 * must see it use that; so cells are used again only when nothing can point at them any more.
 */
import { dropCell } from '../../engine/cells.ts';
import { forgetRefs, refCount } from '../../engine/ledger.ts';
import type { Task } from '../../engine/task.ts';
import type { Kernel } from '../kernel.ts';
import { KERNEL_THREAD } from '../model.ts';
import { dropModuleCells, type ModuleRecord } from '../module.ts';
import { dropWork } from './work.ts';

export { KERNEL_THREAD };

/** So many graves more than at the last look make a new look worth its time. */
const GRAVES_MORE = 256;
/** Waits of pipes and terminals: nobody inside them is in a driver. */
const HARMLESS_WAITS = /^(pipe|tty|fifo)/;
/** Calls whose waits hold no pointer to a module, so that a task inside one of them brings none back. */
const HARMLESS_CALLS: ReadonlySet<string> = new Set(['fork', 'exec', 'wait4', 'nanosleep', 'pause', 'kill']);

/** Lays a gone module to rest, and gives back the cells of old ones when that is safe. */
export function buryModule(k: Kernel, m: ModuleRecord): void {
  const { modules, machine } = k;
  modules.graveyard.push(m);
  if (modules.graveyard.length < modules.nextFuneral) return;
  for (const task of machine.tasks.values()) if (task !== machine.running && holdsPointer(task)) return;
  // The one that is being buried is still in the hands of the running task.
  const haunted = modules.graveyard.splice(0, modules.graveyard.length - 1).filter((old) => !release(k, old));
  modules.graveyard.unshift(...haunted);
  modules.nextFuneral = modules.graveyard.length + GRAVES_MORE;
}

/** True when the task stands in kernel code that may know a module's record. */
function holdsPointer(task: Task): boolean {
  if (task.frames[0]?.call.name === KERNEL_THREAD) return true;
  const inside = task.frames[1];
  if (inside === undefined || HARMLESS_CALLS.has(inside.call.name)) return false;
  return !(task.state === 'blocked' && HARMLESS_WAITS.test(task.waiting?.at ?? ''));
}

function release(k: Kernel, old: ModuleRecord): boolean {
  if (isHaunted(k, old)) return false;
  forgetRefs(k.machine.ledger, old.cells.refcnt);
  dropSlots(k, old);
  dropModuleCells(k.machine.cells, old);
  dropWork(k, old.id);
  k.modules.byId.delete(old.id);
  return true;
}

/** Slots of the device and family tables that only the gone module's own pointers could still name. */
function dropSlots(k: Kernel, old: ModuleRecord): void {
  for (const id of old.chrdevs) {
    const slot = k.chrdevs.byId.get(id);
    if (slot !== undefined) dropCell(k.machine.cells, slot.registered);
    k.chrdevs.byId.delete(id);
  }
  for (const id of old.families) {
    const family = k.families.byId.get(id);
    if (family !== undefined) for (const cell of [family.registered, family.working]) dropCell(k.machine.cells, cell);
    k.families.byId.delete(id);
  }
}

/** True while an open object or a reference still points at the gone module. */
function isHaunted(k: Kernel, m: ModuleRecord): boolean {
  if (refCount(k.machine.ledger, m.cells.refcnt) > 0) return true;
  for (const count of m.objects.values()) if (count > 0) return true;
  return false;
}
