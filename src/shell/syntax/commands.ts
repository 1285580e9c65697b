/** Commands: from the parser's nodes to ours, with every construct that we lack refused by name and position. */
import type { Unbash } from '../parse.ts';
import { convertCondition } from './conditions.ts';
import { quotedText } from './literals.ts';
import type { Reading } from './reading.ts';
import { convertRedirects } from './redirects.ts';
import { convertArgument, convertSimple } from './simple.ts';
import { lineAt, syntaxError, unsupported } from './source.ts';
import { convertList } from './steps.ts';
import type { Case, Define, If, Node, Pipeline, Redirect } from './tree.ts';
import { convertWord, finishWord } from './words.ts';

/** Where a command stands. */
export interface Place {
  readonly line: number;
  readonly text: string;
}

const placeOf = (reading: Reading, node: { pos: number; end: number }): Place => ({
  line: lineAt(reading.source, node.pos),
  text: reading.source.text.slice(node.pos, node.end),
});

/** Converts one command of any kind. Throws ProblemError. */
export function convertNode(reading: Reading, node: Unbash.PipelineNode | Unbash.AndOr | Unbash.CompoundList): Node {
  const place = placeOf(reading, node);
  const list = (inner: Unbash.CompoundList) => convertList(reading, inner.commands);
  switch (node.type) {
    case 'Command':
      return convertSimple(reading, node, place);
    case 'Pipeline':
      return pipeline(reading, node, place);
    case 'AndOr':
      return {
        kind: 'andOr',
        ...place,
        first: convertNode(reading, node.commands[0] as Unbash.PipelineNode),
        rest: node.operators.map((op, nth) => ({ op, node: convertNode(reading, node.commands[nth + 1] as Unbash.PipelineNode) })),
      };
    case 'If':
      return conditional(reading, node, place);
    case 'While':
      return { kind: 'loop', ...place, until: node.kind === 'until', test: list(node.clause), body: list(node.body) };
    case 'For':
      return {
        kind: 'for',
        ...place,
        name: loopName(reading, node),
        words: node.wordlist?.flatMap((word) => convertArgument(reading, word)),
        body: list(node.body),
      };
    case 'Case':
      return caseOf(reading, node, place);
    case 'BraceGroup':
      return { kind: 'group', ...place, body: list(node.body) };
    case 'Subshell':
      return { kind: 'subshell', ...place, body: list(node.body) };
    case 'CompoundList':
      return { kind: 'group', ...place, body: list(node) };
    case 'Redirected':
      return {
        kind: 'redirected',
        ...place,
        node: convertNode(reading, node.command),
        redirects: convertRedirects(reading, node.redirects),
      };
    case 'Function':
      return define(reading, node, place);
    case 'TestCommand':
      return { kind: 'condition', ...place, test: convertCondition(reading, node.expression) };
    case 'ArithmeticCommand':
      throw unsupported(reading.source, node.pos, '((...)) as a command (write [ $((...)) -ne 0 ])');
    case 'ArithmeticFor':
      throw unsupported(reading.source, node.pos, 'for ((...)) (write a while loop)');
    case 'Select':
      throw unsupported(reading.source, node.pos, 'select');
    case 'Coproc':
      throw unsupported(reading.source, node.pos, 'coproc');
  }
}

function loopName(reading: Reading, node: Unbash.For): string {
  if (!/^[A-Za-z_]\w*$/.test(node.name.text)) throw syntaxError(reading.source, node.name.pos, `bad for loop variable "${node.name.text}"`);
  return node.name.text;
}

function pipeline(reading: Reading, node: Unbash.Pipeline, place: Place): Pipeline {
  const [time] = node.prefixes.filter((prefix) => prefix.type === 'Time');
  if (time !== undefined) throw unsupported(reading.source, time.pos, 'time (the virtual clock is read with: cat /proc/uptime)');
  if (node.commands.length === 0) throw syntaxError(reading.source, node.end, 'end of command unexpected after "!"');
  if (node.prefixes.length > 1) throw syntaxError(reading.source, node.pos, '"!" unexpected');
  const commands = node.commands.map((command, nth) => {
    const inner = convertNode(reading, command);
    return node.operators[nth] === '|&' ? withErrors(inner) : inner;
  });
  return { kind: 'pipeline', ...place, negated: node.prefixes.length === 1, commands };
}

/** `a |& b` is `a 2>&1 | b`. */
function withErrors(node: Node): Node {
  const both: Redirect = { op: 'dup', fd: 2, target: finishWord('1', [quotedText('1')]) };
  if (node.kind === 'simple') return { ...node, redirects: [...node.redirects, both] };
  return { kind: 'redirected', line: node.line, text: node.text, node, redirects: [both] };
}

function conditional(reading: Reading, node: Unbash.If, place: Place): If {
  const list = (inner: Unbash.CompoundList) => convertList(reading, inner.commands);
  return {
    kind: 'if',
    ...place,
    branches: [node, ...node.elif].map((branch) => ({ test: list(branch.clause), body: list(branch.then) })),
    otherwise: node.else === undefined ? undefined : list(node.else),
  };
}

function caseOf(reading: Reading, node: Unbash.Case, place: Place): Case {
  return {
    kind: 'case',
    ...place,
    word: convertWord(reading, node.word, 'plain'),
    items: node.items.map((item) => {
      if (item.terminator !== undefined && item.terminator !== ';;')
        throw unsupported(reading.source, item.body.end, `${item.terminator} in case`);
      return { patterns: item.pattern.map((word) => convertWord(reading, word, 'plain')), body: convertList(reading, item.body.commands) };
    }),
  };
}

const SPECIAL_NAMES = new Set([
  'break',
  ':',
  'continue',
  '.',
  'eval',
  'exec',
  'exit',
  'export',
  'readonly',
  'return',
  'set',
  'shift',
  'times',
  'trap',
  'unset',
]);

function define(reading: Reading, node: Unbash.Function, place: Place): Define {
  const name = node.name.text;
  if (!/^[A-Za-z_][\w.-]*$/.test(name) || SPECIAL_NAMES.has(name))
    throw syntaxError(reading.source, node.name.pos, `bad function name "${name}"`);
  return { kind: 'define', ...place, name, body: convertNode(reading, node.body) };
}
