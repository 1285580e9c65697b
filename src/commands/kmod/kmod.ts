/** A kmod context: configuration, indexes and the modules met so far (kmod 30, libkmod/libkmod.c and libkmod-module.c). */
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import { libkmod } from '../texts/libkmod.ts';
import { emptyConfig, type ModprobeConfig } from './config.ts';
import { loadConfig } from './config-files.ts';
import { type AliasIndex, builtinAliasIndex, type DepIndex, indexText, readAliasIndex, readBuiltinIndex, readDepIndex } from './indexes.ts';
import { rememberLast } from './memo.ts';
import { nameOfPath, normalizeName } from './names.ts';
import { readFile, sayLibrary, type Tool } from './tool.ts';

/** A module as libkmod sees it: a name, and what was found out about it. */
export interface KmodModule {
  readonly name: string;
  /** The alias, or the pattern of the configuration, through which it was found. */
  readonly alias: string | undefined;
  path: string | undefined;
  /** Its dependencies as modules.dep lists them, last first; undefined: not looked up, or not to be had. */
  deps: readonly KmodModule[] | undefined;
  /** Undefined: not looked up. */
  builtin: boolean | undefined;
  /** Commands are looked up once; null: there is none. */
  installCommand: string | null | undefined;
  removeCommand: string | null | undefined;
  /** Its file, when that is open; the content once it was needed. */
  file: { readonly fd: number; readonly packed: boolean; readonly data?: string } | undefined;
  /** Marks of the walk that makes a probe list. */
  visited: boolean;
  required: boolean;
  ignoreCommand: boolean;
}

export interface Kmod {
  readonly tool: Tool;
  /** /lib/modules/RELEASE. */
  readonly directory: string;
  readonly config: ModprobeConfig;
  readonly pool: Map<string, KmodModule>;
  /** Read when first needed; null: the file is not there. */
  readonly indexes: {
    dep?: DepIndex | null;
    alias?: AliasIndex | null;
    symbols?: AliasIndex | null;
    builtin?: ReadonlySet<string> | null;
    builtinAlias?: AliasIndex | null;
  };
}

/** The kernel's release, as uname(2) gives it. */
export function* kernelRelease(tool: Tool): UserPath<string> {
  const text = yield* readFile(tool.sys, '/proc/sys/kernel/osrelease');
  return failed(text) ? '' : text.trim();
}

export interface KmodOptions {
  /** Default: that of the running kernel. */
  readonly directory?: string | undefined;
  /** Paths of configuration; 'none' reads no configuration at all. */
  readonly configPaths?: readonly string[] | 'none';
  /** True for tools that look at no index: the kernel's release is not asked for. */
  readonly withoutTree?: boolean;
}

/** Makes a context and reads the configuration. */
export function* createKmod(tool: Tool, options: KmodOptions = {}): UserPath<Kmod> {
  let directory = options.withoutTree === true ? '/' : (options.directory ?? `/lib/modules/${yield* kernelRelease(tool)}`);
  if (!directory.startsWith('/')) directory = `${tool.context.process.cwd}/${directory}`;
  const config = options.configPaths === 'none' ? emptyConfig() : yield* loadConfig(tool, directory, options.configPaths);
  return { tool, directory, config, pool: new Map(), indexes: {} };
}

/** Forgets the modules met so far, as tools do after each argument, and closes their files. */
export function* releaseModules(kmod: Kmod): UserPath<void> {
  for (const module of kmod.pool.values()) if (module.file !== undefined) yield* kmod.tool.sys.close(module.file.fd);
  kmod.pool.clear();
}

/** Ends the use of a context. */
export function* closeKmod(kmod: Kmod): UserPath<void> {
  yield* releaseModules(kmod);
  yield* sayLibrary(kmod.tool, libkmod.contextReleased());
}

/** Reads an index from its text; null: it is no index. */
const fromBinary =
  <T>(read: (text: string) => T) =>
  (data: string): T | null => {
    const text = indexText(data);
    return text === undefined ? null : read(text);
  };

