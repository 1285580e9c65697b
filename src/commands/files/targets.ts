/** How cp, mv and ln find out where each of their operands goes (coreutils 9.1). */
import { ERRNO } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { CommandContext } from '../../shell/command.ts';
import { hasOption, optionValue, type ParsedOptions } from '../getopt.ts';
import { quoteAlways } from '../quote.ts';
import { errorText, fail, misuse } from '../tool.ts';
import { joined, lastWord } from './paths.ts';

export interface Transfer {
  readonly from: string;
  readonly to: string;
}

/** 0 when a path is a directory (perhaps behind a link), else why it is none. */
export function* folderError(context: CommandContext, path: string): UserPath<number> {
  const stat = yield* context.sys.stat(path);
  if (failed(stat)) return stat;
  return stat.kind === 'dir' ? 0 : -ERRNO.ENOTDIR;
}

const into = (folder: string, names: readonly string[]): Transfer[] => names.map((from) => ({ from, to: joined(folder, lastWord(from)) }));

/**
 * What goes where: all operands but the last into that directory, or one operand to a new name; -t DIRECTORY and -T as in
 * GNU. `single`: what one operand alone means. Answers an exit status when the operands do not fit.
 */
export function* transfers(
  context: CommandContext,
  options: ParsedOptions,
  rules: { keepLinks?: boolean; single?: (name: string) => Transfer } = {},
): UserPath<readonly Transfer[] | number> {
  const { operands } = options;
  const [first] = operands;
  if (first === undefined) return yield* misuse(context, 'missing file operand');
  const folder = optionValue(options, 't');
  if (folder !== undefined) {
    const error = yield* folderError(context, folder);
    return error < 0 ? yield* fail(context, `target directory ${quoteAlways(folder)}: ${errorText(error)}`) : into(folder, operands);
  }
  if (operands.length === 1)
    return rules.single === undefined
      ? yield* misuse(context, `missing destination file operand after ${quoteAlways(first)}`)
      : [rules.single(first)];
  const last = operands.at(-1) ?? '';
  if (hasOption(options, 'T')) {
    const extra = operands[2];
    return extra === undefined ? [{ from: first, to: last }] : yield* misuse(context, `extra operand ${quoteAlways(extra)}`);
  }
  const stat = rules.keepLinks === true ? yield* context.sys.lstat(last) : undefined;
  const link = stat !== undefined && !failed(stat) && stat.kind === 'link';
  const error = link ? -ERRNO.ENOTDIR : yield* folderError(context, last);
  if (error === 0) return into(last, operands.slice(0, -1));
  return operands.length === 2 ? [{ from: first, to: last }] : yield* fail(context, `target ${quoteAlways(last)}: ${errorText(error)}`);
}
