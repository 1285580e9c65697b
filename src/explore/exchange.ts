/**
 * Whether two blocks of a model may be exchanged: every task and every rule must read the same with their names exchanged.
 * A task outside for which that is only true from some local states on (an unload that handles one device after the other)
 * puts a condition on the exchange: it must stand at one of those.
 */
import type { CellRef, Model, ModelEffect, ModelNode, ModelTask, RestRule } from './model.ts';
import type { Block, Exchange } from './packing.ts';

/** Cells that an effect touches. */
export const cellsOf = (effect: ModelEffect): number[] => (effect.how === 'copy' ? [effect.cell, effect.by] : [effect.cell]);

/** A node as text under other names of cells. Sums, tests and effects are sets: their order says nothing. */
export function nodeKey(node: ModelNode, rename: (cell: number) => string): string {
  const sum = (cells: readonly number[]): string => cells.map(rename).sort().join('+');
  const tests = node.when.map((one) => `${sum(one.cells)}${one.rel}${one.value}`).sort();
  const effects = node.effects.map(
    (effect) => `${rename(effect.cell)} ${effect.how} ${effect.how === 'copy' ? rename(effect.by) : effect.by}`,
  );
  const next = [...node.next].map(([answer, to]) => `${answer}>${to}`).join(';');
  const rest = [node.onFail, node.onSignal, node.onTimeout, node.fault ?? '', node.never, node.free, node.any, node.signalFirst].join(' ');
  const told = [node.reads, node.budget].map((cell) => (cell < 0 ? '' : rename(cell))).join(' ');
  const hazard = node.hazard === undefined ? '' : `${sum(node.hazard.cells)}=${node.hazard.value}@${node.step?.at}`;
  return [node.kind, tests.join('&'), effects.sort().join(','), next, rest, sum(node.lives), told, hazard].join('|');
}

/** What a task is beside its nodes. */
export const taskFlags = (task: ModelTask, rename: (cell: number) => string): string =>
  [task.kind, task.daemon, task.optional, task.endless, task.keeps, task.pending < 0 ? '' : rename(task.pending)].join(' ');

/** Everything about a cell but its name. */
export function cellShape(model: Model, cell: number): string {
  const { init, lo, hi, min, max } = model.cells[cell] as Model['cells'][number];
  return [init, lo, hi, min, max].join(' ');
}

function restKey(rule: RestRule, rename: (cell: number) => string): string {
  const ref = (one: CellRef): string => ('cell' in one ? rename(one.cell) : `=${one.constant}`);
  const counts = rule.counts.map(({ cell, rest }) => `${rename(cell)}:${rest}`).sort();
  const sets = [rule.refcnt.map(ref).sort(), counts, rule.open.map(rename).sort()].map((set) => set.join(','));
  return [ref(rule.state), ref(rule.dependents), rule.base, rule.keepsSlot, ...sets].join('|');
}

const plain = (cell: number): string => `#${cell}`;

const targetsOf = (node: ModelNode): number[] =>
  [...node.next.values(), node.onFail, node.onSignal, node.onTimeout].filter((to) => to >= 0);

/** The local states of a task from which on it does the same under other names, whatever comes. */
export function sameFrom(task: ModelTask, rename: (cell: number) => string): boolean[] {
  const same = task.nodes.map((node) => nodeKey(node, rename) === nodeKey(node, plain));
  for (let changed = true; changed; ) {
    changed = false;
    for (const [at, node] of task.nodes.entries()) {
      if (same[at] !== true || targetsOf(node).every((to) => same[to])) continue;
      same[at] = false;
      changed = true;
    }
  }
  return taskFlags(task, rename) === taskFlags(task, plain) ? same : same.fill(false);
}

/** Names with the cells of two blocks exchanged. */
export function exchanged(a: readonly number[], b: readonly number[]): (cell: number) => string {
  const other = new Map<number, number>();
  for (const [at, cell] of a.entries()) {
    other.set(cell, b[at] as number);
    other.set(b[at] as number, cell);
  }
  return (cell) => plain(other.get(cell) ?? cell);
}

const likeTasks = (a: ModelTask, b: ModelTask, rename: (cell: number) => string): boolean =>
  a.nodes.length === b.nodes.length &&
  taskFlags(a, rename) === taskFlags(b, plain) &&
  a.nodes.every((node, at) => nodeKey(node, rename) === nodeKey(b.nodes[at] as ModelNode, plain));

/** The exchange of two of a class's blocks, and what it asks of tasks outside them. Undefined: they are not alike. */
export function exchangeOf(model: Model, blocks: readonly Block[], first: number, second: number): Exchange | undefined {
  const [a, b] = [blocks[first] as Block, blocks[second] as Block];
  if (a.tasks.length !== b.tasks.length || a.cells.length !== b.cells.length) return undefined;
  if (a.cells.some((cell, at) => cellShape(model, cell) !== cellShape(model, b.cells[at] as number))) return undefined;
  const rename = exchanged(a.cells, b.cells);
  const task = (at: number): ModelTask => model.tasks[at] as ModelTask;
  if (!a.tasks.every((at, place) => likeTasks(task(at), task(b.tasks[place] as number), rename))) return undefined;
  if (!b.tasks.every((at, place) => likeTasks(task(at), task(a.tasks[place] as number), rename))) return undefined;
  const rests = [rename, plain].map((names) =>
    model.rest
      .map((rule) => restKey(rule, names))
      .sort()
      .join('\n'),
  );
  if (rests[0] !== rests[1]) return undefined;
  const inside = new Set([...a.tasks, ...b.tasks]);
  const when: { task: number; nodes: boolean[] }[] = [];
  for (const [at, outside] of model.tasks.entries()) {
    if (inside.has(at)) continue;
    const nodes = sameFrom(outside, rename);
    if (nodes.every((one) => one)) continue;
    if (!nodes.includes(true)) return undefined;
    when.push({ task: at, nodes });
  }
  return { first, second, when };
}
