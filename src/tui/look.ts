/** How the face looks and whether it may move: decided once, from the environment and the flags. */

export interface Look {
  /** `none`: no escape sequence at all. */
  readonly theme: 'dark' | 'light' | 'mono' | 'none';
  readonly signs: 'unicode' | 'ascii';
  /** Spinners turn, gauges flow. */
  readonly motion: boolean;
  /** For a screen that many look at: no faint text, two empty rows below. */
  readonly projector: boolean;
  /** Hints, notes and carets of ours. */
  readonly hints: boolean;
  /** OSC sequences: prompt marks and the window's title. */
  readonly marks: boolean;
}

export interface Flags {
  /** `--no-color` gives false, `--color` true; undefined: as the environment says. */
  readonly colour?: boolean;
  readonly projector?: boolean;
}

type Env = Readonly<Record<string, string | undefined>>;

const on = (value: string | undefined): boolean => value !== undefined && value !== '' && value !== '0' && value !== 'false';
const off = (value: string | undefined): boolean => value === '0' || value === 'false';

/** The look that an environment asks for (`platform` as Node names it: on Windows the locale says nothing). */
export function lookOf(env: Env, flags: Flags = {}, platform = 'linux'): Look {
  const projector = flags.projector ?? on(env['MODSH_PROJECTOR']);
  return {
    theme: hasColour(env, flags) ? themeOf(env) : 'mono',
    signs: asciiOnly(env, platform) ? 'ascii' : 'unicode',
    motion: !off(env['MODSH_MOTION']) && !on(env['ACCESSIBLE']),
    projector,
    hints: !off(env['MODSH_HINTS']),
    marks: env['TERM'] !== 'linux' && env['TERM'] !== 'dumb',
  };
}

function hasColour(env: Env, flags: Flags): boolean {
  if (flags.colour !== undefined) return flags.colour;
  if (env['FORCE_COLOR'] !== undefined) return !off(env['FORCE_COLOR']);
  return (env['NO_COLOR'] ?? '') === '';
}

function themeOf(env: Env): 'dark' | 'light' | 'mono' {
  const wanted = env['MODSH_THEME'];
  if (wanted === 'dark' || wanted === 'light' || wanted === 'mono') return wanted;
  // `foreground;background`, as rxvt, Konsole and others set it: 7 and 9 to 15 are light grounds.
  const ground = /(\d+)$/.exec(env['COLORFGBG'] ?? '')?.[1];
  if (ground === undefined) return 'dark';
  return Number(ground) === 7 || Number(ground) > 8 ? 'light' : 'dark';
}

function asciiOnly(env: Env, platform: string): boolean {
  if (env['MODSH_ASCII'] !== undefined && env['MODSH_ASCII'] !== '') return on(env['MODSH_ASCII']);
  if (platform === 'win32') return false;
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  return !/utf-?8/i.test(locale);
}

/** The same look for a terminal that gets lines only. */
export const plainLook = (look: Look): Look => ({ ...look, theme: 'none', marks: false, motion: false });

/** How a terminal is spoken to: `live` with the drawn region, `plain` with lines only, `script` when nobody types. */
export function modeOf(env: Env, stdinIsTerminal: boolean, stdoutIsTerminal: boolean): 'live' | 'plain' | 'script' {
  if (!stdinIsTerminal) return 'script';
  const dumb = env['TERM'] === 'dumb' || env['TERM'] === undefined || env['TERM'] === '';
  return dumb || !stdoutIsTerminal || on(env['MODSH_PLAIN']) || on(env['ACCESSIBLE']) ? 'plain' : 'live';
}
