import type { Command } from '../../shell/command.ts';
import { hasOption, optionValue } from '../getopt.ts';
import { quote } from '../quote.ts';
import { defineTool, misuse } from '../tool.ts';

/** The last word of a path, without a suffix that is not all of it. */
export function baseName(path: string, suffix = ''): string {
  const trimmed = path.replace(/\/+$/, '');
  if (trimmed === '') return path === '' ? '' : '/';
  const name = trimmed.slice(trimmed.lastIndexOf('/') + 1);
  return suffix !== '' && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
}

export const basename: Command = defineTool({
  name: 'basename',
  usage: 'NAME [SUFFIX]',
  summary: 'print the last part of a path',
  group: 'text',
  grammar: { short: 'as:', long: { multiple: 'a', suffix: 's' }, stopAtOperand: true },
  *run(context, options) {
    const [first, second, third] = options.operands;
    if (first === undefined) return yield* misuse(context, 'missing operand');
    const suffix = optionValue(options, 's');
    if (suffix !== undefined || hasOption(options, 'a')) {
      yield* context.out(options.operands.map((name) => `${baseName(name, suffix)}\n`).join(''));
      return 0;
    }
    if (third !== undefined) return yield* misuse(context, `extra operand ${quote(third)}`);
    yield* context.out(`${baseName(first, second)}\n`);
    return 0;
  },
});
