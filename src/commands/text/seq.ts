import type { UserPath } from '../../engine/step.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { hasOption, optionValue } from '../getopt.ts';
import { quote } from '../quote.ts';
import { defineTool, fail, misuse } from '../tool.ts';
import { inRange, type SeqRange, seqRange, seqText, seqWidth, zeroFilled } from './seqnumbers.ts';

/** Numbers written at once. */
const NUMBERS_PER_WRITE = 1_000;

/** A `-f` format as a function, or an error text. */
export function seqFormat(format: string): ((text: string) => string) | string {
  const parts = /^((?:[^%]|%%)*)%([-+ 0#']*)(\d*)(?:\.(\d*))?([\s\S]?)([\s\S]*)$/.exec(format);
  if (parts === null) return `format ${quote(format)} has no % directive`;
  const [, before = '', flags = '', width = '', precision, letter = '', after = ''] = parts;
  if (letter === '') return `format ${quote(format)} ends in %`;
  if (!'aefgAEFG'.includes(letter)) return `format ${quote(format)} has unknown %${letter} directive`;
  if (/%(?!%)/.test(after.replaceAll('%%', ''))) return `format ${quote(format)} has too many % directives`;
  const plain = (text: string): string => text.replaceAll('%%', '%');
  return (text) => {
    let number = formatted(Number(text), letter, precision === undefined ? 6 : Number(precision));
    if (!number.startsWith('-') && /[+ ]/.test(flags)) number = (flags.includes('+') ? '+' : ' ') + number;
    if (flags.includes('-')) number = number.padEnd(Number(width));
    else number = flags.includes('0') ? zeroFilled(number, Number(width)) : number.padStart(Number(width));
    return plain(before) + number + plain(after);
  };
}

const exponential = (value: number, precision: number): string => value.toExponential(precision).replace(/e([-+])(\d)$/, 'e$10$2');

/** As printf(3) writes %f, %e and %g. */
function formatted(value: number, letter: string, precision: number): string {
  const lower = letter.toLowerCase();
  if (lower === 'f') return value.toFixed(Math.min(precision, 100));
  if (lower === 'e') return exponential(value, Math.min(precision, 100));
  const digits = Math.min(100, Math.max(1, precision));
  const power = value === 0 ? 0 : Number(value.toExponential(digits - 1).split('e')[1]);
  if (power < -4 || power >= digits) return exponential(value, digits - 1).replace(/\.?0+e/, 'e');
  const text = value.toFixed(digits - 1 - power);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function* write(context: CommandContext, range: SeqRange, separator: string, show: (value: bigint) => string): UserPath<void> {
  let value = range.first;
  if (!inRange(value, range)) return;
  for (let begun = false; inRange(value, range); begun = true) {
    let text = '';
    for (let count = 0; count < NUMBERS_PER_WRITE && inRange(value, range); count += 1) {
      text += `${begun || count > 0 ? separator : ''}${show(value)}`;
      value += range.step;
    }
    if (!(yield* context.out(text))) return;
  }
  yield* context.out('\n');
}

/** Negative numbers are operands, not options. */
function operandsMarked(args: readonly string[]): readonly string[] {
  let at = 0;
  while (/^-[^.\d-]|^--./.test(args[at] ?? '')) at += /^-w*[fs]$/.test(args[at] ?? '') ? 2 : 1;
  return /^-[.\d]/.test(args[at] ?? '') ? [...args.slice(0, at), '--', ...args.slice(at)] : args;
}

export const seq: Command = defineTool({
  name: 'seq',
  usage: '[OPTION]... [FIRST [INCREMENT]] LAST',
  summary: 'print numbers from first to last',
  group: 'text',
  grammar: { short: 'f:s:w', long: { format: 'f', separator: 's', 'equal-width': 'w' }, stopAtOperand: true },
  modernize: operandsMarked,
  *run(context, options) {
    const { operands } = options;
    if (operands.length === 0) return yield* misuse(context, 'missing operand');
    if (operands.length > 3) return yield* misuse(context, `extra operand ${quote(operands[3] ?? '')}`);
    const format = optionValue(options, 'f');
    const formatter = format === undefined ? undefined : seqFormat(format);
    if (typeof formatter === 'string') return yield* fail(context, formatter);
    const range = seqRange(operands);
    if ('bad' in range) {
      if (/^[-+]?nan$/i.test(range.bad)) return yield* misuse(context, `invalid 'not-a-number' argument: ${quote(range.bad)}`);
      return yield* misuse(context, `invalid floating point argument: ${quote(range.bad)}`);
    }
    if ('zero' in range) return yield* misuse(context, `invalid Zero increment value: ${quote(range.zero)}`);
    const equal = hasOption(options, 'w');
    if (equal && formatter !== undefined) {
      return yield* misuse(context, 'format string may not be specified when printing equal width strings');
    }
    const width = equal ? seqWidth(range) : 0;
    yield* write(context, range, optionValue(options, 's') ?? '\n', (value) => {
      const text = seqText(value, range.places);
      return formatter === undefined ? zeroFilled(text, width) : formatter(text);
    });
    return 0;
  },
});
