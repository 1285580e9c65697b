/**
 * What a task's next step touches, and what the task may still touch from there on. Two additions to one cell commute, as
 * long as neither is asked for its result and the cell cannot leave its range by their order.
 */
import type { Model, ModelNode, ModelTask } from './model.ts';

export interface Footprints {
  /** By task and node: the row of its step; the column of its future. */
  readonly steps: readonly Int32Array[];
  readonly futures: readonly Int32Array[];
  /** Row times `columns` plus column: 1 when the step may not be moved past that future. */
  readonly conflicts: Uint8Array;
  readonly columns: number;
}

/** Sets of cells as bits of a big integer. */
interface Footprint {
  reads: bigint;
  writes: bigint;
  raises: bigint;
  lowers: bigint;
}

const empty = (): Footprint => ({ reads: 0n, writes: 0n, raises: 0n, lowers: 0n });
const bit = (cell: number): bigint => 1n << BigInt(cell);

function footprintOf(task: ModelTask, node: ModelNode): Footprint {
  const print = empty();
  for (const one of node.when) for (const cell of one.cells) print.reads |= bit(cell);
  for (const cell of node.lives) print.reads |= bit(cell);
  if (node.reads >= 0) print.reads |= bit(node.reads);
  if (node.onSignal >= 0 && task.pending >= 0) print.reads |= bit(task.pending);
  if (node.budget >= 0) {
    print.reads |= bit(node.budget);
    print.writes |= bit(node.budget);
  }
  for (const effect of node.effects) {
    if (effect.how === 'copy') print.reads |= bit(effect.by);
    if (effect.how !== 'add') print.writes |= bit(effect.cell);
    else if (effect.by > 0) print.raises |= bit(effect.cell);
    else print.lowers |= bit(effect.cell);
  }
  return print;
}

function merge(into: Footprint, from: Footprint): boolean {
  const before = [into.reads, into.writes, into.raises, into.lowers];
  into.reads |= from.reads;
  into.writes |= from.writes;
  into.raises |= from.raises;
  into.lowers |= from.lowers;
  return before[0] !== into.reads || before[1] !== into.writes || before[2] !== into.raises || before[3] !== into.lowers;
}

const targetsOf = (node: ModelNode): number[] => [
  ...new Set([...node.next.values(), node.onFail, node.onSignal, node.onTimeout].filter((to) => to >= 0)),
];

/** Everything each node of a task may still touch, its own step included. */
function futuresOf(task: ModelTask, steps: readonly Footprint[]): Footprint[] {
  const futures = steps.map((step) => ({ ...step }));
  for (let changed = true; changed; ) {
    changed = false;
    for (let at = task.nodes.length - 1; at >= 0; at -= 1) {
      for (const to of targetsOf(task.nodes[at] as ModelNode)) {
        if (merge(futures[at] as Footprint, futures[to] as Footprint)) changed = true;
      }
    }
  }
  return futures;
}

const keyOf = (print: Footprint): string => `${print.reads},${print.writes},${print.raises},${print.lowers}`;

function numberAll(prints: readonly (readonly Footprint[])[]): { distinct: Footprint[]; numbers: Int32Array[] } {
  const distinct: Footprint[] = [];
  const known = new Map<string, number>();
  const numbers = prints.map((list) =>
    Int32Array.from(list, (print) => {
      const key = keyOf(print);
      let number = known.get(key);
      if (number === undefined) {
        number = distinct.length;
        known.set(key, number);
        distinct.push(print);
      }
      return number;
    }),
  );
  return { distinct, numbers };
}

/** The footprints of every task and which of them are in each other's way. */
export function footprints(model: Model): Footprints {
  const stepPrints = model.tasks.map((task) => task.nodes.map((node) => footprintOf(task, node)));
  const futurePrints = model.tasks.map((task, at) => futuresOf(task, stepPrints[at] ?? []));
  const steps = numberAll(stepPrints);
  const futures = numberAll(futurePrints);
  // Where an addition can end in a fault, the order of a raise and a lowering decides whether it does.
  const ranged = model.cells.reduce((set, cell, at) => (cell.lo <= cell.min || cell.hi >= cell.max ? set | bit(at) : set), 0n);
  const columns = futures.distinct.length;
  const conflicts = new Uint8Array(steps.distinct.length * columns);
  for (const [row, a] of steps.distinct.entries()) {
    const adds = a.raises | a.lowers;
    for (const [column, b] of futures.distinct.entries()) {
      const bAdds = b.raises | b.lowers;
      const clash =
        (a.reads & (b.writes | bAdds)) |
        (a.writes & (b.reads | b.writes | bAdds)) |
        (adds & (b.reads | b.writes)) |
        (((a.raises & b.lowers) | (a.lowers & b.raises)) & ranged);
      if (clash !== 0n) conflicts[row * columns + column] = 1;
    }
  }
  return { steps: steps.numbers, futures: futures.numbers, conflicts, columns };
}
