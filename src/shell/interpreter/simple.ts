/** Simple commands: assignments, redirections, and one of special builtin, function, builtin, program. */
import type { UserPath } from '../../engine/step.ts';
import { type Process, type Program, sys } from '../../engine/sys.ts';
import type { Builtin } from '../builtins/builtin.ts';
import { findBuiltin } from '../builtins/index.ts';
import { complain, ShellError } from '../complaint.ts';
import { expandSingle, expandWords } from '../expand/words.ts';
import { createJob } from '../jobs.ts';
import { performRedirects, type Resolved, resolveRedirects, withRedirects } from '../redirect.ts';
import type { Shell, Variable } from '../state.ts';
import type { Assignment, Node, Simple } from '../syntax/tree.ts';
import { EXIT_TRAP, lookForSignals } from '../traps.ts';
import { environmentOf, getVariable, markVariable, restoreVariable, setVariable } from '../variables.ts';
import { waitForeground } from './foreground.ts';
import { forkProcess, jobGroup } from './fork.ts';
import { type Image, imageOf, runImage } from './image.ts';
import { resolveProgram } from './resolve.ts';
import { runNode } from './run.ts';
import { trace } from './trace.ts';

/** Functions within functions: beyond this the shell says so instead of falling over. */
const CALLS_MAX = 1_000;

/** Runs a simple command; its status. Throws ShellError. */
export function* runSimple(shell: Shell, node: Simple, inPlace: boolean): UserPath<number> {
  shell.line = node.line;
  yield* lookForSignals(shell);
  if (shell.jump !== 'none') return shell.status;
  shell.substituted = undefined;
  const words = node.fixed ?? (yield* expandWords(shell, node.words));
  const name = words[0];
  if (name === undefined) return yield* runAssignments(shell, node);
  if (shell.options.xtrace) yield* trace(shell, node, words);
  const builtin = findBuiltin(name);
  if (builtin?.special === true) return yield* runSpecial(shell, node, builtin, words);
  const definition = shell.functions.get(name);
  if (definition === undefined && builtin === undefined) return yield* runProgram(shell, node, words, inPlace);
  const run = (): UserPath<number> =>
    definition === undefined ? (builtin as Builtin).run(shell, words.slice(1), name) : callFunction(shell, name, definition, words);
  if (node.assignments.length === 0) return yield* withRedirects(shell, node.redirects, run);
  return yield* withAssignments(shell, node, () => withRedirects(shell, node.redirects, run));
}

/** Assignments and redirections alone: they stay, and the status is that of the last command substitution. */
function* runAssignments(shell: Shell, node: Simple): UserPath<number> {
  if (shell.options.xtrace) yield* trace(shell, node, []);
  if (node.redirects.length > 0) {
    const status = yield* withRedirects(shell, node.redirects, nothing);
    if (status !== 0) return status;
  }
  yield* assign(shell, node.assignments);
  return shell.substituted ?? 0;
}

function* nothing(): UserPath<number> {
  return 0;
}

function* assign(shell: Shell, assignments: readonly Assignment[]): UserPath<void> {
  for (const { name, value } of assignments) setVariable(shell, name, yield* expandSingle(shell, value));
}

/** A special builtin keeps its assignments, and `exec` its redirections. */
function* runSpecial(shell: Shell, node: Simple, builtin: Builtin, words: readonly string[]): UserPath<number> {
  yield* assign(shell, node.assignments);
  if (builtin.name === 'exec' && words.length > 1) for (const { name } of node.assignments) markVariable(shell, name, 'exported');
  const run = (): UserPath<number> => builtin.run(shell, words.slice(1), builtin.name);
  if (builtin.name !== 'exec' || node.redirects.length === 0) return yield* withRedirects(shell, node.redirects, run);
  const wrong = yield* performRedirects(shell, yield* resolveRedirects(shell, node.redirects));
  if (wrong === undefined) return yield* run();
  yield* complain(shell, wrong);
  return 1;
}

/** Makes assignments for the time of one command, exported; puts the variables back. */
function* withAssignments(shell: Shell, node: Simple, run: () => UserPath<number>): UserPath<number> {
  const before: [string, Variable | undefined][] = [];
  for (const { name, value } of node.assignments) {
    const text = yield* expandSingle(shell, value);
    const variable = shell.variables.get(name);
    before.push([name, variable === undefined ? undefined : { ...variable }]);
    setVariable(shell, name, text);
    markVariable(shell, name, 'exported');
  }
  try {
    return yield* run();
  } finally {
    for (const [name, variable] of before.toReversed()) restoreVariable(shell, name, variable);
  }
}

