import { ERRNO } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { hasOption } from '../getopt.ts';
import { quoteAlways, quoteName } from '../quote.ts';
import { defineTool, errorText, fail } from '../tool.ts';
import { lastWord } from './paths.ts';
import { type Transfer, transfers } from './targets.ts';

function* symbolic(context: CommandContext, { from, to }: Transfer, force: boolean, verbose: boolean): UserPath<number> {
  if (force) yield* context.sys.unlink(to);
  const result = yield* context.sys.symlink(from, to);
  if (result < 0) return yield* fail(context, `failed to create symbolic link ${quoteAlways(to)}: ${errorText(result)}`);
  if (verbose) yield* context.out(`${quoteAlways(to)} -> ${quoteAlways(from)}\n`);
  return 0;
}

/** A file here has one name: hard links are refused as by a filesystem that has none. */
function* hard(context: CommandContext, { from, to }: Transfer): UserPath<number> {
  const stat = yield* context.sys.stat(from);
  if (failed(stat)) return yield* fail(context, `failed to access ${quoteAlways(from)}: ${errorText(stat)}`);
  if (stat.kind === 'dir') return yield* fail(context, `${quoteName(from)}: hard link not allowed for directory`);
  return yield* fail(context, `failed to create hard link ${quoteAlways(to)} => ${quoteAlways(from)}: ${errorText(-ERRNO.EPERM)}`);
}

export const ln: Command = defineTool({
  name: 'ln',
  usage: '-s [OPTION]... TARGET... [NAME]',
  summary: 'make symbolic links',
  group: 'files',
  grammar: {
    short: 'Tfnst:v',
    long: { force: 'f', 'no-dereference': 'n', symbolic: 's', 'target-directory': 't', 'no-target-directory': 'T', verbose: 'v' },
  },
  *run(context, options) {
    const single = (from: string): Transfer => ({ from, to: `./${lastWord(from)}` });
    const list = yield* transfers(context, options, { keepLinks: hasOption(options, 'n'), single });
    if (typeof list === 'number') return list;
    let status = 0;
    for (const one of list) {
      const result = hasOption(options, 's')
        ? yield* symbolic(context, one, hasOption(options, 'f'), hasOption(options, 'v'))
        : yield* hard(context, one);
      status = Math.max(status, result);
    }
    return status;
  },
});
