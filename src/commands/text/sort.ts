import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { hasOption, lastOf, optionValue, optionValues, type ParsedOptions } from '../getopt.ts';
import { quote, quoteName } from '../quote.ts';
import { chomp, closeInput, openInput, readAll, splitLines, writeAll } from '../stream.ts';
import { defineTool, errorText, fail, misuse } from '../tool.ts';
import { compareKeys, compareLines, orderingOf, parseSortKey, type SortKey, type SortRules } from './sortkeys.ts';

/** Sorts lines (without newlines); `unique` keeps the first of those that the keys call equal. */
export function sortLines(lines: readonly string[], rules: SortRules, unique: boolean): string[] {
  const sorted = [...lines].sort((a, b) => compareLines(a, b, unique ? { ...rules, stable: true } : rules));
  return unique ? sorted.filter((line, at) => at === 0 || compareKeys(sorted[at - 1] ?? '', line, rules) !== 0) : sorted;
}

/** The index of the first line that is out of order, or -1. */
export function firstDisorder(lines: readonly string[], rules: SortRules, unique: boolean): number {
  return lines.findIndex((line, at) => {
    if (at === 0) return false;
    const size = unique ? compareKeys(lines[at - 1] ?? '', line, rules) : compareLines(lines[at - 1] ?? '', line, rules);
    return size > 0 || (unique && size === 0);
  });
}

/** The rules that the options ask for, or an error text. */
export function sortRules(options: ParsedOptions): SortRules | string {
  const keys: SortKey[] = [];
  for (const text of optionValues(options, 'k')) {
    const key = parseSortKey(text);
    if (typeof key === 'string') return key;
    keys.push(key);
  }
  const tab = optionValue(options, 't');
  if (tab === '') return 'empty tab';
  if (tab !== undefined && tab !== '\\0' && [...tab].length > 1) return `multi-character tab ${quote(tab)}`;
  const letters = ['n', 'g', 'r', 'f', 'd', 'i', 'b'].filter((letter) => hasOption(options, letter)).join('');
  const clash = [...'di'].find((letter) => letters.includes('n') && letters.includes(letter));
  if (clash !== undefined) return `options '-${clash}n' are incompatible`;
  return { keys, order: orderingOf(letters), tab: tab === '\\0' ? '\0' : tab, stable: hasOption(options, 's') };
}

function* readLines(context: CommandContext, names: readonly string[]): UserPath<string[] | number> {
  const lines: string[] = [];
  for (const name of names) {
    const fd = yield* openInput(context, name);
    if (fd < 0 && errorText(fd) !== 'Is a directory') return yield* fail(context, `cannot read: ${quoteName(name)}: ${errorText(fd)}`, 2);
    const text = fd < 0 ? fd : yield* readAll(context, fd);
    if (failed(text)) return yield* fail(context, `read failed: ${quoteName(name)}: ${errorText(text)}`, 2);
    yield* closeInput(context, fd);
    for (const line of splitLines(text)) lines.push(chomp(line));
  }
  return lines;
}

function* write(context: CommandContext, target: string | undefined, lines: readonly string[]): UserPath<number> {
  const text = lines.map((line) => `${line}\n`).join('');
  if (target === undefined) {
    yield* context.out(text);
    return 0;
  }
  const fd = yield* context.sys.open(target, { write: true, create: true, truncate: true, mode: 0o666 });
  if (fd < 0) return yield* fail(context, `open failed: ${quoteName(target)}: ${errorText(fd)}`, 2);
  yield* writeAll(context, fd, text);
  yield* context.sys.close(fd);
  return 0;
}

export const sort: Command = defineTool({
  name: 'sort',
  usage: '[OPTION]... [FILE]...',
  summary: 'write the lines of files in order',
  group: 'text',
  examples: ['lsmod | sort -k 2n', 'sort -u FILE'],
  grammar: {
    short: 'Cbcdfgik:no:rst:u',
    long: {
      check: 'c', 'ignore-leading-blanks': 'b', 'dictionary-order': 'd', 'general-numeric-sort': 'g', 'ignore-case': 'f', 'ignore-nonprinting': 'i', key: 'k', 'numeric-sort': 'n',
      output: 'o', reverse: 'r', stable: 's', 'field-separator': 't', unique: 'u',
    }, // biome-ignore format: a table of words
  },
  usageStatus: 2,
  *run(context, options) {
    const rules = sortRules(options);
    if (typeof rules === 'string') return yield* fail(context, rules, 2);
    const unique = hasOption(options, 'u');
    const check = lastOf(options, ['c', 'C']);
    const { operands } = options;
    const extra = operands[1];
    if (check !== undefined && extra !== undefined) {
      return yield* misuse(context, `extra operand ${quote(extra)} not allowed with -${check}`, 2);
    }
    const names = operands.length === 0 ? ['-'] : operands;
    const lines = yield* readLines(context, names);
    if (typeof lines === 'number') return lines;
    if (check === undefined) return yield* write(context, optionValue(options, 'o'), sortLines(lines, rules, unique));
    const at = firstDisorder(lines, rules, unique);
    if (at >= 0 && check === 'c') yield* fail(context, `${names[0] ?? '-'}:${at + 1}: disorder: ${lines[at] ?? ''}`);
    return at >= 0 ? 1 : 0;
  },
});
