/** The expressions of find(1), as a tree (findutils 4.9). */
import type { FileKind } from '../../engine/sys.ts';
import { fnmatch } from './fnmatch.ts';
import { parseMode } from './mode.ts';

export type FindTest =
  | { readonly op: 'and' | 'or'; readonly left: FindTest; readonly right: FindTest }
  | { readonly op: 'not'; readonly inner: FindTest }
  | { readonly op: 'name' | 'path'; readonly pattern: RegExp }
  | { readonly op: 'type'; readonly kinds: readonly FileKind[] }
  | { readonly op: 'newer'; readonly file: string }
  | { readonly op: 'size'; readonly sign: string; readonly count: number; readonly unit: number }
  | { readonly op: 'perm'; readonly sign: string; readonly mode: number }
  | { readonly op: 'exec'; readonly words: readonly string[] }
  /** Run at the end, with all names behind the words. */
  | { readonly op: 'execAll'; readonly words: readonly string[]; readonly names: string[] }
  | { readonly op: 'print'; readonly end: string }
  | { readonly op: 'true' | 'false' | 'prune' | 'delete' | 'empty' | 'quit' };

export interface FindPlan {
  readonly paths: readonly string[];
  readonly test: FindTest;
  readonly follow: 'never' | 'operands' | 'always';
  readonly minDepth: number;
  readonly maxDepth: number;
  /** What is in a directory comes before it. */
  readonly contentsFirst: boolean;
}

class FindError extends Error {}
const refuse = (message: string): never => {
  throw new FindError(message);
};

interface Parser {
  readonly words: readonly string[];
  at: number;
  minDepth: number;
  maxDepth: number;
  contentsFirst: boolean;
  acts: boolean;
}

const KINDS: Readonly<Record<string, FileKind | undefined>> = { f: 'file', d: 'dir', l: 'link', c: 'chr', p: 'fifo', s: 'sock' };
const UNITS: Readonly<Record<string, number>> = { b: 512, c: 1, w: 2, k: 1024, M: 1024 ** 2, G: 1024 ** 3 };

function argument(parser: Parser, predicate: string): string {
  const word = parser.words[parser.at];
  if (word === undefined) return refuse(`missing argument to \`${predicate}'`);
  parser.at += 1;
  return word;
}

function depth(parser: Parser, predicate: string): number {
  const text = argument(parser, predicate);
  return /^\d+$/.test(text) ? Number(text) : refuse(`Expected a positive decimal integer argument to ${predicate}, but got '${text}'`);
}

function kinds(text: string): FileKind[] {
  return text.split(',').map((letter) => {
    const kind = KINDS[letter];
    // Block devices and doors may be asked for; there are none.
    return kind ?? (letter === 'b' || letter === 'D' ? 'sock' : refuse(`Unknown argument to -type: ${letter}`));
  });
}

function size(text: string): FindTest {
  const [, sign = '', digits, letter = 'b'] = /^([-+]?)(\d+)([bcwkMG]?)$/.exec(text) ?? [];
  if (digits === undefined) return refuse(`Invalid argument \`${text}' to -size`);
  return { op: 'size', sign, count: Number(digits), unit: UNITS[letter === '' ? 'b' : letter] ?? 512 };
}

function permission(text: string): FindTest {
  const sign = /^[-/]/.exec(text)?.[0] ?? '';
  const change = parseMode(text.slice(sign.length), 0);
  return change === undefined ? refuse(`invalid mode '${text}'`) : { op: 'perm', sign, mode: change(0, false) };
}

function exec(parser: Parser): FindTest {
  const start = parser.at;
  for (; parser.at < parser.words.length; parser.at += 1) {
    const word = parser.words[parser.at];
    const batch = word === '+' && parser.words[parser.at - 1] === '{}';
    if (word !== ';' && !batch) continue;
    const words = parser.words.slice(start, batch ? parser.at - 1 : parser.at);
    parser.at += 1;
    if (words.length === 0) refuse(`invalid argument \`${word}' to \`-exec'`);
    if (!batch) return { op: 'exec', words };
    return { op: 'execAll', words, names: [] };
  }
  return refuse("missing argument to `-exec'");
}

/** A path behind the expression; often a pattern that the shell has expanded. */
function latePath(parser: Parser, word: string): string {
  const before = parser.words[parser.at - 3] ?? '';
  const hint = /^-(i?name|i?path|wholename)$/.test(before) ? `\nfind: possible unquoted pattern after predicate \`${before}'?` : '';
  return `paths must precede expression: \`${word}'${hint}`;
}

const ACTIONS = ['-print', '-print0', '-exec', '-delete', '-quit'];
const TRUE: FindTest = { op: 'true' };

