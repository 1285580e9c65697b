/** What head and tail have in common: a part of each file, with headers between several. */
import type { UserPath } from '../../engine/step.ts';
import type { CommandContext } from '../../shell/command.ts';
import { hasOption, lastOf, optionValue, type ParsedOptions } from '../getopt.ts';
import { quote, quoteAlways } from '../quote.ts';
import { eachInput, type InputEnd, type InputTexts } from '../stream.ts';
import { fail } from '../tool.ts';

export type Unit = 'lines' | 'chars';

/** The header between several files: an empty line stands before all but the first. */
const fileHeader = (name: string, first: boolean): string => `${first ? '' : '\n'}==> ${name === '-' ? 'standard input' : name} <==\n`;

const texts: InputTexts = {
  open: (name, error) => `cannot open ${quoteAlways(name)} for reading: ${error}`,
  read: (name, error) => `error reading ${quoteAlways(name === '-' ? 'standard input' : name)}: ${error}`,
};

/** Writes the part of each operand that `-n` or `-c` asks for (default: 10 lines); the exit status. `partOf`: undefined for what is no number. */
export function* partOfEach<Part>(
  context: CommandContext,
  options: Extract<ParsedOptions, { ok: true }>,
  partOf: (unit: Unit, text: string) => Part | undefined,
  show: (context: CommandContext, fd: number, part: Part) => UserPath<InputEnd>,
): UserPath<number> {
  const key = lastOf(options, ['n', 'c']) ?? 'n';
  const unit = key === 'c' ? 'chars' : 'lines';
  const text = optionValue(options, key) ?? '10';
  const part = partOf(unit, text);
  if (part === undefined) return yield* fail(context, `invalid number of ${unit === 'chars' ? 'bytes' : 'lines'}: ${quote(text)}`);
  const headers = lastOf(options, ['q', 'v']) === 'v' || (options.operands.length > 1 && !hasOption(options, 'q'));
  let first = true;
  return yield* eachInput(
    context,
    options.operands,
    function* (fd, name) {
      if (headers && !(yield* context.out(fileHeader(name, first)))) return 'closed';
      first = false;
      return yield* show(context, fd, part);
    },
    texts,
  );
}
