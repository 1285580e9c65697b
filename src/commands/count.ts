/** Numbers on command lines, with the multiplier suffixes of GNU tools (gnulib xstrtol.c). */

const POWERS = 'KMGTPEZY';

/**
 * The value of digits with an optional suffix: `b` 512, `k` or `K` 1024, `KB` 1000, `M`, `MB`, ... undefined when it is
 * no such number. Values beyond what a number holds exactly are cut to that.
 */
export function parseCount(text: string): number | undefined {
  const parts = /^(\d+)(?:(b)|([kKMGTPEZY])(B|iB)?)?$/.exec(text);
  if (parts === null) return undefined;
  const [, digits, blocks, letter, unit] = parts;
  let factor = 1;
  if (blocks !== undefined) factor = 512;
  if (letter !== undefined) factor = (unit === 'B' ? 1000 : 1024) ** (POWERS.indexOf(letter.toUpperCase()) + 1);
  return Math.min(Number(digits) * factor, Number.MAX_SAFE_INTEGER);
}
