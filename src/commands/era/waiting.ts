/** `rmmod -w` under regimes whose kernel does not wait: the tool tries again when the count may have changed. Ours; Ctrl-C ends it. */
import type { UserPath } from '../../engine/step.ts';
import type { CommandContext } from '../../shell/command.ts';
import type { ModuleToolServices } from '../modules/services.ts';

const FIRST_PAUSE_US = 2_000;
const LONGEST_PAUSE_US = 100_000;

/** Repeats a removal as long as it answers one of these errnos (negative); its last answer. */
export function* untilRemoved(
  context: CommandContext<ModuleToolServices>,
  name: string,
  remove: () => UserPath<number>,
  again: readonly number[],
): UserPath<number> {
  for (let pause = FIRST_PAUSE_US; ; pause = Math.min(pause * 2, LONGEST_PAUSE_US)) {
    const err = yield* remove();
    if (!again.includes(err)) return err;
    const { waitUnused } = context.services ?? {};
    if (waitUnused !== undefined) yield* waitUnused(name);
    else yield* context.sys.nanosleep(pause);
  }
}
