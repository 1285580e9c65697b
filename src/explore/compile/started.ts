/** The tasks that paths start on the kernel's own account, as automata. */
import { socketOf } from '../../kernel/socket.ts';
import { filtered } from '../calls.ts';
import type { Started } from '../started.ts';
import type { World } from '../world.ts';
import { type AutoNode, armedStep, makeNode, prepend } from './automaton.ts';
import { type Compiler, endlessly, type TaskAutomaton, treeOf } from './compiler.ts';
import { stepKey } from './raw.ts';

/**
 * What the kernel runs on its own account. A timer stands armed, fires at any later time, and calls into the module; a thread
 * stands until it is asked for.
 */
function compileStarted(c: Compiler, { name, kind, asked, path }: Started, rounds: number | 'endless'): TaskAutomaton {
  const tree = treeOf(c, name, c.w.tasks.length, () => filtered(c.w, path()), undefined, false);
  const stand = (after: AutoNode): AutoNode => {
    if (kind === 'kthread') return prepend(c.store, stepKey, tree, name, () => after);
    const fired = tree.branches.get(2);
    if (tree.step?.op !== 'sleep' || fired === undefined) throw new Error(`${name} does not sleep first`);
    const step = armedStep(asked, tree.step.at);
    const first = prepend(c.store, stepKey, fired, name, () => after);
    return makeNode(c.store, stepKey(step), { step, branches: new Map([[1, first]]), thrown: undefined, free: true, call: name });
  };
  let start = c.store.end;
  if (rounds === 'endless') start = endlessly(c.store, name, stand);
  else for (let round = 0; round < rounds; round += 1) start = stand(start);
  return {
    name,
    start,
    daemon: true,
    optional: false,
    endless: rounds === 'endless',
    keeps: false,
    kind,
    pending: -1,
    worldTask: -1,
    isTimer: kind === 'timer',
    span: undefined,
  };
}

/** All that the paths compiled before this start, and what that starts in its turn. */
export function compileAllStarted(c: Compiler): TaskAutomaton[] {
  const { started } = c.answerer;
  const made: TaskAutomaton[] = [];
  // What one of them starts comes behind it in the map, and is come to in its turn.
  for (const { what } of started.values()) made.push(compileStarted(c, what, roundsOf(c.w, what)));
  // Only now is known how long each timer may run: another may have set it again.
  return made.map((task) => (task.isTimer ? { ...task, span: started.get(task.name)?.span } : task));
}

/** How often it may begin: a socket's timer once for each round of the task that has the socket, a driver's own as often as the driver likes. */
function roundsOf(w: World, { asked }: Started): number | 'endless' {
  const owner = w.tasks.find((task) => {
    const socket = w.records.sockets.get(task.index);
    return socket !== undefined && socketOf(w.k, socket).armed === asked;
  });
  return owner === undefined ? 'endless' : (owner.plan.rounds ?? 1);
}
