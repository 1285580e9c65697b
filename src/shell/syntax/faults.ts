/** The parser's error messages in our words: which token, what was expected, and whether more text could mend it. */
import type { Unbash } from '../parse.ts';
import type { Problem, ProblemError } from './problem.ts';
import { problemAt, type Source } from './source.ts';

const CLOSERS = new Set(['fi', 'done', 'esac', '}', ')', ';;', ']]']);
const END = 'end of file';

/** What an open quote or substitution is called in the second prompt. */
const UNTERMINATED: Readonly<Record<string, string>> = {
  'double quote': 'dquote',
  'single quote': 'quote',
  backtick: 'backquote',
  'command substitution': '$(',
  'parameter expansion': '${',
  'arithmetic expansion': '$((',
  'arithmetic command': '((',
};
/** What is open when this word is missing. */
const OPEN = new Map([
  ['fi', 'then'],
  ['done', 'do'],
  ['esac', 'case'],
  ['}', '{'],
  [')', '('],
  [']]', '[['],
  ['then', 'if'],
  ['do', 'do'],
  ['in', 'case'],
]);

/** The error to report of those that the parser found: the first in the text, and of equals the one that says most. */
export function faultOf(source: Source, errors: readonly Unbash.ParseError[]): ProblemError {
  const first = errors.reduce((best, error) => (error.pos < best.pos ? error : best));
  const here = errors.filter((error) => tokenAt(source, error.pos) === tokenAt(source, first.pos));
  const open = openOf(source, errors);
  const unterminated = errors.find((error) => error.message.startsWith('unterminated'));
  if (unterminated !== undefined && open !== undefined) return fault(source, unterminated.pos, unterminated.message, open);
  const expected = (open === undefined ? here : errors)
    .map((error) => /^expected '(.+?)'/.exec(error.message)?.[1])
    .find((word) => word !== undefined);
  if (open !== undefined)
    return fault(
      source,
      source.text.length,
      expected === undefined ? `${END} unexpected` : `${END} unexpected (expected "${expected}")`,
      open,
    );
  const token = /^unexpected token '(.+)'$/s.exec(first.message)?.[1] ?? tokenAt(source, first.pos);
  const said = token === END ? END : `"${short(token)}"`;
  return fault(
    source,
    first.pos,
    expected === undefined || expected === token ? `${said} unexpected` : `${said} unexpected (expected "${expected}")`,
    open,
  );
}

function fault(source: Source, pos: number, what: string, open: string | undefined): ProblemError {
  const kind: Problem['kind'] = 'syntax';
  return problemAt(source, Math.min(pos, source.text.length), kind, `syntax error: ${what}`, open);
}

/** A token for a message: one short line. */
const short = (token: string): string => (token.length > TOKEN_SHOWN ? `${token.slice(0, TOKEN_SHOWN)}...` : token);

const TOKEN_SHOWN = 20;

/** The token that the parser stumbled over: it may stand at the position or, where it was taken in, just before. */
function tokenAt(source: Source, pos: number): string {
  const after = /^(?:[ \t\n]|#[^\n]*)*([;&|()<>]+|[^\s;&|()<>]+)?/.exec(source.text.slice(pos))?.[1];
  const before = /(\S+?)\s*$/.exec(source.text.slice(0, pos))?.[1]?.replace(/^.*;(?=.)/, '');
  return after === undefined ? (before !== undefined && CLOSERS.has(before) ? before : END) : after;
}

/** What is open, innermost first in the parser's list; undefined when some error lies before the end of the text. */
function openOf(source: Source, errors: readonly Unbash.ParseError[]): string | undefined {
  const unterminated = errors.filter((error) => error.message.startsWith('unterminated'));
  const last = unterminated[unterminated.length - 1];
  if (last !== undefined) {
    const earlier = errors.some((error) => error.pos < (unterminated[0]?.pos ?? 0));
    return earlier ? undefined : UNTERMINATED[last.message.slice('unterminated '.length)];
  }
  if (!errors.every((error) => isAtEnd(source, error))) return undefined;
  if (errors.some((error) => error.message === "expected command after 'else'")) return 'else';
  for (const error of errors) {
    const closes = /^expected '(.+?)'(?: to close '(.+)')?/.exec(error.message);
    if (closes !== null) return closes[1] === 'do' || closes[1] === 'done' ? doName(errors, closes[2]) : OPEN.get(closes[1] as string);
    const after = /^expected command after '(&&|\|\||\|)'/.exec(error.message);
    if (after !== null) return after[1] as string;
    if (error.message.includes('function body')) return 'function';
  }
  return undefined;
}

const isAtEnd = (source: Source, error: Unbash.ParseError): boolean =>
  error.message.startsWith('expected command in ') ||
  (error.message.startsWith('expected') && !error.message.includes('redirect') && tokenAt(source, error.pos) === END);

/** Before its `do`, a loop is open by its own name. */
function doName(errors: readonly Unbash.ParseError[], closes: string | undefined): string {
  const headOnly = errors.some((error) => error.message === "expected 'do'");
  return headOnly ? (closes ?? loopOf(errors)) : 'do';
}

const loopOf = (errors: readonly Unbash.ParseError[]): string =>
  errors.map((error) => /^expected 'done' to close '(\w+)'/.exec(error.message)?.[1]).find((word) => word !== undefined) ?? 'do';
