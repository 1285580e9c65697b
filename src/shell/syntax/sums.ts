/** Arithmetic expansions, from the parser's form to ours. */
import type { Unbash } from '../parse.ts';
import { type Arithmetic, ArithmeticError, parseArithmetic } from './arithmetic.ts';
import { type Quoting, quotedText } from './literals.ts';
import { innerReading, type Reading } from './reading.ts';
import { syntaxError, unsupported } from './source.ts';
import type { ArithmeticPart, Word, WordPart } from './tree.ts';
import { addParts, finishWord } from './words.ts';

/** `$((...))`. An expression that cannot be read is told when it is computed, as a real shell does. */
export function arithmeticPart(reading: Reading, part: Unbash.ArithmeticExpansionPart, quoting: Quoting): ArithmeticPart {
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
