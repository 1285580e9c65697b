/** Colours while one types: the parts of a line and the role each plays. */
import { lex } from './words.ts';

export interface Token {
  readonly start: number;
  readonly end: number;
  readonly kind: 'command' | 'keyword' | 'string' | 'comment' | 'variable' | 'operator' | 'word';
}

/** Cuts a text into tokens, in order, without overlaps; what lies between them is plain. */
export type Tokenize = (text: string) => readonly Token[];

export type SyntaxRole = 'command' | 'unknown' | 'string' | 'comment' | 'plain';

export interface SyntaxSpan {
  readonly text: string;
  readonly role: SyntaxRole;
}

/** Tokens by the light lexer of the tui. */
export const tokenize: Tokenize = (text) => {
  const tokens: Token[] = [];
  for (const lexeme of lex(text)) {
    const { start, end } = lexeme;
    if (lexeme.kind !== 'word') tokens.push({ start, end, kind: lexeme.kind === 'hereDocument' ? 'string' : lexeme.kind });
    else if (lexeme.role === 'command' || lexeme.role === 'keyword') tokens.push({ start, end, kind: lexeme.role });
    else for (const piece of lexeme.pieces) tokens.push(piece);
  }
  return tokens;
};

/**
 * The whole text as spans. `known` tells whether a command of that name exists; a name that is still being typed (`cursor`
 * at its end) counts as known while some command begins like it.
 */
export function highlight(
  text: string,
  cursor: number,
  tokens: readonly Token[],
  known: (name: string, beginning: boolean) => boolean,
): SyntaxSpan[] {
  const spans: SyntaxSpan[] = [];
  let at = 0;
  for (const token of tokens) {
    if (token.start > at) spans.push({ text: text.slice(at, token.start), role: 'plain' });
    const part = text.slice(token.start, token.end);
    spans.push({ text: part, role: roleOf(part, token, cursor, known) });
    at = token.end;
  }
  if (at < text.length) spans.push({ text: text.slice(at), role: 'plain' });
  return spans;
}

// A name with quotes, variables or a path in it is not looked up.
const SIMPLE = /^[\w.:[\]+-]+$/;

function roleOf(part: string, { kind, end }: Token, cursor: number, known: (name: string, beginning: boolean) => boolean): SyntaxRole {
  switch (kind) {
    case 'command':
      return !SIMPLE.test(part) || known(part, end === cursor) ? 'command' : 'unknown';
    case 'keyword':
      return 'command';
    case 'string':
    case 'comment':
      return kind;
    default:
      return 'plain';
  }
}
