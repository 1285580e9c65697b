/** trap and times. */
import { SIGNALS, signalName, signalNumber } from '../../engine/signals.ts';
import type { UserPath } from '../../engine/step.ts';
import { sys } from '../../engine/sys.ts';
import type { Shell } from '../state.ts';
import { EXIT_TRAP } from '../traps.ts';
import { type Builtin, quoteWord, refuse, say } from './builtin.ts';

const trapNumber = (word: string): number | undefined => (word.toUpperCase() === 'EXIT' ? EXIT_TRAP : signalNumber(word));

const trapName = (signal: number): string => (signal === EXIT_TRAP ? 'EXIT' : signalName(signal));

/** What is set; in a subshell that set none yet, what its parent has (POSIX: `saved=$(trap)`). */
function listing(shell: Shell): string {
  const traps = shell.inheritedTraps ?? shell.traps;
  const signals = [...traps.keys()].sort((a, b) => a - b);
  return signals.map((signal) => `trap -- ${quoteWord(traps.get(signal) ?? '')} ${trapName(signal)}\n`).join('');
}

/** Sets (text), ignores (empty) or resets (undefined) one trap. */
function* setTrap(shell: Shell, signal: number, action: string | undefined): UserPath<void> {
  shell.inheritedTraps = undefined;
  if (action === undefined) shell.traps.delete(signal);
  else shell.traps.set(signal, action);
  if (signal === EXIT_TRAP) return;
  const keeps = shell.options.interactive && ALWAYS_CAUGHT.has(signal);
  yield* sys.sigaction(signal, action === undefined ? (keeps ? 'catch' : 'default') : action === '' ? 'ignore' : 'catch');
}

/** Signals that a shell at a prompt catches whatever its traps are. */
const ALWAYS_CAUGHT = new Set<number>([SIGNALS.INT, SIGNALS.QUIT, SIGNALS.TERM, SIGNALS.TSTP, SIGNALS.TTIN, SIGNALS.TTOU]);

export const trap: Builtin = {
  name: 'trap',
  special: true,
  *run(shell, args) {
    const words = args[0] === '--' ? args.slice(1) : args;
    const [first] = words;
    if (first === undefined) return yield* say(shell, 'trap', listing(shell));
    if (first === '-l') return yield* say(shell, 'trap', `${Object.keys(SIGNALS).join(' ')}\n`);
    const resets = first === '-' || /^\d+$/.test(first) || words.length === 1;
    const signals = words.slice(first === '-' || !resets ? 1 : 0);
    for (const word of signals) {
      const signal = trapNumber(word);
      if (signal === undefined) return yield* refuse(shell, 'trap', `${word}: bad trap`);
      yield* setTrap(shell, signal, resets ? undefined : first);
    }
    return signals.length === 0 ? 2 : 0;
  },
};

/** Processor times: the model has none. */
export const times: Builtin = {
  name: 'times',
  special: true,
  run: (shell) => say(shell, 'times', '0m0.000000s 0m0.000000s\n0m0.000000s 0m0.000000s\n'),
};
