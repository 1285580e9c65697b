/** modprobe (kmod 30, tools/modprobe.c). */
import type { UserPath } from '../../engine/step.ts';
import type { Command } from '../../shell/command.ts';
import { createGetopt } from '../kmod/getopt.ts';
import { closeKmod, createKmod, kernelRelease, releaseModules } from '../kmod/kmod.ts';
import { insertAlias } from '../kmod/modprobe-insert.ts';
import {
  defaultOptions,
  joinParameters,
  MODPROBE_SPEC,
  type ModprobeOptions,
  noteOption,
  splitEnvironmentOptions,
} from '../kmod/modprobe-options.ts';
import { removeAlias } from '../kmod/modprobe-remove.ts';
import type { ModprobeRun } from '../kmod/modprobe-run.ts';
import { showConfig, showSymbols } from '../kmod/modprobe-show.ts';
import { print, printError, runTool, say, sayLibrary, type Tool } from '../kmod/tool.ts';
import { libkmod } from '../texts/libkmod.ts';
import type { ModuleToolServices } from './services.ts';

type CommandLine =
  | { readonly kind: 'run'; readonly options: ModprobeOptions; readonly operands: readonly string[] }
  | { readonly kind: 'done'; readonly status: number };

const done = (status: number): CommandLine => ({ kind: 'done', status });

function* readCommandLine(tool: Tool): UserPath<CommandLine> {
  const { args, env } = tool.context;
  const fromEnvironment = splitEnvironmentOptions(env.get('MODPROBE_OPTIONS') ?? '');
  const next = createGetopt(tool.argv0, [...fromEnvironment, ...args], MODPROBE_SPEC, env.has('POSIXLY_CORRECT'));
  const options = defaultOptions();
  for (;;) {
    const parsed = next();
    if (parsed.kind === 'end') return { kind: 'run', options, operands: parsed.operands };
    if (parsed.kind === 'wrong') {
      yield* printError(tool, parsed.message);
      return done(1);
    }
    const { option, value } = parsed;
    if (noteOption(options, option, value)) continue;
    if (option === 'w') {
      yield* say(tool, 'error', tool.texts.modprobe.badWait(value));
      return done(1);
    }
    yield* print(tool, option === 'V' ? tool.texts.version(tool.prog) : tool.texts.modprobe.help(tool.prog));
    return done(0);
  }
}

function* act(run: ModprobeRun, operands: readonly string[]): UserPath<number> {
  const { options } = run;
  const [first = ''] = operands;
  if (options.show === 'config') return yield* showConfig(run);
  if (options.show !== undefined) return yield* showSymbols(run, options.show, first);
  if (!options.remove && !options.all) {
    return yield* insertAlias(run, first, operands.length > 1 ? joinParameters(operands.slice(1)) : undefined);
  }
  let err = 0;
  for (const name of operands) {
    const result = options.remove ? yield* removeAlias(run, name) : yield* insertAlias(run, name, undefined);
    if (result < 0) err = result;
    yield* releaseModules(run.kmod);
  }
  return err;
}

function* modprobeMain(tool: Tool): UserPath<number> {
  const line = yield* readCommandLine(tool);
  if (line.kind === 'done') return line.status;
  const { options, operands } = line;
  tool.syslog = options.syslog;
  if (operands.length === 0 && options.show !== 'config') {
    yield* say(tool, 'error', tool.texts.modprobe.missingParameters);
    return 1;
  }
  const elsewhere = options.root !== undefined || options.release !== undefined;
  const directory = elsewhere ? `${options.root ?? ''}/lib/modules/${options.release ?? (yield* kernelRelease(tool))}` : undefined;
  const kmod = yield* createKmod(tool, { directory, ...(options.configPaths.length > 0 ? { configPaths: options.configPaths } : {}) });
  tool.priority = options.verbosity;
  tool.libraryPriority = options.verbosity;
  tool.libraryPrefix = 'tool';
  yield* sayLibrary(tool, libkmod.logFunction());
  const err = yield* act({ kmod, tool, options }, operands);
  yield* closeKmod(kmod);
  return err >= 0 ? 0 : 1;
}

export const modprobe: Command<ModuleToolServices> = {
  name: 'modprobe',
  usage: '[options] modulename [parameter=value ...]',
  summary: 'loads or removes a module with what it needs',
  group: 'modules',
  examples: ['modprobe user2', 'modprobe -r user2', 'modprobe -n -v user2'],
  run: (context) => runTool(context, modprobeMain),
};
