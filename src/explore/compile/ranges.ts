/** How far adds can take each cell: the most that any stretch of each task can add, summed over the tasks. */
import type { CellId } from '../../engine/step.ts';
import { type AutoNode, reachable } from './automaton.ts';
import { addValue, type ValueTable } from './values.ts';

/** The best sum over any stretch of edges; `sign` 1: the highest, -1: the lowest. Undefined when a loop adds without end. */
function furthest(nodes: readonly AutoNode[], cell: CellId, sign: 1 | -1): number | undefined {
  const best = new Map<AutoNode, number>();
  const weight = (node: AutoNode): number => {
    const effect = node.step?.effects.find((one) => one.cell === cell && one.how === 'add');
    return effect === undefined ? 0 : effect.by * sign;
  };
  // Longest stretch from each node on, by relaxing until nothing changes; a loop that gains never stops.
  let changed = true;
  for (let round = 0; changed; round += 1) {
    if (round > nodes.length + 1) return undefined;
    changed = false;
    for (let at = nodes.length - 1; at >= 0; at -= 1) {
      const node = nodes[at] as AutoNode;
      const gain = weight(node);
      let most = 0;
      for (const [answer, to] of node.branches) {
        const done = node.step?.mode !== 'try' || answer !== 0;
        most = Math.max(most, (done ? gain : 0) + (best.get(to) ?? 0));
      }
      if (most > (best.get(node) ?? 0)) {
        best.set(node, most);
        changed = true;
      }
    }
  }
  return Math.max(0, ...best.values());
}

function changesOf(all: readonly (readonly AutoNode[])[]): { sets: Map<CellId, Set<number>>; added: Set<CellId> } {
  const sets = new Map<CellId, Set<number>>();
  const added = new Set<CellId>();
  for (const node of all.flat()) {
    for (const effect of node.step?.effects ?? []) {
      if (effect.how === 'add') added.add(effect.cell);
      else sets.set(effect.cell, (sets.get(effect.cell) ?? new Set()).add(effect.by));
    }
  }
  return { sets, added };
}

/** Widens the table by what these automata can do. True when something is new. `slack` bounds loops that add without end. */
export function widenValues(table: ValueTable, starts: readonly AutoNode[], slack: number): boolean {
  const all = starts.map(reachable);
  const { sets, added } = changesOf(all);
  let changed = false;
  const learn = (cell: CellId, value: number): void => {
    if (addValue(table, cell, value)) changed = true;
  };
  for (const [cell, values] of sets) for (const value of values) learn(cell, value);
  for (const cell of added) {
    const from = [table.cells.values[cell] as number, ...(sets.get(cell) ?? [])];
    const reach = (sign: 1 | -1): number => {
      let sum = 0;
      for (const nodes of all) sum += Math.min(slack, furthest(nodes, cell, sign) ?? slack);
      return Math.min(sum, slack);
    };
    const low = Math.max(Math.min(...from) - reach(-1), table.cells.mins[cell] as number);
    const high = Math.min(Math.max(...from) + reach(1), table.cells.maxs[cell] as number);
    for (let value = low; value <= high; value += 1) learn(cell, value);
  }
  return changed;
}
