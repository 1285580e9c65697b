import { SIGNALS } from '../../engine/signals.ts';
import type { UserPath } from '../../engine/step.ts';
import { exitStatus } from '../../engine/sys.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { notStarted, runChild } from '../child.ts';
import { optionValue } from '../getopt.ts';
import { quote, quoteAlways } from '../quote.ts';
import { defineTool, errorText, fail, misuse } from '../tool.ts';

const FAILED = 125;

/** Runs the command and answers its status; `what` begins the message when it cannot be started. */
function* become(context: CommandContext, words: readonly string[], what: string): UserPath<number> {
  const ended = yield* runChild(context, words);
  if (typeof ended !== 'number') return exitStatus(ended);
  return yield* fail(context, `${what}${quoteAlways(words[0] ?? '')}: ${errorText(ended)}`, notStarted(ended));
}

export const nohup: Command = defineTool({
  name: 'nohup',
  usage: 'COMMAND [ARG]...',
  summary: 'run a command that a hangup does not end',
  group: 'system',
  usageStatus: FAILED,
  grammar: { short: '', stopAtOperand: true },
  *run(context, options) {
    const { sys } = context;
    if (options.operands.length === 0) return yield* misuse(context, 'missing operand', FAILED);
    yield* sys.sigaction(SIGNALS.HUP, 'ignore');
    // Output to a terminal that may hang up goes to a file instead.
    if (yield* sys.isatty(1)) {
      const fd = yield* sys.open('nohup.out', { write: true, create: true, append: true, mode: 0o600 });
      if (fd < 0) return yield* fail(context, `failed to open 'nohup.out': ${errorText(fd)}`, FAILED);
      yield* context.err(`${context.name}: ignoring input and appending output to 'nohup.out'\n`);
      yield* sys.dup2(fd, 1);
      if (yield* sys.isatty(2)) yield* sys.dup2(fd, 2);
      yield* sys.close(fd);
    }
    return yield* become(context, options.operands, 'failed to run command ');
  },
});

/** There is one processor and no order among its tasks: the niceness is read, and nothing comes of it. */
export const nice: Command = defineTool({
  name: 'nice',
  usage: '[-n N] [COMMAND [ARG]...]',
  summary: 'run a command; scheduling priorities do not exist here',
  group: 'system',
  usageStatus: FAILED,
  grammar: { short: 'n:', long: { adjustment: 'n' }, stopAtOperand: true },
  modernize: (args) => (/^-\d+$/.test(args[0] ?? '') ? ['-n', (args[0] ?? '').slice(1), ...args.slice(1)] : args),
  *run(context, options) {
    const text = optionValue(options, 'n');
    if (text !== undefined && !/^[-+]?\d+$/.test(text)) return yield* fail(context, `invalid adjustment ${quote(text)}`, FAILED);
    if (options.operands.length > 0) return yield* become(context, options.operands, '');
    if (text !== undefined) return yield* misuse(context, 'a command must be given with an adjustment', FAILED);
    yield* context.out('0\n');
    return 0;
  },
});
