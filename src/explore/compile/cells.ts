/** Which cells a model needs: those that vary and that somebody looks at. */
import type { CellId } from '../../engine/step.ts';
import { moduleOf } from '../../kernel/kernel.ts';
import type { ModelCell } from '../model.ts';
import type { World } from '../world.ts';
import { reachable } from './automaton.ts';
import type { OwnCells, TaskAutomaton } from './compiler.ts';
import { type ValueTable, valuesOf } from './values.ts';

const UNBOUNDED_LOW = -0x80000000;
const UNBOUNDED_HIGH = 0x7fffffff;

/** Cells that somebody looks at, in a test, for an answer that matters, or because they have a range: the others decide nothing. */
export function lookedAt(w: World, tasks: readonly TaskAutomaton[], own: OwnCells): Set<CellId> {
  const { cells } = w.machine;
  const seen = new Set<CellId>(own.pending.values());
  if (own.faultsLeft !== -1) seen.add(own.faultsLeft);
  for (const { id } of w.modules) {
    const m = moduleOf(w.k, id);
    for (const cell of [m.cells.state, m.cells.objects, m.cells.dependents, m.cells.gate, ...m.cells.perCpu]) seen.add(cell);
  }
  for (const dev of w.k.netdevs.byId.values()) for (const cell of [dev.refcnt, dev.registered]) seen.add(cell);
  for (const table of [w.k.chrdevs.byId, w.k.families.byId]) for (const one of table.values()) seen.add(one.registered);
  for (const node of tasks.flatMap((task) => reachable(task.start))) {
    const { step } = node;
    if (step === undefined) continue;
    for (const one of step.when) for (const cell of one.cells) seen.add(cell);
    const answers = new Set(node.branches.values()).size;
    if (step.reads >= 0 && answers > 1) seen.add(step.reads as CellId);
    for (const { cell } of step.effects) if (cells.mins[cell] !== UNBOUNDED_LOW || cells.maxs[cell] !== UNBOUNDED_HIGH) seen.add(cell);
  }
  for (const cell of [...seen]) if ((cells.lives[cell] ?? -1) >= 0) seen.add(cells.lives[cell] as CellId);
  for (const cell of tasks.flatMap((task) => reachable(task.start)).flatMap((node) => node.step?.effects ?? [])) {
    const life = cells.lives[cell.cell] ?? -1;
    if (life >= 0) seen.add(life as CellId);
  }
  return seen;
}

/** Cells that some step adds to: with one value only, every such step leaves the range, and that is a finding. */
export const addedTo = (tasks: readonly TaskAutomaton[]): Set<CellId> =>
  new Set(
    tasks
      .flatMap((task) => reachable(task.start))
      .flatMap((node) => node.step?.effects ?? [])
      .filter((effect) => effect.how === 'add' && effect.by !== 0)
      .map((effect) => effect.cell),
  );

/** The cells of the model, and where each of the world's stands in it. */
export function indexCells(
  w: World,
  values: ValueTable,
  looked: ReadonlySet<CellId>,
  added: ReadonlySet<CellId>,
): { cells: ModelCell[]; index: Map<CellId, number> } {
  const store = w.machine.cells;
  const index = new Map<CellId, number>();
  const cells: ModelCell[] = [];
  for (const id of [...values.sets.keys()].sort((a, b) => a - b)) {
    const known = valuesOf(values, id);
    if ((known.length < 2 && !added.has(id)) || !looked.has(id)) continue;
    index.set(id, cells.length);
    cells.push({
      name: `${store.owners[id]}.${store.fields[id]}`,
      id,
      init: store.values[id] as number,
      lo: known[0] as number,
      hi: known.at(-1) as number,
      min: store.mins[id] as number,
      max: store.maxs[id] as number,
    });
  }
  return { cells, index };
}
