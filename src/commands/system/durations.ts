/** Durations as coreutils read them (sleep.c, timeout.c): a number with a fraction, and a suffix s, m, h or d. */

const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3_600, d: 86_400 };
/** The longest time that is still counted; `infinity` and anything beyond is this. */
export const LONGEST_US = Number.MAX_SAFE_INTEGER / 4;

/** Microseconds, or undefined for what is no duration. */
export function parseDuration(text: string): number | undefined {
  const word = text.toLowerCase();
  if (/^\+?inf(?:inity)?[smhd]?$/.test(word)) return LONGEST_US;
  const match = /^\+?(\d+\.?\d*(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?|0x[0-9a-f]+)([smhd]?)$/.exec(word);
  if (match === null) return undefined;
  const [, number = '', suffix = ''] = match;
  return Math.min(LONGEST_US, Math.ceil(Number(number) * (UNITS[suffix] ?? 1) * 1_000_000));
}
