import type { UserPath } from '../../engine/step.ts';
import type { CommandContext } from '../../shell/command.ts';
import { quote } from '../quote.ts';
import { defineTool, misuse, tryLine } from '../tool.ts';
import { LONGEST_US, parseDuration } from './durations.ts';

function* run(context: CommandContext, operands: readonly string[]): UserPath<number> {
  if (operands.length === 0) return yield* misuse(context, 'missing operand');
  let total = 0;
  let wrong = false;
  for (const operand of operands) {
    const us = parseDuration(operand);
    if (us === undefined) {
      yield* context.err(`${context.name}: invalid time interval ${quote(operand)}\n`);
      wrong = true;
    } else total = Math.min(LONGEST_US, total + us);
  }
  if (wrong) {
    yield* context.err(tryLine(context.name));
    return 1;
  }
  const until = (yield* context.sys.clock()) + total;
  for (let left = total; left > 0; left = until - (yield* context.sys.clock())) {
    if ((yield* context.sys.nanosleep(left)) === 0) break;
  }
  return 0;
}

export const sleep = defineTool({
  name: 'sleep',
  usage: 'NUMBER[SUFFIX]...',
  summary: 'wait for a time of the virtual clock',
  group: 'system',
  grammar: { short: '' },
  run: (context, options) => run(context, options.operands),
});
