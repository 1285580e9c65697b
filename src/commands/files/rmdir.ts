import { ERRNO } from '../../engine/errno.ts';
import type { Command } from '../../shell/command.ts';
import { hasOption } from '../getopt.ts';
import { quoteAlways } from '../quote.ts';
import { defineTool, errorText, fail, misuse } from '../tool.ts';
import { foldersAbove } from './mkdir.ts';

export const rmdir: Command = defineTool({
  name: 'rmdir',
  usage: '[OPTION]... DIRECTORY...',
  summary: 'remove empty directories',
  group: 'files',
  grammar: { short: 'pv', long: { parents: 'p', verbose: 'v', 'ignore-fail-on-non-empty': 'ignore' } },
  *run(context, options) {
    if (options.operands.length === 0) return yield* misuse(context, 'missing operand');
    let status = 0;
    for (const path of options.operands) {
      const parents = hasOption(options, 'p') ? foldersAbove(path).reverse() : [];
      for (const folder of [path, ...parents]) {
        if (hasOption(options, 'v')) yield* context.out(`${context.name}: removing directory, ${quoteAlways(folder)}\n`);
        const result = yield* context.sys.rmdir(folder);
        if (result >= 0) continue;
        if (result === -ERRNO.ENOTEMPTY && hasOption(options, 'ignore')) break;
        const what = folder === path ? '' : 'directory ';
        status = yield* fail(context, `failed to remove ${what}${quoteAlways(folder)}: ${errorText(result)}`);
        break;
      }
    }
    return status;
  },
});
