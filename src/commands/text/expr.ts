import type { Command } from '../../shell/command.ts';
import { fail, misuse } from '../tool.ts';
import { exprValue, isNull } from './exprvalue.ts';

/** Not made by `defineTool`: every word may be part of the expression, also those that look like options. */
export const expr: Command = {
  name: 'expr',
  usage: 'EXPRESSION',
  summary: 'print the value of an expression; status 1 when it is empty or 0',
  group: 'text',
  examples: ['n=$(expr $n + 1)'],
  *run(context) {
    const words = context.args[0] === '--' ? context.args.slice(1) : context.args;
    if (words.length === 0) return yield* misuse(context, 'missing operand', 2);
    if (words.length === 1 && words[0] === '--help') {
      yield* context.out(`Usage: ${context.name} EXPRESSION\nprint the value of an expression\n`);
      return 0;
    }
    const result = exprValue(words);
    if ('error' in result) return yield* fail(context, result.error, 2);
    yield* context.out(`${result.value}\n`);
    return isNull(result.value) ? 1 : 0;
  },
};
