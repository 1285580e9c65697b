import { ERRNO } from '../../engine/errno.ts';
import { SIGNALS, signalNumber } from '../../engine/signals.ts';
import type { UserPath } from '../../engine/step.ts';
import { exitStatus, failed, type Pid, type WaitStatus } from '../../engine/sys.ts';
import type { CommandContext } from '../../shell/command.ts';
import { notStarted } from '../child.ts';
import type { ParsedOptions } from '../getopt.ts';
import { quote } from '../quote.ts';
import { defineTool, errorText, misuse } from '../tool.ts';
import { parseDuration } from './durations.ts';

const STATUS_FAILED = 125;
const STATUS_TIMED_OUT = 124;

interface Wanted {
  readonly us: number;
  readonly signal: number;
  /** How long after the first signal KILL follows; 0: never. */
  readonly killUs: number;
  readonly preserve: boolean;
}

type Watched = WaitStatus | 'timed out';

/** Starts a sleeper and waits for whichever ends first. The sleeper stands for alarm(2): the tool hears of both as children. */
function* waitAtMost(context: CommandContext, pid: Pid, us: number): UserPath<Watched> {
  const { sys } = context;
  if (us === 0) return yield* waitFor(context, [pid]);
  const clock = yield* sys.fork(
    function* () {
      yield* sys.nanosleep(us);
      return 0;
    },
    { name: 'timeout' },
  );
  const first = yield* waitFor(context, [pid, clock]);
  if (first.pid === clock) return 'timed out';
  yield* sys.kill(clock, SIGNALS.KILL);
  yield* waitFor(context, [clock]);
  return first;
}

function* waitFor(context: CommandContext, pids: readonly Pid[]): UserPath<WaitStatus> {
  for (;;) {
    const status = yield* context.sys.wait4(pids, {});
    if (!failed(status)) return status;
    if (status !== -ERRNO.EINTR) return { pid: pids[0] ?? 0, how: 'exited', value: STATUS_FAILED };
  }
}

function* supervise(context: CommandContext, words: readonly string[], wanted: Wanted): UserPath<number> {
  const { sys } = context;
  const pid = yield* context.startWords(words);
  if (pid < 0) {
    yield* context.err(`${context.name}: failed to run command ${quote(words[0] ?? '')}: ${errorText(pid)}\n`);
    return notStarted(pid);
  }
  const first = yield* waitAtMost(context, pid, wanted.us);
  if (first !== 'timed out') return exitStatus(first);
  yield* sys.kill(pid, wanted.signal);
  yield* sys.kill(pid, SIGNALS.CONT);
  let status = yield* waitAtMost(context, pid, wanted.killUs);
  if (status === 'timed out') {
    yield* sys.kill(pid, SIGNALS.KILL);
    status = yield* waitFor(context, [pid]);
  }
  if (wanted.preserve) return exitStatus(status);
  // A command that KILL ended takes its status with it; of any other, 124 is said.
  return status.how === 'killed' && status.value === SIGNALS.KILL ? exitStatus(status) : STATUS_TIMED_OUT;
}

function* run(context: CommandContext, options: ParsedOptions): UserPath<number> {
  const [duration, ...words] = options.operands;
  if (duration === undefined || words.length === 0) return yield* misuse(context, 'missing operand', STATUS_FAILED);
  let signal: number = SIGNALS.TERM;
  let killUs = 0;
  for (const { key, value } of options.given) {
    if (key === 's') {
      const number = signalNumber(value);
      if (number === undefined) return yield* misuse(context, `${quote(value)}: invalid signal`, STATUS_FAILED);
      signal = number;
    } else if (key === 'k') {
      const us = parseDuration(value);
      if (us === undefined) return yield* misuse(context, `invalid time interval ${quote(value)}`, STATUS_FAILED);
      killUs = us;
    }
  }
  const us = parseDuration(duration);
  if (us === undefined) return yield* misuse(context, `invalid time interval ${quote(duration)}`, STATUS_FAILED);
  const preserve = options.given.some(({ key }) => key === 'preserve-status');
  return yield* supervise(context, words, { us, signal, killUs, preserve });
}

export const timeout = defineTool({
  name: 'timeout',
  usage: '[-s SIGNAL] [-k DURATION] [--preserve-status] [--foreground] DURATION COMMAND [ARG]...',
  summary: 'run a command, and end it when it takes too long',
  group: 'system',
  usageStatus: STATUS_FAILED,
  grammar: {
    short: 's:k:v',
    long: { signal: 's', 'kill-after': 'k', verbose: 'v', foreground: 'foreground', 'preserve-status': 'preserve-status' },
    stopAtOperand: true,
  },
  run,
});
