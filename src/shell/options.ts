/** The option letters and names that `set` and the shell's own command line understand. */
import type { Options } from './state.ts';
import { OPTION_LETTERS } from './variables.ts';

const LETTERS = new Map(OPTION_LETTERS);
const NAMES = new Set<string>([...OPTION_LETTERS.map(([, name]) => name), 'ignoreeof', 'pipefail']);

const isOptionName = (name: string): name is keyof Options => NAMES.has(name);

export interface Applied {
  /** What is left after the options; undefined words mean that there was no `--` and nothing else. */
  readonly operands: readonly string[];
  /** True when `--`, `-` or an operand was there: `set` then sets the positional parameters. */
  readonly positional: boolean;
  /** Letters of `more` that were given. */
  readonly extra: string;
  /** `-o` or `+o` stood alone: the options are to be listed in this form. */
  readonly list: '-o' | '+o' | undefined;
  readonly problem: string | undefined;
}

/** Turns options on and off as the words say; `more` are letters that the caller knows besides. */
export function applyOptions(options: Partial<Options>, words: readonly string[], more = ''): Applied {
  let extra = '';
  let list: Applied['list'];
  let at = 0;
  const result = (problem?: string): Applied => ({
    operands: words.slice(at),
    positional: at < words.length || words[at - 1] === '--',
    extra,
    list,
    problem,
  });
  for (; at < words.length; at += 1) {
    const word = words[at] as string;
    if (word === '--') {
      at += 1;
      break;
    }
    if (word === '-' || !/^[-+]./.test(word)) break;
    const on = word.startsWith('-');
    for (const letter of word.slice(1)) {
      const option = LETTERS.get(letter);
      if (letter === 'o') {
        const name = words[at + 1];
        if (name === undefined) list = on ? '-o' : '+o';
        else if (!isOptionName(name) || name === 'interactive') return result(`illegal option -o ${name}`);
        else {
          options[name] = on;
          at += 1;
        }
      } else if (more.includes(letter)) extra += letter;
      else if (option === undefined || option === 'interactive') return result(`illegal option ${word[0]}${letter}`);
      else options[option] = on;
    }
  }
  return result();
}

/** The listing of `set -o`, or with `+o` the commands that set them so. */
export function listOptions(options: Options, form: '-o' | '+o'): string {
  const names = [...NAMES].sort() as (keyof Options)[];
  const line = (name: keyof Options): string =>
    form === '-o' ? `${name.padEnd(15)}\t${options[name] ? 'on' : 'off'}` : `set ${options[name] ? '-' : '+'}o ${name}`;
  return names.map((name) => `${line(name)}\n`).join('');
}
