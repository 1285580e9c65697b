import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { hasOption, optionValue } from '../getopt.ts';
import { quoteName } from '../quote.ts';
import { chomp, closeInput, openInput, readAll, splitLines } from '../stream.ts';
import { defineTool, errorText, fail } from '../tool.ts';

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', '0': '', b: '\b', f: '\f', r: '\r', v: '\v', '\\': '\\' };

/** The delimiters of `-d`'s argument, in order; `\0` is none at all. Undefined when it ends in a backslash. */
export function pasteDelimiters(list: string): string[] | undefined {
  const delimiters: string[] = [];
  const chars = [...list];
  for (let at = 0; at < chars.length; at += 1) {
    const char = chars[at] ?? '';
    if (char !== '\\') {
      delimiters.push(char);
      continue;
    }
    at += 1;
    const next = chars[at];
    if (next === undefined) return undefined;
    delimiters.push(ESCAPES[next] ?? next);
  }
  return delimiters.length === 0 ? [''] : delimiters;
}

/** Lines joined with the delimiters in turn. */
export const pasteSerial = (lines: readonly string[], delimiters: readonly string[]): string =>
  `${lines.map((line, at) => (at === 0 ? '' : (delimiters[(at - 1) % delimiters.length] ?? '')) + line).join('')}\n`;

/** The lines of several files side by side. */
export function pasteParallel(files: readonly (readonly string[])[], delimiters: readonly string[]): string {
  const rows = Math.max(0, ...files.map((lines) => lines.length));
  let text = '';
  for (let row = 0; row < rows; row += 1) {
    text += pasteSerial(
      files.map((lines) => lines[row] ?? ''),
      delimiters,
    );
  }
  return text;
}

function* linesOf(context: CommandContext, name: string): UserPath<string[] | number> {
  const fd = yield* openInput(context, name);
  if (fd < 0) return fd;
  const text = yield* readAll(context, fd);
  yield* closeInput(context, fd);
  return failed(text) ? text : splitLines(text).map(chomp);
}

/** Standard input, named several times, gives its lines to the names in turn. */
function dealtOut(lines: readonly string[], place: number, among: number): string[] {
  return lines.filter((_line, at) => at % among === place);
}

export const paste: Command = defineTool({
  name: 'paste',
  usage: '[OPTION]... [FILE]...',
  summary: 'write lines of files side by side',
  group: 'text',
  examples: ['lsmod | paste -s -d,'],
  grammar: { short: 'd:s', long: { delimiters: 'd', serial: 's' } },
  *run(context, options) {
    const list = optionValue(options, 'd') ?? '\t';
    const delimiters = pasteDelimiters(list);
    if (delimiters === undefined) return yield* fail(context, `delimiter list ends with an unescaped backslash: ${quoteName(list)}`);
    const names = options.operands.length === 0 ? ['-'] : options.operands;
    const serial = hasOption(options, 's');
    const inputs = names.filter((name) => name === '-').length;
    const files: string[][] = [];
    let status = 0;
    let stdin: string[] | undefined;
    for (const name of names) {
      const lines = name === '-' && stdin !== undefined ? stdin : yield* linesOf(context, name);
      if (typeof lines === 'number') {
        status = yield* fail(context, `${quoteName(name)}: ${errorText(lines)}`);
        if (!serial) return status;
        continue;
      }
      if (name === '-') stdin = serial ? [] : lines;
      if (serial) yield* context.out(pasteSerial(lines, delimiters));
      files.push(lines);
    }
    if (serial) return status;
    let place = 0;
    const columns = files.map((lines, at) => (names[at] === '-' ? dealtOut(lines, place++, inputs) : lines));
    yield* context.out(pasteParallel(columns, delimiters));
    return status;
  },
});
