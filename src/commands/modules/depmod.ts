/** depmod (kmod 30, tools/depmod.c). */
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { Command } from '../../shell/command.ts';
import type { BuiltinLists } from '../kmod/depmod-files.ts';
import { depmodGraph, findCycles } from '../kmod/depmod-graph.ts';
import { findModules, readDepmodConfig, readKernelSymbols, readModules } from '../kmod/depmod-tree.ts';
import { printFiles, writeFiles } from '../kmod/depmod-write.ts';
import { createGetopt, type OptionSpec } from '../kmod/getopt.ts';
import { closeKmod, createKmod, type Kmod, kernelRelease, moduleByPath } from '../kmod/kmod.ts';
import { hasModuleExtension } from '../kmod/names.ts';
import { flush, print, printError, readFile, runTool, say, sayLibrary, type Tool } from '../kmod/tool.ts';
import { depmodTexts } from '../texts/depmod.ts';
import { libkmod } from '../texts/libkmod.ts';
import { LEVELS } from '../texts/texts.ts';
import type { ModuleToolServices } from './services.ts';

const SPEC: OptionSpec = {
  short: 'aAb:C:E:F:euqrvnP:wmVh',
  long: [
    { name: 'all', means: 'a' },
    { name: 'quick', means: 'A' },
    { name: 'basedir', means: 'b', argument: true },
    { name: 'config', means: 'C', argument: true },
    { name: 'symvers', means: 'E', argument: true },
    { name: 'filesyms', means: 'F', argument: true },
    { name: 'errsyms', means: 'e' },
    { name: 'unresolved-error', means: 'u' },
    { name: 'quiet', means: 'q' },
    { name: 'root', means: 'r' },
    { name: 'verbose', means: 'v' },
    { name: 'show', means: 'n' },
    { name: 'dry-run', means: 'n' },
    { name: 'symbol-prefix', means: 'P', argument: true },
    { name: 'warn', means: 'w' },
    { name: 'map', means: 'm' },
    { name: 'version', means: 'V' },
    { name: 'help', means: 'h' },
  ],
};
const DEPRECATED = ['u', 'q', 'r', 'm'];

interface DepmodOptions {
  readonly given: ReadonlyMap<string, string>;
  readonly configPaths: readonly string[];
  readonly verbosity: number;
  readonly operands: readonly string[];
}

/** Reads the options; a number is the exit status of a run that is over. */
function* readOptions(tool: Tool): UserPath<DepmodOptions | number> {
  const { args, env } = tool.context;
  const next = createGetopt(tool.argv0, args, SPEC, env.has('POSIXLY_CORRECT'));
  const given = new Map<string, string>();
  const configPaths: string[] = [];
  let verbosity: number = LEVELS.warning;
  let parsed = next();
  for (; parsed.kind === 'option'; parsed = next()) {
    const { option, value, long } = parsed;
    if (option === 'V' || option === 'h') {
      yield* print(tool, option === 'V' ? tool.texts.version(tool.prog) : depmodTexts.help(tool.prog));
      return 0;
    }
    if (option === 'P' && value.length > 1) yield* say(tool, 'critical', depmodTexts.singleChar);
    if (DEPRECATED.includes(option)) yield* say(tool, 'warning', depmodTexts.deprecated(long === undefined ? `-${option}` : `--${long}`));
    else if (option === 'C') configPaths.push(value);
    else if (option === 'v') verbosity += 1;
    else given.set(option, value);
  }
  if (parsed.kind === 'wrong') {
    yield* printError(tool, parsed.message);
    return 1;
  }
  return { given, configPaths, verbosity, operands: parsed.operands };
}

/** -A: true when no module below the folder is newer than modules.dep. */
function* isUpToDate(tool: Tool, directory: string): UserPath<boolean> {
  const { sys } = tool;
  const list = yield* sys.stat(`${directory}/modules.dep`);
  if (failed(list)) return false;
  const folders = [directory];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = yield* sys.readdir(folder);
    for (const { name } of failed(entries) ? [] : entries) {
      if (name === '.' || name === '..' || name === 'build' || name === 'source') continue;
      const stat = yield* sys.stat(`${folder}/${name}`);
      if (failed(stat)) continue;
      if (stat.kind === 'dir') folders.push(`${folder}/${name}`);
      else if (hasModuleExtension(name) && stat.mtime > list.mtime) return false;
    }
  }
  return true;
}

