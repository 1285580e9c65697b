import type { Command } from '../../shell/command.ts';
import { hasOption, optionValue, optionValues, type ParsedOptions } from '../getopt.ts';
import { quote } from '../quote.ts';
import { chomp, eachInput, filterLines } from '../stream.ts';
import { defineTool, misuse } from '../tool.ts';

/** From and to, both counted from 1 and both included. */
export type CutRange = readonly [number, number];

export interface CutRules {
  readonly by: 'fields' | 'chars';
  /** In rising order, without overlaps. */
  readonly ranges: readonly CutRange[];
  readonly delimiter: string;
  /** What stands between the parts in the output; undefined: the delimiter for fields, nothing for characters. */
  readonly outputDelimiter: string | undefined;
  /** Lines without a delimiter are left out. */
  readonly onlyDelimited: boolean;
}

const END = Number.MAX_SAFE_INTEGER;

function parseRange(text: string, what: CutRules['by']): CutRange | string {
  const parts = /^(\d*)(-?)(\d*)$/.exec(text);
  const dashes = text.split('-').length - 1;
  if (dashes > 1 && /^[\d-]*$/.test(text)) return what === 'fields' ? 'invalid field range' : 'invalid byte or character range';
  if (parts === null) return what === 'fields' ? `invalid field value ${quote(text)}` : `invalid byte/character position ${quote(text)}`;
  const [, low = '', dash = '', high = ''] = parts;
  if (dash !== '' && low === '' && high === '') return 'invalid range with no endpoint: -';
  const from = low === '' && dash !== '' ? 1 : Number(low);
  const to = dash === '' ? from : high === '' ? END : Number(high);
  if (from === 0 || to === 0) return what === 'fields' ? 'fields are numbered from 1' : 'byte/character positions are numbered from 1';
  return from > to ? 'invalid decreasing range' : [from, to];
}

/** Reads a list such as `1,3-5,7-`; an error text when it is none. */
export function parseCutList(text: string, what: CutRules['by'], complement = false): readonly CutRange[] | string {
  const ranges: CutRange[] = [];
  for (const part of text.split(/[, \t]/)) {
    const range = parseRange(part, what);
    if (typeof range === 'string') return range;
    ranges.push(range);
  }
  ranges.sort((a, b) => a[0] - b[0]);
  const merged: CutRange[] = [];
  for (const [from, to] of ranges) {
    const last = merged.at(-1);
    // Ranges that only touch stay apart: a delimiter in the output may stand between them.
    if (last !== undefined && from <= last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], to)];
    else merged.push([from, to]);
  }
  return complement ? rest(merged) : merged;
}

function rest(ranges: readonly CutRange[]): CutRange[] {
  const others: CutRange[] = [];
  let next = 1;
  for (const [from, to] of ranges) {
    if (from > next) others.push([next, from - 1]);
    next = to + 1;
  }
  if (next < END) others.push([next, END]);
  return others;
}

/** The wanted parts of one line (without its newline); undefined when the line is left out. */
export function cutLine(line: string, rules: CutRules): string | undefined {
  if (rules.by === 'chars') {
    const parts = rules.ranges.map(([from, to]) => line.slice(from - 1, to)).filter((part) => part !== '');
    return parts.join(rules.outputDelimiter ?? '');
  }
  if (!line.includes(rules.delimiter)) return rules.onlyDelimited ? undefined : line;
  const fields = line.split(rules.delimiter);
  return rules.ranges.flatMap(([from, to]) => fields.slice(from - 1, to)).join(rules.outputDelimiter ?? rules.delimiter);
}

const ONLY_FIELDS = 'suppressing non-delimited lines makes sense\n\tonly when operating on fields';

/** The rules that the options ask for, or an error text. */
export function cutRules(options: ParsedOptions): CutRules | string {
  const lists = options.given.filter((one) => 'bcf'.includes(one.key));
  const [list] = lists;
  if (list === undefined) return 'you must specify a list of bytes, characters, or fields';
  if (lists.length > 1) return 'only one list may be specified';
  const by = list.key === 'f' ? 'fields' : 'chars';
  const delimiter = optionValue(options, 'd');
  if (optionValues(options, 'd').some((one) => [...one].length > 1)) return 'the delimiter must be a single character';
  if (by === 'chars' && delimiter !== undefined) return 'an input delimiter may be specified only when operating on fields';
  if (by === 'chars' && hasOption(options, 's')) return ONLY_FIELDS;
  const ranges = parseCutList(list.value, by, hasOption(options, 'complement'));
  if (typeof ranges === 'string') return ranges;
  return {
    by,
    ranges,
    delimiter: delimiter === undefined ? '\t' : delimiter === '' ? '\0' : delimiter,
    outputDelimiter: optionValue(options, 'output-delimiter'),
    onlyDelimited: hasOption(options, 's'),
  };
}

export const cut: Command = defineTool({
  name: 'cut',
  usage: 'OPTION... [FILE]...',
  summary: 'print selected parts of lines',
  group: 'text',
  examples: ["cut -d' ' -f1 /proc/modules"],
  grammar: {
    short: 'b:c:d:f:ns',
    long: {
      bytes: 'b', characters: 'c', delimiter: 'd', fields: 'f', 'only-delimited': 's', complement: 'complement', 'output-delimiter': 'output-delimiter:',
    }, // biome-ignore format: a table of words
  },
  *run(context, options) {
    const rules = cutRules(options);
    if (typeof rules === 'string') return yield* misuse(context, rules);
    return yield* eachInput(context, options.operands, (fd) =>
      filterLines(context, fd, (lines) => {
        let text = '';
        for (const line of lines) {
          const part = cutLine(chomp(line), rules);
          if (part !== undefined) text += `${part}\n`;
        }
        return text;
      }),
    );
  },
});
