/** Seconds in files, integer microseconds in memory. */

const US = 1_000_000;

/** Seconds with exactly six decimals: `1.500000`. Integers in, so the same bytes on every machine. */
export const secondsOf = (us: number): string => `${Math.floor(us / US)}.${String(us % US).padStart(6, '0')}`;

/** Microseconds of a number of seconds; undefined when that is no time (negative, not finite, over 285 years). */
export function microsecondsOf(seconds: number): number | undefined {
  const us = Math.round(seconds * US);
  return Number.isSafeInteger(us) && us >= 0 ? us : undefined;
}
