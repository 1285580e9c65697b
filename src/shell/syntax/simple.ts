/** Simple commands, from the parser's form to ours. */
import type { Unbash } from '../parse.ts';
import { expandBraces } from './braces.ts';
import type { Place } from './commands.ts';
import { quotedText } from './literals.ts';
import type { Reading } from './reading.ts';
import { convertRedirects } from './redirects.ts';
import { syntaxError, unsupported } from './source.ts';
import type { Assignment, Redirect, Simple, Word } from './tree.ts';
import { convertWord, finishWord } from './words.ts';

/** One word of a command, or the several that its braces make of it. */
export function convertArgument(reading: Reading, word: Unbash.Word): Word[] {
  if (word.parts?.some((part) => part.type === 'BraceExpansion') !== true) return [convertWord(reading, word)];
  const texts = expandBraces(word.text);
  if (texts.length === 1 && texts[0] === word.text) return [convertWord(reading, word, 'plain')];
  return texts.map((text) => {
    if (text === '') return finishWord('', []);
    const command = reading.read(`: ${text}`).commands[0]?.command;
    const argument = command?.type === 'Command' ? command.args[0] : undefined;
    if (argument?.type !== 'Word') throw unsupported(reading.source, word.pos, `brace expansion ${word.text}`);
    return convertWord(reading, argument, 'plain');
  });
}

/** The parser drops a parenthesis after a command's first word; it is an error. */
function refuseParenthesis(reading: Reading, end: number): void {
  PARENTHESIS.lastIndex = end;
  const stray = PARENTHESIS.exec(reading.source.text);
  if (stray !== null) throw syntaxError(reading.source, PARENTHESIS.lastIndex - 1, '"(" unexpected');
}

const PARENTHESIS = /(?:[ \t]|\\\n)*\(/y;

/** A simple command, with what is fixed in it worked out. Throws ProblemError. */
export function convertSimple(reading: Reading, node: Unbash.Command, place: Place): Simple {
  if (node.name !== undefined) refuseParenthesis(reading, node.name.end);
  if (node.name?.text === 'alias') throw unsupported(reading.source, node.pos, 'alias (write a function)');
  const assignments = node.prefix.filter((one) => one.type === 'Assignment').map((one) => assignment(reading, one));
  const words = node.name === undefined ? [] : convertArgument(reading, node.name);
  for (const argument of node.args) {
    if (argument.type === 'Word') words.push(...convertArgument(reading, argument));
    else words.push(assignmentArgument(reading, argument));
  }
  const redirects = node.redirects.length === 0 ? NO_REDIRECTS : convertRedirects(reading, node.redirects);
  return { kind: 'simple', ...place, assignments, words, fixed: fixedFields(words), redirects };
}

function fixedFields(words: readonly Word[]): readonly string[] | undefined {
  const fields = words.map((word) => word.literal);
  return fields.includes(undefined) ? undefined : (fields as string[]);
}

const NO_REDIRECTS: readonly Redirect[] = Object.freeze([]);

function assignment(reading: Reading, node: Unbash.Assignment): Assignment {
  const { value } = node;
  if (value.type === 'ArrayValue' || node.index !== undefined) throw unsupported(reading.source, node.pos, 'arrays');
  if (node.append === true) throw unsupported(reading.source, node.pos, `${node.name}+=... (write ${node.name}=$${node.name}...)`);
  return { name: node.name, value: convertWord(reading, value, 'assignment') };
}

/** `export x=~/$y`: expanded as an assignment is. */
function assignmentArgument(reading: Reading, node: Unbash.Assignment): Word {
  const { name, value } = assignment(reading, node);
  return finishWord(node.text, [quotedText(`${name}=`), ...value.parts], true);
}
