/** Running a tree: lists, conditions of all kinds, and the rules of `set -e`. */
import type { UserPath } from '../../engine/step.ts';
import { fail, ShellError } from '../complaint.ts';
import { withRedirects } from '../redirect.ts';
import type { Shell } from '../state.ts';
import type { AndOr, Define, List, Node, Pipeline, Redirected } from '../syntax/tree.ts';
import { actOnSignals } from '../traps.ts';
import { runCase, runCondition, runFor, runIf, runLoop } from './compound.ts';
import { runBackground, runPipeline, runSubshell } from './fork.ts';
import { runSimple } from './simple.ts';

/** Runs the commands of a list until one makes the shell leave it; the last status. */
export function* runList(shell: Shell, list: List): UserPath<number> {
  let status = 0;
  for (const { node, background } of list) {
    if (background) {
      shell.line = node.line;
      status = yield* startBackground(shell, node);
    } else status = yield* runNode(shell, node, false);
    shell.status = status;
    if (shell.arrived.length > 0 && shell.jump === 'none') yield* actOnSignals(shell);
    if (shell.jump !== 'none') break;
  }
  return shell.jump === 'exit' || shell.jump === 'abort' ? shell.status : status;
}

function* startBackground(shell: Shell, node: Node): UserPath<number> {
  try {
    return yield* runBackground(shell, node);
  } catch (error) {
    return yield* fail(shell, error);
  }
}

/** Commands within commands in one process: beyond this the shell says so instead of falling over. */
const DEPTH_MAX = 1_000;

/**
 * Runs one command and looks after `set -e`. `inPlace`: this process has nothing to do afterwards, so a program may take
 * it over instead of being forked.
 */
export function* runNode(shell: Shell, node: Node, inPlace: boolean): UserPath<number> {
  if (shell.options.noexec && !shell.options.interactive) return shell.status;
  const { depth } = shell;
  let status: number;
  try {
    if (depth >= DEPTH_MAX) throw new ShellError(`commands are nested too deep (${DEPTH_MAX})`);
    shell.depth = depth + 1;
    status = node.kind === 'simple' ? yield* runSimple(shell, node, inPlace) : yield* pathOf(shell, node, inPlace);
    shell.depth = depth;
  } catch (error) {
    shell.depth = depth;
    return yield* fail(shell, error);
  }
  if (status !== 0 && shell.options.errexit && shell.tested === 0 && shell.jump === 'none' && triggersExit(node)) {
    shell.status = status;
    shell.jump = shell.options.interactive ? 'abort' : 'exit';
  }
  return status;
}

/** A compound command's status is that of a command in it, which was looked at there; `!` and `&&` were tested. */
function triggersExit(node: Node): boolean {
  if (node.kind === 'pipeline') return !node.negated;
  return node.kind === 'simple' || node.kind === 'subshell' || node.kind === 'redirected' || node.kind === 'condition';
}

/** What runs a command that is not a simple one. No generator itself, so that it adds nothing to their depth. */
function pathOf(shell: Shell, node: Exclude<Node, { kind: 'simple' }>, inPlace: boolean): UserPath<number> {
  switch (node.kind) {
    case 'pipeline':
      return runNegatable(shell, node, inPlace);
    case 'andOr':
      return runAndOr(shell, node);
    case 'if':
      return runIf(shell, node);
    case 'loop':
      return runLoop(shell, node);
    case 'for':
      return runFor(shell, node);
    case 'case':
      return runCase(shell, node);
    case 'group':
      return runList(shell, node.body);
    case 'subshell':
      return inPlace ? runList(shell, node.body) : runSubshell(shell, node.body, node.text, []);
    case 'define':
      return define(shell, node);
    case 'condition':
      return runCondition(shell, node);
    case 'redirected':
      return runRedirected(shell, node, inPlace);
  }
}

function* define(shell: Shell, node: Define): UserPath<number> {
  shell.functions.set(node.name, node.body);
  return 0;
}

function* runRedirected(shell: Shell, node: Redirected, inPlace: boolean): UserPath<number> {
  const { node: inner, redirects, text } = node;
  shell.line = node.line;
  if (inner.kind === 'subshell' && !inPlace) return yield* runSubshell(shell, inner.body, text, redirects);
  return yield* withRedirects(shell, redirects, () => runNode(shell, inner, inPlace));
}

/** Runs something whose failure is no failure for `set -e`. */
export function* runTested(shell: Shell, run: () => UserPath<number>): UserPath<number> {
  shell.tested += 1;
  const status = yield* run();
  shell.tested -= 1;
  shell.status = status;
  return status;
}

function* runNegatable(shell: Shell, node: Pipeline, inPlace: boolean): UserPath<number> {
  const only = node.commands.length === 1 ? node.commands[0] : undefined;
  if (!node.negated) return only === undefined ? yield* runPipeline(shell, node) : yield* runNode(shell, only, inPlace);
  const status = yield* runTested(shell, () => (only === undefined ? runPipeline(shell, node) : runNode(shell, only, false)));
  if (shell.jump !== 'none') return status;
  return status === 0 ? 1 : 0;
}

function* runAndOr(shell: Shell, node: AndOr): UserPath<number> {
  const { first, rest } = node;
  let status = yield* runTested(shell, () => runNode(shell, first, false));
  for (const [nth, { op, node: next }] of rest.entries()) {
    if (shell.jump !== 'none') return status;
    if ((status === 0) !== (op === '&&')) continue;
    status = nth === rest.length - 1 ? yield* runNode(shell, next, false) : yield* runTested(shell, () => runNode(shell, next, false));
    shell.status = status;
  }
  return status;
}
