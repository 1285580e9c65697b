/** `replay`: runs a found schedule step by step in a machine of its own, and shows what it did. */
import type { UserPath } from '../../engine/step.ts';
import { CannotExplore } from '../../explore/problem.ts';
import { BadSchedule } from '../../explore/schedule.ts';
import { STATUS } from '../../explore/serve.ts';
import { followSchedule, serveReplay } from '../../explore/serveReplay.ts';
import { serveStep } from '../../explore/stepping.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { groundOf, writeServed } from './ground.ts';
import type { RaceServices } from './services.ts';
import { stepThrough } from './stepThrough.ts';

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

/** The words of the command: a schedule, and one step of it or all of them one by one. */
function wordsOf(args: readonly string[]): { path: string; at: number | undefined; step: boolean } | undefined {
  const [first, second = '', third] = args;
  if (args.length === 1 && first !== undefined && !first.startsWith('-')) return { path: first, at: undefined, step: false };
  if (args.length === 2 && first === '--step') return { path: second, at: undefined, step: true };
  if (args.length === 3 && first === '--at' && third !== undefined && /^\d+$/.test(second))
    return { path: third, at: Number(second), step: false };
  return undefined;
}

function* run(context: CommandContext<RaceServices>): UserPath<number> {
  const { args, err, name, services } = context;
  const words = wordsOf(args);
  if (words === undefined) {
    yield* err(`${name}: usage: replay [--step | --at N] SCHEDULE\n`);
    return STATUS.usage;
  }
  const { path, at, step } = words;
  const text = yield* contentOf(context, path);
  if (text === undefined) {
    yield* err(`${name}: cannot read ${path}\n`);
    return STATUS.usage;
  }
  try {
    const ground = groundOf(services);
    if (step) return yield* stepThrough(context, followSchedule(text, ground), WIDTH);
    if (at === undefined) return yield* writeServed(context, serveReplay(text, ground, WIDTH));
    const replayed = followSchedule(text, ground);
    const shown = serveStep(replayed, at, WIDTH);
    if (shown !== undefined) return yield* writeServed(context, shown);
    yield* err(`${name}: --at takes a number from 0 to ${replayed.live.steps.length}\n`);
    return STATUS.usage;
  } catch (error) {
    if (!(error instanceof BadSchedule) && !(error instanceof CannotExplore)) throw error;
    yield* err(`${name}: ${path}: ${error.message}\n`);
    return STATUS.usage;
  }
}

export const replay: Command<RaceServices> = {
  name: 'replay',
  usage: '[--step | --at N] SCHEDULE',
  summary: 'run a found schedule in a machine of its own; --step: forward and back',
  group: 'races',
  ours: true,
  examples: ['explore chardev --regime 2.2 --output race', 'replay race', 'replay --step race'],
  run,
};
