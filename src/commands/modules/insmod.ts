/** insmod (kmod 30, tools/insmod.c). */
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { Command } from '../../shell/command.ts';
import { insertModule } from '../kmod/file.ts';
import { createGetopt, type OptionSpec } from '../kmod/getopt.ts';
import { closeKmod, createKmod, moduleByPath } from '../kmod/kmod.ts';
import { print, printError, runTool, say, type Tool } from '../kmod/tool.ts';
import type { ModuleToolServices } from './services.ts';

const SPEC: OptionSpec = {
  short: 'psfVh',
  long: [
    { name: 'version', means: 'V' },
    { name: 'help', means: 'h' },
  ],
};

function* insmodMain(tool: Tool): UserPath<number> {
  const texts = tool.texts.insmod;
  const next = createGetopt(tool.argv0, tool.context.args, SPEC, tool.context.env.has('POSIXLY_CORRECT'));
  let force = false;
  let parsed = next();
  for (; parsed.kind === 'option'; parsed = next()) {
    if (parsed.option === 'f') force = true;
    if (parsed.option !== 'V' && parsed.option !== 'h') continue;
    yield* print(tool, parsed.option === 'V' ? tool.texts.version(tool.prog) : texts.help(tool.prog));
    return 0;
  }
  if (parsed.kind === 'wrong') {
    yield* printError(tool, parsed.message);
    return 1;
  }
  const [file, ...parameters] = parsed.operands;
  if (file === undefined || file === '-') {
    yield* say(tool, 'error', file === undefined ? texts.missingFile : texts.fromStdin);
    return 1;
  }
  return yield* insertFile(tool, file, parameters.join(' '), force);
}

function* insertFile(tool: Tool, file: string, parameters: string, force: boolean): UserPath<number> {
  const texts = tool.texts.insmod;
  const kmod = yield* createKmod(tool, { configPaths: 'none', withoutTree: true });
  const module = yield* moduleByPath(kmod, file);
  if (failed(module)) {
    yield* say(tool, 'error', texts.cannotLoad(file, -module));
    return 1;
  }
  const err = yield* insertModule(kmod, module, { forceVermagic: force, forceVersions: force }, parameters);
  if (err < 0) yield* say(tool, 'error', texts.cannotInsert(file, -err));
  yield* closeKmod(kmod);
  return err < 0 ? 1 : 0;
}

export const insmod: Command<ModuleToolServices> = {
  name: 'insmod',
  usage: '[options] filename [parameter=value ...]',
  summary: 'loads a module from a file',
  group: 'modules',
  examples: ['insmod chardev.ko', 'insmod chardev.ko bufsize=16'],
  run: (context) => runTool(context, insmodMain),
};
