/** What /proc and /sys say of a module (kmod 30, libkmod/libkmod-module.c, section libkmod-loaded). */
import { ERRNO } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import { libkmod } from '../texts/libkmod.ts';
import { isBuiltin, type Kmod, type KmodModule, moduleByName } from './kmod.ts';
import { readFile, sayLibrary } from './tool.ts';

export type InitState = 'builtin' | 'live' | 'coming' | 'going';

/** Returns a module's state; a negative errno when it is not in the kernel. */
export function* initState(kmod: Kmod, module: KmodModule): UserPath<InitState | number> {
  if (yield* isBuiltin(kmod, module)) return 'builtin';
  const { tool } = kmod;
  const directory = `/sys/module/${module.name}`;
  const text = yield* readFile(tool.sys, `${directory}/initstate`);
  if (failed(text)) {
    const stat = yield* tool.sys.stat(directory);
    return !failed(stat) && stat.kind === 'dir' ? 'coming' : text;
  }
  if (text === 'live\n') return 'live';
  if (text === 'coming\n') return 'coming';
  if (text === 'going\n') return 'going';
  yield* sayLibrary(tool, libkmod.unknownState(`${directory}/initstate`, text));
  return -ERRNO.EINVAL;
}

/** True for a module that is live or built in: nothing to load. */
export function* isInKernel(kmod: Kmod, module: KmodModule): UserPath<boolean> {
  const state = yield* initState(kmod, module);
  return state === 'live' || state === 'builtin';
}

/** The number at the start of a file's text; undefined unless a blank or newline follows it. */
const leadingNumber = (text: string): number | undefined => {
  const match = /^\s*([+-]?\d+)\s/.exec(text.slice(0, 31));
  return match === null ? undefined : Number(match[1]);
};

/** Returns a module's reference count, which is -1 while it goes; -ENOENT when there is none to read. */
export function* refcountOf(kmod: Kmod, module: KmodModule): UserPath<number> {
  const path = `/sys/module/${module.name}/refcnt`;
  const text = yield* readFile(kmod.tool.sys, path);
  if (failed(text)) return text;
  const count = leadingNumber(text);
  if (count !== undefined) return count;
  yield* sayLibrary(kmod.tool, libkmod.badCount(path, ERRNO.EINVAL));
  return -ERRNO.EINVAL;
}

/** Returns a module's size in memory in bytes; a negative errno when it is not loaded. */
export function* sizeOf(kmod: Kmod, module: KmodModule): UserPath<number> {
  const { tool } = kmod;
  const directory = `/sys/module/${module.name}`;
  const stat = yield* tool.sys.stat(directory);
  if (failed(stat)) return stat;
  const text = yield* readFile(tool.sys, `${directory}/coresize`);
  if (!failed(text)) {
    const size = leadingNumber(text);
    if (size !== undefined) return size;
    yield* sayLibrary(tool, libkmod.badSize(directory));
    return 0;
  }
  const list = yield* readFile(tool.sys, '/proc/modules');
  if (failed(list)) {
    yield* sayLibrary(tool, {
      ...libkmod.noModuleList(-list),
      where: '../libkmod/libkmod-module.c:1896',
      function: 'kmod_module_get_size',
    });
    return list;
  }
  const row = list.split('\n').find((line) => line.split(/[ \t]+/, 1)[0] === module.name);
  return Number(row?.split(/[ \t]+/)[1] ?? -ERRNO.ENOENT);
}

/** Returns the modules that use a module, in the order of its holders directory. */
export function* holdersOf(kmod: Kmod, module: KmodModule): UserPath<KmodModule[]> {
  const path = `/sys/module/${module.name}/holders`;
  const entries = yield* kmod.tool.sys.readdir(path);
  if (failed(entries)) {
    yield* sayLibrary(kmod.tool, libkmod.noHolders(path, -entries));
    return [];
  }
  return entries.filter(({ name }) => name !== '.' && name !== '..').map(({ name }) => moduleByName(kmod, name));
}

/** Returns the loaded modules as /proc/modules lists them; a negative errno. */
export function* loadedModules(kmod: Kmod): UserPath<KmodModule[] | number> {
  const text = yield* readFile(kmod.tool.sys, '/proc/modules');
  if (failed(text)) {
    yield* sayLibrary(kmod.tool, libkmod.noModuleList(-text));
    return text;
  }
  const modules: KmodModule[] = [];
  for (const line of text.split('\n')) {
    const name = line.split(/[ \t]/, 1)[0] ?? '';
    if (name !== '') modules.push(moduleByName(kmod, name));
  }
  return modules;
}
