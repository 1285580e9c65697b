/** The few programs that shell tests need, as small as they can be. */
import { strerror } from '../../src/engine/errno.ts';
import { SIGNALS } from '../../src/engine/signals.ts';
import type { UserPath } from '../../src/engine/step.ts';
import { failed } from '../../src/engine/sys.ts';
import type { Command, CommandContext } from '../../src/shell/command.ts';

function command(name: string, run: (context: CommandContext) => UserPath<number>): Command {
  return { name, usage: '', summary: 'a test command', group: 'text', run };
}

function* copy({ sys, out, err, name }: CommandContext, fd: number): UserPath<number> {
  for (;;) {
    const text = yield* sys.read(fd, 65_536);
    if (failed(text)) {
      yield* err(`${name}: ${strerror(-text)}\n`);
      return 1;
    }
    if (text === '' || !(yield* out(text))) return 0;
  }
}

const cat = command('cat', function* (context) {
  const { args, sys, err } = context;
  let status = args.length === 0 ? yield* copy(context, 0) : 0;
  for (const path of args) {
    const fd = path === '-' ? 0 : yield* sys.open(path, { read: true });
    if (fd < 0) {
      yield* err(`cat: ${path}: ${strerror(-fd)}\n`);
      status = 1;
      continue;
    }
    status = (yield* copy(context, fd)) || status;
    if (path !== '-') yield* sys.close(fd);
  }
  return status;
});

const sleep = command('sleep', function* ({ args, sys }) {
  let us = 0;
  for (const word of args) us += Number(word) * 1_000_000;
  yield* sys.nanosleep(us);
  return 0;
});

/** `timeout SECONDS COMMAND ...`: TERM after so long. */
const timeout = command('timeout', function* ({ args, sys, startWords }) {
  const [seconds = '0', ...words] = args;
  const child = yield* startWords(words);
  const timer = yield* sys.fork(function* () {
    yield* sys.nanosleep(Number(seconds) * 1_000_000);
    yield* sys.kill(child, SIGNALS.TERM);
    return 0;
  }, {});
  const status = yield* sys.wait4([child], {});
  yield* sys.kill(timer, SIGNALS.KILL);
  yield* sys.wait4([timer], {});
  return failed(status) ? 125 : status.how === 'killed' ? 124 : status.value;
});

const env = command('env', function* ({ env, out }) {
  yield* out([...env].map(([name, value]) => `${name}=${value}\n`).join(''));
  return 0;
});

/** `args a b`: each argument on a line, in brackets. */
const args = command('args', function* ({ args: words, out }) {
  yield* out(words.map((word) => `[${word}]\n`).join(''));
  return 0;
});

const yes = command('yes', function* ({ out }) {
  while (yield* out('y\n'.repeat(1_000)));
  return 0;
});

const head1 = command('head1', function* ({ sys, out }) {
  const line = yield* sys.readLine(0);
  if (!failed(line)) yield* out(line);
  return 0;
});

/** Prints its descriptors. */
const fds = command('fds', function* ({ process, out }) {
  yield* out(`${[...process.fds.keys()].sort((a, b) => a - b).join(' ')}\n`);
  return 0;
});

export const smallCommands: readonly Command[] = [cat, sleep, timeout, env, args, yes, head1, fds];
