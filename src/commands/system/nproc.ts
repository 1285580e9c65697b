import type { Command } from '../../shell/command.ts';
import { quote } from '../quote.ts';
import { defineTool, misuse } from '../tool.ts';

export const nproc: Command = defineTool({
  name: 'nproc',
  usage: '[--all]',
  summary: 'print the number of processors: one runs everything here',
  group: 'system',
  grammar: { short: '', long: { all: 'all', ignore: 'ignore:' } },
  *run(context, options) {
    const [extra] = options.operands;
    if (extra !== undefined) return yield* misuse(context, `extra operand ${quote(extra)}`);
    yield* context.out('1\n');
    return 0;
  },
});
