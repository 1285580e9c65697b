/** modprobe -r NAME: removing (kmod 30, tools/modprobe.c, rmmod_do_module). */
import { ERRNO } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import { removeModule } from './file.ts';
import type { KmodModule } from './kmod.ts';
import { dependenciesOf, lookupAlias, removeCommandOf, softdepsOf } from './lookup.ts';
import { complain, type ModprobeRun, runCommand, showAction } from './modprobe-run.ts';
import { holdersOf, initState, refcountOf } from './state.ts';
import { say } from './tool.ts';

/** How long to sleep before the next try, in milliseconds: twice as long each time, halved until it fits the time left. 0: no more tries. */
export function nextBackoff(lastMs: number, nowMs: number, endMs: number): number {
  let delta = lastMs === 0 ? 1 : lastMs * 2;
  while (delta > 0 && nowMs + delta > endMs) delta = Math.floor(delta / 2);
  return delta === 0 && endMs > nowMs ? endMs - nowMs : delta;
}

/** Removes one module, again and again while it is in use and -w allows. 0 also when the time runs out. */
function* removeWithPatience(run: ModprobeRun, module: KmodModule): UserPath<number> {
  const { kmod, tool, options } = run;
  let interval = 0;
  let end = -1;
  for (;;) {
    const err = yield* removeModule(kmod, module, { force: options.force, quiet: options.waitMs > 0 });
    if (err !== -ERRNO.EAGAIN || options.waitMs === 0) return err;
    const us = yield* tool.sys.clock();
    const ms = Math.floor(us / 1000);
    if (end < 0) {
      end = ms + options.waitMs;
      interval = 1;
    }
    interval = nextBackoff(interval, ms, end);
    // kmod 30 takes the result of the last sleep for that of the removal: when the time runs out, all seems well.
    if (interval === 0) return 0;
    yield* tool.sys.nanosleep((ms + interval) * 1000 - us);
  }
}

function* removeOne(run: ModprobeRun, module: KmodModule): UserPath<number> {
  const { tool, options } = run;
  yield* showAction(run, `rmmod ${module.name}\n`);
  if (options.dryRun) return 0;
  let err = yield* removeWithPatience(run, module);
  if (err === -ERRNO.EEXIST) {
    if (options.firstTime) yield* complain(run, tool.texts.modprobe.notInKernel(module.name));
    else err = 0;
  }
  if (err < 0 && options.waitMs > 0) yield* say(tool, 'error', tool.texts.modprobe.cannotRemove(module.name, -err));
  return err;
}

/** Removes the modules of a list, the last first. 0, or the first error. */
function* removeList(run: ModprobeRun, modules: readonly KmodModule[]): UserPath<number> {
  for (const module of [...modules].reverse()) {
    const err = yield* removeModuleAndUnused(run, module, { holders: false, ignoreBuiltin: true });
    if (err < 0) return err;
  }
  return 0;
}

/** The same, whatever the errors. */
function* removeListAnyway(run: ModprobeRun, modules: readonly KmodModule[]): UserPath<void> {
  for (const module of [...modules].reverse()) yield* removeModuleAndUnused(run, module, { holders: false, ignoreBuiltin: true });
}

/** Says whether there is anything to remove: undefined, or the result. */
function* nothingToRemove(run: ModprobeRun, module: KmodModule, ignoreBuiltin: boolean): UserPath<number | undefined> {
  const texts = run.tool.texts.modprobe;
  const state = yield* initState(run.kmod, module);
  if (failed(state)) {
    if (!run.options.firstTime) return 0;
    yield* complain(run, texts.notInKernel(module.name));
    return -ERRNO.ENOENT;
  }
  if (state !== 'builtin') return undefined;
  if (ignoreBuiltin) return 0;
  yield* complain(run, texts.builtin(module.name));
  return -ERRNO.ENOENT;
}

function* runRemoveCommand(run: ModprobeRun, module: KmodModule, command: string): UserPath<number> {
  const line = command.replaceAll('$CMDLINE_OPTS', '');
  yield* showAction(run, `remove ${line}\n`);
  if (run.options.dryRun) return 0;
  const status = yield* runCommand(run, line, module);
  if (status === 0) return 0;
  yield* complain(run, run.tool.texts.modprobe.commandFailed('remove', module.name));
  return -status;
}

/** Removes the dependencies that nothing uses any more. Errors do not count. */
function* removeUnusedDependencies(run: ModprobeRun, module: KmodModule): UserPath<void> {
  for (const dep of yield* dependenciesOf(run.kmod, module)) {
    if ((yield* refcountOf(run.kmod, dep)) === 0) yield* removeOne(run, dep);
  }
}

/** Removes a module, what its soft dependencies name, and dependencies that are left unused. 0, or a negative errno. */
function* removeModuleAndUnused(
  run: ModprobeRun,
  module: KmodModule,
  flags: { readonly holders: boolean; readonly ignoreBuiltin: boolean },
): UserPath<number> {
  const { kmod, tool, options } = run;
  const softdeps = options.ignoreCommands ? { pre: [], post: [] } : yield* softdepsOf(kmod, module);
  const command = options.ignoreCommands ? null : removeCommandOf(kmod, module);
  if (command === null && !options.ignoreLoaded) {
    const result = yield* nothingToRemove(run, module, flags.ignoreBuiltin);
    if (result !== undefined) return result;
  }
  yield* removeListAnyway(run, softdeps.post);
  if (flags.holders) {
    const err = yield* removeList(run, yield* holdersOf(kmod, module));
    if (err < 0) return err;
  }
  if (command === null && !options.ignoreLoaded && options.waitMs === 0 && (yield* refcountOf(kmod, module)) > 0) {
    yield* complain(run, tool.texts.modprobe.inUse(module.name));
    return -ERRNO.EBUSY;
  }
  const err = command === null ? yield* removeOne(run, module) : yield* runRemoveCommand(run, module, command);
  if (err < 0) return err;
  if (command === null) yield* removeUnusedDependencies(run, module);
  yield* removeListAnyway(run, softdeps.pre);
  return err;
}

/** Removes what a name or alias stands for. 0, or a negative errno. */
export function* removeAlias(run: ModprobeRun, alias: string): UserPath<number> {
  const found = yield* lookupAlias(run.kmod, alias);
  if (failed(found)) return found;
  if (found.length === 0) {
    yield* complain(run, run.tool.texts.modprobe.notFoundToRemove(alias));
    return -ERRNO.ENOENT;
  }
  let err = 0;
  for (const module of found) {
    err = yield* removeModuleAndUnused(run, module, { holders: run.options.removeHolders, ignoreBuiltin: false });
    if (err < 0) break;
  }
  return err;
}
