import { ERRNO } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { hasOption } from '../getopt.ts';
import { quoteAlways } from '../quote.ts';
import { defineTool, errorText, fail } from '../tool.ts';
import { copy } from './copy.ts';
import { type Transfer, transfers } from './targets.ts';

/** Copies and removes, where a name cannot simply be changed. */
function* across(context: CommandContext, { from, to }: Transfer): UserPath<number> {
  const rules = { recursive: true, keepLinks: true, noClobber: false, force: true, preserve: true, verbose: false };
  const status = yield* copy(context, from, to, rules);
  if (status !== 0) return status;
  const gone = yield* context.sys.unlink(from);
  return gone < 0 ? yield* fail(context, `cannot remove ${quoteAlways(from)}: ${errorText(gone)}`) : 0;
}

function* move(context: CommandContext, one: Transfer, noClobber: boolean): UserPath<number> {
  const { sys } = context;
  const { from, to } = one;
  const stat = yield* sys.lstat(from);
  if (failed(stat)) return yield* fail(context, `cannot stat ${quoteAlways(from)}: ${errorText(stat)}`);
  const there = yield* sys.lstat(to);
  if (!failed(there)) {
    if (there.ino === stat.ino) return yield* fail(context, `${quoteAlways(from)} and ${quoteAlways(to)} are the same file`);
    if (noClobber) return 0;
    if (stat.kind === 'dir' && there.kind !== 'dir') {
      return yield* fail(context, `cannot overwrite non-directory ${quoteAlways(to)} with directory ${quoteAlways(from)}`);
    }
    if (there.kind === 'dir' && stat.kind !== 'dir')
      return yield* fail(context, `cannot overwrite directory ${quoteAlways(to)} with non-directory`);
  }
  const result = yield* sys.rename(from, to);
  if (result === -ERRNO.EXDEV) return yield* across(context, one);
  if (result === -ERRNO.EINVAL) {
    return yield* fail(context, `cannot move ${quoteAlways(from)} to a subdirectory of itself, ${quoteAlways(to)}`);
  }
  return result < 0 ? yield* fail(context, `cannot move ${quoteAlways(from)} to ${quoteAlways(to)}: ${errorText(result)}`) : 0;
}

export const mv: Command = defineTool({
  name: 'mv',
  usage: '[OPTION]... SOURCE... DESTINATION',
  summary: 'rename files, or move them to another directory',
  group: 'files',
  grammar: {
    short: 'Tfnt:v',
    long: { force: 'f', 'no-clobber': 'n', 'target-directory': 't', 'no-target-directory': 'T', verbose: 'v' },
  },
  *run(context, options) {
    const list = yield* transfers(context, options);
    if (typeof list === 'number') return list;
    let status = 0;
    for (const one of list) {
      const moved = yield* move(context, one, hasOption(options, 'n'));
      if (moved === 0 && hasOption(options, 'v')) yield* context.out(`renamed ${quoteAlways(one.from)} -> ${quoteAlways(one.to)}\n`);
      status = Math.max(status, moved);
    }
    return status;
  },
});
