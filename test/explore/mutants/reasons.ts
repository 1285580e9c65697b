/** Why a mutant that every probe proves made no difference, as far as the compiled models tell. */
import type { Model, ModelNode } from '../../../src/explore/model.ts';
import { modelHash } from '../../../src/explore/schedule.ts';

/**
 * From the surest to the weakest:
 * - same model: compiled, it is the model that it was. Here the step has nobody to be exchanged with.
 * - cell decides nothing: the cell is no part of the state, since nobody looks at it, or since it keeps one value.
 * - cell of one task: no other task of the probe touches it, so that nobody can see when it changes: a lock that nobody contends for.
 * - shared cell: others touch it. That nothing goes wrong must be understood case by case: another get covers this one, say.
 */
export const REASONS = ['same model', 'cell decides nothing', 'cell of one task', 'shared cell'] as const;
export type Reason = (typeof REASONS)[number];

const touches = (node: ModelNode, cell: number): boolean =>
  node.reads === cell ||
  node.lives.includes(cell) ||
  node.effects.some((effect) => effect.cell === cell) ||
  node.when.some((one) => one.cells.includes(cell));

/** The reason within one probe: its model as it was, as it is with the mutant, and the id of the cell that the step is about. */
export function reasonIn(plain: Model, mutated: Model, cellId: number): Reason {
  if (modelHash(plain) === modelHash(mutated)) return 'same model';
  const cell = plain.cells.findIndex((one) => one.id === cellId);
  if (cell < 0) return 'cell decides nothing';
  const users = plain.tasks.filter((task) => task.nodes.some((node) => touches(node, cell)));
  return users.length < 2 ? 'cell of one task' : 'shared cell';
}

/** The weakest of the reasons that the probes gave. */
export const weakest = (reasons: readonly Reason[]): Reason =>
  REASONS[Math.max(0, ...reasons.map((one) => REASONS.indexOf(one)))] ?? 'shared cell';
