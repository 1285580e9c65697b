import { failed } from '../../engine/sys.ts';
import type { Command } from '../../shell/command.ts';
import { hasOption, type ParsedOptions } from '../getopt.ts';
import { READ_CHUNK } from '../limits.ts';
import { quote } from '../quote.ts';
import { defineTool, errorText, fail, misuse } from '../tool.ts';
import { expandSet, parseSet, type SetPiece } from './trsets.ts';

/** What becomes of each character. */
export interface TrRules {
  /** The character that takes its place; undefined: it is deleted. */
  turn(char: string): string | undefined;
  /** Runs of these become one. */
  squeezes(char: string): boolean;
}

/** Translates a text; `last` is the last character written before it (empty: none), for runs across chunks. */
export function trText(text: string, rules: TrRules, last = ''): string {
  let result = '';
  let before = last;
  for (const char of text) {
    const turned = rules.turn(char);
    if (turned === undefined || (turned === before && rules.squeezes(turned))) continue;
    result += turned;
    before = turned;
  }
  return result;
}

const BYTES = 256;

/** Every character up to 0xff that is not in the set, in order, as `-c` asks for; those beyond are all taken like the last one. */
function complementOf(chars: readonly string[]): string[] {
  const held = new Set(chars);
  return Array.from({ length: BYTES }, (_, code) => String.fromCharCode(code)).filter((char) => !held.has(char));
}

const ONE_TARGET = 'when translating with complemented character classes,\nstring2 must map all characters in the domain to one';
const CASES_ONLY = "when translating, the only character classes that may appear in\nstring2 are 'upper' and 'lower'";
const CLASS_AT_END = 'when translating with string1 longer than string2,\nthe latter string must not end with a character class';

const hasClass = (pieces: readonly SetPiece[]): boolean => pieces.some((piece) => piece.kind === 'class');
const isCase = (piece: SetPiece): boolean => piece.kind === 'class' && (piece.name === 'upper' || piece.name === 'lower');

/** Where in the expanded set each `[:upper:]` and `[:lower:]` begins. */
function caseStarts(pieces: readonly SetPiece[]): Set<number> {
  const starts = new Set<number>();
  let at = 0;
  for (const piece of pieces) {
    if (isCase(piece)) starts.add(at);
    at += piece.kind === 'repeat' ? piece.times : piece.chars.length;
  }
  return starts;
}

/** What is wrong with translating one set to the other; undefined when nothing is. */
function refusal(from: readonly SetPiece[], to: readonly SetPiece[], complement: boolean, truncate: boolean): string | undefined {
  const length = expandSet(from, 0).length;
  const target = expandSet(to, length);
  if (target.length === 0 && !truncate) return 'when not truncating set1, string2 must be non-empty';
  if (to.some((piece) => piece.kind === 'class' && !isCase(piece))) return CASES_ONLY;
  const starts = caseStarts(from);
  for (const start of caseStarts(to)) if (!starts.has(start)) return 'misaligned [:upper:] and/or [:lower:] construct';
  if (complement && hasClass(from) && new Set(target).size !== 1) return ONE_TARGET;
  if (!truncate && !complement && length > target.length && to.at(-1)?.kind === 'class') return CLASS_AT_END;
  return undefined;
}

function translation(from: readonly string[], to: readonly string[], complement: boolean, truncate: boolean): TrRules['turn'] {
  const domain = complement ? complementOf(from) : from;
  const last = to.at(-1) ?? '';
  const map = new Map<string, string>();
  for (const [at, char] of domain.entries()) {
    const target = to[at] ?? (truncate ? char : last);
    if (!complement || !map.has(char)) map.set(char, target);
  }
  const held = new Set(from);
  // Characters beyond 0xff belong to every complement.
  return (char) => map.get(char) ?? (complement && !truncate && !held.has(char) ? last : char);
}

/** The rules that the options and sets ask for, or an error text. */
export function trRules(options: ParsedOptions): TrRules | string {
  const complement = hasOption(options, 'c') || hasOption(options, 'C');
  const deletes = hasOption(options, 'd');
  const squeezes = hasOption(options, 's');
  const truncate = hasOption(options, 't');
  const [first = '', second] = options.operands;
  const from = parseSet(first);
  if (typeof from === 'string') return from;
  const to = second === undefined ? undefined : parseSet(second);
  if (typeof to === 'string') return to;
  if (from.some((piece) => piece.kind === 'repeat')) return 'the [c*] repeat construct may not appear in string1';
  if (to !== undefined && to.filter((piece) => piece.kind === 'repeat' && piece.times === 0).length > 1) {
    return 'only one [c*] repeat construct may appear in string2';
  }
  const chars = expandSet(from, 0);
  const held = new Set(chars);
  const inFirst = (char: string): boolean => held.has(char) !== complement;
  if (deletes || to === undefined) {
    const target = new Set(to === undefined ? [] : expandSet(to, chars.length));
    return {
      turn: (char) => (deletes && inFirst(char) ? undefined : char),
      squeezes: (char) => squeezes && (deletes ? target.has(char) : inFirst(char)),
    };
  }
  const refused = refusal(from, to, complement, truncate);
  if (refused !== undefined) return refused;
  const target = expandSet(to, complement ? complementOf(chars).length : chars.length);
  const targets = new Set(target);
  return { turn: translation(chars, target, complement, truncate), squeezes: (char) => squeezes && targets.has(char) };
}

/** What is wrong with the number of operands; undefined when nothing is. */
function operandFault(options: ParsedOptions): string | undefined {
  const { operands } = options;
  const deletes = hasOption(options, 'd');
  const squeezes = hasOption(options, 's');
  const [first, second, third] = operands;
  if (first === undefined) return 'missing operand';
  const needsTwo = deletes === squeezes;
  if (needsTwo && second === undefined) {
    const why = deletes ? 'when both deleting and squeezing repeats' : 'when translating';
    return `missing operand after ${quote(first)}\nTwo strings must be given ${why}.`;
  }
  if (deletes && !squeezes && second !== undefined) {
    const why = 'Only one string may be given when deleting without squeezing repeats.';
    return `extra operand ${quote(second)}${third === undefined ? `\n${why}` : ''}`;
  }
  return third === undefined ? undefined : `extra operand ${quote(third)}`;
}

export const tr: Command = defineTool({
  name: 'tr',
  usage: '[OPTION]... STRING1 [STRING2]',
  summary: 'translate or delete characters of standard input',
  group: 'text',
  examples: ["tr : ' ' < /sys/class/chardev/chardev0/dev"],
  grammar: { short: 'Ccdst', long: { complement: 'c', delete: 'd', 'squeeze-repeats': 's', 'truncate-set1': 't' } },
  *run(context, options) {
    const fault = operandFault(options);
    if (fault !== undefined) return yield* misuse(context, fault);
    const rules = trRules(options);
    if (typeof rules === 'string') return yield* fail(context, rules);
    let last = '';
    for (;;) {
      const chunk = yield* context.sys.read(0, READ_CHUNK);
      if (failed(chunk)) return yield* fail(context, `read error: ${errorText(chunk)}`);
      if (chunk === '') return 0;
      const text = trText(chunk, rules, last);
      last = text === '' ? last : ([...text.slice(-2)].at(-1) ?? '');
      if (text !== '' && !(yield* context.out(text))) return 0;
    }
  },
});