function predicate(parser: Parser, word: string): FindTest {
  if (ACTIONS.includes(word)) parser.acts = true;
  switch (word) {
    case '-name':
    case '-iname':
      return { op: 'name', pattern: fnmatch(argument(parser, word), word === '-iname') };
    case '-path':
    case '-wholename':
    case '-ipath':
      return { op: 'path', pattern: fnmatch(argument(parser, word), word === '-ipath') };
    case '-type':
      return { op: 'type', kinds: kinds(argument(parser, word)) };
    case '-newer':
      return { op: 'newer', file: argument(parser, word) };
    case '-size':
      return size(argument(parser, word));
    case '-perm':
      return permission(argument(parser, word));
    case '-exec':
      return exec(parser);
    case '-print':
      return { op: 'print', end: '\n' };
    case '-print0':
      return { op: 'print', end: '\0' };
    case '-maxdepth':
      parser.maxDepth = depth(parser, word);
      return TRUE;
    case '-mindepth':
      parser.minDepth = depth(parser, word);
      return TRUE;
    case '-depth':
      parser.contentsFirst = true;
      return TRUE;
    case '-delete':
      parser.contentsFirst = true;
      return { op: 'delete' };
    case '-true':
    case '-false':
    case '-prune':
    case '-empty':
    case '-quit':
      return { op: word.slice(1) as 'true' | 'false' | 'prune' | 'empty' | 'quit' };
    default:
      return refuse(word.startsWith('-') ? `unknown predicate \`${word}'` : latePath(parser, word));
  }
}

const UNCLOSED = "invalid expression; expected to find a ')' but didn't see one. Perhaps you need an extra predicate after '('";
const OR = ['-o', '-or'];
const AND = ['-a', '-and'];
const NOT = ['!', '-not'];

function factor(parser: Parser): FindTest {
  const word = parser.words[parser.at] ?? '';
  parser.at += 1;
  if (NOT.includes(word)) {
    if (parser.words[parser.at] === undefined) refuse(`expected an expression after '${word}'`);
    return { op: 'not', inner: factor(parser) };
  }
  if (word === '(') {
    const inner = alternatives(parser, word);
    if (parser.words[parser.at] !== ')') refuse(UNCLOSED);
    parser.at += 1;
    return inner;
  }
  if (word === ')') refuse("invalid expression; you have too many ')'");
  if (OR.includes(word) || AND.includes(word))
    refuse(`invalid expression; you have used a binary operator '${word}' with nothing before it.`);
  return predicate(parser, word);
}

function conjunction(parser: Parser, before: string): FindTest {
  if (parser.words[parser.at] === undefined) refuse(before === '(' ? UNCLOSED : `expected an expression after '${before}'`);
  if (parser.words[parser.at] === ')' && before === '(') refuse('invalid expression; empty parentheses are not allowed.');
  let left = factor(parser);
  for (;;) {
    const word = parser.words[parser.at];
    if (word === undefined || word === ')' || OR.includes(word)) return left;
    if (AND.includes(word)) {
      parser.at += 1;
      if (parser.words[parser.at] === undefined) refuse(`expected an expression after '${word}'`);
    }
    left = { op: 'and', left, right: factor(parser) };
  }
}

function alternatives(parser: Parser, before: string): FindTest {
  let left = conjunction(parser, before);
  for (;;) {
    const word = parser.words[parser.at];
    if (word === undefined || !OR.includes(word)) return left;
    parser.at += 1;
    left = { op: 'or', left, right: conjunction(parser, word) };
  }
}

const FOLLOW: Readonly<Record<string, FindPlan['follow']>> = { '-P': 'never', '-H': 'operands', '-L': 'always' };

/** Reads find's command line; an error text when it is wrong. */
export function parseFind(args: readonly string[]): FindPlan | { readonly error: string } {
  let at = 0;
  let follow: FindPlan['follow'] = 'never';
  for (; FOLLOW[args[at] ?? ''] !== undefined; at += 1) follow = FOLLOW[args[at] ?? ''] ?? follow;
  const paths: string[] = [];
  while (at < args.length && !/^(-.|[(!]$)/.test(args[at] ?? '')) {
    paths.push(args[at] ?? '');
    at += 1;
  }
  const parser: Parser = { words: args, at, minDepth: 0, maxDepth: Number.MAX_SAFE_INTEGER, contentsFirst: false, acts: false };
  try {
    let test = at < args.length ? alternatives(parser, '(') : TRUE;
    if (parser.words[parser.at] === ')') refuse("invalid expression; you have too many ')'");
    if (!parser.acts) test = { op: 'and', left: test, right: { op: 'print', end: '\n' } };
    const { minDepth, maxDepth, contentsFirst } = parser;
    return { paths: paths.length === 0 ? ['.'] : paths, test, follow, minDepth, maxDepth, contentsFirst };
  } catch (error) {
    if (error instanceof FindError) return { error: error.message };
    throw error;
  }
}

/** The `-exec ... +` of a tree. */
export function batchesOf(test: FindTest): (FindTest & { op: 'execAll' })[] {
  switch (test.op) {
    case 'and':
    case 'or':
      return [...batchesOf(test.left), ...batchesOf(test.right)];
    case 'not':
      return batchesOf(test.inner);
    case 'execAll':
      return [test];
    default:
      return [];
  }
}
