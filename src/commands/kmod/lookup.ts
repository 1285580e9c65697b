/** From a name or alias to modules (kmod 30, kmod_module_new_from_lookup), and from a module to its file and dependencies. */
import { ERRNO } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import { libkmod } from '../texts/libkmod.ts';
import { fnmatch } from './fnmatch.ts';
import { type AliasIndex, matchAlias, splitDepLine } from './indexes.ts';
import {
  aliasIndex,
  builtinAliases,
  builtinIndex,
  depIndex,
  type Kmod,
  type KmodModule,
  moduleByAlias,
  moduleByName,
  moduleByPath,
  symbolIndex,
} from './kmod.ts';
import { normalizeAlias, normalizeName } from './names.ts';
import { sayLibrary } from './tool.ts';

function fromConfigAliases(kmod: Kmod, name: string): KmodModule[] {
  return kmod.config.aliases.filter(({ alias }) => fnmatch(alias, name)).map(({ alias, module }) => moduleByAlias(kmod, module, alias));
}

function* fromModulesDep(kmod: Kmod, name: string): UserPath<KmodModule[]> {
  if (name.includes(':')) return [];
  const line = (yield* depIndex(kmod))?.get(name);
  if (line === undefined) return [];
  const module = moduleByName(kmod, name);
  yield* takeDepLine(kmod, module, line);
  return [module];
}

/** The first install command of exactly that name, or else the first remove command, makes a module of it. */
function fromCommands(kmod: Kmod, name: string): KmodModule[] {
  const install = kmod.config.install.find(({ module }) => module === name);
  const remove = kmod.config.remove.find(({ module }) => module === name);
  if (install === undefined && remove === undefined) return [];
  const module = moduleByName(kmod, name);
  if (install !== undefined) module.installCommand = install.command;
  else if (remove !== undefined) module.removeCommand = remove.command;
  return [module];
}

const fromIndex = (kmod: Kmod, index: AliasIndex | null, name: string): KmodModule[] =>
  index === null ? [] : matchAlias(index, name).map((module) => moduleByAlias(kmod, module, name));

function* fromBuiltins(kmod: Kmod, name: string): UserPath<KmodModule[]> {
  if ((yield* builtinIndex(kmod))?.has(name) !== true) return [];
  const module = moduleByName(kmod, name);
  module.builtin = true;
  return [module];
}

/**
 * Returns the modules that a name or alias stands for: the first of these that knows it: aliases of the configuration,
 * modules.dep, symbols, commands of the configuration, modules.alias, built-in modules, their aliases. -EINVAL for an
 * alias with brackets that do not match.
 */
export function* lookupAlias(kmod: Kmod, given: string): UserPath<KmodModule[] | number> {
  const name = normalizeAlias(given);
  if (name === undefined) return -ERRNO.EINVAL;
  let found = fromConfigAliases(kmod, name);
  if (found.length === 0) found = yield* fromModulesDep(kmod, name);
  if (found.length === 0 && name.startsWith('symbol:')) found = fromIndex(kmod, yield* symbolIndex(kmod), name);
  if (found.length === 0) found = fromCommands(kmod, name);
  if (found.length === 0) found = fromIndex(kmod, yield* aliasIndex(kmod), name);
  if (found.length === 0) found = yield* fromBuiltins(kmod, name);
  if (found.length === 0) {
    found = fromIndex(kmod, yield* builtinAliases(kmod), name);
    for (const module of found) module.builtin = true;
  }
  return found;
}

/** Returns the module of a name, which may not be an alias; undefined: there is none. */
export function* lookupName(kmod: Kmod, given: string): UserPath<KmodModule | undefined> {
  const name = normalizeName(given);
  const [byDep] = yield* fromModulesDep(kmod, name);
  if (byDep !== undefined) return byDep;
  const [builtin] = yield* fromBuiltins(kmod, name);
  if (builtin !== undefined) return builtin;
  const [byAlias] = fromIndex(kmod, yield* builtinAliases(kmod), name);
  if (byAlias !== undefined) byAlias.builtin = true;
  return byAlias;
}

/** Gives a module the path and dependencies of its line in modules.dep. A dependency without a file leaves it without any. */
function* takeDepLine(kmod: Kmod, module: KmodModule, line: string): UserPath<void> {
  if (module.deps !== undefined) return;
  const { path, deps } = splitDepLine(line);
  const inTree = (file: string): string => (file.startsWith('/') ? file : `${kmod.directory}/${file}`);
  module.path ??= inTree(path);
  const modules: KmodModule[] = [];
  for (const file of deps) {
    const dep = yield* moduleByPath(kmod, inTree(file));
    if (failed(dep)) {
      yield* sayLibrary(kmod.tool, libkmod.badDependency(inTree(file), -dep));
      return;
    }
    modules.unshift(dep);
  }
  module.deps = modules;
}

/** Returns a module's dependencies in the order in which they are loaded: what needs nothing comes first. */
export function* dependenciesOf(kmod: Kmod, module: KmodModule): UserPath<readonly KmodModule[]> {
  if (module.deps === undefined) {
    const line = (yield* depIndex(kmod))?.get(module.name);
    if (line !== undefined) yield* takeDepLine(kmod, module, line);
  }
  return module.deps ?? [];
}

/** Returns a module's file, or undefined. */
export function* pathOf(kmod: Kmod, module: KmodModule): UserPath<string | undefined> {
  if (module.path !== undefined || module.deps !== undefined) return module.path;
  yield* dependenciesOf(kmod, module);
  return module.path;
}

/** Returns the options that the configuration has for a module, joined by blanks; undefined: none. */
export function optionsOf(kmod: Kmod, module: KmodModule): string | undefined {
  const options = kmod.config.options
    .filter((entry) => (entry.module === module.name || entry.module === module.alias) && entry.options !== '')
    .map((entry) => entry.options);
  return options.length === 0 ? undefined : options.join(' ');
}

/** Returns the first install command whose pattern takes the module's name, or null. */
export function installCommandOf(kmod: Kmod, module: KmodModule): string | null {
  module.installCommand ??= kmod.config.install.find((entry) => fnmatch(entry.module, module.name))?.command ?? null;
  return module.installCommand;
}

/** Returns the first remove command whose pattern takes the module's name, or null. */
export function removeCommandOf(kmod: Kmod, module: KmodModule): string | null {
  module.removeCommand ??= kmod.config.remove.find((entry) => fnmatch(entry.module, module.name))?.command ?? null;
  return module.removeCommand;
}

/** Returns a module's soft dependencies: of the first line whose pattern takes its name. */
export function* softdepsOf(
  kmod: Kmod,
  module: KmodModule,
): UserPath<{ readonly pre: readonly KmodModule[]; readonly post: readonly KmodModule[] }> {
  const entry = kmod.config.softdeps.find((one) => fnmatch(one.module, module.name));
  if (entry === undefined) return { pre: [], post: [] };
  return { pre: yield* lookupAll(kmod, entry.pre), post: yield* lookupAll(kmod, entry.post) };
}

function* lookupAll(kmod: Kmod, names: readonly string[]): UserPath<KmodModule[]> {
  const modules: KmodModule[] = [];
  for (const name of names) {
    const found = yield* lookupAlias(kmod, name);
    if (failed(found)) yield* sayLibrary(kmod.tool, libkmod.softdepNotFound(name));
    else modules.push(...found);
  }
  return modules;
}
