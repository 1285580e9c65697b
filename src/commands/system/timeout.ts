import { ERRNO } from '../../engine/errno.ts';
import { bit, SIGNALS, signalName, signalNumber } from '../../engine/signals.ts';
import type { UserPath } from '../../engine/step.ts';
import { exitStatus, failed, type Pid, type WaitStatus } from '../../engine/sys.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { notStarted } from '../child.ts';
import { hasOption, optionValue, type ParsedOptions } from '../getopt.ts';
import { quote, quoteAlways } from '../quote.ts';
import { defineTool, errorText, fail, misuse, tryLine } from '../tool.ts';
import { parseDuration } from './durations.ts';

const STATUS_FAILED = 125;
const STATUS_TIMED_OUT = 124;
/** What timeout hands on to its command instead of dying of it. */
const HANDED_ON = [SIGNALS.HUP, SIGNALS.INT, SIGNALS.QUIT, SIGNALS.TERM];
const HANDED_ON_MASK = HANDED_ON.reduce((mask, signal) => mask | bit(signal), 0);

interface Wanted {
  readonly us: number;
  readonly signal: number;
  /** How long after the first signal KILL follows; 0: never. */
  readonly killUs: number;
  readonly preserve: boolean;
  /** Only the command itself is signalled, not what it has started; and it shares the terminal. */
  readonly foreground: boolean;
  readonly verbose: boolean;
}

interface Watch {
  readonly context: CommandContext;
  readonly wanted: Wanted;
  readonly words: readonly string[];
  readonly pid: Pid;
  /** The command has a process group of its own, or (false) shares timeout's. */
  readonly ownGroup: boolean;
}

type Watched = WaitStatus | 'timed out';

/** Waits for one of these children; signals that come meanwhile are handed on to the command. */
function* waitFor(watch: Watch, pids: readonly Pid[]): UserPath<WaitStatus> {
  const { sys } = watch.context;
  for (;;) {
    const status = yield* sys.wait4(pids, {});
    if (!failed(status)) return status;
    if (status !== -ERRNO.EINTR) return { pid: watch.pid, how: 'exited', value: STATUS_FAILED };
    for (const signal of yield* sys.sigpending()) yield* sys.kill(watch.pid, signal);
  }
}

/** Starts a sleeper and waits for whichever ends first. The sleeper stands for alarm(2): the tool hears of both as children. */
function* waitAtMost(watch: Watch, us: number): UserPath<Watched> {
  const { sys } = watch.context;
  if (us === 0) return yield* waitFor(watch, [watch.pid]);
  const clock = yield* sys.fork(
    function* () {
      yield* sys.nanosleep(us);
      return 0;
    },
    { name: 'timeout', ignore: HANDED_ON_MASK },
  );
  const first = yield* waitFor(watch, [watch.pid, clock]);
  if (first.pid === clock) return 'timed out';
  yield* sys.kill(clock, SIGNALS.KILL);
  yield* waitFor(watch, [clock]);
  return first;
}

/** Signals the command and, unless in the foreground, all that belongs to its group; timeout itself is left out. */
function* signalAll(watch: Watch, signal: number): UserPath<void> {
  const { sys, process } = watch.context;
  if (watch.wanted.verbose) {
    yield* fail(watch.context, `sending signal ${signalName(signal)} to command ${quoteAlways(watch.words[0] ?? '')}`);
  }
  yield* sys.kill(watch.pid, signal);
  if (watch.wanted.foreground) {
    yield* sys.kill(watch.pid, SIGNALS.CONT);
    return;
  }
  // To a shared group KILL would go too: then, as with the real tool, timeout dies with it.
  if (!watch.ownGroup) yield* sys.sigaction(signal, 'ignore');
  const group = watch.ownGroup ? watch.pid : process.group;
  yield* sys.killpg(group, signal);
  if (signal !== SIGNALS.KILL && signal !== SIGNALS.CONT) yield* sys.killpg(group, SIGNALS.CONT);
}

/** Ends as the command did: of the same signal. */
function* endLike(watch: Watch, status: WaitStatus): UserPath<number> {
  const { sys, process } = watch.context;
  if (status.how === 'killed') {
    yield* sys.sigaction(status.value, 'default');
    yield* sys.kill(process.pid, status.value);
  }
  return exitStatus(status);
}

function* supervise(watch: Watch): UserPath<number> {
  const { wanted } = watch;
  const first = yield* waitAtMost(watch, wanted.us);
  if (first !== 'timed out') return yield* endLike(watch, first);
  yield* signalAll(watch, wanted.signal);
  let status = yield* waitAtMost(watch, wanted.killUs);
  if (status === 'timed out') {
    yield* signalAll(watch, SIGNALS.KILL);
    status = yield* waitFor(watch, [watch.pid]);
  }
  if (wanted.preserve) return exitStatus(status);
  // A command that KILL ended takes its status with it; of any other, 124 is said.
  return status.how === 'killed' && status.value === SIGNALS.KILL ? exitStatus(status) : STATUS_TIMED_OUT;
}

function* start(context: CommandContext, words: readonly string[], wanted: Wanted): UserPath<number> {
  // A job of its own is led by timeout itself. Within a script's group the command gets one, so that only it can be signalled.
  const ownGroup = !wanted.foreground && context.process.group !== context.process.pid;
  for (const signal of HANDED_ON) yield* context.sys.sigaction(signal, 'catch');
  const pid = yield* context.startWords(words, ownGroup ? { group: 0 } : {});
  if (pid < 0) return yield* fail(context, `failed to run command ${quoteAlways(words[0] ?? '')}: ${errorText(pid)}`, notStarted(pid));
  return yield* supervise({ context, wanted, words, pid, ownGroup });
}

function* run(context: CommandContext, options: ParsedOptions): UserPath<number> {
  const [duration, ...words] = options.operands;
  if (duration === undefined || words.length === 0) {
    yield* context.err(tryLine(context.name));
    return STATUS_FAILED;
  }
  const signalWord = optionValue(options, 's') ?? 'TERM';
  const signal = signalNumber(signalWord);
  if (signal === undefined) return yield* misuse(context, `${quote(signalWord)}: invalid signal`, STATUS_FAILED);
  const killWord = optionValue(options, 'k') ?? '0';
  for (const word of [killWord, duration]) {
    if (parseDuration(word) === undefined) return yield* misuse(context, `invalid time interval ${quote(word)}`, STATUS_FAILED);
  }
  return yield* start(context, words, {
    us: parseDuration(duration) ?? 0,
    signal,
    killUs: parseDuration(killWord) ?? 0,
    preserve: hasOption(options, 'preserve-status'),
    foreground: hasOption(options, 'foreground'),
    verbose: hasOption(options, 'v'),
  });
}

export const timeout: Command = defineTool({
  name: 'timeout',
  usage: '[-s SIGNAL] [-k DURATION] [--preserve-status] [--foreground] DURATION COMMAND [ARG]...',
  summary: 'run a command, and end it when it takes too long',
  group: 'system',
  examples: ['timeout -s INT 0.7 rmmod slowexit'],
  usageStatus: STATUS_FAILED,
  grammar: {
    short: 's:k:v',
    long: { signal: 's', 'kill-after': 'k', verbose: 'v', foreground: 'foreground', 'preserve-status': 'preserve-status' },
    stopAtOperand: true,
  },
  run,
});
