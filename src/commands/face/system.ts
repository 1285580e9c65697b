/** `system DIR`: a fresh kernel with the modules of a real machine, from a folder of the host; typed at the prompt only. */
import type { UserPath } from '../../engine/step.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import type { FaceServices } from './services.ts';

const USAGE = 'system DIR';

function* run({ args, name, out, err, services }: CommandContext<FaceServices>): UserPath<number> {
  const [dir] = args;
  if (dir === undefined || args.length > 1) {
    yield* err(`${name}: usage: ${USAGE}\n`);
    return 2;
  }
  const load = services.face?.loadSystem;
  if (load === undefined) {
    yield* err(`${name}: only at the prompt: a script never reads the host's files; start with --system DIR\n`);
    return 1;
  }
  const problem = load(dir);
  if (problem !== undefined) {
    yield* err(`${name}: ${problem}\n`);
    return 1;
  }
  yield* out(`${name}: booting with the modules of ${dir}\n`);
  return 0;
}

export const system: Command<FaceServices> = {
  name: 'system',
  usage: USAGE,
  summary: "a fresh kernel with a real machine's modules",
  group: 'face',
  ours: true,
  run,
};
