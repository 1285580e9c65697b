/** Taint flags of the kernel and of modules (Linux 6.1, kernel/panic.c: taint_flags[]). */

export const TAINT_BITS = {
  P: 0,
  F: 1,
  S: 2,
  R: 3,
  M: 4,
  B: 5,
  U: 6,
  D: 7,
  A: 8,
  W: 9,
  C: 10,
  I: 11,
  O: 12,
  E: 13,
  L: 14,
  K: 15,
  X: 16,
  T: 17,
  N: 18,
} as const;
export type TaintLetter = keyof typeof TAINT_BITS;

/** How many there are (TAINT_FLAGS_COUNT). */
export const TAINT_FLAGS = 19;

const LETTERS = Object.keys(TAINT_BITS) as TaintLetter[];

/** Letters of a taint value in bit order, empty when clean. */
export const taintLetters = (value: number): string => LETTERS.filter((letter) => value & (1 << TAINT_BITS[letter])).join('');

/** The value with one more letter. */
export const withTaint = (value: number, letter: TaintLetter): number => value | (1 << TAINT_BITS[letter]);

/** Letters in bit order with one more. */
export const addLetter = (letters: string, letter: TaintLetter): string =>
  LETTERS.filter((one) => one === letter || letters.includes(one)).join('');

/** license_is_gpl_compatible (Linux 6.1, include/linux/license.h). */
export const isGplCompatible = (license: string): boolean =>
  ['GPL', 'GPL v2', 'GPL and additional rights', 'Dual BSD/GPL', 'Dual MIT/GPL', 'Dual MPL/GPL'].includes(license);
