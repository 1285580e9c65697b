/** What all compiling of a world's tasks needs: how a path is run to find the tree of its answers. */
import { addCell } from '../../engine/cells.ts';
import { NOTES_PER_STEP_MAX } from '../../engine/limits.ts';
import type { CellId, Note, Path, Step } from '../../engine/step.ts';
import type { Span } from '../deadlines.ts';
import { isNote } from '../records.ts';
import type { World } from '../world.ts';
import type { Answerer } from './answers.ts';
import { type AutoNode, type AutoStore, makeNode } from './automaton.ts';
import { createRawStore, type RawNode, rawTree } from './raw.ts';
import { mayFail, mayHold, readValues, type ValueTable } from './values.ts';

export interface TaskAutomaton {
  readonly name: string;
  readonly start: AutoNode;
  /** Serves others: idle at its start it is not waiting. */
  readonly daemon: boolean;
  /** May never move at all: Ctrl-C that nobody presses. */
  readonly optional: boolean;
  /** Comes back to where it was, for ever. */
  readonly endless: boolean;
  readonly keeps: boolean;
  /** Tasks with the same text here were made from the same plan. */
  readonly kind: string;
  /** Cell that says a signal is pending for it, or -1. */
  readonly pending: CellId | -1;
  readonly worldTask: number;
  readonly isTimer: boolean;
  /** How long it runs, if it is a timer. */
  readonly span: Span | undefined;
}

/** Cells of the explorer's own, made once for a world. */
export interface OwnCells {
  readonly pending: ReadonlyMap<number, CellId>;
  readonly faultsLeft: CellId | -1;
}

/** Makes the pending flags of tasks that Ctrl-C may come to, and the budget of injected failures. */
export function makeOwnCells(w: World): OwnCells {
  const { cells } = w.machine;
  const pending = new Map<number, CellId>();
  if (w.params.interrupts > 0) {
    for (const task of w.tasks) {
      if (task.plan.interruptible === true) pending.set(task.index, addCell(cells, task.name, 'signal', { init: 0, min: 0, max: 1 }));
    }
  }
  const { faultBudget } = w.params;
  const faultsLeft = faultBudget < 0 ? -1 : addCell(cells, 'faults', 'left', { init: faultBudget, min: 0 });
  return { pending, faultsLeft };
}

/** The site of `choose`: the scenario's own choice, or a place where something may fail, if anything may. */
export const PICK = 'pick';
export const isEnabledSite = ({ params }: World, at: string): boolean =>
  at === PICK || (params.faultBudget !== 0 && params.faults.some((site) => at === site || at.endsWith(`: ${site}`)));

/** What the compiling of one world shares. */
export interface Compiler {
  readonly w: World;
  readonly values: ValueTable;
  readonly answerer: Answerer;
  readonly store: AutoStore;
  readonly own: OwnCells;
  readonly runs: { count: number };
}

function answersOf(c: Compiler, interruptible: boolean, step: Step): number[] {
  if (step.among > 0) return Array.from({ length: step.among }, (_, answer) => answer);
  const answers = new Set<number>();
  if (step.signalFirst && interruptible) answers.add(0);
  if (mayHold(c.values, step)) for (const value of readValues(c.values, step)) answers.add(value);
  if (mayFail(c.values, step.when)) {
    if (step.mode === 'try') answers.add(0);
    if (step.mode === 'waitOrSignal' && interruptible) answers.add(0);
    if (step.timeoutUs >= 0 && !step.nags) answers.add(2);
  }
  return [...answers].sort((a, b) => a - b);
}

/** Goes on to the next shared access; answers notes, and choices at sites that never fail here. */
function advance(c: Compiler, task: number, path: Path<unknown>, answer: number): IteratorResult<Step, unknown> {
  let at = path.next(answer);
  for (let notes = 0; at.done !== true; notes += 1) {
    const yielded: Step | Note = at.value;
    if (isNote(yielded)) at = path.next(c.answerer.answer(yielded, task));
    else if (yielded.among > 0 && !isEnabledSite(c.w, yielded.at)) at = path.next(0);
    else return at as IteratorResult<Step, unknown>;
    if (notes > NOTES_PER_STEP_MAX) throw new Error('a path makes notes without end');
  }
  return at;
}

/** The tree of a path's steps by what it may be told; `loading` names the module whose record a load finds blank. */
export function treeOf(
  c: Compiler,
  name: string,
  task: number,
  make: () => Path<unknown>,
  loading: string | undefined,
  interruptible: boolean,
): RawNode {
  const store = createRawStore(name);
  const tree = rawTree(store, {
    fresh() {
      c.answerer.reset(loading);
      return make();
    },
    advance: (path, answer) => advance(c, task, path, answer),
    answers: (step) => answersOf(c, interruptible, step),
  });
  c.runs.count += store.runs;
  return tree;
}

/** A round that comes back to its start for ever. `round` puts it in front of what follows. */
export function endlessly(store: AutoStore, name: string, round: (after: AutoNode) => AutoNode): AutoNode {
  const again = makeNode(store, `again ${name}`, { step: undefined, branches: new Map(), thrown: undefined, free: true, call: '' });
  const start = round(again);
  redirect(start, again, start === again ? store.end : start);
  return start;
}

/** Lets every edge to `from` lead to `to` instead: closes a loop. */
function redirect(start: AutoNode, from: AutoNode, to: AutoNode): void {
  const seen = new Set<AutoNode>([start]);
  for (const node of seen) {
    for (const [answer, next] of node.branches) {
      if (next === from) node.branches.set(answer, to);
      else seen.add(next);
    }
  }
}
