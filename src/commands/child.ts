/** Running other commands and waiting for them, for the tools that do. */
import { ERRNO } from '../engine/errno.ts';
import type { UserPath } from '../engine/step.ts';
import { failed, type Pid, type WaitStatus } from '../engine/sys.ts';
import type { CommandContext } from '../shell/command.ts';

/** Waits for one child to end, however often a signal interrupts. */
export function* waitFor(context: CommandContext, pid: Pid): UserPath<WaitStatus> {
  for (;;) {
    const status = yield* context.sys.wait4([pid], {});
    if (!failed(status)) return status;
    if (status !== -ERRNO.EINTR) return { pid, how: 'exited', value: 127 };
  }
}

/** Runs a command line of words in a child: how it ended, or a negative errno when it could not be started. */
export function* runChild(
  context: CommandContext,
  words: readonly string[],
  env?: ReadonlyMap<string, string>,
): UserPath<WaitStatus | number> {
  const pid = yield* context.startWords(words, env === undefined ? {} : { env });
  return pid < 0 ? pid : yield* waitFor(context, pid);
}

/** The exit status of tools whose command could not be started: 127 when it was not found, else 126. */
export const notStarted = (errno: number): number => (errno === -ERRNO.ENOENT ? 127 : 126);
