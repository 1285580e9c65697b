/** Redirections and here-documents. */
import type { Unbash } from '../parse.ts';
import { quotedText } from './literals.ts';
import type { Reading } from './reading.ts';
import { syntaxError, unsupported } from './source.ts';
import type { Redirect, Word, WordPart } from './tree.ts';
import { addParts, convertWord, finishWord } from './words.ts';

/** Converts redirections in their order. Throws ProblemError. */
export const convertRedirects = (reading: Reading, nodes: readonly Unbash.Redirection[]): Redirect[] =>
  nodes.flatMap((node) => convertOne(reading, node));

const OUTPUT_FD = 1;

function convertOne(reading: Reading, node: Unbash.Redirection): Redirect[] {
  if (node.descriptor?.type === 'FileDescriptorVariable')
    throw unsupported(reading.source, node.pos, `{${node.descriptor.name}} before a redirection`);
  const given = node.descriptor?.value;
  if (node.type === 'HereDoc') return [{ op: 'here', fd: given ?? 0, target: hereDocument(reading, node) }];
  if (node.target === undefined) throw syntaxError(reading.source, node.end, 'redirection without a target');
  const target = convertWord(reading, node.target, 'plain');
  if (node.type === 'HereString')
    return [{ op: 'here', fd: given ?? 0, target: finishWord(target.text, [...target.parts, quotedText('\n')]) }];
  switch (node.operator) {
    case '<':
    case '<>':
      return [{ op: node.operator, fd: given ?? 0, target }];
    case '>':
    case '>>':
    case '>|':
      return [{ op: node.operator, fd: given ?? OUTPUT_FD, target }];
    case '&>':
    case '&>>':
      return [
        { op: node.operator === '&>' ? '>' : '>>', fd: OUTPUT_FD, target },
        { op: 'dup', fd: 2, target: finishWord('1', [quotedText('1')]) },
      ];
    case '<&':
    case '>&':
      if (target.literal !== undefined && !/^(?:\d+|-)$/.test(target.literal)) {
        throw unsupported(
          reading.source,
          node.pos,
          `${node.operator}${node.target.text} (write ${node.operator[0]}${node.target.text}${node.operator === '>&' ? ' 2>&1' : ''})`,
        );
      }
      return [{ op: 'dup', fd: given ?? (node.operator === '<&' ? 0 : OUTPUT_FD), target }];
  }
}

function hereDocument(reading: Reading, node: Unbash.HereDoc): Word {
  const { source } = reading;
  if (node.closing === undefined) {
    throw syntaxError(source, node.pos, `here-document without its end "${node.delimiter?.value ?? ''}"`, 'heredoc');
  }
  const { body } = node;
  const parts: WordPart[] = [];
  const strip = node.operator === '<<-';
  if (node.delimiter?.quoted === true) {
    parts.push(quotedText(strip ? body.text.replace(/^\t+/gm, '') : body.text));
  } else if (!strip || !body.text.includes('\t')) addParts(reading, parts, body.text, body.parts, 'here');
  else if (body.parts === undefined) addParts(reading, parts, body.text.replace(/^\t+/gm, ''), undefined, 'here');
  else {
    for (const [nth, part] of body.parts.entries()) {
      if (part.type !== 'Literal') addParts(reading, parts, '', [part], 'here');
      else addParts(reading, parts, part.text.replace(nth === 0 ? /^\t+/gm : /(?<=\n)\t+/g, ''), undefined, 'here');
    }
  }
  return finishWord(body.text, parts);
}
