/** `record`: the terminal that the shell is typed in, recorded as it happens. */
import type { UserPath } from '../../engine/step.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import type { FaceServices, RecordingControls } from './services.ts';

const USAGE = 'record [start FILE|stop]';
type Context = CommandContext<FaceServices>;

function* tell({ name, out, err }: Context, recording: RecordingControls): UserPath<number> {
  const state = recording.state();
  if (state?.problem !== undefined) {
    yield* err(`${name}: ${state.file}: ended early: ${state.problem}\n`);
    return 1;
  }
  yield* out(state === undefined ? 'not recording\n' : `recording ${state.file}\n`);
  return 0;
}

function* stop({ name, out, err }: Context, recording: RecordingControls): UserPath<number> {
  const file = recording.stop();
  if (file === undefined) {
    yield* err(`${name}: not recording\n`);
    return 1;
  }
  yield* out(`recorded ${file}\n`);
  return 0;
}

function* run(context: Context): UserPath<number> {
  const { args, name, err, services } = context;
  const [word, file] = args;
  const known = args.length === 0 || (word === 'stop' && args.length === 1) || (word === 'start' && args.length === 2);
  if (!known) {
    yield* err(`${name}: usage: ${USAGE}\n`);
    return 2;
  }
  if (services.face === undefined) {
    yield* err(`${name}: only the interactive shell has this; modsh record FILE records a script\n`);
    return 1;
  }
  const { recording } = services.face;
  if (recording === undefined) {
    yield* err(`${name}: needs a terminal that can move the cursor\n`);
    return 1;
  }
  if (word === undefined) return yield* tell(context, recording);
  if (file === undefined) return yield* stop(context, recording);
  const problem = recording.start(file);
  if (problem !== undefined) yield* err(`${name}: ${problem}\n`);
  return problem === undefined ? 0 : 1;
}

export const record: Command<FaceServices> = {
  name: 'record',
  usage: USAGE,
  summary: 'record this terminal, as it happens, into a .cast file',
  group: 'face',
  ours: true,
  examples: ['record start demo.cast', 'record stop', 'record'],
  run,
};
