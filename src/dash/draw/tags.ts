/** Lines with roles as the tags that blessed reads, and the colours of the themes. */
import type { DashLook } from '../look.ts';
import type { Line, Role, Span } from '../text.ts';

/** A name that blessed and the canvas of the charts both know; undefined: the terminal's own colour. */
export type Colour = 'cyan' | 'yellow' | 'red' | 'magenta' | 'blue';

const DARK: Readonly<Partial<Record<Role, Colour>>> = { accent: 'cyan', good: 'cyan', wait: 'yellow', danger: 'red', change: 'magenta' };
const LIGHT: Readonly<Partial<Record<Role, Colour>>> = { accent: 'blue', good: 'blue', wait: 'magenta', danger: 'red', change: 'magenta' };

/** The colour of a role. */
export function colourOf(role: Role, theme: DashLook['theme']): Colour | undefined {
  return theme === 'mono' ? undefined : (theme === 'light' ? LIGHT : DARK)[role];
}

const escaped = (text: string): string => text.replace(/[{}]/g, (brace) => (brace === '{' ? '{open}' : '{close}'));

function tagged({ text, role, bold }: Span, theme: DashLook['theme']): string {
  const colour = colourOf(role, theme);
  const inner = colour === undefined ? escaped(text) : `{${colour}-fg}${escaped(text)}{/${colour}-fg}`;
  return bold === true || role === 'danger' ? `{bold}${inner}{/bold}` : inner;
}

/** The line with tags. */
export const tagsOf = (line: Line, { theme }: DashLook): string => line.map((part) => tagged(part, theme)).join('');
