/** The words of a tape, as VHS's lexer parts them: blanks and newlines mean the same, a number and its unit are two words. */
import { type Place, quoted, RecordProblem } from '../problem.ts';

export type TokenKind = 'word' | 'text' | 'number' | 'pattern' | 'json' | 'sign' | 'comment' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly place: Place;
}

const RULES: readonly (readonly [TokenKind, RegExp])[] = [
  ['comment', /#([^\r\n]*)/y],
  ['text', /"([^"\r\n]*)"|'([^'\r\n]*)'|`([^`\r\n]*)`/y],
  ['pattern', /\/((?:\\[^\r\n]|[^/\\\r\n])*)\//y],
  ['json', /(\{[^}]*\})/y],
  ['number', /(\d+(?:\.\d*)?|\.\d+)/y],
  ['word', /([A-Za-z.][A-Za-z0-9.\-_/%]*)/y],
  ['sign', /([@=+\-%^\\[\]])/y],
];
const BLANKS = /[ \t\r\n]*/y;

/** All tokens of a tape, the last one of kind `end`. Throws a RecordProblem at a character that begins nothing. */
export function tokensOf(source: string, file: string): Token[] {
  const tokens: Token[] = [];
  let [at, line] = [0, 1];
  const pass = (text: string): void => {
    at += text.length;
    line += text.split('\n').length - 1;
  };
  const matchAt = (rule: RegExp): RegExpExecArray | null => {
    rule.lastIndex = at;
    return rule.exec(source);
  };
  for (;;) {
    pass(matchAt(BLANKS)?.[0] ?? '');
    const place = { file, line };
    if (at >= source.length) return [...tokens, { kind: 'end', text: '', place }];
    const found = RULES.map(([kind, rule]) => [kind, matchAt(rule)] as const).find(([, match]) => match !== null);
    if (found?.[1] == null) throw new RecordProblem(place, complaintAt(source.slice(at)));
    tokens.push({ kind: found[0], text: found[1].slice(1).find((group) => group !== undefined) ?? '', place });
    pass(found[1][0]);
  }
}

function complaintAt(rest: string): string {
  const [row = ''] = rest.split(/[\r\n]/, 1);
  if (/^["'`]/.test(row)) return `this text has no closing ${row.slice(0, 1)}: ${quoted(row)}`;
  if (row.startsWith('/')) return `this pattern has no closing /: ${quoted(row)} (a path that begins with / needs quotes)`;
  if (row.startsWith('{')) return 'this { has no closing }';
  return `${quoted(row.slice(0, 1))} begins no word of a tape`;
}
