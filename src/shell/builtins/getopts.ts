/** getopts. */
import { setVariable } from '../variables.ts';
import { type Builtin, refuse } from './builtin.ts';

/** Options by letter, one call after another (POSIX, getopts). */
export const getopts: Builtin = {
  name: 'getopts',
  *run(shell, args) {
    const [letters, variable, ...given] = args;
    if (letters === undefined || variable === undefined)
      return yield* refuse(shell, 'getopts', 'usage: getopts optstring var [arg ...]', 2);
    const words = given.length > 0 ? given : shell.positional;
    const state = shell.getopts;
    const optind = shell.variables.get('OPTIND')?.value ?? '1';
    if (optind !== state.optind) Object.assign(state, { optind, at: 0 });
    const result = nextOption(letters, words, state);
    state.optind = String(result.index + 1);
    setVariable(shell, 'OPTIND', state.optind);
    if (result.argument === undefined) shell.variables.delete('OPTARG');
    else setVariable(shell, 'OPTARG', result.argument);
    setVariable(shell, variable, result.option);
    if (result.complaint !== undefined) yield* refuse(shell, shell.name, result.complaint);
    return result.done ? 1 : 0;
  },
};

interface Option {
  readonly option: string;
  readonly argument: string | undefined;
  /** The word to look at next. */
  readonly index: number;
  readonly done: boolean;
  readonly complaint: string | undefined;
}

function nextOption(letters: string, words: readonly string[], state: { optind: string; at: number }): Option {
  const quiet = letters.startsWith(':');
  let index = Math.max(0, Number(state.optind) - 1 || 0);
  const word = words[index];
  if (state.at === 0) {
    if (word === undefined || word === '-' || !word.startsWith('-'))
      return { option: '?', argument: undefined, index, done: true, complaint: undefined };
    if (word === '--') return { option: '?', argument: undefined, index: index + 1, done: true, complaint: undefined };
    state.at = 1;
  }
  const group = word ?? '';
  const letter = group[state.at] as string;
  state.at += 1;
  const known = letter !== ':' && letters.indexOf(letter);
  const takes = known !== false && known >= 0 && letters[known + 1] === ':';
  const ended = state.at >= group.length;
  if (known === false || known < 0) {
    if (ended) nextWord();
    return {
      option: '?',
      argument: quiet ? letter : undefined,
      index,
      done: false,
      complaint: quiet ? undefined : `Illegal option -${letter}`,
    };
  }
  if (!takes) {
    if (ended) nextWord();
    return { option: letter, argument: undefined, index, done: false, complaint: undefined };
  }
  const rest = group.slice(state.at);
  nextWord();
  if (!ended) return { option: letter, argument: rest, index, done: false, complaint: undefined };
  const argument = words[index];
  if (argument !== undefined) {
    index += 1;
    return { option: letter, argument, index, done: false, complaint: undefined };
  }
  return {
    option: quiet ? ':' : '?',
    argument: quiet ? letter : undefined,
    index,
    done: false,
    complaint: quiet ? undefined : `No arg for -${letter} option`,
  };

  function nextWord(): void {
    index += 1;
    state.at = 0;
  }
}
