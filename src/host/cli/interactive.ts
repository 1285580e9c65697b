/** `modsh` on a terminal: the session, and the face that fits the terminal. */
import { createSession } from '../../boot/session/session.ts';
import { type CountHistory, createHistory, recordCounts } from '../../dash/history.ts';
import { lookOf, modeOf } from '../../tui/look.ts';
import type { TerminalOptions } from '../terminal/app.ts';
import { createRecorder, type RecordingForm } from '../terminal/recorder.ts';
import { chosenSystem, type SystemFlags } from './options.ts';
import { readSystem } from './systemDir.ts';
import { UsageError } from './usage.ts';

export interface InteractiveFlags extends SystemFlags {
  readonly quiet?: boolean;
  readonly color?: boolean;
  /** Begins with this step of the tour. */
  readonly tour?: number;
  /** Records from the first prompt to the end; the terminal has been found fit. */
  readonly record?: RecordingForm & { readonly file: string };
}

/** How the process's own terminal can be drawn on. */
export const terminalMode = (): ReturnType<typeof modeOf> =>
  modeOf(process.env, process.stdin.isTTY === true, process.stdout.isTTY === true);

/** The dashboard over a session, loaded when it is first asked for. */
const openOver =
  (flags: InteractiveFlags, history: CountHistory): NonNullable<TerminalOptions['dashboard']> =>
  async () => {
    const [{ openDashboard }, { sessionWorld }, { dashLook }] = await Promise.all([
      import('../dash/dashboard.ts'),
      import('../dash/sessionWorld.ts'),
      import('../dash/look.ts'),
    ]);
    const { stdin, stdout, env, platform } = process;
    const look = lookOf(env, flags.color === false ? { colour: false } : {}, platform);
    return (face, now) =>
      openDashboard({ world: sessionWorld(face), look: dashLook(look, env), projector: look.projector, history, stdin, stdout, now });
  };

const linesOf = (output: readonly { readonly text: string }[]): string[] =>
  output
    .map(({ text }) => text)
    .join('')
    .replace(/\n$/, '')
    .split('\n');

/** Runs the interactive shell to its end; the status to exit with. */
export async function interactive(flags: InteractiveFlags): Promise<number> {
  const live = terminalMode() === 'live';
  const { stdout, env } = process;
  const recorder = createRecorder({ stdout, env, nowMs: () => performance.now(), today: () => Math.floor(Date.now() / 1_000) });
  const session = createSession({
    ...(await chosenSystem(flags)),
    readSystem,
    dashboard: live,
    ...(live ? { recording: recorder.controls } : {}),
    ...(flags.tour === undefined ? {} : { tour: flags.tour }),
  });
  const { runTerminal } = await import('../terminal/app.ts');
  const greeting = flags.tour === undefined ? {} : { greeting: linesOf(session.takeOutput()) };
  const history = createHistory();
  const refused = flags.record === undefined ? undefined : recorder.start(flags.record.file, { ...flags.record, replace: true });
  if (refused !== undefined) throw new UsageError(refused);
  const status = await runTerminal(session, {
    quiet: flags.quiet === true,
    color: flags.color !== false,
    dashboard: openOver(flags, history),
    watch: (view) => recordCounts(history, view),
    ...greeting,
  });
  recorder.end(status);
  const problem = recorder.state();
  if (problem !== undefined) process.stderr.write(`modsh: ${problem.file}: the recording ended early: ${problem.problem}\n`);
  return status;
}
