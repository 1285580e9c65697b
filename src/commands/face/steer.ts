/** Words that steer the session itself: table, speed, reboot. */
import type { UserPath } from '../../engine/step.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import type { FaceControls, FaceServices } from './services.ts';

type Context = CommandContext<FaceServices>;

/** The controls; without a face a line says so, and the status is 1. */
function* needFace({ name, err, services }: Context): UserPath<FaceControls | undefined> {
  if (services.face === undefined) yield* err(`${name}: only the interactive shell has this\n`);
  return services.face;
}

function* misuse({ name, err }: Context, usage: string): UserPath<number> {
  yield* err(`${name}: usage: ${usage}\n`);
  return 2;
}

const TABLE_USAGE = 'table on|off';
export const table: Command<FaceServices> = {
  name: 'table',
  usage: TABLE_USAGE,
  summary: 'show or hide the live table',
  group: 'face',
  ours: true,
  *run(context) {
    const [word] = context.args;
    if (word !== 'on' && word !== 'off') return yield* misuse(context, TABLE_USAGE);
    const face = yield* needFace(context);
    face?.showTable(word === 'on');
    return face === undefined ? 1 : 0;
  },
};

const SPEED_USAGE = 'speed [N|pause|go]';
const FASTEST = 1_000;
export const speed: Command<FaceServices> = {
  name: 'speed',
  usage: SPEED_USAGE,
  summary: 'how fast the virtual clock runs beside the real one',
  group: 'time',
  ours: true,
  examples: ['speed 10', 'speed pause', 'speed go'],
  *run(context) {
    const [word] = context.args;
    const face = yield* needFace(context);
    if (face === undefined) return 1;
    if (word === undefined) {
      const pace = face.speed();
      yield* context.out(pace === 0 ? 'paused\n' : `x${pace}\n`);
      return 0;
    }
    const pace = word === 'pause' ? 0 : word === 'go' ? 1 : Number(word.replace(/^x/, ''));
    if (!Number.isFinite(pace) || pace < 0 || pace > FASTEST || (pace === 0 && word !== 'pause'))
      return yield* misuse(context, SPEED_USAGE);
    face.setSpeed(pace);
    return 0;
  },
};

export const reboot: Command<FaceServices> = {
  name: 'reboot',
  usage: 'reboot',
  summary: 'a fresh kernel under the same rule',
  group: 'face',
  ours: true,
  *run(context) {
    const face = yield* needFace(context);
    face?.reboot(undefined, false);
    return face === undefined ? 1 : 0;
  },
};