interface IndexReaders<T> {
  readonly binary: (data: string) => T | null;
  readonly text: (text: string) => T;
}
const readers = <T>(read: (text: string) => T): IndexReaders<T> => ({ binary: rememberLast(fromBinary(read)), text: rememberLast(read) });
const DEP = readers(readDepIndex);
const ALIAS = readers(readAliasIndex);
const BUILTIN = readers(readBuiltinIndex);
const BUILTIN_ALIAS = readers(builtinAliasIndex);

/** The binary index; where there is none, as in a tree that was copied without, the text that it is made of. */
function* readIndex<T>(kmod: Kmod, file: string, source: string, read: IndexReaders<T>): UserPath<T | null> {
  const { sys } = kmod.tool;
  const data = yield* readFile(sys, `${kmod.directory}/${file}.bin`);
  if (!failed(data)) return read.binary(data);
  const text = yield* readFile(sys, `${kmod.directory}/${source}`);
  return failed(text) ? null : read.text(text);
}

/** modules.dep, or null. */
export function* depIndex(kmod: Kmod): UserPath<DepIndex | null> {
  kmod.indexes.dep ??= yield* readIndex(kmod, 'modules.dep', 'modules.dep', DEP);
  return kmod.indexes.dep;
}

/** modules.alias, or null. */
export function* aliasIndex(kmod: Kmod): UserPath<AliasIndex | null> {
  kmod.indexes.alias ??= yield* readIndex(kmod, 'modules.alias', 'modules.alias', ALIAS);
  return kmod.indexes.alias;
}

/** modules.symbols, or null. */
export function* symbolIndex(kmod: Kmod): UserPath<AliasIndex | null> {
  kmod.indexes.symbols ??= yield* readIndex(kmod, 'modules.symbols', 'modules.symbols', ALIAS);
  return kmod.indexes.symbols;
}

/** modules.builtin, or null. */
export function* builtinIndex(kmod: Kmod): UserPath<ReadonlySet<string> | null> {
  kmod.indexes.builtin ??= yield* readIndex(kmod, 'modules.builtin', 'modules.builtin', BUILTIN);
  return kmod.indexes.builtin;
}

/** The aliases in modules.builtin.modinfo, or null. */
export function* builtinAliases(kmod: Kmod): UserPath<AliasIndex | null> {
  kmod.indexes.builtinAlias ??= yield* readIndex(kmod, 'modules.builtin.alias', 'modules.builtin.modinfo', BUILTIN_ALIAS);
  return kmod.indexes.builtinAlias;
}

function poolModule(kmod: Kmod, key: string, name: string, alias: string | undefined): KmodModule {
  const old = kmod.pool.get(key);
  if (old !== undefined) return old;
  const module: KmodModule = {
    name,
    alias,
    path: undefined,
    deps: undefined,
    builtin: undefined,
    installCommand: undefined,
    removeCommand: undefined,
    file: undefined,
    visited: false,
    required: false,
    ignoreCommand: false,
  };
  kmod.pool.set(key, module);
  return module;
}

/** The module of that name. Nothing is checked. */
export function moduleByName(kmod: Kmod, name: string): KmodModule {
  const normal = normalizeName(name);
  return poolModule(kmod, normal, normal, undefined);
}

/** The module of that name as found through an alias: another one than that found by name. */
export const moduleByAlias = (kmod: Kmod, name: string, alias: string): KmodModule => poolModule(kmod, `${name}\\${alias}`, name, alias);

/** The module in a file; a negative errno when there is no such file, or another file of that name was met before. */
export function* moduleByPath(kmod: Kmod, path: string): UserPath<KmodModule | number> {
  const { tool } = kmod;
  const absolute = path.startsWith('/') ? path : `${tool.context.process.cwd}/${path}`;
  const stat = yield* tool.sys.stat(absolute);
  if (failed(stat)) return stat;
  const name = nameOfPath(path);
  if (name === undefined) return -2;
  const module = poolModule(kmod, name, name, undefined);
  if (module.path !== undefined && module.path !== absolute) {
    yield* sayLibrary(tool, libkmod.otherPath(name, absolute, module.path));
    return -17;
  }
  module.path = absolute;
  module.builtin = false;
  return module;
}

/** True when modules.builtin lists it. */
export function* isBuiltin(kmod: Kmod, module: KmodModule): UserPath<boolean> {
  module.builtin ??= (yield* builtinIndex(kmod))?.has(module.name) ?? false;
  return module.builtin;
}
