import { ERRNO } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed, type Stat } from '../../engine/sys.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { hasOption, lastOf, type ParsedOptions } from '../getopt.ts';
import { DEPTH_MAX } from '../limits.ts';
import { quoteAlways } from '../quote.ts';
import { defineTool, errorText, fail } from '../tool.ts';
import { diskKilobytes, type LsEntry, type LsStyle, lsSorted, lsText } from './lsformat.ts';
import { absolute, joined } from './paths.ts';

interface Listing {
  readonly style: LsStyle;
  readonly hidden: 'no' | 'all but dots' | 'all';
  readonly recursive: boolean;
  /** Entries must be looked at, names alone do not do. */
  readonly looks: boolean;
  /** Nothing was printed yet: no empty line stands before the first listing. */
  first: boolean;
  headers: boolean;
  status: number;
}

const DEFAULT_WIDTH = 80;

function styleOf(options: ParsedOptions, tty: boolean, width: number): LsStyle {
  const has = (key: string): boolean => hasOption(options, key);
  const layout = lastOf(options, ['l', 'n', '1', 'C']);
  const order = lastOf(options, ['t', 'S', 'U']);
  const long = layout === 'l' || layout === 'n' || (layout === '1' && (has('l') || has('n')));
  return {
    layout: long ? 'long' : layout === 'C' || (layout === undefined && tty) ? 'columns' : 'lines',
    classify: has('F'),
    slashes: has('p'),
    inodes: has('i'),
    numeric: has('n'),
    human: has('h'),
    order: order === 't' ? 'time' : order === 'S' ? 'size' : order === 'U' ? 'none' : 'name',
    reverse: has('r'),
    quotes: tty,
    width,
  };
}

function* entryAt(context: CommandContext, name: string, path: string, stat: Stat | undefined): UserPath<LsEntry> {
  if (stat?.kind !== 'link') return { name, stat, target: undefined, targetStat: undefined };
  const target = yield* context.sys.readlink(path);
  const targetStat = yield* context.sys.stat(path);
  return { name, stat, target: failed(target) ? undefined : target, targetStat: failed(targetStat) ? undefined : targetStat };
}

function* refuse(context: CommandContext, listing: Listing, what: string, name: string, error: number, status: number): UserPath<void> {
  listing.status = Math.max(listing.status, yield* fail(context, `${what} ${quoteAlways(name)}: ${errorText(error)}`, status));
}

function* entriesOf(context: CommandContext, listing: Listing, folder: string): UserPath<LsEntry[] | number> {
  const found = yield* context.sys.readdir(folder);
  if (failed(found)) return found;
  const names = found.map((entry) => entry.name).filter((name) => listing.hidden !== 'no' || !name.startsWith('.'));
  if (listing.hidden === 'all') names.unshift('.', '..');
  const entries: LsEntry[] = [];
  for (const name of names) {
    if (!listing.looks) {
      entries.push({ name, stat: undefined, target: undefined, targetStat: undefined });
      continue;
    }
    const path = joined(folder, name);
    const stat = yield* context.sys.lstat(path);
    if (failed(stat)) yield* refuse(context, listing, 'cannot access', path, stat, 1);
    entries.push(yield* entryAt(context, name, path, failed(stat) ? undefined : stat));
  }
  return entries;
}

/** Lists a directory and, when asked, those in it. */
function* listFolder(context: CommandContext, listing: Listing, path: string, operand: boolean, depth: number): UserPath<void> {
  const entries = yield* entriesOf(context, listing, path);
  if (typeof entries === 'number') {
    yield* refuse(context, listing, 'cannot open directory', path, entries, operand ? 2 : 1);
    return;
  }
  const sorted = lsSorted(entries, listing.style);
  let text = listing.headers ? `${listing.first ? '' : '\n'}${path}:\n` : '';
  listing.first = false;
  if (listing.style.layout === 'long') {
    const folder = absolute(path, context.process.cwd);
    const total = sorted.reduce((sum, entry) => sum + (entry.stat === undefined ? 0 : diskKilobytes(entry.stat, folder)), 0);
    text += `total ${listing.style.human && total > 0 ? `${total}K` : total}\n`;
  }
  yield* context.out(text + lsText(sorted, listing.style, yield* context.sys.clock()));
  if (!listing.recursive || depth >= DEPTH_MAX) return;
  for (const { name, stat } of sorted) {
    if (stat?.kind === 'dir' && name !== '.' && name !== '..') yield* listFolder(context, listing, joined(path, name), false, depth + 1);
  }
}

/** Looks at the operands: those to be listed as they are, and the directories. */
function* sortOut(context: CommandContext, listing: Listing, options: ParsedOptions): UserPath<{ files: LsEntry[]; folders: LsEntry[] }> {
  const files: LsEntry[] = [];
  const folders: LsEntry[] = [];
  const asIs = hasOption(options, 'd');
  // Only a bare listing looks behind a link that is named on the command line.
  const follows = !asIs && listing.style.layout !== 'long' && !listing.style.classify;
  for (const name of options.operands.length === 0 ? ['.'] : options.operands) {
    let stat: Stat | number = yield* context.sys.lstat(name);
    if (!failed(stat) && stat.kind === 'link' && follows) {
      const behind = yield* context.sys.stat(name);
      if (failed(behind) ? behind !== -ERRNO.ENOENT : behind.kind === 'dir') stat = behind;
    }
    if (failed(stat)) {
      yield* refuse(context, listing, 'cannot access', name, stat, 2);
      continue;
    }
    const entry = yield* entryAt(context, name, name, stat);
    (stat.kind === 'dir' && !asIs ? folders : files).push(entry);
  }
  return { files: lsSorted(files, listing.style), folders: lsSorted(folders, listing.style) };
}

export const ls: Command = defineTool({
  name: 'ls',
  usage: '[OPTION]... [FILE]...',
  summary: 'list what is in directories',
  group: 'files',
  examples: ['ls /sys/module', 'ls -l /dev/chardev0'],
  grammar: {
    short: '1ACFRSUadhilnprt',
    long: {
      all: 'a', 'almost-all': 'A', classify: 'F', recursive: 'R', directory: 'd', 'human-readable': 'h', inode: 'i', 'numeric-uid-gid': 'n', reverse: 'r',
      color: 'color::',
    }, // biome-ignore format: a table of words
  },
  usageStatus: 2,
  *run(context, options) {
    const tty = yield* context.sys.isatty(1);
    const style = styleOf(options, tty, Number(context.env.get('COLUMNS') ?? '') || DEFAULT_WIDTH);
    const recursive = hasOption(options, 'R');
    const bare = style.layout !== 'long' && !style.classify && !style.slashes && !style.inodes && style.order === 'name' && !recursive;
    const hiding = lastOf(options, ['a', 'A']);
    const listing: Listing = {
      style,
      hidden: hiding === 'a' ? 'all' : hiding === 'A' ? 'all but dots' : 'no',
      recursive,
      looks: !bare,
      first: true,
      headers: recursive || options.operands.length > 1,
      status: 0,
    };
    const { files, folders } = yield* sortOut(context, listing, options);
    if (files.length > 0) {
      yield* context.out(lsText(files, style, yield* context.sys.clock()));
      listing.first = false;
    }
    for (const folder of folders) yield* listFolder(context, listing, folder.name, true, 0);
    return listing.status;
  },
});
