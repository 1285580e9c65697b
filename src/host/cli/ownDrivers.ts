/** `--driver FILE` of `modsh explore`, before what is explored or behind it. */
import { UsageError } from './usage.ts';

const DRIVER = '--driver';
export const DRIVER_TEXT = 'explore a driver of your own (JavaScript); may be repeated';
/** The line of it in the usage. The shell's `explore` has none: driver files come from the command line only. */
export const DRIVER_USAGE = `  ${DRIVER} FILE        ${DRIVER_TEXT}\n`;

/** The words without each `--driver FILE` among them: the explorer reads no files. */
export function splitDrivers(words: readonly string[]): { words: string[]; files: string[] } {
  const split = { words: [] as string[], files: [] as string[] };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const [option, joined] = word.startsWith(`${DRIVER}=`) ? [DRIVER, word.slice(DRIVER.length + 1)] : [word, words[at + 1]];
    if (option !== DRIVER) split.words.push(word);
    else if (joined === undefined) throw new UsageError(`${DRIVER} needs a file`);
    else split.files.push(joined);
    if (word === DRIVER) at += 1;
  }
  return split;
}
