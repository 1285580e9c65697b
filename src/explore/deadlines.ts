/**
 * Timers in the order of their deadlines, as cells of the model: time itself is no part of a state, who must go first is.
 * Every step takes some time, and a processor may be slow: so of two timers the one armed first also comes first, unless it
 * runs longer than the other; then either may. A timer that is due may fire at any later step, and what it runs may be slow:
 * then the next one's may overtake it, as on two processors. Exact where timers have two
 * lengths at most; of three and more it may let an order pass that no clock gives, and never forbids one that a clock gives.
 */
import type { Model, ModelCell, ModelEffect, ModelNode, ModelTask } from './model.ts';

/** How long a timer may run, over all places that arm it; microseconds. */
export interface Span {
  readonly least: number;
  readonly most: number;
}

interface Timer {
  readonly task: number;
  /** Cell that is 1 from arming until it fires or somebody takes it out. */
  readonly armed: number;
  /** By the other timer's task: the cell that is 1 while that one must fire before this one. */
  readonly after: Map<number, number>;
}

const standsArmed = (node: ModelNode): boolean => node.step?.op === 'sleep' && node.when.length === 1;
const setTo = (cell: number, by: number): ModelEffect => ({ cell, how: 'set', by });

function timersOf(model: Model, spans: readonly (Span | undefined)[], cells: ModelCell[]): Timer[] {
  const addCell = (name: string): number => cells.push({ name, id: -1, init: 0, lo: 0, hi: 1, min: 0, max: 1 }) - 1;
  const timers = model.tasks.flatMap((task, at) => {
    const armed = !task.isTimer ? undefined : task.nodes.find(standsArmed)?.when[0]?.cells[0];
    return armed === undefined ? [] : [{ task: at, armed }];
  });
  if (timers.length < 2) return [];
  const made = timers.map((one): Timer => ({ ...one, after: new Map() }));
  for (const later of made) {
    for (const first of made) {
      const [a, b] = [spans[first.task], spans[later.task]];
      if (first === later || a === undefined || b === undefined || a.most > b.least) continue;
      later.after.set(first.task, addCell(`${model.tasks[later.task]?.name}.after ${model.tasks[first.task]?.name}`));
    }
  }
  return made;
}

/** Nobody waits for this timer any more, nor it for anybody. */
function released(timer: Timer, timers: readonly Timer[]): ModelEffect[] {
  const cells = [...timer.after.values(), ...timers.flatMap((other) => other.after.get(timer.task) ?? [])];
  return cells.map((cell) => setTo(cell, 0));
}

/** Armed anew it comes after all that have yet to fire, and before nobody. */
function armedNow(timer: Timer, timers: readonly Timer[]): ModelEffect[] {
  const others = timers.flatMap((other) => other.after.get(timer.task) ?? []).map((cell) => setTo(cell, 0));
  const after = timers.flatMap((other): ModelEffect[] => {
    const cell = timer.after.get(other.task);
    return cell === undefined ? [] : [{ cell, how: 'copy', by: other.armed }];
  });
  return [...others, ...after];
}

function orderedNode(node: ModelNode, own: Timer | undefined, timers: readonly Timer[]): ModelNode {
  const more = node.effects.flatMap((effect) => {
    const timer = timers.find(({ armed }) => armed === effect.cell);
    if (timer === undefined) return [];
    return effect.by === 1 ? armedNow(timer, timers) : released(timer, timers);
  });
  const first = own !== undefined && standsArmed(node) ? [...own.after.values()] : [];
  const when = [...node.when, ...first.map((cell) => ({ cells: [cell], rel: '==' as const, value: 0 }))];
  return { ...node, when, effects: [...node.effects, ...more] };
}

/** The model in which no timer fires while another that is armed has an earlier deadline. `spans`: by task, of timers. */
export function inDeadlineOrder(model: Model, spans: readonly (Span | undefined)[]): Model {
  const cells = [...model.cells];
  const timers = timersOf(model, spans, cells);
  if (timers.every((timer) => timer.after.size === 0)) return model;
  const tasks = model.tasks.map((task, at): ModelTask => {
    const own = timers.find((timer) => timer.task === at);
    return { ...task, nodes: task.nodes.map((node) => orderedNode(node, own, timers)) };
  });
  return { ...model, cells, tasks, anyOrder: model };
}
