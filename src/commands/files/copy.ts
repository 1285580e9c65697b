/** Copying files and whole directories, for cp, and for mv where a name cannot simply be changed. */
import { ERRNO } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed, type Stat } from '../../engine/sys.ts';
import type { CommandContext } from '../../shell/command.ts';
import { DEPTH_MAX, READ_CHUNK } from '../limits.ts';
import { quoteAlways } from '../quote.ts';
import { writeAll } from '../stream.ts';
import { errorText, fail } from '../tool.ts';
import { absolute, joined } from './paths.ts';

export interface CopyRules {
  readonly recursive: boolean;
  /** Links are copied as links. */
  readonly keepLinks: boolean;
  readonly noClobber: boolean;
  /** A target that cannot be opened is removed first. */
  readonly force: boolean;
  readonly preserve: boolean;
  readonly verbose: boolean;
}

function* copyData(
  context: CommandContext,
  from: string,
  to: string,
  stat: Stat,
  there: Stat | undefined,
  rules: CopyRules,
): UserPath<number> {
  const { sys } = context;
  const input = yield* sys.open(from, { read: true });
  if (input < 0) return yield* fail(context, `cannot open ${quoteAlways(from)} for reading: ${errorText(input)}`);
  const flags = { write: true, create: true, truncate: true, mode: stat.mode };
  let output = to.endsWith('/') && there === undefined ? -ERRNO.ENOTDIR : yield* sys.open(to, flags);
  if (output < 0 && rules.force && there !== undefined && (yield* sys.unlink(to)) >= 0) output = yield* sys.open(to, flags);
  if (output < 0) {
    yield* sys.close(input);
    return yield* fail(context, `cannot create regular file ${quoteAlways(to)}: ${errorText(output)}`);
  }
  let status = 0;
  for (;;) {
    const chunk = yield* sys.read(input, READ_CHUNK);
    if (failed(chunk)) status = yield* fail(context, `error reading ${quoteAlways(from)}: ${errorText(chunk)}`);
    if (failed(chunk) || chunk === '') break;
    const written = yield* writeAll(context, output, chunk);
    if (written < 0) status = yield* fail(context, `error writing ${quoteAlways(to)}: ${errorText(written)}`);
    if (written < 0) break;
  }
  yield* sys.close(input);
  yield* sys.close(output);
  return status;
}

/** Makes a link, FIFO or device like the one copied. */
function* copyNode(context: CommandContext, from: string, to: string, stat: Stat, there: Stat | undefined): UserPath<number> {
  const { sys } = context;
  if (there !== undefined) {
    const gone = yield* sys.unlink(to);
    if (gone < 0) return yield* fail(context, `cannot remove ${quoteAlways(to)}: ${errorText(gone)}`);
  }
  if (stat.kind === 'link') {
    const target = yield* sys.readlink(from);
    if (failed(target)) return yield* fail(context, `cannot read symbolic link ${quoteAlways(from)}: ${errorText(target)}`);
    const made = yield* sys.symlink(target, to);
    return made < 0 ? yield* fail(context, `cannot create symbolic link ${quoteAlways(to)}: ${errorText(made)}`) : 0;
  }
  const kind = stat.kind === 'fifo' ? 'fifo' : 'chr';
  const made = yield* sys.mknod(to, kind, stat.mode, stat.major, stat.minor);
  const what = kind === 'fifo' ? 'fifo' : 'special file';
  return made < 0 ? yield* fail(context, `cannot create ${what} ${quoteAlways(to)}: ${errorText(made)}`) : 0;
}

function* copyFolder(context: CommandContext, from: string, to: string, stat: Stat, rules: CopyRules, depth: number): UserPath<number> {
  const { sys } = context;
  const { cwd } = context.process;
  if (`${absolute(to, cwd)}/`.startsWith(`${absolute(from, cwd)}/`)) {
    return yield* fail(context, `cannot copy a directory, ${quoteAlways(from)}, into itself, ${quoteAlways(to)}`);
  }
  const entries = yield* sys.readdir(from);
  if (failed(entries)) return yield* fail(context, `cannot access ${quoteAlways(from)}: ${errorText(entries)}`);
  const made = yield* sys.mkdir(to, stat.mode);
  if (made < 0 && made !== -ERRNO.EEXIST) return yield* fail(context, `cannot create directory ${quoteAlways(to)}: ${errorText(made)}`);
  if (made === 0 && rules.verbose) yield* context.out(`${quoteAlways(from)} -> ${quoteAlways(to)}\n`);
  let status = 0;
  for (const { name } of entries) status = Math.max(status, yield* copy(context, joined(from, name), joined(to, name), rules, depth + 1));
  return status;
}

/** Copies one file or directory to a name; 0, or 1 after a message. */
export function* copy(context: CommandContext, from: string, to: string, rules: CopyRules, depth = 0): UserPath<number> {
  const { sys } = context;
  const asLink = rules.keepLinks;
  const stat = yield* asLink ? sys.lstat(from) : sys.stat(from);
  if (failed(stat)) return yield* fail(context, `cannot stat ${quoteAlways(from)}: ${errorText(stat)}`);
  if (stat.kind === 'dir' && !rules.recursive) return yield* fail(context, `-r not specified; omitting directory ${quoteAlways(from)}`);
  if (depth > DEPTH_MAX) return yield* fail(context, `cannot copy ${quoteAlways(from)}: ${errorText(-ERRNO.ELOOP)}`);
  const found = yield* asLink ? sys.lstat(to) : sys.stat(to);
  const there = failed(found) ? undefined : found;
  if (there !== undefined && stat.kind !== 'dir' && there.ino === stat.ino && there.kind === stat.kind) {
    return yield* fail(context, `${quoteAlways(from)} and ${quoteAlways(to)} are the same file`);
  }
  if (stat.kind === 'dir') {
    if (there !== undefined && there.kind !== 'dir') {
      return yield* fail(context, `cannot overwrite non-directory ${quoteAlways(to)} with directory ${quoteAlways(from)}`);
    }
    return yield* copyFolder(context, from, to, stat, rules, depth);
  }
  if (there?.kind === 'dir')
    return yield* fail(
      context,
      `cannot overwrite directory ${quoteAlways(to)} with non-directory${depth > 0 ? ` ${quoteAlways(from)}` : ''}`,
    );
  if (there !== undefined && rules.noClobber) return 0;
  if (rules.verbose) yield* context.out(`${quoteAlways(from)} -> ${quoteAlways(to)}\n`);
  // The data of devices and FIFOs is copied unless whole directories are.
  const asData = stat.kind === 'file' || (!rules.recursive && stat.kind !== 'link');
  const status = asData ? yield* copyData(context, from, to, stat, there, rules) : yield* copyNode(context, from, to, stat, there);
  if (status === 0 && rules.preserve && stat.kind !== 'link') {
    yield* sys.chmod(to, stat.mode);
    yield* sys.utimes(to, stat.mtime);
  }
  return status;
}
