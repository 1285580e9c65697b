import { failed } from '../../engine/sys.ts';
import type { Command } from '../../shell/command.ts';
import { hasOption, optionValue } from '../getopt.ts';
import { quoteAlways } from '../quote.ts';
import { defineTool, errorText, fail, misuse } from '../tool.ts';

export const touch: Command = defineTool({
  name: 'touch',
  usage: '[OPTION]... FILE...',
  summary: 'make empty files, or give files the time of now',
  group: 'files',
  grammar: { short: 'acmr:', long: { 'no-create': 'c', reference: 'r' } },
  *run(context, options) {
    const { sys } = context;
    if (options.operands.length === 0) return yield* misuse(context, 'missing file operand');
    const reference = optionValue(options, 'r');
    let time = yield* sys.clock();
    if (reference !== undefined) {
      const stat = yield* sys.stat(reference);
      if (failed(stat)) return yield* fail(context, `failed to get attributes of ${quoteAlways(reference)}: ${errorText(stat)}`);
      time = stat.mtime;
    }
    let status = 0;
    for (const name of options.operands) {
      const there = yield* sys.stat(name);
      if (failed(there) && hasOption(options, 'c')) continue;
      const fd = failed(there) ? yield* sys.open(name, { write: true, create: true, mode: 0o666 }) : -1;
      if (fd >= 0) yield* sys.close(fd);
      const result = failed(there) && fd < 0 ? fd : yield* sys.utimes(name, time);
      if (result < 0) status = yield* fail(context, `cannot touch ${quoteAlways(name)}: ${errorText(result)}`);
    }
    return status;
  },
});
