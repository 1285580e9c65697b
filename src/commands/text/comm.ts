import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { hasOption, optionValue } from '../getopt.ts';
import { compareText } from '../order.ts';
import { quote, quoteName } from '../quote.ts';
import { chomp, closeInput, openInput, readAll, splitLines } from '../stream.ts';
import { defineTool, errorText, fail, misuse } from '../tool.ts';

export interface CommColumns {
  readonly first: boolean;
  readonly second: boolean;
  readonly both: boolean;
  readonly separator: string;
}

export interface CommResult {
  readonly text: string;
  /** Which of the two files is not in order, so far as it mattered. */
  readonly disordered: readonly (1 | 2)[];
}

/** Compares two sorted lists of lines. Disorder matters once a line was found that has no partner. */
export function commLines(first: readonly string[], second: readonly string[], columns: CommColumns): CommResult {
  const { separator } = columns;
  const indentSecond = columns.first ? separator : '';
  const indentBoth = indentSecond + (columns.second ? separator : '');
  let text = '';
  let unpaired = false;
  const disordered = new Set<1 | 2>();
  const check = (lines: readonly string[], at: number, which: 1 | 2): void => {
    if (unpaired && at + 1 < lines.length && compareText(lines[at] ?? '', lines[at + 1] ?? '') > 0) disordered.add(which);
  };
  for (let left = 0, right = 0; left < first.length || right < second.length; ) {
    const a = first[left];
    const b = second[right];
    const size = a === undefined ? 1 : b === undefined ? -1 : compareText(a, b);
    if (size !== 0) unpaired = true;
    if (size === 0 && columns.both) text += `${indentBoth}${a}\n`;
    if (size < 0 && columns.first) text += `${a}\n`;
    if (size > 0 && columns.second) text += `${indentSecond}${b}\n`;
    if (size <= 0) check(first, left++, 1);
    if (size >= 0) check(second, right++, 2);
  }
  return { text, disordered: [...disordered] };
}

function* linesOf(context: CommandContext, name: string): UserPath<string[] | number> {
  const fd = yield* openInput(context, name);
  const text = fd < 0 ? fd : yield* readAll(context, fd);
  if (fd >= 0) yield* closeInput(context, fd);
  if (!failed(text)) return splitLines(text).map(chomp);
  yield* fail(context, `${quoteName(name)}: ${errorText(text)}`);
  return text;
}

export const comm: Command = defineTool({
  name: 'comm',
  usage: '[OPTION]... FILE1 FILE2',
  summary: 'compare two sorted files line by line',
  group: 'text',
  grammar: { short: '123', long: { 'nocheck-order': 'nocheck', 'output-delimiter': 'output-delimiter:' } },
  *run(context, options) {
    const [first, second, extra] = options.operands;
    if (first === undefined) return yield* misuse(context, 'missing operand');
    if (second === undefined) return yield* misuse(context, `missing operand after ${quote(first)}`);
    if (extra !== undefined) return yield* misuse(context, `extra operand ${quote(extra)}`);
    const left = yield* linesOf(context, first);
    if (typeof left === 'number') return 1;
    const right = yield* linesOf(context, second);
    if (typeof right === 'number') return 1;
    const { text, disordered } = commLines(left, right, {
      first: !hasOption(options, '1'),
      second: !hasOption(options, '2'),
      both: !hasOption(options, '3'),
      separator: optionValue(options, 'output-delimiter') ?? '\t',
    });
    if (text !== '' && !(yield* context.out(text))) return 0;
    if (disordered.length === 0 || hasOption(options, 'nocheck')) return 0;
    for (const which of disordered) yield* fail(context, `file ${which} is not in sorted order`);
    return yield* fail(context, 'input is not in sorted order');
  },
});
