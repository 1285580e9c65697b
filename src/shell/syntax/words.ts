/** Words: from the parser's parts to ours, with every construct that we lack refused on the way. */
import type { Unbash } from '../parse.ts';
import { type Arithmetic, ArithmeticError, parseArithmetic } from './arithmetic.ts';
import { addText, literalOf, markTildes, mergeTexts, type Quoting, quotedText } from './literals.ts';
import { innerReading, type Reading } from './reading.ts';
import { syntaxError, unsupported } from './source.ts';
import { convertBody } from './steps.ts';
import type { ArithmeticPart, CommandPart, ParameterOp, ParameterPart, Word, WordPart } from './tree.ts';

export type WordRole = 'argument' | 'assignment' | 'plain';

/** Converts a word. In an `assignment`, a tilde counts after each colon too; in `plain` (patterns, operands) braces stay. */
export function convertWord(reading: Reading, word: Unbash.Word, role: WordRole = 'argument'): Word {
  const parts: WordPart[] = [];
  addParts(reading, parts, word.text, word.parts, 'bare');
  const marked = word.text.includes('~') ? markTildes(parts, role === 'assignment') : parts;
  return finishWord(word.text, marked);
}

/** The word with its parts merged and, where it is fixed, its one value. */
export function finishWord(text: string, parts: readonly WordPart[], single = false): Word {
  const merged = parts.length > 1 ? mergeTexts(parts) : parts;
  return { text, literal: literalOf(merged), parts: merged, single };
}

/** Adds a text's parts, or the text itself where the parser saw none. */
export function addParts(
  reading: Reading,
  out: WordPart[],
  text: string,
  parts: readonly Unbash.WordPart[] | undefined,
  quoting: Quoting,
): void {
  if (parts === undefined) addText(out, text, quoting);
  else for (const part of parts) addPart(reading, out, part, quoting);
}

function addPart(reading: Reading, out: WordPart[], part: Unbash.WordPart, quoting: Quoting): void {
  switch (part.type) {
    case 'Literal':
      addText(out, part.text, quoting);
      return;
    case 'Glob':
      if (part.kind === 'bracket') {
        addText(out, '[', quoting);
        addParts(reading, out, part.text.slice(1, -1), part.parts, quoting);
        addText(out, ']', quoting);
      } else addText(out, part.text, quoting);
      return;
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      if (quoting !== 'bare') {
        addText(out, part.text, quoting); // inside "${x-...}" these quotes are plain characters
        return;
      }
      out.push(quotedText(part.type === 'AnsiCQuoted' ? (part.value.split('\0')[0] as string) : part.value));
      return;
    case 'DoubleQuoted': {
      const before = out.length;
      for (const inner of part.parts) addPart(reading, out, inner, 'double');
      if (out.length === before) out.push(quotedText(''));
      return;
    }
    case 'SimpleExpansion':
      out.push(simpleParameter(reading, part, quoting));
      return;
    case 'ParameterExpansion':
      out.push(parameter(reading, part, quoting));
      return;
    case 'CommandExpansion':
      out.push(commandPart(reading, part, quoting));
      return;
    case 'ArithmeticExpansion':
      out.push(arithmeticPart(reading, part, quoting));
      return;
    case 'BraceExpansion':
      addBraces(reading, out, part, quoting);
      return;
    case 'LocaleString':
      throw unsupported(reading.source, part.pos, '$"..." (translated strings)');
    case 'ProcessSubstitution':
      throw unsupported(reading.source, part.pos, 'process substitution');
    case 'ExtendedGlob':
      throw unsupported(reading.source, part.pos, `extended pattern ${part.operator}(...)`);
  }
}

/** Braces that do not make several words of one (see `braces.ts`) stand for themselves. */
function addBraces(reading: Reading, out: WordPart[], part: Unbash.BraceExpansionPart, quoting: Quoting): void {
  addText(out, part.parts === undefined ? part.text : '{', quoting);
  if (part.parts === undefined) return;
  for (const inner of part.parts) addPart(reading, out, inner, quoting);
  addText(out, '}', quoting);
}

