/** From the tasks of a world to automata: each system call compiled on its own, then chained as the task's body calls them. */
import { addCell } from '../../engine/cells.ts';
import { NOTES_PER_STEP_MAX } from '../../engine/limits.ts';
import type { Call, CellId, Note, Path, Step } from '../../engine/step.ts';
import { familyOf, lingerTimer, socketOf } from '../../kernel/socket.ts';
import { callText, enterCall, filtered } from '../calls.ts';
import type { Span } from '../deadlines.ts';
import { isNote, timerName } from '../records.ts';
import { callsOf } from '../scenario.ts';
import type { World, WorldTask } from '../world.ts';
import { type Answerer, createAnswerer } from './answers.ts';
import { type AutoNode, type AutoStore, armedStep, createAutoStore, interruptNode, makeNode, prepend } from './automaton.ts';
import { createRawStore, type RawNode, rawTree, stepKey } from './raw.ts';
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
  /** Socket whose timer it is, or -1. */
  readonly timerOf: number;
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

interface Compiler {
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

function treeOf(c: Compiler, task: number, make: () => Path<unknown>, loading: string | undefined, interruptible: boolean): RawNode {
  const store = createRawStore();
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

/** One round of a task's body, in front of what comes after the round. */
function compileRound(c: Compiler, task: WorldTask, trees: Map<string, RawNode>, after: AutoNode): AutoNode {
  const interruptible = c.own.pending.has(task.index);
  const treeOfCall = (call: Call): RawNode => {
    const key = `${call.name} ${JSON.stringify(call.args)}`;
    let tree = trees.get(key);
    if (tree === undefined) {
      const loading = call.name === 'insmod' ? String(call.args[0]) : undefined;
      tree = treeOf(c, task.index, () => enterCall(c.w, task.index, call.name, call.args), loading, interruptible);
      trees.set(key, tree);
    }
    return tree;
  };
  const from = (results: readonly unknown[]): AutoNode => {
    const body = task.plan.run(callsOf(task.number), task.before);
    let at = body.next(undefined);
    for (const result of results) at = body.next(result);
    if (at.done === true) return after;
    const call = at.value;
    return prepend(c.store, stepKey, treeOfCall(call), callText(call.name, call.args), (result) => from([...results, result]));
  };
  return from([]);
}

function compileTask(c: Compiler, task: WorldTask): TaskAutomaton {
  const trees = new Map<string, RawNode>();
  const rounds = task.plan.rounds ?? 1;
  let start = c.store.end;
  if (rounds === 'endless') {
    const again = makeNode(c.store, `again ${task.index}`, {
      step: undefined,
      branches: new Map(),
      thrown: undefined,
      free: true,
      call: '',
    });
    start = compileRound(c, task, trees, again);
    redirect(start, again, start === again ? c.store.end : start);
  } else for (let round = 0; round < rounds; round += 1) start = compileRound(c, task, trees, start);
  return {
    name: task.name,
    start,
    daemon: false,
    optional: false,
    endless: rounds === 'endless',
    keeps: task.plan.keeps ?? false,
    kind: task.plan.name,
    pending: c.own.pending.get(task.index) ?? -1,
    worldTask: task.index,
    timerOf: -1,
    span: undefined,
  };
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

/** The timer of a lingering socket: stands armed, fires at any later time, and calls into the module. */
function compileTimer(c: Compiler, socket: number, span: Span, rounds: number | 'endless'): TaskAutomaton {
  const { armed, family } = socketOf(c.w.k, socket);
  const tree = treeOf(c, c.w.tasks.length, () => filtered(c.w, lingerTimer(c.w.k, socket, 1)), undefined, false);
  const fired = tree.branches.get(2);
  if (tree.step?.op !== 'sleep' || fired === undefined)
    throw new Error(`the timer of family ${familyOf(c.w.k, family).number} does not sleep first`);
  const step = armedStep(armed, tree.step.at);
  const name = timerName(socket);
  const stand = (after: AutoNode): AutoNode => {
    const first = prepend(c.store, stepKey, fired, name, () => after);
    return makeNode(c.store, stepKey(step), { step, branches: new Map([[1, first]]), thrown: undefined, free: true, call: name });
  };
  let start = c.store.end;
  if (rounds === 'endless') {
    const again = makeNode(c.store, `again ${name}`, { step: undefined, branches: new Map(), thrown: undefined, free: true, call: '' });
    start = stand(again);
    redirect(start, again, start);
  } else for (let round = 0; round < rounds; round += 1) start = stand(start);
  return {
    name,
    start,
    daemon: true,
    optional: false,
    endless: rounds === 'endless',
    keeps: false,
    kind: 'timer',
    pending: -1,
    worldTask: -1,
    timerOf: socket,
    span,
  };
}

function compileInterrupts(c: Compiler): TaskAutomaton[] {
  return [...c.own.pending].map(([task, pending]) => {
    let start = c.store.end;
    for (let count = 0; count < c.w.params.interrupts; count += 1) start = interruptNode(c.store, stepKey, pending, start);
    const name = `Ctrl-C ${c.w.tasks[task]?.name ?? ''}`;
    const plain = { daemon: false, endless: false, keeps: false, pending: -1, worldTask: -1, timerOf: -1, span: undefined } as const;
    return { ...plain, name, start, optional: true, kind: 'Ctrl-C' };
  });
}

export interface CompiledTasks {
  readonly tasks: readonly TaskAutomaton[];
  /** Paths that were run to find them. */
  readonly runs: number;
}

/** Compiles every task of a world, given the values that cells may have. */
export function compileTasks(w: World, values: ValueTable, own: OwnCells): CompiledTasks {
  const c: Compiler = {
    w,
    values,
    answerer: createAnswerer(w),
    store: createAutoStore(w.params.model === 'big-lock'),
    own,
    runs: { count: 0 },
  };
  const tasks = w.tasks.map((task) => compileTask(c, task));
  const timers = [...c.answerer.armed]
    .sort(([a], [b]) => a - b)
    .map(([socket, span]) => {
      const owner = w.tasks.find((task) => w.records.sockets.get(task.index) === socket);
      return compileTimer(c, socket, span, owner?.plan.rounds ?? 1);
    });
  c.answerer.reset(undefined);
  return { tasks: [...tasks, ...timers, ...compileInterrupts(c)], runs: c.runs.count };
}
