/** Signal numbers and default actions of Linux on x86 (signal(7)). A set of signals is a bit mask, bit n for signal n. */

export const SIGNALS = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  ILL: 4,
  TRAP: 5,
  ABRT: 6,
  FPE: 8,
  KILL: 9,
  USR1: 10,
  SEGV: 11,
  USR2: 12,
  PIPE: 13,
  ALRM: 14,
  TERM: 15,
  CHLD: 17,
  CONT: 18,
  STOP: 19,
  TSTP: 20,
  TTIN: 21,
  TTOU: 22,
  WINCH: 28,
} as const;

export type SignalName = keyof typeof SIGNALS;

const NAMES = new Map<number, SignalName>(Object.entries(SIGNALS).map(([name, number]) => [number, name as SignalName]));

export const signalName = (signal: number): string => NAMES.get(signal) ?? String(signal);

/** The number of `INT`, `SIGINT`, `int` or `2`; undefined when there is no such signal. */
export function signalNumber(word: string): number | undefined {
  if (/^\d+$/.test(word)) {
    const number = Number(word);
    return number === 0 || NAMES.has(number) ? number : undefined;
  }
  const name = word.toUpperCase().replace(/^SIG/, '');
  return name in SIGNALS ? SIGNALS[name as SignalName] : undefined;
}

export const bit = (signal: number): number => 1 << signal;
export const STOPPING = bit(SIGNALS.STOP) | bit(SIGNALS.TSTP) | bit(SIGNALS.TTIN) | bit(SIGNALS.TTOU);
/** Signals whose default is to do nothing. */
export const HARMLESS = bit(SIGNALS.CHLD) | bit(SIGNALS.WINCH) | bit(SIGNALS.CONT);
/** What a shell calls a death by each signal. */
export const SIGNAL_TEXTS: Readonly<Record<number, string>> = {
  1: 'Hangup',
  2: 'Interrupt',
  3: 'Quit',
  6: 'Aborted',
  9: 'Killed',
  10: 'User defined signal 1',
  11: 'Segmentation fault',
  12: 'User defined signal 2',
  13: 'Broken pipe',
  14: 'Alarm clock',
  15: 'Terminated',
};
/** The lowest signal of a mask, or 0. */
export function firstSignal(mask: number): number {
  for (let signal = 1; signal < 31; signal += 1) if (mask & bit(signal)) return signal;
  return 0;
}
