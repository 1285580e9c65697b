/** Walks over a tape's tokens. Every complaint carries the place of the token that it is about. */
import { quoted, RecordProblem } from '../problem.ts';
import type { Token, TokenKind } from './tokens.ts';

/** An hour: longer sleeps and waits are slips of the hand. */
const TIME_MAX_US = 3_600_000_000;

export interface Reader {
  peek(): Token;
  next(): Token;
  /** Takes the next token if it is of this kind (and text). */
  take(kind: TokenKind, text?: string): Token | undefined;
  /** A text or a bare word; `what` names it in the complaint. */
  text(what: string): Token;
  /** `500ms`, `2s`, `1m`, or `2` (seconds), in microseconds. */
  timeUs(what: string): number;
}

export function readerOf(tokens: readonly Token[]): Reader {
  let at = 0;
  const peek = (): Token => tokens[Math.min(at, tokens.length - 1)] as Token;
  const next = (): Token => {
    const token = peek();
    at += 1;
    return token;
  };
  const take = (kind: TokenKind, text?: string): Token | undefined =>
    peek().kind === kind && (text === undefined || peek().text === text) ? next() : undefined;
  return {
    peek,
    next,
    take,
    text(what) {
      const found = take('text') ?? take('word');
      if (found === undefined) throw new RecordProblem(peek().place, `${what} is missing${instead(peek())}`);
      return found;
    },
    timeUs(what) {
      const number = take('number');
      if (number === undefined) throw new RecordProblem(peek().place, `${what} should be a time such as 500ms or 2s${instead(peek())}`);
      const unit = (take('word', 'ms') ?? take('word', 's') ?? take('word', 'm'))?.text ?? 's';
      const us = Math.round(Number(number.text) * (unit === 'ms' ? 1_000 : unit === 's' ? 1_000_000 : 60_000_000));
      if (us > TIME_MAX_US) throw new RecordProblem(number.place, `${what} is longer than an hour`);
      return us;
    },
  };
}

const instead = (token: Token): string => (token.kind === 'end' ? '' : `, not ${quoted(token.text)}`);
