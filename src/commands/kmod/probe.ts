/** Loading a module with all that it needs (kmod 30, kmod_module_probe_insert_module in libkmod/libkmod-module.c). */
import { ERRNO } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { libkmod } from '../texts/libkmod.ts';
import { type InsertFlags, insertModule } from './file.ts';
import type { Kmod, KmodModule } from './kmod.ts';
import { dependenciesOf, installCommandOf, optionsOf, softdepsOf } from './lookup.ts';
import { isInKernel } from './state.ts';
import { sayLibrary } from './tool.ts';

export interface ProbeOptions extends InsertFlags {
  /** Does not ask whether modules are loaded already. */
  readonly ignoreLoaded: boolean;
  /** Leaves the module's own install command and soft dependencies aside. */
  readonly ignoreCommands: boolean;
  readonly dryRun: boolean;
  /** A module that is loaded already is an error. */
  readonly failOnLoaded: boolean;
  /** Applies the blacklist to modules asked for by name too, not only to those found through an alias. */
  readonly blacklist: boolean;
  /** Runs an install command: its exit status. */
  readonly runCommand: (command: string, module: KmodModule) => UserPath<number>;
  /** Told of each action: a file that is loaded, or an install command that is run. */
  readonly show: ((module: KmodModule, install: boolean, options: string) => UserPath<void>) | undefined;
}

/** The first module asked for and its dependencies are required; soft dependencies may fail. */
function* addToList(kmod: Kmod, module: KmodModule, required: boolean, ignoreCommands: boolean, list: KmodModule[]): UserPath<void> {
  if (module.visited) return;
  module.visited = true;
  const deps = yield* dependenciesOf(kmod, module);
  if (required) for (const one of [module, ...deps]) one.required = true;
  for (const dep of deps) yield* addWithSoftdeps(kmod, dep, list);
  if (ignoreCommands) {
    list.push(module);
    module.ignoreCommand = true;
  } else yield* addWithSoftdeps(kmod, module, list);
}

function* addWithSoftdeps(kmod: Kmod, module: KmodModule, list: KmodModule[]): UserPath<void> {
  const { pre, post } = yield* softdepsOf(kmod, module);
  for (const one of pre) yield* addToList(kmod, one, false, false, list);
  list.push(module);
  module.ignoreCommand = pre.length > 0 || post.length > 0;
  for (const one of post) yield* addToList(kmod, one, false, false, list);
}

/** Returns what must be loaded for a module, in order, itself included; a module may stand in it twice. */
function* probeList(kmod: Kmod, module: KmodModule, ignoreCommands: boolean): UserPath<KmodModule[]> {
  for (const one of kmod.pool.values()) {
    one.visited = false;
    one.required = false;
  }
  const list: KmodModule[] = [];
  yield* addToList(kmod, module, true, ignoreCommands, list);
  return list;
}

/** Configuration's options, a blank, options from the command line; undefined when there are neither. */
function joinOptions(configured: string | undefined, given: string | undefined): string | undefined {
  if ((configured ?? '') === '' && (given ?? '') === '') return undefined;
  return configured === undefined ? (given ?? '') : `${configured} ${given ?? ''}`;
}

function* runInstallCommand(kmod: Kmod, module: KmodModule, command: string, options: string, probe: ProbeOptions): UserPath<number> {
  const line = command.replaceAll('$CMDLINE_OPTS', () => options);
  const status = yield* probe.runCommand(line, module);
  if (status === 0) return 0;
  yield* sayLibrary(kmod.tool, libkmod.commandFailed('install', line, module.name, status));
  return -ERRNO.EINVAL;
}

function* insertOne(kmod: Kmod, module: KmodModule, given: string | undefined, probe: ProbeOptions, before: number): UserPath<number> {
  if (!probe.ignoreLoaded && (yield* isInKernel(kmod, module))) return -ERRNO.EEXIST;
  const options = joinOptions(optionsOf(kmod, module), given) ?? '';
  const command = installCommandOf(kmod, module);
  const install = command !== null && !module.ignoreCommand;
  if (probe.show !== undefined) yield* probe.show(module, install, options);
  if (probe.dryRun) return before;
  return install ? yield* runInstallCommand(kmod, module, command, options, probe) : yield* insertModule(kmod, module, probe, options);
}

/** Loads a module and what it needs. 0 also when the blacklist stopped it; a negative errno. */
export function* probeInsert(kmod: Kmod, module: KmodModule, given: string | undefined, probe: ProbeOptions): UserPath<number> {
  if (!probe.ignoreLoaded && (yield* isInKernel(kmod, module))) return probe.failOnLoaded ? -ERRNO.EEXIST : 0;
  if ((module.alias !== undefined || probe.blacklist) && kmod.config.blacklist.includes(module.name)) return 0;
  let err = 0;
  for (const one of yield* probeList(kmod, module, probe.ignoreCommands)) {
    err = yield* insertOne(kmod, one, one === module ? given : undefined, probe, err);
    if (err === -ERRNO.EEXIST && one === module && probe.failOnLoaded) return err;
    if (err === -ERRNO.EEXIST || !one.required) err = 0;
    else if (err < 0) return err;
  }
  return err;
}
