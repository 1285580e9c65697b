/** What the race commands of the shell explore, and how they write what came of it. */
import type { UserPath } from '../../engine/step.ts';
import type { Ground, Served } from '../../explore/serve.ts';
import type { CommandContext } from '../../shell/command.ts';
import type { RaceServices } from './services.ts';

export const groundOf = ({ races, regime }: RaceServices): Ground => ({ ...races, regime: regime.id });

/** Writes text and files; the exit status. */
export function* writeServed({ err, name, out, sys }: CommandContext<RaceServices>, served: Served): UserPath<number> {
  if (served.out !== '') yield* out(served.out);
  if (served.err !== '') yield* err(served.err);
  for (const file of served.files) {
    const fd = yield* sys.open(file.name, { write: true, create: true, truncate: true, mode: 0o644 });
    if (fd < 0) {
      yield* err(`${name}: cannot write ${file.name}\n`);
      return 1;
    }
    yield* sys.write(fd, file.text);
    yield* sys.close(fd);
  }
  return served.status;
}
