/** `replay`: runs a found schedule step by step in a machine of its own, and shows what it did. */
import type { UserPath } from '../../engine/step.ts';
import { NoFit } from '../../explore/replay.ts';
import { BadSchedule } from '../../explore/schedule.ts';
import { NotFound, STATUS, serveReplay } from '../../explore/serve.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { groundOf, writeServed } from './ground.ts';
import type { RaceServices } from './services.ts';

const WIDTH = 80;
const CHUNK = 65_536;

/** The content of a file, or undefined when it cannot be read. */
function* contentOf({ sys }: CommandContext<RaceServices>, path: string): UserPath<string | undefined> {
  const fd = yield* sys.open(path, { read: true });
  if (fd < 0) return undefined;
  let text = '';
  for (;;) {
    const part = yield* sys.read(fd, CHUNK);
    if (typeof part === 'number' || part === '') break;
    text += part;
  }
  yield* sys.close(fd);
  return text;
}

function* run(context: CommandContext<RaceServices>): UserPath<number> {
  const { args, err, name, services } = context;
  const [path] = args;
  if (path === undefined || args.length > 1) {
    yield* err(`${name}: usage: replay SCHEDULE\n`);
    return STATUS.usage;
  }
  const text = yield* contentOf(context, path);
  if (text === undefined) {
    yield* err(`${name}: cannot read ${path}\n`);
    return STATUS.usage;
  }
  try {
    return yield* writeServed(context, serveReplay(text, groundOf(services), WIDTH));
  } catch (error) {
    if (!(error instanceof BadSchedule) && !(error instanceof NoFit) && !(error instanceof NotFound)) throw error;
    yield* err(`${name}: ${path}: ${error.message}\n`);
    return error instanceof NoFit ? STATUS.bug : STATUS.usage;
  }
}

export const replay: Command<RaceServices> = {
  name: 'replay',
  usage: 'SCHEDULE',
  summary: 'run a found schedule step by step, in a machine of its own',
  group: 'races',
  ours: true,
  examples: ['replay /fixtures/schedules/chr-inmod.schedule'],
  run,
};
