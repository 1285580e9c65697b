/** `modsh` on a terminal: the session, and the face that fits the terminal. */
import { createSession } from '../../boot/session.ts';
import { chosenDrivers, chosenGraph, chosenRegime, type SystemFlags } from './options.ts';

export interface InteractiveFlags extends SystemFlags {
  readonly quiet?: boolean;
  readonly color?: boolean;
}

/** Runs the interactive shell to its end; the status to exit with. */
export async function interactive(flags: InteractiveFlags): Promise<number> {
  const session = createSession({
    regime: chosenRegime(flags.regime),
    strict: flags.strict === true,
    drivers: await chosenDrivers(flags.driver),
    ...(await chosenGraph(flags.system)),
  });
  const { runTerminal } = await import('../terminal/app.ts');
  return await runTerminal(session, { quiet: flags.quiet === true, color: flags.color !== false });
}
