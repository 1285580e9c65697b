/** modprobe NAME: loading (kmod 30, tools/modprobe.c, insmod). */
import { ERRNO } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { KmodModule } from './kmod.ts';
import { installCommandOf, lookupAlias, pathOf } from './lookup.ts';
import { complain, isTalkative, type ModprobeRun, runCommand } from './modprobe-run.ts';
import { probeInsert } from './probe.ts';
import { initState } from './state.ts';
import { print, say } from './tool.ts';

function* printAction(run: ModprobeRun, module: KmodModule, install: boolean, options: string): UserPath<void> {
  const { kmod, tool } = run;
  if (install) {
    yield* print(tool, `install ${installCommandOf(kmod, module)} ${options}\n`);
    return;
  }
  const path = yield* pathOf(kmod, module);
  if (path !== undefined) yield* print(tool, `insmod ${path} ${options}\n`);
  else if ((yield* initState(kmod, module)) === 'builtin') yield* print(tool, `builtin ${module.name}\n`);
}

function* sayInsertError(run: ModprobeRun, module: KmodModule, errno: number): UserPath<void> {
  const texts = run.tool.texts.modprobe;
  if (errno === ERRNO.EEXIST) yield* say(run.tool, 'error', texts.alreadyInKernel(module.name));
  else if (errno === ERRNO.ENOENT) yield* say(run.tool, 'error', texts.unknownSymbol(module.name));
  else yield* say(run.tool, 'error', texts.cannotInsert(module.name, errno));
}

/** Loads what a name or alias stands for. 0, or a negative errno. */
export function* insertAlias(run: ModprobeRun, alias: string, parameters: string | undefined): UserPath<number> {
  const { kmod, tool, options } = run;
  const found = yield* lookupAlias(kmod, alias);
  if (failed(found) || found.length === 0) {
    yield* complain(run, tool.texts.modprobe.notFound(alias, kmod.directory));
    return -ERRNO.ENOENT;
  }
  const probe = {
    forceVersions: options.forceVersions || options.force,
    forceVermagic: options.forceVermagic || options.force,
    ignoreLoaded: options.ignoreLoaded,
    ignoreCommands: options.ignoreCommands,
    dryRun: options.dryRun,
    failOnLoaded: options.firstTime,
    blacklist: options.blacklist,
    runCommand: (command: string, module: KmodModule) => runCommand(run, command, module),
    show: isTalkative(options)
      ? (module: KmodModule, install: boolean, given: string) => printAction(run, module, install, given)
      : undefined,
  };
  let err = 0;
  for (const module of found) {
    if (options.resolve) {
      yield* print(tool, `${module.name}\n`);
      continue;
    }
    err = yield* probeInsert(kmod, module, parameters, probe);
    if (err < 0) yield* sayInsertError(run, module, -err);
  }
  return err;
}
