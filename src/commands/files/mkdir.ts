import { ERRNO } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { hasOption, optionValue } from '../getopt.ts';
import { quote, quoteAlways } from '../quote.ts';
import { defineTool, errorText, fail, misuse } from '../tool.ts';
import { parseMode } from './mode.ts';

const ALL_MODE = 0o777;

interface Making {
  readonly parents: boolean;
  readonly verbose: boolean;
  /** Exactly these bits, whatever the umask; undefined: as the umask says. */
  readonly mode: number | undefined;
}

/** The folders above a path, outermost first. */
export function foldersAbove(path: string): string[] {
  const words = path.replace(/\/+$/, '').split('/');
  return words
    .slice(0, -1)
    .map((_word, at) => words.slice(0, at + 1).join('/'))
    .filter((folder) => folder !== '');
}

function* isFolder(context: CommandContext, path: string): UserPath<boolean> {
  const stat = yield* context.sys.stat(path);
  return !failed(stat) && stat.kind === 'dir';
}

/** Makes one directory; 0, or a negative errno. */
function* makeOne(context: CommandContext, path: string, making: Making, last: boolean): UserPath<number> {
  const result = yield* context.sys.mkdir(path, ALL_MODE);
  if (result < 0) return making.parents && result === -ERRNO.EEXIST && (yield* isFolder(context, path)) ? 0 : result;
  if (making.verbose) yield* context.out(`${context.name}: created directory ${quoteAlways(path)}\n`);
  return last && making.mode !== undefined ? yield* context.sys.chmod(path, making.mode) : 0;
}

function* make(context: CommandContext, path: string, making: Making): UserPath<number> {
  if (making.parents) {
    for (const folder of foldersAbove(path)) {
      const result = yield* makeOne(context, folder, making, false);
      // What cannot be made and is no directory is named itself.
      const stat = result === -ERRNO.EEXIST ? -ERRNO.ENOTDIR : result;
      if (stat < 0) return yield* fail(context, `cannot create directory ${quoteAlways(folder)}: ${errorText(stat)}`);
    }
  }
  const result = yield* makeOne(context, path, making, true);
  return result < 0 ? yield* fail(context, `cannot create directory ${quoteAlways(path)}: ${errorText(result)}`) : 0;
}

export const mkdir: Command = defineTool({
  name: 'mkdir',
  usage: '[OPTION]... DIRECTORY...',
  summary: 'make directories',
  group: 'files',
  grammar: { short: 'm:pv', long: { mode: 'm', parents: 'p', verbose: 'v' } },
  *run(context, options) {
    if (options.operands.length === 0) return yield* misuse(context, 'missing operand');
    const text = optionValue(options, 'm');
    const change = text === undefined ? undefined : parseMode(text, context.process.umask);
    if (text !== undefined && change === undefined) return yield* fail(context, `invalid mode ${quote(text)}`);
    const making: Making = { parents: hasOption(options, 'p'), verbose: hasOption(options, 'v'), mode: change?.(ALL_MODE, false) };
    let status = 0;
    for (const path of options.operands) status = Math.max(status, yield* make(context, path, making));
    return status;
  },
});
