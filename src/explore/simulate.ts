/**
 * The model once more, one step at a time and spelled out: to rebuild schedules from stored states, and to hold the generated
 * code against. Both follow `engine/apply.ts`.
 */

import type { FAULTS } from './generate/successors.ts';
import type { Model, ModelEffect, ModelNode, ModelTask, ModelTest } from './model.ts';
import type { PlainState } from './packing.ts';

/** How a step came out, beside the number that it answered. */
export type Outcome = 'done' | 'failed' | 'signal' | 'timeout' | 'chosen';

export interface Move {
  readonly task: number;
  readonly node: number;
  readonly outcome: Outcome;
  /** What the path is told. */
  readonly answer: number;
  /** Undefined: the step is a fault. */
  readonly to: PlainState | undefined;
  readonly fault: (typeof FAULTS)[number] | undefined;
}

function holds(state: PlainState, one: ModelTest): boolean {
  let sum = 0;
  for (const cell of one.cells) sum += state.cells[cell] as number;
  return one.rel === '==' ? sum === one.value : one.rel === '!=' ? sum !== one.value : one.rel === '>' ? sum > one.value : sum < one.value;
}

function after(state: PlainState, task: number, target: number, effects: readonly ModelEffect[]): PlainState {
  const cells = [...state.cells];
  for (const { cell, how, by } of effects)
    cells[cell] = how === 'set' ? by : (state.cells[how === 'copy' ? by : cell] as number) + (how === 'copy' ? 0 : by);
  const nodes = [...state.nodes];
  nodes[task] = target;
  return { cells, nodes };
}

function rangeFault(model: Model, state: PlainState, effects: readonly ModelEffect[]): (typeof FAULTS)[number] | undefined {
  for (const effect of effects) {
    if (effect.how === 'copy') continue;
    const { min, max } = model.cells[effect.cell] as Model['cells'][number];
    const value = effect.how === 'set' ? effect.by : (state.cells[effect.cell] as number) + effect.by;
    if (value < min) return 'underflow';
    if (value > max) return 'overflow';
  }
  return undefined;
}

function stepMoves(model: Model, state: PlainState, task: number, node: ModelNode): Move[] {
  const number = state.nodes[task] as number;
  const fault = (kind: (typeof FAULTS)[number]): Move[] => [{ task, node: number, outcome: 'done', answer: 0, to: undefined, fault: kind }];
  const go = (outcome: Outcome, answer: number, target: number, effects: readonly ModelEffect[] = []): Move => ({
    task,
    node: number,
    outcome,
    answer,
    to: after(state, task, target, effects),
    fault: undefined,
  });
  if (node.lives.some((cell) => state.cells[cell] === 0)) return fault('use-after-unload');
  const { pending } = model.tasks[task] as ModelTask;
  const signalled = node.onSignal >= 0 && pending >= 0 && state.cells[pending] === 1;
  if (signalled && node.signalFirst) return [go('signal', 0, node.onSignal)];
  const met = node.any ? node.when.length === 0 || node.when.some((one) => holds(state, one)) : node.when.every((one) => holds(state, one));
  if (!node.never && met) {
    const wrong = rangeFault(model, state, node.effects);
    if (wrong !== undefined) return fault(wrong);
    if (node.reads < 0) return [go('done', 1, node.next.get(1) as number, node.effects)];
    const answer = after(state, task, 0, node.effects).cells[node.reads] as number;
    const target = node.next.get(answer);
    if (target === undefined) throw new Error(`task ${task} is told ${answer}, which was not foreseen`);
    return [go('done', answer, target, node.effects)];
  }
  if (node.fault !== undefined) return fault(node.fault);
  if (node.onFail >= 0) return [go('failed', 0, node.onFail)];
  if (signalled) return [go('signal', 0, node.onSignal)];
  return node.onTimeout >= 0 ? [go('timeout', 2, node.onTimeout)] : [];
}

/** Everything that one task can do in a state. None: it is blocked, or has ended. */
export function movesOf(model: Model, state: PlainState, task: number): Move[] {
  const number = state.nodes[task] as number;
  const node = (model.tasks[task] as ModelTask).nodes[number] as ModelNode;
  if (node.kind === 'end') return [];
  if (node.kind === 'broken') return [{ task, node: number, outcome: 'done', answer: 0, to: undefined, fault: 'bug' }];
  if (node.kind === 'step') return stepMoves(model, state, task, node);
  return [...node.next].flatMap(([answer, target]) => {
    const spends = answer !== 0 && node.budget >= 0;
    if (spends && (state.cells[node.budget] as number) <= 0) return [];
    const effects = spends ? [{ cell: node.budget, how: 'add', by: -1 } as const] : [];
    return [{ task, node: number, outcome: 'chosen' as const, answer, to: after(state, task, target, effects), fault: undefined }];
  });
}

/** True when the task could do something now. */
export const canMove = (model: Model, state: PlainState, task: number): boolean => movesOf(model, state, task).length > 0;
