/**
 * A light lexer of shell text, for the eyes and for completion: which words there are, what part each plays, and where
 * quotes are open. It never fails and never refuses; what may run is decided by the shell's own parser.
 */

export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly kind: 'string' | 'variable';
}

export type WordRole = 'command' | 'argument' | 'keyword' | 'assignment' | 'target';

export interface Word {
  readonly kind: 'word';
  readonly start: number;
  readonly end: number;
  readonly role: WordRole;
  /** Without quotes and backslashes. */
  readonly value: string;
  /** The quote that is still open at its end. */
  readonly open: '' | "'" | '"';
  readonly pieces: readonly Piece[];
}

export interface Mark {
  readonly kind: 'operator' | 'comment' | 'hereDocument';
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export type Lexeme = Word | Mark;

const OPERATOR = /(?:&&|\|\||;;|;&|\|&|[;&|()\n])/y;
const REDIRECT = /\d*(?:<<<|<<-?|<>|<&|>&|>>|>\||[<>])/y;
const OPENERS = new Set(['if', 'then', 'elif', 'else', 'while', 'until', 'do', '!', '{', 'time']);
const CLOSERS = new Set(['fi', 'done', 'esac', '}']);
const NAMERS = new Set(['for', 'case', 'select', 'function']);
const ASSIGNMENT = /^[A-Za-z_]\w*\+?=/;

interface Lexer {
  readonly text: string;
  readonly found: Lexeme[];
  at: number;
  /** What the next word would be. */
  next: 'command' | 'argument' | 'target' | 'loopName' | 'afterLoopName' | 'caseWord' | 'afterCaseWord' | 'pattern';
  /** What comes after a redirection's target. */
  afterTarget: Lexer['next'];
  /** One entry for each `$(` that is open: whether a `case` is open in it. */
  readonly nested: Lexer['next'][];
  cases: number;
  readonly documents: { delimiter: string; tabs: boolean }[];
  wantsDelimiter: '' | '<<' | '<<-';
}

/** The lexemes of a text, in order. Blanks and line continuations are what lies between them. */
export function lex(text: string): Lexeme[] {
  const lexer: Lexer = {
    text,
    found: [],
    at: 0,
    next: 'command',
    afterTarget: 'command',
    nested: [],
    cases: 0,
    documents: [],
    wantsDelimiter: '',
  };
  while (lexer.at < text.length) step(lexer);
  return lexer.found;
}

function step(lexer: Lexer): void {
  const { text, at } = lexer;
  const one = text.charAt(at);
  if (one === ' ' || one === '\t') lexer.at += 1;
  else if (one === '\\' && text.charAt(at + 1) === '\n') lexer.at += 2;
  else if (one === '#') mark(lexer, 'comment', lineEndOf(text, at));
  else if (matches(REDIRECT, text, at)) redirect(lexer);
  else if (matches(OPERATOR, text, at)) operator(lexer);
  else word(lexer);
}

function matches(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function lineEndOf(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function mark(lexer: Lexer, kind: Mark['kind'], end: number): void {
  lexer.found.push({ kind, start: lexer.at, end, text: lexer.text.slice(lexer.at, end) });
  lexer.at = end;
}

function redirect(lexer: Lexer): void {
  const found = matches(REDIRECT, lexer.text, lexer.at) ?? '';
  mark(lexer, 'operator', lexer.at + found.length);
  if (lexer.next !== 'target') lexer.afterTarget = lexer.next;
  lexer.next = 'target';
  const sign = found.replace(/^\d+/, '');
  lexer.wantsDelimiter = sign === '<<' || sign === '<<-' ? sign : '';
}

function operator(lexer: Lexer): void {
  const found = matches(OPERATOR, lexer.text, lexer.at) ?? '';
  mark(lexer, 'operator', lexer.at + found.length);
  if (found === '\n') hereDocuments(lexer);
  const outer = found === ')' && lexer.next !== 'pattern' ? lexer.nested.pop() : undefined;
  if (outer !== undefined) lexer.next = outer;
  else if (lexer.cases > 0 && (found === ';;' || found === ';&')) lexer.next = 'pattern';
  else if (lexer.next === 'pattern' && found !== ')') lexer.next = 'pattern';
  else lexer.next = 'command';
}

function hereDocuments(lexer: Lexer): void {
  for (const { delimiter, tabs } of lexer.documents.splice(0)) {
    let end = lexer.at;
    while (end < lexer.text.length) {
      const stop = lineEndOf(lexer.text, end);
      const line = lexer.text.slice(end, stop);
      end = Math.min(stop + 1, lexer.text.length);
      if ((tabs ? line.replace(/^\t+/, '') : line) === delimiter) break;
    }
    mark(lexer, 'hereDocument', end);
  }
}

interface Reading {
  value: string;
  open: Word['open'];
  plain: boolean;
  readonly pieces: Piece[];
}

function word(lexer: Lexer): void {
  const start = lexer.at;
  const reading: Reading = { value: '', open: '', plain: true, pieces: [] };
  let substitution = false;
  while (lexer.at < lexer.text.length && !substitution) {
    const one = lexer.text.charAt(lexer.at);
    if (' \t\n;&|()<>'.includes(one)) break;
    if (one === '$' && lexer.text.charAt(lexer.at + 1) === '(' && lexer.text.charAt(lexer.at + 2) !== '(') substitution = true;
    else piece(lexer, reading, one);
  }
  if (lexer.at > start) {
    const { value, open, pieces } = reading;
    const role = roleOf(lexer, value, lexer.text.slice(start, lexer.at), reading.plain);
    lexer.found.push({ kind: 'word', start, end: lexer.at, role, value, open, pieces });
  }
  if (substitution) {
    mark(lexer, 'operator', lexer.at + 2);
    lexer.nested.push(lexer.next === 'command' ? 'argument' : lexer.next);
    lexer.next = 'command';
  }
}

function piece(lexer: Lexer, reading: Reading, one: string): void {
  const { text, at } = lexer;
  if (one === "'" || one === '"') {
    const end = quoteEnd(text, at, one);
    const closed = end <= text.length && text.charAt(end - 1) === one && end - 1 > at;
    const inner = text.slice(at + 1, closed ? end - 1 : end);
    reading.value += one === '"' ? inner.replace(/\\(["\\$`\n])/g, '$1') : inner;
    reading.open = closed ? '' : one;
    reading.plain = false;
    reading.pieces.push({ start: at, end, kind: 'string' });
    lexer.at = end;
  } else if (one === '\\') {
    reading.value += text.slice(at + 1, at + 2);
    reading.plain = false;
    lexer.at = Math.min(at + 2, text.length);
  } else if (one === '$') {
    const end = variableEnd(text, at);
    reading.value += text.slice(at, end);
    if (end > at + 1) reading.pieces.push({ start: at, end, kind: 'variable' });
    lexer.at = end;
  } else {
    reading.value += one;
    lexer.at += 1;
  }
}

function quoteEnd(text: string, at: number, quote: string): number {
  for (let end = at + 1; end < text.length; end += 1) {
    if (quote === '"' && text.charAt(end) === '\\') end += 1;
    else if (text.charAt(end) === quote) return end + 1;
  }
  return text.length;
}

const VARIABLE = /\$(?:\(\((?:[^)]|\)(?!\)))*(?:\)\))?|\{[^}]*\}?|[A-Za-z_]\w*|[0-9@*#?$!-])?/y;
const variableEnd = (text: string, at: number): number => at + (matches(VARIABLE, text, at)?.length ?? 1);

/** What part the word plays, and by it what the next one would be. */
function roleOf(lexer: Lexer, value: string, raw: string, plain: boolean): WordRole {
  switch (lexer.next) {
    case 'target':
      if (lexer.wantsDelimiter !== '') lexer.documents.push({ delimiter: value, tabs: lexer.wantsDelimiter === '<<-' });
      lexer.wantsDelimiter = '';
      lexer.next = lexer.afterTarget;
      return 'target';
    case 'command':
      return commandRole(lexer, value, raw, plain);
    case 'loopName':
      lexer.next = 'afterLoopName';
      return 'argument';
    case 'afterLoopName':
      lexer.next = value === 'do' ? 'command' : 'argument';
      return value === 'in' || value === 'do' ? 'keyword' : 'argument';
    case 'caseWord':
      lexer.next = 'afterCaseWord';
      return 'argument';
    case 'afterCaseWord':
      lexer.next = 'pattern';
      return value === 'in' ? 'keyword' : 'argument';
    case 'pattern':
      if (value !== 'esac') return 'argument';
      lexer.cases -= 1;
      lexer.next = 'argument';
      return 'keyword';
    case 'argument':
      return 'argument';
  }
}

function commandRole(lexer: Lexer, value: string, raw: string, plain: boolean): WordRole {
  if (plain && OPENERS.has(value)) return 'keyword';
  if (plain && CLOSERS.has(value)) {
    if (value === 'esac' && lexer.cases > 0) lexer.cases -= 1;
    lexer.next = 'argument';
    return 'keyword';
  }
  if (plain && NAMERS.has(value)) {
    if (value === 'case') lexer.cases += 1;
    lexer.next = value === 'case' ? 'caseWord' : value === 'function' ? 'argument' : 'loopName';
    return 'keyword';
  }
  if (ASSIGNMENT.test(raw)) return 'assignment';
  lexer.next = 'argument';
  return 'command';
}

/** The last word of a command, as it was typed; empty when it has none. What `!$` and M-. stand for. */
export function lastWordOf(text: string): string {
  const last = lex(text).findLast((lexeme) => lexeme.kind === 'word');
  return last ? text.slice(last.start, last.end) : '';
}

/** The words of the last simple command of a text, without assignments and redirections. */
export function lastCommandWords(text: string): string[] {
  const found = lex(text);
  const start = found.findLastIndex((lexeme) => lexeme.kind === 'word' && lexeme.role === 'command');
  const words: string[] = [];
  for (const lexeme of start < 0 ? [] : found.slice(start)) {
    if (lexeme.kind === 'word' && (lexeme.role === 'command' || lexeme.role === 'argument')) words.push(lexeme.value);
    else if (lexeme.kind === 'operator' && /^(?:&&|\|\||;;?|\||\n|[()])$/.test(lexeme.text)) break;
  }
  return words;
}
