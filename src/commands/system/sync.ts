import type { Command } from '../../shell/command.ts';
import { quoteAlways } from '../quote.ts';
import { defineTool, errorText, fail } from '../tool.ts';

/** Files are in memory only: all that can go wrong is a name. */
export const sync: Command = defineTool({
  name: 'sync',
  usage: '[FILE]...',
  summary: 'write what is cached; nothing is',
  group: 'system',
  grammar: { short: 'df', long: { data: 'd', 'file-system': 'f' } },
  *run(context, options) {
    let status = 0;
    for (const name of options.operands) {
      const fd = yield* context.sys.open(name, { read: true });
      if (fd < 0) status = yield* fail(context, `error opening ${quoteAlways(name)}: ${errorText(fd)}`);
      else yield* context.sys.close(fd);
    }
    return status;
  },
});
