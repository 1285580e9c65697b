/** Parameter expansions, from the parser's form to ours. */
import type { Unbash } from '../parse.ts';
import type { Quoting } from './literals.ts';
import { innerReading, type Reading } from './reading.ts';
import { syntaxError, unsupported } from './source.ts';
import type { ParameterOp, ParameterPart, Word, WordPart } from './tree.ts';
import { addParts, convertWord, finishWord } from './words.ts';

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

/** `$name`. Throws ProblemError. */
export function simpleParameter(reading: Reading, part: Unbash.SimpleExpansionPart, quoting: Quoting): ParameterPart {
  const name = part.text.slice(1);
  checkName(reading, name, part.pos, part.text);
  return { kind: 'parameter', name, op: 'plain', colon: false, word: undefined, quoted: quoting !== 'bare' };
}

/** `${...}`; what POSIX lacks is refused. Throws ProblemError. */
export function parameter(reading: Reading, part: Unbash.ParameterExpansionPart, quoting: Quoting): ParameterPart {
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
