/** Words: from the parser's parts to ours, with every construct that we lack refused on the way. */
import type { Unbash } from '../parse.ts';
import { addText, literalOf, markTildes, mergeTexts, type Quoting, quotedText } from './literals.ts';
import { parameter, simpleParameter } from './parameters.ts';
import { innerReading, type Reading } from './reading.ts';
import { syntaxError, unsupported } from './source.ts';
import { convertBody } from './steps.ts';
import { arithmeticPart } from './sums.ts';
import type { CommandPart, Word, WordPart } from './tree.ts';

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
