/** `psock`: opens sockets of the fixture protocol, as its C twin does on a real kernel (fixtures/drivers/psock/psock.c). */
import { strerror } from '../../engine/errno.ts';
import { SIGNALS } from '../../engine/signals.ts';
import type { UserPath } from '../../engine/step.ts';
import type { Command, CommandContext } from '../../shell/command.ts';

const FAMILY = 19;
const SOCK_DGRAM = 2;

/** atoi: digits at the front, else 0. */
const toCount = (word: string): number => Number(/^\s*(\d+)/.exec(word)?.[1] ?? 0);

function* run({ args, out, err, sys }: CommandContext): UserPath<number> {
  const [what, count] = args;
  if (what !== 'open' && what !== 'hold') {
    yield* err('usage: psock open | psock hold [N]\n');
    return 2;
  }
  const wanted = count === undefined ? 1 : toCount(count);
  for (let opened = 0; opened < wanted; opened += 1) {
    const fd = yield* sys.socket(FAMILY, SOCK_DGRAM, 0);
    if (fd < 0) {
      yield* err(`psock: socket: ${strerror(-fd)}\n`);
      return 1;
    }
  }
  if (what === 'open') {
    yield* out('psock: opened and closed\n');
    return 0;
  }
  yield* sys.sigaction(SIGNALS.TERM, 'catch');
  yield* sys.sigaction(SIGNALS.INT, 'catch');
  yield* out(`psock: holding ${wanted}\n`);
  while ((yield* sys.sigpending()).length === 0) yield* sys.pause();
  return 0;
}

export const psock: Command = {
  name: 'psock',
  usage: 'psock open | psock hold [N]',
  summary: 'open sockets of the fixture protocol',
  group: 'modules',
  examples: ['psock open', 'psock hold 3 &'],
  run,
};
