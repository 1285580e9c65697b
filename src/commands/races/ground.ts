/** What the race commands of the shell explore, and how they write what came of it. */
import type { UserPath } from '../../engine/step.ts';
import { loadedWord } from '../../explore/generic.ts';
import type { Ground, Served } from '../../explore/serve.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { ModuleRecord } from '../../kernel/module.ts';
import { initialValue, showParam } from '../../kernel/params.ts';
import { shownModules, stateWord } from '../../kernel/text/modules.ts';
import type { CommandContext } from '../../shell/command.ts';
import type { RaceServices } from './services.ts';

/** Parameters that are not as they begin, as insmod takes them. */
function paramsOf({ driver, params }: ModuleRecord): string {
  const words = Object.entries(driver.params ?? {}).map(([name, spec]) => {
    const value = params.get(name) ?? initialValue(spec);
    return value === initialValue(spec) ? '' : `${name}="${showParam(spec, value)}"`;
  });
  return words.filter((word) => word !== '').join(' ');
}

/** Live modules, oldest first. Those with timers or threads of their own are left out: the explorer does not follow them. */
function loadedIn(k: Kernel, { drivers }: RaceServices['races']): string[] {
  const known = (m: ModuleRecord): boolean => drivers.includes(m.driver) && m.driver.timers === undefined && m.driver.threads === undefined;
  const live = shownModules(k).filter((m) => stateWord(k, m) === 'Live' && known(m));
  return live.reverse().map((m) => loadedWord(m.name, paramsOf(m)));
}

/** What there is to explore here: all that is known, and the system as it is now. */
export function groundOf({ races, regime }: RaceServices): Ground {
  const { kernel, ...known } = races;
  const ground: Ground = { ...known, regime: regime.id };
  return kernel === undefined ? ground : { ...ground, model: kernel.model, loaded: loadedIn(kernel, races) };
}

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