/** Calls a function with its own positional parameters and locals. */
export function* callFunction(shell: Shell, name: string, body: Node, words: readonly string[]): UserPath<number> {
  if (shell.calls >= CALLS_MAX) throw new ShellError(`${name}: maximum function nesting level exceeded (${CALLS_MAX})`);
  const { positional, loops } = shell;
  shell.positional = words.slice(1);
  shell.loops = 0;
  shell.calls += 1;
  shell.locals.push(new Map());
  let status = yield* runNode(shell, body, false);
  if (shell.jump === 'return') {
    shell.jump = 'none';
    status = shell.status;
  }
  for (const [hidden, variable] of shell.locals.pop() ?? []) restoreVariable(shell, hidden, variable);
  shell.calls -= 1;
  shell.loops = loops;
  shell.positional = positional;
  return status;
}

/** The environment of a program: the exported variables, and the command's own assignments. */
function* environmentFor(shell: Shell, assignments: readonly Assignment[]): UserPath<ReadonlyMap<string, string>> {
  const environment = environmentOf(shell);
  if (assignments.length === 0) return environment;
  const own = new Map(environment);
  for (const { name, value } of assignments) {
    if (shell.variables.get(name)?.readonly === true) throw new ShellError(`${name}: is read only`);
    own.set(name, yield* expandSingle(shell, value));
  }
  return own;
}

function* runProgram(shell: Shell, node: Simple, words: readonly string[], inPlace: boolean): UserPath<number> {
  const redirects = node.redirects.length === 0 ? NO_REDIRECTS : yield* resolveRedirects(shell, node.redirects);
  const takesOver = inPlace && !shell.traps.has(EXIT_TRAP);
  const image = imageOf(shell, words, yield* environmentFor(shell, node.assignments), takesOver ? shell.depth : 0);
  if (takesOver) return yield* startImage(shell, image, redirects);
  const begin = (process: Process): UserPath<number> =>
    startImage(redirects.length === 0 ? shell : { ...shell, process, saved: [] }, image, redirects, process);
  const pid = yield* forkProcess(shell, jobGroup(shell, undefined), closingSaved(shell, begin));
  return yield* waitForeground(shell, createJob([pid], shell.options.monitor ? pid : 0, node.text, false));
}

/**
 * What a forked child runs that must not hold the shell's saved descriptors. No generator function is made here: one that
 * is made anew for each command gives V8 another kind of object each time, which costs more than the fork.
 */
function closingSaved(shell: Shell, body: Program): Program {
  if (shell.saved.length === 0) return body;
  const closing = [...shell.saved];
  return (process) => closeAndRun(closing, process, body);
}

function* closeAndRun(closing: readonly number[], process: Process, body: Program): UserPath<number> {
  for (const fd of closing) yield* sys.close(fd);
  return yield* body(process);
}

/** In the process that is to become the program: its redirections, then the program. */
function* startImage(shell: Shell, image: Image, redirects: readonly Resolved[], process = shell.process): UserPath<number> {
  if (redirects.length > 0) {
    const wrong = yield* performRedirects(shell, redirects);
    if (wrong !== undefined) {
      yield* complain(shell, wrong);
      return 1;
    }
  }
  return yield* runImage(process, image);
}

const NO_REDIRECTS: readonly Resolved[] = Object.freeze([]);

/** Runs words as `command` does: a builtin or a program, never a function. */
export function* runCommandWords(shell: Shell, words: readonly string[]): UserPath<number> {
  const [name = '', ...args] = words;
  const builtin = findBuiltin(name);
  if (builtin !== undefined) return yield* builtin.run(shell, args, name);
  const image = imageOf(shell, words, environmentOf(shell));
  const begin = (process: Process): UserPath<number> => runImage(process, image);
  const pid = yield* forkProcess(shell, jobGroup(shell, undefined), closingSaved(shell, begin));
  return yield* waitForeground(shell, createJob([pid], shell.options.monitor ? pid : 0, words.join(' '), false));
}

/** `exec`: this process becomes the program, without an EXIT trap; a program that is not there ends a script. */
export function* becomeProgram(shell: Shell, words: readonly string[]): UserPath<number> {
  const [name = ''] = words;
  const found = yield* resolveProgram(shell.around.find, name, getVariable(shell, 'PATH'));
  if (found.kind === 'missing') {
    yield* complain(shell, `${name}: ${found.message}`);
    if (shell.options.interactive) return found.status;
    shell.status = found.status;
  } else {
    shell.traps.clear();
    for (const fd of shell.saved.splice(0)) yield* sys.close(fd);
    shell.status = yield* runImage(shell.process, imageOf(shell, words, environmentOf(shell), shell.depth));
  }
  shell.jump = 'exit';
  return shell.status;
}
