import type { UserPath } from '../../engine/step.ts';
import { exitStatus, failed, type Stat } from '../../engine/sys.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { runChild } from '../child.ts';
import { DEPTH_MAX } from '../limits.ts';
import { quoteAlways } from '../quote.ts';
import { batches } from '../text/xargswords.ts';
import { errorText, fail } from '../tool.ts';
import { batchesOf, type FindPlan, type FindTest, parseFind } from './findparse.ts';
import { joined, lastWord } from './paths.ts';

/** Characters of one command line of `-exec ... +` at most. */
const LINE_MAX = 131_072;

interface Walk {
  readonly context: CommandContext;
  readonly plan: FindPlan;
  status: number;
  quit: boolean;
  /** Output not yet written: many names at once. */
  text: string;
}

interface Found {
  readonly path: string;
  readonly stat: Stat;
  /** Set by -prune: the directory is not entered. */
  pruned: boolean;
}

const FLUSH_CHARS = 8_192;

function* flush(walk: Walk): UserPath<void> {
  const { text } = walk;
  walk.text = '';
  if (text !== '' && !(yield* walk.context.out(text))) walk.quit = true;
}

function* complain(walk: Walk, path: string, error: number): UserPath<void> {
  yield* flush(walk);
  walk.status = yield* fail(walk.context, `${quoteAlways(path)}: ${errorText(error)}`);
}

function* isEmpty(walk: Walk, { path, stat }: Found): UserPath<boolean> {
  if (stat.kind === 'file') return stat.size === 0;
  if (stat.kind !== 'dir') return false;
  const entries = yield* walk.context.sys.readdir(path);
  return !failed(entries) && entries.length === 0;
}

function* remove(walk: Walk, { path, stat }: Found): UserPath<boolean> {
  const { sys } = walk.context;
  if (path === '.') return true;
  const result = yield* stat.kind === 'dir' ? sys.rmdir(path) : sys.unlink(path);
  if (result >= 0) return true;
  yield* flush(walk);
  walk.status = yield* fail(walk.context, `cannot delete ${quoteAlways(path)}: ${errorText(result)}`);
  return false;
}

function* execute(walk: Walk, words: readonly string[]): UserPath<boolean> {
  yield* flush(walk);
  const ended = yield* runChild(walk.context, words);
  if (typeof ended !== 'number') return exitStatus(ended) === 0;
  yield* fail(walk.context, `${quoteAlways(words[0] ?? '')}: ${errorText(ended)}`);
  return false;
}

function* isNewer(walk: Walk, stat: Stat, file: string): UserPath<boolean> {
  const other = yield* walk.context.sys.stat(file);
  return !failed(other) && stat.mtime > other.mtime;
}

function sizeHolds(stat: Stat, test: FindTest & { op: 'size' }): boolean {
  const units = Math.ceil(stat.size / test.unit);
  if (test.sign === '') return units === test.count;
  return test.sign === '+' ? units > test.count : units < test.count;
}

function modeHolds(stat: Stat, test: FindTest & { op: 'perm' }): boolean {
  if (test.sign === '') return stat.mode === test.mode;
  return test.sign === '-' ? (stat.mode & test.mode) === test.mode : test.mode === 0 || (stat.mode & test.mode) !== 0;
}

/** Holds an expression against one file; actions are done on the way. */
function* holds(walk: Walk, found: Found, test: FindTest): UserPath<boolean> {
  const { path, stat } = found;
  switch (test.op) {
    case 'and':
      return (yield* holds(walk, found, test.left)) && (yield* holds(walk, found, test.right));
    case 'or':
      return (yield* holds(walk, found, test.left)) || (yield* holds(walk, found, test.right));
    case 'not':
      return !(yield* holds(walk, found, test.inner));
    case 'name':
      return test.pattern.test(lastWord(path) || '/');
    case 'path':
      return test.pattern.test(path);
    case 'type':
      return test.kinds.includes(stat.kind);
    case 'newer':
      return yield* isNewer(walk, stat, test.file);
    case 'size':
      return sizeHolds(stat, test);
    case 'perm':
      return modeHolds(stat, test);
    case 'exec':
      return yield* execute(
        walk,
        test.words.map((word) => word.replaceAll('{}', () => path)),
      );
    case 'execAll':
      test.names.push(path);
      return true;
    case 'print':
      walk.text += path + test.end;
      if (walk.text.length >= FLUSH_CHARS) yield* flush(walk);
      return true;
    case 'prune':
      found.pruned = true;
      return true;
    case 'delete':
      return yield* remove(walk, found);
    case 'empty':
      return yield* isEmpty(walk, found);
    case 'quit':
      walk.quit = true;
      return true;
    default:
      return test.op === 'true';
  }
}

function* look(walk: Walk, path: string, depth: number): UserPath<Stat | number> {
  const { sys } = walk.context;
  const follows = walk.plan.follow === 'always' || (walk.plan.follow === 'operands' && depth === 0);
  if (!follows) return yield* sys.lstat(path);
  const stat = yield* sys.stat(path);
  return failed(stat) ? yield* sys.lstat(path) : stat;
}

function* enter(walk: Walk, found: Found, depth: number): UserPath<void> {
  const entries = yield* walk.context.sys.readdir(found.path);
  if (failed(entries)) {
    yield* complain(walk, found.path, entries);
    return;
  }
  for (const { name } of entries) {
    if (walk.quit) return;
    yield* visit(walk, joined(found.path, name), depth + 1);
  }
}

function* visit(walk: Walk, path: string, depth: number): UserPath<void> {
  const { plan } = walk;
  const stat = yield* look(walk, path, depth);
  if (failed(stat)) {
    yield* complain(walk, path, stat);
    return;
  }
  const found: Found = { path, stat, pruned: false };
  const counts = depth >= plan.minDepth;
  const enters = stat.kind === 'dir' && depth < plan.maxDepth && depth < DEPTH_MAX;
  if (counts && !plan.contentsFirst) yield* holds(walk, found, plan.test);
  if (enters && !found.pruned && !walk.quit) yield* enter(walk, found, depth);
  if (counts && plan.contentsFirst && !walk.quit) yield* holds(walk, found, plan.test);
}

/** Not made by `defineTool`: its options are an expression. */
export const find: Command = {
  name: 'find',
  usage: '[-H] [-L] [-P] [PATH]... [EXPRESSION]',
  summary: 'walk directories and print, or do something with, what matches',
  group: 'files',
  examples: ['find /sys/module/chardev -type f', "find /lib/modules -name '*.ko' -exec modinfo -F description {} ';'"],
  *run(context) {
    if (context.args[0] === '--help' || context.args[0] === '-help') {
      yield* context.out(`Usage: ${context.name} ${find.usage}\n${find.summary}\n`);
      return 0;
    }
    const plan = parseFind(context.args);
    if ('error' in plan) return yield* fail(context, plan.error);
    const walk: Walk = { context, plan, status: 0, quit: false, text: '' };
    for (const path of plan.paths) if (!walk.quit) yield* visit(walk, path, 0);
    yield* flush(walk);
    for (const { words, names } of batchesOf(plan.test)) {
      for (const batch of batches(names, 0, LINE_MAX)) if (!(yield* execute(walk, [...words, ...batch]))) walk.status = 1;
    }
    return walk.status;
  },
};
