import type { Command } from '../../shell/command.ts';
import { optionValue, type ParsedOptions } from '../getopt.ts';
import { quote } from '../quote.ts';
import { chomp, eachInput, filterLines } from '../stream.ts';
import { defineTool, fail, misuse } from '../tool.ts';
import { compilePattern } from './regex/pattern.ts';

export interface NumberingRules {
  /** True for the lines that get a number. */
  counts(line: string): boolean;
  readonly format: 'ln' | 'rn' | 'rz';
  readonly width: number;
  readonly separator: string;
  readonly step: number;
}

function formatted(number: number, rules: NumberingRules): string {
  if (rules.format === 'ln') return String(number).padEnd(rules.width);
  if (rules.format === 'rn') return String(number).padStart(rules.width);
  const digits = String(Math.abs(number));
  return number < 0 ? `-${digits.padStart(rules.width - 1, '0')}` : digits.padStart(rules.width, '0');
}

/** Numbers some lines (without newlines); `state.next` is the next number. */
export function numberLines(lines: readonly string[], rules: NumberingRules, state: { next: number }): string {
  let text = '';
  for (const line of lines) {
    if (rules.counts(line)) {
      text += `${formatted(state.next, rules)}${rules.separator}${line}\n`;
      state.next += rules.step;
    } else text += `${' '.repeat(rules.width + rules.separator.length)}${line}\n`;
  }
  return text;
}

/** Which lines `-b`'s argument counts; undefined when it is no style. */
export function numberingStyle(style: string): ((line: string) => boolean) | { readonly error: string } | undefined {
  if (style === 'a') return () => true;
  if (style === 't') return (line) => line !== '';
  if (style === 'n') return () => false;
  if (!style.startsWith('p')) return undefined;
  const pattern = compilePattern([style.slice(1)], { extended: false, dialect: 'grep' });
  return 'error' in pattern ? pattern : (line) => pattern.test(line);
}

const NUMBERS = [
  ['v', /^-?\d+$/, 'starting line number'],
  ['i', /^-?\d+$/, 'line number increment'],
  ['w', /^[1-9]\d*$/, 'line number field width'],
] as const;

/** The first numeric option that is none, as an error text. */
function badNumber(options: ParsedOptions): string | undefined {
  for (const [letter, form, what] of NUMBERS) {
    const text = optionValue(options, letter);
    if (text !== undefined && !form.test(text)) return `invalid ${what}: ${quote(text)}`;
  }
  return undefined;
}

export const nl: Command = defineTool({
  name: 'nl',
  usage: '[OPTION]... [FILE]...',
  summary: 'number the lines of files',
  group: 'text',
  grammar: {
    short: 'b:i:n:s:v:w:',
    long: {
      'body-numbering': 'b', 'line-increment': 'i', 'number-format': 'n', 'number-separator': 's', 'starting-line-number': 'v', 'number-width': 'w',
    }, // biome-ignore format: a table of words
  },
  *run(context, options) {
    const style = optionValue(options, 'b') ?? 't';
    const counts = numberingStyle(style);
    if (counts === undefined) return yield* misuse(context, `invalid body numbering style: ${quote(style)}`);
    if (typeof counts !== 'function') return yield* fail(context, counts.error);
    const bad = badNumber(options);
    if (bad !== undefined) return yield* fail(context, bad);
    const format = optionValue(options, 'n') ?? 'rn';
    if (format !== 'ln' && format !== 'rn' && format !== 'rz')
      return yield* misuse(context, `invalid line numbering format: ${quote(format)}`);
    const rules: NumberingRules = {
      counts,
      format,
      width: Number(optionValue(options, 'w') ?? '6'),
      separator: optionValue(options, 's') ?? '\t',
      step: Number(optionValue(options, 'i') ?? '1'),
    };
    const state = { next: Number(optionValue(options, 'v') ?? '1') };
    return yield* eachInput(context, options.operands, (fd) =>
      filterLines(context, fd, (lines) => numberLines(lines.map(chomp), rules, state)),
    );
  },
});
