/** kill: signals to processes, groups and jobs. */
import { strerror } from '../../engine/errno.ts';
import { SIGNALS, signalName, signalNumber } from '../../engine/signals.ts';
import type { UserPath } from '../../engine/step.ts';
import { sys } from '../../engine/sys.ts';
import { findJob, type Job } from '../jobs.ts';
import type { Shell } from '../state.ts';
import { type Builtin, refuse, say } from './builtin.ts';

/** The signals by name, or the names of the given numbers and statuses. */
function* list(shell: Shell, words: readonly string[]): UserPath<number> {
  if (words.length === 0) return yield* say(shell, 'kill', `${Object.keys(SIGNALS).join('\n')}\n`);
  for (const word of words) {
    const number = /^\d+$/.test(word) ? Number(word) % 128 : undefined;
    const signal = number === undefined ? signalNumber(word) : number;
    if (signal === undefined || signal === 0) return yield* refuse(shell, 'kill', `${word}: invalid signal specification`);
    yield* say(shell, 'kill', `${number === undefined ? signal : signalName(signal)}\n`);
  }
  return 0;
}

interface Asked {
  readonly signal: number;
  readonly targets: readonly string[];
}

/** The signal and whom it is for; a text says what is wrong. */
function askedOf(args: readonly string[]): Asked | string {
  const [first = '', second] = args;
  if (first === '-s' || first === '-n') {
    const signal = second === undefined ? undefined : signalNumber(second);
    return signal === undefined ? `${second ?? first}: invalid signal specification` : { signal, targets: withoutDashes(args.slice(2)) };
  }
  if (first.startsWith('-') && first !== '--' && first.length > 1) {
    const word = first.startsWith('-s') ? (signalNumber(first.slice(1)) === undefined ? first.slice(2) : first.slice(1)) : first.slice(1);
    const signal = signalNumber(word);
    return signal === undefined ? `${word}: invalid signal specification` : { signal, targets: withoutDashes(args.slice(1)) };
  }
  return { signal: SIGNALS.TERM, targets: withoutDashes(args) };
}

const withoutDashes = (words: readonly string[]): readonly string[] => (words[0] === '--' ? words.slice(1) : words);

/** Signals a job: its group, or where there is no job control each of its processes. */
function* killJob(job: Job, signal: number): UserPath<number> {
  if (job.group !== 0) {
    const wrong = yield* sys.killpg(job.group, signal);
    if (job.stopped !== 0 && (signal === SIGNALS.TERM || signal === SIGNALS.HUP)) yield* sys.killpg(job.group, SIGNALS.CONT);
    return wrong;
  }
  let wrong = 0;
  for (const pid of job.pids) if (!job.ended.has(pid)) wrong = yield* sys.kill(pid, signal);
  return wrong;
}

function* killOne(shell: Shell, word: string, signal: number): UserPath<number> {
  if (word.startsWith('%')) {
    const job = findJob(shell.jobs, word);
    if (job === undefined || job === 'ambiguous') return yield* refuse(shell, 'kill', `${word}: no such job`);
    const wrong = yield* killJob(job, signal);
    return wrong < 0 ? yield* refuse(shell, 'kill', `${word}: ${strerror(-wrong)}`) : 0;
  }
  if (!/^-?\d+$/.test(word)) return yield* refuse(shell, 'kill', `${word}: arguments must be process or job IDs`);
  const wrong = yield* sys.kill(Number(word), signal);
  return wrong < 0 ? yield* refuse(shell, 'kill', `(${word}) - ${strerror(-wrong)}`) : 0;
}

export const kill: Builtin = {
  name: 'kill',
  program: true,
  *run(shell, args) {
    if (args[0] === '-l' || args[0] === '-L') return yield* list(shell, args.slice(1));
    const asked = askedOf(args);
    if (typeof asked === 'string') return yield* refuse(shell, 'kill', asked);
    if (asked.targets.length === 0) return yield* refuse(shell, 'kill', 'usage: kill [-s SIGNAL | -SIGNAL] PID|%JOB ..., or kill -l', 2);
    let status = 0;
    for (const word of asked.targets) status = (yield* killOne(shell, word, asked.signal)) || status;
    return status;
  },
};