/** The modules to look at: those named, or all below the folder. A message has been said for a number. */
function* chooseModules(
  kmod: Kmod,
  options: DepmodOptions,
  release: string,
  files: readonly string[],
): UserPath<readonly string[] | number> {
  const { tool, directory } = kmod;
  if (files.length > 0 && !options.given.has('a') && !options.given.has('A')) {
    for (const path of files) {
      if (!path.startsWith('/')) yield* say(tool, 'critical', depmodTexts.notAbsolute(path));
      const module = yield* moduleByPath(kmod, path);
      if (failed(module)) yield* say(tool, 'critical', depmodTexts.cannotCreate(path, -module));
    }
    return files;
  }
  const config = yield* readDepmodConfig(tool, options.configPaths, release);
  const found = yield* findModules(tool, directory, config);
  if (failed(found)) yield* say(tool, 'critical', depmodTexts.cannotSearch(-found));
  return found;
}

/** Symbols that the kernel has, if -E or -F names a list of them. */
function* kernelSymbols(tool: Tool, given: ReadonlyMap<string, string>): UserPath<Set<string> | undefined> {
  const file = given.get('E') ?? given.get('F');
  if (file === undefined) {
    if (given.has('e')) yield* say(tool, 'warning', depmodTexts.needsSymbols);
    return undefined;
  }
  const symbols = yield* readKernelSymbols(tool, file, !given.has('E'));
  if (!failed(symbols)) return symbols;
  yield* say(tool, 'critical', depmodTexts.cannotLoadSymbols(file, -symbols));
  return undefined;
}

/** A list that comes with the kernel; undefined, after a warning, where it is missing. */
function* readListed(kmod: Kmod, file: string): UserPath<string | undefined> {
  const text = yield* readFile(kmod.tool.sys, `${kmod.directory}/${file}`);
  if (!failed(text)) return text;
  yield* say(kmod.tool, 'warning', depmodTexts.cannotOpenAt(file, kmod.directory, -text));
  return undefined;
}

function* makeFiles(kmod: Kmod, options: DepmodOptions, paths: readonly string[], known: Set<string> | undefined): UserPath<number> {
  const { tool, directory } = kmod;
  const order = (yield* readListed(kmod, 'modules.order')) ?? '';
  const graph = depmodGraph(yield* readModules(kmod, paths, order), order, known);
  const full = (path: string): string => (path.startsWith('/') ? path : `${directory}/${path}`);
  if (known !== undefined && options.given.has('e')) {
    for (const { user, symbol } of graph.unknown) yield* say(tool, 'warning', depmodTexts.unknownSymbol(full(user.path), symbol));
  }
  if (options.verbosity > LEVELS.warning) {
    for (const { user, symbol, owner } of graph.uses) yield* print(tool, `${full(user.path)} needs "${symbol}": ${full(owner.path)}\n`);
    yield* flush(tool);
  }
  if (!graph.acyclic) {
    const { cycles, members } = findCycles(graph);
    for (const cycle of cycles) yield* say(tool, 'error', depmodTexts.cycle(cycle));
    yield* say(tool, 'error', depmodTexts.cycles(members));
    return 1;
  }
  if (options.given.has('n')) {
    yield* printFiles(tool, graph);
    return 0;
  }
  const readBuiltin = function* (): UserPath<BuiltinLists> {
    return { names: yield* readListed(kmod, 'modules.builtin'), modinfo: yield* readListed(kmod, 'modules.builtin.modinfo') };
  };
  const err = yield* writeFiles(tool, graph, { directory, readBuiltin, warnDuplicates: options.given.has('w') });
  return err < 0 ? 1 : 0;
}

function* depmodMain(tool: Tool): UserPath<number> {
  const options = yield* readOptions(tool);
  if (typeof options === 'number') return options;
  const { given, operands } = options;
  const [version, ...files] = operands;
  if (version !== undefined && !/^\s*[+-]?\d+\.\s*[+-]?\d/.test(version)) {
    yield* say(tool, 'error', depmodTexts.badVersion(version));
    return 1;
  }
  const release = version ?? (yield* kernelRelease(tool));
  const base = given.get('b') ?? '';
  const root = base === '' || base.startsWith('/') ? base : `${tool.context.process.cwd}/${base}`;
  const directory = `${root}/lib/modules/${release}`;
  if (given.has('A') && (given.has('n') || (yield* isUpToDate(tool, directory)))) return 0;
  const kmod = yield* createKmod(tool, { directory, configPaths: 'none' });
  tool.priority = options.verbosity;
  tool.libraryPriority = options.verbosity;
  tool.libraryPrefix = 'tool';
  yield* sayLibrary(tool, libkmod.logFunction());
  const known = yield* kernelSymbols(tool, given);
  const paths = yield* chooseModules(kmod, options, release, files);
  if (typeof paths === 'number') return 1;
  const status = yield* makeFiles(kmod, options, paths, known);
  yield* closeKmod(kmod);
  return status;
}

export const depmod: Command<ModuleToolServices> = {
  name: 'depmod',
  usage: '-[aA] [options] [forced_version]',
  summary: 'works out which module needs which, for modprobe',
  group: 'modules',
  run: (context) => runTool(context, depmodMain),
};
