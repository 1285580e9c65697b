/** The dashboard's look, from that of the shell; and the terminals on which it cannot be shown. */
import type { DashLook } from '../../dash/look.ts';
import type { Look } from '../../tui/look.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** The same theme and signs. The font of the Linux console has no braille, so its charts are drawn with lines. */
export const dashLook = ({ theme, signs, motion }: Look, env: Env): DashLook => ({
  theme: theme === 'none' ? 'mono' : theme,
  signs,
  motion,
  braille: signs === 'unicode' && env['TERM'] !== 'linux',
});

/** Why there can be no dashboard here, in one sentence; undefined when there can. */
export function refusal(env: Env, stdinIsTerminal: boolean, stdoutIsTerminal: boolean): string | undefined {
  if (!stdinIsTerminal || !stdoutIsTerminal) return 'top needs a terminal on standard input and output';
  const term = env['TERM'] ?? '';
  if (term !== '' && term !== 'dumb') return undefined;
  return `top needs a terminal that can move the cursor, and TERM is ${term === '' ? 'not set' : term}`;
}
