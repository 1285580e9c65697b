import { ERRNO } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { hasOption } from '../getopt.ts';
import { DEPTH_MAX } from '../limits.ts';
import { quoteAlways } from '../quote.ts';
import { defineTool, errorText, fail, misuse } from '../tool.ts';
import { absolute, joined, lastWord } from './paths.ts';

interface Removal {
  readonly recursive: boolean;
  readonly force: boolean;
  readonly folders: boolean;
  readonly verbose: boolean;
}

function* refused(context: CommandContext, path: string, error: number): UserPath<number> {
  return yield* fail(context, `cannot remove ${quoteAlways(path)}: ${errorText(error)}`);
}

/** Removes a directory with what is in it; 0 or 1. What cannot be removed is named, and the rest goes. */
function* removeFolder(context: CommandContext, path: string, removal: Removal, depth: number): UserPath<number> {
  let status = 0;
  if (removal.recursive) {
    const entries = yield* context.sys.readdir(path);
    if (failed(entries)) return yield* refused(context, path, entries);
    for (const { name } of entries) status = Math.max(status, yield* remove(context, joined(path, name), removal, depth + 1));
    if (status !== 0) return status;
  }
  const result = yield* context.sys.rmdir(path);
  if (result < 0) return yield* refused(context, path, result);
  if (removal.verbose) yield* context.out(`removed directory ${quoteAlways(path)}\n`);
  return 0;
}

function* remove(context: CommandContext, path: string, removal: Removal, depth: number): UserPath<number> {
  const stat = yield* context.sys.lstat(path);
  if (failed(stat)) {
    const missing = stat === -ERRNO.ENOENT || stat === -ERRNO.ENOTDIR;
    return missing && removal.force ? 0 : yield* refused(context, path, stat);
  }
  if (stat.kind === 'dir') {
    if (depth > DEPTH_MAX) return yield* refused(context, path, -ERRNO.ELOOP);
    return removal.recursive || removal.folders
      ? yield* removeFolder(context, path, removal, depth)
      : yield* refused(context, path, -ERRNO.EISDIR);
  }
  const result = yield* context.sys.unlink(path);
  if (result < 0) return yield* refused(context, path, result);
  if (removal.verbose) yield* context.out(`removed ${quoteAlways(path)}\n`);
  return 0;
}

export const rm: Command = defineTool({
  name: 'rm',
  usage: '[OPTION]... [FILE]...',
  summary: 'remove files and, with -r, directories',
  group: 'files',
  grammar: { short: 'Rdfirv', long: { dir: 'd', force: 'f', recursive: 'r', verbose: 'v', 'no-preserve-root': 'no-preserve-root' } },
  *run(context, options) {
    const recursive = hasOption(options, 'r') || hasOption(options, 'R');
    const removal: Removal = {
      recursive,
      force: hasOption(options, 'f'),
      folders: hasOption(options, 'd'),
      verbose: hasOption(options, 'v'),
    };
    if (options.operands.length === 0) return removal.force ? 0 : yield* misuse(context, 'missing operand');
    let status = 0;
    for (const path of options.operands) {
      const dots = /^\.\.?$/.test(lastWord(path));
      if (recursive && dots) {
        status = yield* fail(context, `refusing to remove '.' or '..' directory: skipping ${quoteAlways(path)}`);
      } else if (recursive && absolute(path, context.process.cwd) === '/' && !hasOption(options, 'no-preserve-root')) {
        yield* fail(context, `it is dangerous to operate recursively on ${quoteAlways(path)}${path === '/' ? '' : " (same as '/')"}`);
        status = yield* fail(context, 'use --no-preserve-root to override this failsafe');
      } else status = Math.max(status, yield* remove(context, path, removal, 0));
    }
    return status;
  },
});
