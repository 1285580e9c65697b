/** Values and automata as one model of numbers, with the rules for when everything has come to rest. */
import type { CellId } from '../../engine/step.ts';
import { moduleOf } from '../../kernel/kernel.ts';
import type { ModuleRecord } from '../../kernel/module.ts';
import { inDeadlineOrder } from '../deadlines.ts';
import type { Model, ModelNode, RestRule } from '../model.ts';
import type { World } from '../world.ts';
import { addedTo, indexCells, lookedAt } from './cells.ts';
import type { OwnCells, TaskAutomaton } from './compiler.ts';
import { type Folder, refTo } from './fold.ts';
import { type NodeContext, taskOf } from './nodes.ts';
import type { ValueTable } from './values.ts';

function restOf(w: World, f: Folder, m: ModuleRecord): RestRule {
  const { sheet } = w.k.rules;
  const counts: { name: string; cell: number; rest: number }[] = [];
  const count = (name: string, cell: CellId, rest: number): void => {
    const at = f.index.get(cell);
    if (at !== undefined) counts.push({ name, cell: at, rest });
  };
  const own = m.driver.cells ?? {};
  for (const [name, cell] of m.own) if (own[name]?.min === 0 && own[name].max === undefined) count(name, cell, own[name].init);
  const open: number[] = [];
  const gate = (cell: CellId): void => {
    const at = f.index.get(cell);
    if (at !== undefined) open.push(at);
  };
  gate(m.cells.gate);
  for (const slot of w.k.chrdevs.byId.values()) if (slot.module === m.id) gate(slot.registered);
  for (const family of w.k.families.byId.values()) if (family.module === m.id) gate(family.registered);
  for (const dev of w.k.netdevs.byId.values()) {
    if (dev.module !== m.id) continue;
    gate(dev.registered);
    count(`${dev.name}.refcnt`, dev.refcnt, sheet.deviceBase + 1);
  }
  return {
    module: m.name,
    state: refTo(f, m.cells.state),
    refcnt: [...m.cells.perCpu, m.cells.objects].map((cell) => refTo(f, cell)),
    base: sheet.base,
    dependents: sheet.dependentsCount ? refTo(f, m.cells.dependents) : { constant: 0 },
    counts,
    open,
    keepsSlot: sheet.failedInitKeepsSlot,
  };
}

/** The model of a world whose automata are complete. */
export function normalise(w: World, values: ValueTable, own: OwnCells, tasks: readonly TaskAutomaton[], runs: number): Model {
  const { cells, index } = indexCells(w, values, lookedAt(w, tasks, own), addedTo(tasks));
  const modules = w.modules.map(({ id }) => moduleOf(w.k, id));
  const hazards = new Map<CellId, NonNullable<ModelNode['hazard']>>();
  for (const m of modules) {
    let value: number = w.k.rules.sheet.base;
    const counted: number[] = [];
    for (const cell of [...m.cells.perCpu, m.cells.objects]) {
      const at = index.get(cell);
      if (at === undefined) value -= w.machine.cells.values[cell] as number;
      else counted.push(at);
    }
    hazards.set(m.cells.text, { cells: counted, value });
  }
  const f: NodeContext = { index, values, own, hazards };
  const made = tasks.map((task) => taskOf(f, task));
  const points = new Set<string>();
  for (const node of made.flatMap((task) => task.nodes)) if (node.hazard !== undefined && node.step !== undefined) points.add(node.step.at);
  const model: Model = {
    cells,
    tasks: made,
    rest: modules.map((m) => restOf(w, f, m)),
    points: [...points].sort(),
    only: w.plan.only,
    bigLock: w.params.model === 'big-lock',
    anyOrder: undefined,
    runs,
  };
  if (w.params.timers === 'any') return model;
  return inDeadlineOrder(
    model,
    tasks.map((task) => task.span),
  );
}