const NAME = /^(?:[A-Za-z_]\w*|\d+|[@*#?$!-])$/;
const REFUSED_NAMES: Readonly<Record<string, string>> = {
  RANDOM: 'the variable RANDOM (no two runs would be alike)',
  SRANDOM: 'the variable SRANDOM (no two runs would be alike)',
  BASHPID: 'the variable BASHPID',
  PIPESTATUS: 'the variable PIPESTATUS (write: set -o pipefail)',
  BASH_SOURCE: 'the variable BASH_SOURCE',
  FUNCNAME: 'the variable FUNCNAME',
};

function checkName(reading: Reading, name: string, pos: number, text: string): void {
  if (!NAME.test(name)) throw syntaxError(reading.source, pos, `bad substitution: ${text.split('\n')[0]}`);
  const refused = Object.hasOwn(REFUSED_NAMES, name) ? REFUSED_NAMES[name] : undefined;
  if (refused !== undefined) throw unsupported(reading.source, pos, refused);
}

function simpleParameter(reading: Reading, part: Unbash.SimpleExpansionPart, quoting: Quoting): ParameterPart {
  const name = part.text.slice(1);
  checkName(reading, name, part.pos, part.text);
  return { kind: 'parameter', name, op: 'plain', colon: false, word: undefined, quoted: quoting !== 'bare' };
}

function parameter(reading: Reading, part: Unbash.ParameterExpansionPart, quoting: Quoting): ParameterPart {
  const { source } = reading;
  const quoted = quoting !== 'bare';
  if (/^\$\{!(?::?[-+=?]|[#%])/.test(part.text)) return lastBackground(reading, part, quoting);
  if (part.prefix === '!') throw unsupported(source, part.pos, `indirect expansion ${part.text}`);
  if (part.index !== undefined) throw unsupported(source, part.pos, `arrays: ${part.text}`);
  checkName(reading, part.parameter, part.pos, part.text);
  const { operation } = part;
  if (operation === undefined) {
    return { kind: 'parameter', name: part.parameter, op: part.prefix === '#' ? 'length' : 'plain', colon: false, word: undefined, quoted };
  }
  if (part.prefix === '#') throw syntaxError(source, part.pos, `bad substitution: ${part.text}`);
  if (operation.type === 'Default') {
    const colon = operation.operator.startsWith(':');
    const op = (colon ? operation.operator.slice(1) : operation.operator) as ParameterOp;
    return { kind: 'parameter', name: part.parameter, op, colon, word: operandOf(reading, operation.operand, quoting), quoted };
  }
  if (operation.type === 'Remove') {
    return {
      kind: 'parameter',
      name: part.parameter,
      op: operation.operator,
      colon: false,
      word: operandOf(reading, operation.operand, 'bare'),
      quoted,
    };
  }
  throw operation.type === 'Unknown'
    ? syntaxError(source, part.pos, `bad substitution: ${part.text}`)
    : unsupported(source, part.pos, REFUSED_OPS[operation.type](part.text));
}

/** `${!-none}`: the parser takes `!` for bash's indirection, so it reads the text once more under another name. */
function lastBackground(reading: Reading, part: Unbash.ParameterExpansionPart, quoting: Quoting): ParameterPart {
  const renamed = part.text.replace('!', 'last_background');
  const inner = innerReading(reading, quoting === 'bare' ? `: ${renamed}` : `: "${renamed}"`, part.pos);
  const command = inner.read(inner.source.text).commands[0]?.command;
  const word = command?.type === 'Command' ? command.args[0] : undefined;
  const first = word?.type === 'Word' ? word.parts?.[0] : undefined;
  const found = first?.type === 'DoubleQuoted' ? first.parts[0] : first;
  if (found?.type !== 'ParameterExpansion') throw syntaxError(reading.source, part.pos, `bad substitution: ${part.text}`);
  return { ...parameter(inner, found, quoting), name: '!' };
}

const REFUSED_OPS = {
  Replace: (text: string) => `pattern replacement ${text} (use sed)`,
  Slice: (text: string) => `substring ${text} (use cut, or \${x#...} and \${x%...})`,
  CaseModification: (text: string) => `case change ${text} (use tr)`,
  Transform: (text: string) => `transformation ${text}`,
  Names: (text: string) => `list of names ${text}`,
} as const;

function operandOf(reading: Reading, word: Unbash.Word, quoting: Quoting): Word {
  if (quoting === 'bare') return convertWord(reading, word, 'plain');
  const parts: WordPart[] = [];
  addParts(reading, parts, word.text, word.parts, 'operand');
  return finishWord(word.text, parts);
}

function commandPart(reading: Reading, part: Unbash.CommandExpansionPart, quoting: Quoting): CommandPart {
  if (part.text.startsWith('${')) throw unsupported(reading.source, part.pos, `$\{ COMMAND; } (write $(COMMAND))`);
  const { script } = part;
  if (script === undefined) throw syntaxError(reading.source, part.pos, 'bad command substitution');
  const inner = script.source === undefined ? reading : innerReading(reading, script.source, part.pos);
  const body = convertBody(inner, script);
  const only = body.length === 1 ? body[0]?.node : undefined;
  if (
    only?.kind === 'simple' &&
    only.words.length === 0 &&
    only.assignments.length === 0 &&
    only.redirects.length === 1 &&
    only.redirects[0]?.op === '<'
  ) {
    throw unsupported(reading.source, part.pos, '$(< FILE) (write $(cat FILE))');
  }
  return { kind: 'command', body, quoted: quoting !== 'bare' };
}

function arithmeticPart(reading: Reading, part: Unbash.ArithmeticExpansionPart, quoting: Quoting): ArithmeticPart {
  if (!part.text.startsWith('$((')) throw unsupported(reading.source, part.pos, '$[...] (write $((...)))');
  const inside = part.text.slice(3, -2);
  const text = arithmeticText(reading, inside, part.pos);
  let fixed: Arithmetic | undefined;
  try {
    if (text.literal !== undefined) fixed = parseArithmetic(text.literal);
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error; // told when it is computed, as a real shell does
  }
  return { kind: 'arithmetic', fixed, text, quoted: quoting !== 'bare' };
}

/** An expression is expanded as a here-document's text is; its double quotes count for nothing. */
function arithmeticText(reading: Reading, text: string, pos: number): Word {
  const bare = text.replaceAll('"', '');
  if (!/[$`\\]/.test(bare)) return finishWord(text, [quotedText(bare)]);
  const inner = innerReading(reading, `:<<END_OF_SUM\n${bare}\nEND_OF_SUM\n`, pos);
  const command = inner.read(inner.source.text).commands[0]?.command;
  const here = command?.type === 'Command' ? command.redirects[0] : undefined;
  if (here?.type !== 'HereDoc') throw syntaxError(reading.source, pos, 'bad arithmetic expansion');
  const parts: WordPart[] = [];
  addParts(inner, parts, here.body.text, here.body.parts, 'here');
  return finishWord(text, parts);
}
