import { ERRNO } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed, type Stat } from '../../engine/sys.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { hasOption, optionValue } from '../getopt.ts';
import { DEPTH_MAX } from '../limits.ts';
import { quote, quoteAlways } from '../quote.ts';
import { defineTool, errorText, fail, misuse } from '../tool.ts';
import { type ModeChange, parseMode, permissionText } from './mode.ts';
import { joined } from './paths.ts';

interface Changing {
  readonly change: ModeChange;
  readonly recursive: boolean;
  readonly silent: boolean;
  readonly tells: 'all' | 'changes' | 'nothing';
}

const octal = (mode: number): string => `${mode.toString(8).padStart(4, '0')} (${permissionText(mode)})`;

function* tell(context: CommandContext, path: string, before: number, after: number, changing: Changing): UserPath<void> {
  if (changing.tells === 'nothing' || (before === after && changing.tells === 'changes')) return;
  const what = before === after ? `retained as ${octal(after)}` : `changed from ${octal(before)} to ${octal(after)}`;
  yield* context.out(`mode of ${quoteAlways(path)} ${what}\n`);
}

function* refused(context: CommandContext, changing: Changing, message: string): UserPath<number> {
  return changing.silent ? 1 : yield* fail(context, message);
}

/** What stands at a path given on the command line: links are followed. */
function* operandStat(context: CommandContext, path: string, changing: Changing): UserPath<Stat | number> {
  const stat = yield* context.sys.stat(path);
  if (!failed(stat)) return stat;
  const link = stat === -ERRNO.ENOENT ? yield* context.sys.lstat(path) : stat;
  const dangling = !failed(link);
  const message = dangling
    ? `cannot operate on dangling symlink ${quoteAlways(path)}`
    : `cannot access ${quoteAlways(path)}: ${errorText(stat)}`;
  return yield* refused(context, changing, message);
}

function* changeMode(context: CommandContext, path: string, stat: Stat, changing: Changing, depth: number): UserPath<number> {
  const after = changing.change(stat.mode, stat.kind === 'dir');
  const result = yield* context.sys.chmod(path, after);
  let status = 0;
  if (result < 0) status = yield* refused(context, changing, `changing permissions of ${quoteAlways(path)}: ${errorText(result)}`);
  else yield* tell(context, path, stat.mode, after, changing);
  if (!changing.recursive || stat.kind !== 'dir' || depth >= DEPTH_MAX) return status;
  const entries = yield* context.sys.readdir(path);
  if (failed(entries)) return yield* refused(context, changing, `cannot read directory ${quoteAlways(path)}: ${errorText(entries)}`);
  for (const { name } of entries) {
    const inner = joined(path, name);
    const found = yield* context.sys.lstat(inner);
    if (failed(found)) status = yield* refused(context, changing, `cannot access ${quoteAlways(inner)}: ${errorText(found)}`);
    else if (found.kind !== 'link') status = Math.max(status, yield* changeMode(context, inner, found, changing, depth + 1));
  }
  return status;
}

/** A mode may begin with a minus, `-x` or `-rwx`: no option of chmod has these letters. */
function modeMarked(args: readonly string[]): readonly string[] {
  const at = args.findIndex((arg) => /^-[rwxXst]+(,.*)?$/.test(arg));
  const end = args.indexOf('--');
  return at < 0 || (end >= 0 && end < at) ? args : args.map((arg, index) => (index === at ? `--mode=${arg}` : arg));
}

/** The change that the options and the first operand ask for, and the files; or an exit status. */
function* wanted(
  context: CommandContext,
  operands: readonly string[],
  given: string | undefined,
  reference: string | undefined,
): UserPath<{ change: ModeChange; files: readonly string[] } | number> {
  if (reference !== undefined) {
    const stat = yield* context.sys.stat(reference);
    if (failed(stat)) return yield* fail(context, `failed to get attributes of ${quoteAlways(reference)}: ${errorText(stat)}`);
    return { change: () => stat.mode, files: operands };
  }
  const text = given ?? operands[0];
  if (text === undefined) return yield* misuse(context, 'missing operand');
  const files = given === undefined ? operands.slice(1) : operands;
  if (files.length === 0) return yield* misuse(context, `missing operand after ${quote(text)}`);
  const change = parseMode(text, context.process.umask);
  return change === undefined ? yield* misuse(context, `invalid mode: ${quote(text)}`) : { change, files };
}

export const chmod: Command = defineTool({
  name: 'chmod',
  usage: '[OPTION]... MODE[,MODE]... FILE...',
  summary: 'change what may be done with files',
  group: 'files',
  grammar: {
    short: 'Rcfv',
    long: { changes: 'c', silent: 'f', quiet: 'f', verbose: 'v', recursive: 'R', reference: 'reference:', mode: 'mode:' },
  },
  modernize: modeMarked,
  *run(context, options) {
    const list = yield* wanted(context, options.operands, optionValue(options, 'mode'), optionValue(options, 'reference'));
    if (typeof list === 'number') return list;
    const changing: Changing = {
      change: list.change,
      recursive: hasOption(options, 'R'),
      silent: hasOption(options, 'f'),
      tells: hasOption(options, 'v') ? 'all' : hasOption(options, 'c') ? 'changes' : 'nothing',
    };
    let status = 0;
    for (const path of list.files) {
      const stat = yield* operandStat(context, path, changing);
      status = Math.max(status, typeof stat === 'number' ? stat : yield* changeMode(context, path, stat, changing, 0));
    }
    return status;
  },
});
