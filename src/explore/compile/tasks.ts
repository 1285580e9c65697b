/** From the tasks of a world to automata: each system call compiled on its own, then chained as the task's body calls them. */
import type { Call } from '../../engine/step.ts';
import { callText, enterCall } from '../calls.ts';
import { usersOwn } from '../problem.ts';
import { callsOf } from '../scenario.ts';
import type { World, WorldTask } from '../world.ts';
import { createAnswerer } from './answers.ts';
import { type AutoNode, createAutoStore, interruptNode, prepend } from './automaton.ts';
import { type Compiler, endlessly, type OwnCells, type TaskAutomaton, treeOf } from './compiler.ts';
import { type RawNode, stepKey } from './raw.ts';
import { compileAllStarted } from './started.ts';
import type { ValueTable } from './values.ts';

/** One round of a task's body, in front of what comes after the round. */
function compileRound(c: Compiler, task: WorldTask, trees: Map<string, RawNode>, after: AutoNode): AutoNode {
  const interruptible = c.own.pending.has(task.index);
  const treeOfCall = (call: Call): RawNode => {
    const key = `${call.name} ${JSON.stringify(call.args)}`;
    let tree = trees.get(key);
    if (tree === undefined) {
      const loading = call.name === 'insmod' ? String(call.args[0]) : undefined;
      tree = treeOf(
        c,
        callText(call.name, call.args),
        task.index,
        () => enterCall(c.w, task.index, call.name, call.args),
        loading,
        interruptible,
      );
      trees.set(key, tree);
    }
    return tree;
  };
  const from = (results: readonly unknown[]): AutoNode => {
    const at = usersOwn(`task ${task.name}`, () => {
      const body = task.plan.run(callsOf(task.number), task.before);
      return results.reduce<IteratorResult<Call, unknown>>((_, result) => body.next(result), body.next(undefined));
    });
    if (at.done === true) return after;
    const call = at.value;
    return prepend(c.store, stepKey, treeOfCall(call), callText(call.name, call.args), (result) => from([...results, result]));
  };
  return from([]);
}

function compileTask(c: Compiler, task: WorldTask): TaskAutomaton {
  const trees = new Map<string, RawNode>();
  const rounds = task.plan.rounds ?? 1;
  const round = (after: AutoNode): AutoNode => compileRound(c, task, trees, after);
  let start = c.store.end;
  if (rounds === 'endless') start = endlessly(c.store, String(task.index), round);
  else for (let count = 0; count < rounds; count += 1) start = round(start);
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
    isTimer: false,
    span: undefined,
  };
}

function compileInterrupts(c: Compiler): TaskAutomaton[] {
  return [...c.own.pending].map(([task, pending]) => {
    let start = c.store.end;
    for (let count = 0; count < c.w.params.interrupts; count += 1) start = interruptNode(c.store, stepKey, pending, start);
    const name = `Ctrl-C ${c.w.tasks[task]?.name ?? ''}`;
    const plain = { daemon: false, endless: false, keeps: false, pending: -1, worldTask: -1, isTimer: false, span: undefined } as const;
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
  const started = compileAllStarted(c);
  c.answerer.reset(undefined);
  return { tasks: [...tasks, ...started, ...compileInterrupts(c)], runs: c.runs.count };
}
