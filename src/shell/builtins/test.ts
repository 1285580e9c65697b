/** test and [. */
import { evaluateTest } from '../conditions/expression.ts';
import { TestError } from '../conditions/operators.ts';
import { type Builtin, refuse } from './builtin.ts';

const STATUS_NO_TEST = 2;

const run: Builtin['run'] = function* (shell, args, name) {
  const bracket = name.endsWith('[');
  if (bracket && args[args.length - 1] !== ']') return yield* refuse(shell, '[', "missing ']'", STATUS_NO_TEST);
  try {
    return (yield* evaluateTest(shell, bracket ? args.slice(0, -1) : args)) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TestError)) throw error;
    return yield* refuse(shell, bracket ? '[' : 'test', error.message, STATUS_NO_TEST);
  }
};

export const test: Builtin = { name: 'test', program: true, run };
export const bracket: Builtin = { name: '[', program: true, run };
