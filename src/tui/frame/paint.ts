/** Roles become SGR sequences: the terminal's own six colours, bold, faint, underline, reverse, and nothing else. */
import type { Look } from '../look.ts';
import type { Role, Span, StyledLine } from './styled.ts';

type Codes = Readonly<Partial<Record<Role, readonly number[]>>>;

const FAINT = 2;
const DARK: Codes = {
  accent: [36],
  good: [36],
  wait: [33],
  danger: [31, 1],
  change: [35],
  faint: [FAINT],
  command: [36],
  unknown: [31, 4],
  string: [33],
  comment: [FAINT],
};
const LIGHT: Codes = { ...DARK, accent: [34], good: [34], wait: [35], command: [34], string: [35] };
const MONO: Codes = { accent: [1], danger: [1], faint: [FAINT], unknown: [4], comment: [FAINT] };
const THEMES = { dark: DARK, light: LIGHT, mono: MONO, none: {} } as const satisfies Readonly<Record<Look['theme'], Codes>>;

/** The SGR numbers of a span; empty for plain text. */
export function codesOf(part: Span, look: Look): number[] {
  if (look.theme === 'none') return [];
  const theme: Codes = THEMES[look.theme];
  const codes = (theme[part.role] ?? []).filter((code) => code !== FAINT || !look.projector);
  if (part.bold && !codes.includes(1)) codes.push(1);
  if (part.reverse) codes.push(7);
  return codes.sort((a, b) => a - b);
}

/** A line for the terminal; every style is closed at its end. */
export function paint(styled: StyledLine, look: Look): string {
  let painted = '';
  for (const part of styled) {
    const codes = codesOf(part, look);
    painted += codes.length === 0 ? part.text : `\x1b[${codes.join(';')}m${part.text}\x1b[0m`;
  }
  return painted;
}
