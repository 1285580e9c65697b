/** if, while, until, for, case, [[ ]]. */
import type { UserPath } from '../../engine/step.ts';
import { binaryTest, unaryTest } from '../conditions/operators.ts';
import { compilePattern, matches } from '../expand/pattern.ts';
import { expandPattern, expandSingle, expandWords } from '../expand/words.ts';
import type { Shell } from '../state.ts';
import type { Case, Condition, ConditionTest, For, If, Loop } from '../syntax/tree.ts';
import { lookForSignals } from '../traps.ts';
import { setVariable } from '../variables.ts';
import { runList, runTested } from './run.ts';

export function* runIf(shell: Shell, node: If): UserPath<number> {
  for (const { test, body } of node.branches) {
    const status = yield* runTested(shell, () => runList(shell, test));
    if (shell.jump !== 'none') return status;
    if (status === 0) return yield* runList(shell, body);
  }
  return node.otherwise === undefined ? 0 : yield* runList(shell, node.otherwise);
}

/** Deals with `break` and `continue` after a body; true when the loop is to end. */
function leavesLoop(shell: Shell): boolean {
  if (shell.jump !== 'break' && shell.jump !== 'continue') return shell.jump !== 'none';
  shell.jumpLevels -= 1;
  if (shell.jumpLevels > 0) return true;
  const leaves = shell.jump === 'break';
  shell.jump = 'none';
  return leaves;
}

export function* runLoop(shell: Shell, node: Loop): UserPath<number> {
  let status = 0;
  shell.loops += 1;
  for (;;) {
    const looks = shell.looks;
    const test = yield* runTested(shell, () => runList(shell, node.test));
    if (shell.jump !== 'none') {
      if (leavesLoop(shell)) break;
      continue;
    }
    if ((test === 0) === node.until) break;
    status = yield* runList(shell, node.body);
    if (shell.jump !== 'none' && leavesLoop(shell)) break;
    if (shell.looks === looks) yield* lookForSignals(shell);
    if (shell.jump !== 'none') break;
  }
  shell.loops -= 1;
  return shell.jump === 'exit' || shell.jump === 'return' || shell.jump === 'abort' ? shell.status : status;
}

export function* runFor(shell: Shell, node: For): UserPath<number> {
  shell.line = node.line;
  const values = node.words === undefined ? shell.positional : yield* expandWords(shell, node.words);
  let status = 0;
  shell.loops += 1;
  for (const value of values) {
    setVariable(shell, node.name, value);
    status = yield* runList(shell, node.body);
    if (shell.jump !== 'none' && leavesLoop(shell)) break;
  }
  shell.loops -= 1;
  return status;
}

export function* runCase(shell: Shell, node: Case): UserPath<number> {
  shell.line = node.line;
  const value = yield* expandSingle(shell, node.word);
  for (const { patterns, body } of node.items) {
    for (const word of patterns) {
      const fits = word.literal === undefined ? matches(compilePattern(yield* expandPattern(shell, word)), value) : word.literal === value;
      if (fits) return body.length === 0 ? 0 : yield* runList(shell, body);
    }
  }
  return 0;
}

export function* runCondition(shell: Shell, node: Condition): UserPath<number> {
  shell.line = node.line;
  return (yield* holds(shell, node.test)) ? 0 : 1;
}

function* holds(shell: Shell, test: ConditionTest): UserPath<boolean> {
  switch (test.kind) {
    case 'not':
      return !(yield* holds(shell, test.test));
    case 'logical':
      for (const one of test.tests) {
        const met = yield* holds(shell, one);
        if (met !== (test.op === '&&')) return met;
      }
      return test.op === '&&';
    case 'unary':
      return yield* unaryTest(shell, test.op, yield* expandSingle(shell, test.word));
    case 'binary': {
      const left = yield* expandSingle(shell, test.left);
      if (test.op === '=' || test.op === '==' || test.op === '!=') {
        const fits = matches(compilePattern(yield* expandPattern(shell, test.right)), left);
        return fits === (test.op !== '!=');
      }
      return yield* binaryTest(left, test.op, yield* expandSingle(shell, test.right));
    }
  }
}
