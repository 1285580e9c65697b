/** rmmod (kmod 30, tools/rmmod.c), and `rmmod -w`, which is ours. */
import { ERRNO } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { Command } from '../../shell/command.ts';
import { removeModule } from '../kmod/file.ts';
import { createGetopt, type OptionSpec } from '../kmod/getopt.ts';
import { closeKmod, createKmod, type Kmod, type KmodModule, moduleByName, moduleByPath, releaseModules } from '../kmod/kmod.ts';
import { holdersOf, initState, refcountOf } from '../kmod/state.ts';
import { print, printError, runTool, say, sayLibrary, type Tool } from '../kmod/tool.ts';
import { libkmod } from '../texts/libkmod.ts';
import { LEVELS } from '../texts/texts.ts';
import type { ModuleToolServices } from './services.ts';

const SPEC: OptionSpec = {
  short: 'fsvVwh',
  long: [
    { name: 'force', means: 'f' },
    { name: 'syslog', means: 's' },
    { name: 'verbose', means: 'v' },
    { name: 'version', means: 'V' },
    { name: 'help', means: 'h' },
  ],
};
const WAIT_OPTION = { name: 'wait', means: 'w' };

/** Pauses between two looks at a module in use, in microseconds of virtual time: they double up to the longest. */
const FIRST_PAUSE_US = 2_000;
const LONGEST_PAUSE_US = 100_000;

interface RmmodOptions {
  force: boolean;
  wait: boolean;
  verbosity: number;
}

/** Why a module cannot be removed, said on stderr; 0 when it can, as far as the tool can see. */
function* checkInUse(kmod: Kmod, module: KmodModule): UserPath<number> {
  const { tool } = kmod;
  const texts = tool.texts.rmmod;
  const state = yield* initState(kmod, module);
  if (state === 'builtin' || failed(state)) {
    yield* say(tool, 'error', state === 'builtin' ? texts.builtin(module.name) : texts.notLoaded(module.name));
    return -ERRNO.ENOENT;
  }
  const holders = yield* holdersOf(kmod, module);
  if (holders.length > 0) {
    yield* say(
      tool,
      'error',
      texts.inUseBy(
        module.name,
        holders.map(({ name }) => name),
      ),
    );
    return -ERRNO.EBUSY;
  }
  if (tool.services.rmmodWait === 'drain') return 0;
  const count = yield* refcountOf(kmod, module);
  if (count > 0) {
    yield* say(tool, 'error', texts.inUse(module.name));
    return -ERRNO.EBUSY;
  }
  if (count === -ERRNO.ENOENT) yield* say(tool, 'error', texts.noUnloading);
  return count;
}

/**
 * Looks until nothing uses the module, then removes it; again if somebody was quicker, or if the module itself still says
 * no. 0, or a negative errno, which is said.
 */
function* waitAndRemove(kmod: Kmod, module: KmodModule, force: boolean): UserPath<number> {
  const { tool } = kmod;
  const { sys, services, texts } = tool;
  const inUse = -(services.inUse ?? ERRNO.EAGAIN);
  for (let pause = FIRST_PAUSE_US; ; pause = Math.min(pause * 2, LONGEST_PAUSE_US)) {
    const state = yield* initState(kmod, module);
    if (state === 'builtin' || failed(state)) {
      yield* say(tool, 'error', state === 'builtin' ? texts.rmmod.builtin(module.name) : texts.rmmod.notLoaded(module.name));
      return -ERRNO.ENOENT;
    }
    const unused = (yield* refcountOf(kmod, module)) <= 0;
    if (unused) {
      const err = yield* removeModule(kmod, module, { force, quiet: true });
      if (err !== inUse || state !== 'live') {
        if (err < 0) yield* sayLibrary(tool, libkmod.cannotRemove(module.name, -err));
        return err;
      }
    }
    if (!unused && services.waitUnused !== undefined) yield* services.waitUnused(module.name);
    else yield* sys.nanosleep(pause);
  }
}

/** Removes what one argument names: a module, or the module in a file that exists. False: it failed, and why was said. */
function* removeArgument(kmod: Kmod, argument: string, module: KmodModule, options: RmmodOptions): UserPath<boolean> {
  const { tool } = kmod;
  const { rmmodWait = 'tool' } = tool.services;
  const toolWaits = options.wait && rmmodWait === 'tool';
  const kernelWaits = rmmodWait === 'drain' || (options.wait && rmmodWait === 'kernel');
  const looks = !options.force && (!options.wait || rmmodWait === 'drain');
  if (looks && (yield* checkInUse(kmod, module)) < 0) return false;
  const err = toolWaits
    ? yield* waitAndRemove(kmod, module, options.force)
    : yield* removeModule(kmod, module, { force: options.force, wait: kernelWaits });
  if (err < 0 && !(toolWaits && err === -ERRNO.ENOENT)) yield* say(tool, 'error', tool.texts.rmmod.cannotRemove(argument, -err));
  return err >= 0;
}

function* removeAll(tool: Tool, operands: readonly string[], options: RmmodOptions): UserPath<number> {
  const kmod = yield* createKmod(tool, { configPaths: 'none' });
  tool.priority = options.verbosity;
  tool.libraryPriority = options.verbosity;
  tool.libraryPrefix = 'tool';
  yield* sayLibrary(tool, libkmod.logFunction());
  let failures = 0;
  for (const argument of operands) {
    const file = yield* tool.sys.stat(argument);
    const module = failed(file) ? moduleByName(kmod, argument) : yield* moduleByPath(kmod, argument);
    if (failed(module)) {
      yield* say(tool, 'error', tool.texts.rmmod.cannotUse(argument, -module));
      break;
    }
    if (!(yield* removeArgument(kmod, argument, module, options))) failures += 1;
    yield* releaseModules(kmod);
  }
  yield* closeKmod(kmod);
  return failures === 0 ? 0 : 1;
}

function* rmmodMain(tool: Tool): UserPath<number> {
  const { args, env } = tool.context;
  const waits = tool.services.strict !== true && tool.services.rmmodWait !== 'never';
  const spec = waits ? { ...SPEC, long: [...SPEC.long, WAIT_OPTION] } : SPEC;
  const next = createGetopt(tool.argv0, args, spec, env.has('POSIXLY_CORRECT'));
  const options: RmmodOptions = { force: false, wait: false, verbosity: LEVELS.error };
  let syslog = false;
  let parsed = next();
  for (; parsed.kind === 'option'; parsed = next()) {
    const { option } = parsed;
    if (option === 'f') options.force = true;
    else if (option === 's') syslog = true;
    else if (option === 'v') options.verbosity += 1;
    else if (option === 'w' && waits) options.wait = true;
    else if (option === 'w') {
      yield* say(tool, 'error', tool.texts.unexpectedOption(option));
      return 1;
    } else {
      yield* print(tool, option === 'V' ? tool.texts.version(tool.prog) : tool.texts.rmmod.help(tool.prog, waits));
      return 0;
    }
  }
  if (parsed.kind === 'wrong') {
    yield* printError(tool, parsed.message);
    return 1;
  }
  tool.syslog = syslog;
  if (parsed.operands.length === 0) {
    yield* say(tool, 'error', tool.texts.rmmod.missingName);
    return 1;
  }
  return yield* removeAll(tool, parsed.operands, options);
}

export const rmmod: Command<ModuleToolServices> = {
  name: 'rmmod',
  usage: '[options] modulename ...',
  summary: 'removes modules',
  group: 'modules',
  examples: ['rmmod chardev', 'rmmod -w proto', 'rmmod -f chardev'],
  run: (context) => runTool(context, rmmodMain),
};
