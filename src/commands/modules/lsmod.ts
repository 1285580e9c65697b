/** lsmod (kmod 30, tools/lsmod.c). */
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { Command } from '../../shell/command.ts';
import { closeKmod, createKmod } from '../kmod/kmod.ts';
import { holdersOf, loadedModules, refcountOf, sizeOf } from '../kmod/state.ts';
import { print, printError, runTool, type Tool } from '../kmod/tool.ts';
import type { ModuleToolServices } from './services.ts';

/** Prints the list of loaded modules; the exit status. Arguments are an error, even -h. */
export function* listModules(tool: Tool, argv0: string, args: readonly string[]): UserPath<number> {
  const texts = tool.texts.lsmod;
  if (args.length > 0) {
    yield* printError(tool, texts.usage(argv0));
    return 1;
  }
  const kmod = yield* createKmod(tool, { configPaths: 'none', withoutTree: true });
  const modules = yield* loadedModules(kmod);
  if (failed(modules)) {
    yield* printError(tool, texts.noList(-modules));
    return 1;
  }
  yield* print(tool, texts.header(''));
  for (const module of modules) {
    const count = yield* refcountOf(kmod, module);
    const size = yield* sizeOf(kmod, module);
    const holders = (yield* holdersOf(kmod, module)).map(({ name }) => name);
    yield* print(tool, texts.row({ name: module.name, size, count, holders }));
  }
  yield* closeKmod(kmod);
  return 0;
}

export const lsmod: Command<ModuleToolServices> = {
  name: 'lsmod',
  usage: '',
  summary: 'lists the loaded modules: size, references, users',
  group: 'modules',
  run: (context) => runTool(context, (tool) => listModules(tool, tool.argv0, context.args)),
};
