/** depmod's walk through the folder of modules, and the lists of kernel symbols (kmod 30, tools/depmod.c). */
import { ERRNO } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import { depmodTexts } from '../texts/depmod.ts';
import { addDepmodConfig, type DepmodConfig, emptyDepmodConfig, firstStays } from './depmod-config.ts';
import { type DepmodModule, sortModules } from './depmod-graph.ts';
import { contentOf } from './file.ts';
import { type Kmod, moduleByPath } from './kmod.ts';
import { baseName, hasModuleExtension, nameOfPath } from './names.ts';
import { readFile, say, type Tool } from './tool.ts';

const CONFIG_PATHS = ['/etc/depmod.d', '/run/depmod.d', '/usr/local/lib/depmod.d', '/lib/depmod.d'];

function* configFiles(tool: Tool, directory: string, files: Map<string, string>): UserPath<void> {
  const stat = yield* tool.sys.stat(directory);
  if (failed(stat)) return;
  if (stat.kind !== 'dir') {
    if (!files.has(baseName(directory))) files.set(baseName(directory), directory);
    return;
  }
  const entries = yield* tool.sys.readdir(directory);
  for (const { name, kind } of failed(entries) ? [] : entries) {
    if (name.startsWith('.') || name.length < 6 || !name.endsWith('.conf')) continue;
    if (kind === 'dir') yield* say(tool, 'error', depmodTexts.nestedDirectory(directory, name));
    else if (!files.has(name)) files.set(name, `${directory}/${name}`);
  }
}

/** Reads depmod.d, or the files given with -C. */
export function* readDepmodConfig(tool: Tool, paths: readonly string[], release: string): UserPath<DepmodConfig> {
  const files = new Map<string, string>();
  for (const path of paths.length > 0 ? paths : CONFIG_PATHS) yield* configFiles(tool, path, files);
  const config = emptyDepmodConfig();
  for (const [, path] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const text = yield* readFile(tool.sys, path);
    if (failed(text)) yield* say(tool, 'error', depmodTexts.cannotParse(path, -text));
    else
      for (const { line, word } of addDepmodConfig(config, text, release))
        yield* say(tool, 'error', depmodTexts.badConfigLine(path, line, word));
  }
  return config;
}

function* searchDirectory(tool: Tool, directory: string, root: string, config: DepmodConfig, found: Map<string, string>): UserPath<number> {
  const entries = yield* tool.sys.readdir(directory);
  if (failed(entries)) {
    yield* say(tool, 'error', depmodTexts.cannotOpenDirectory(directory, -entries));
    return entries;
  }
  for (const { name } of entries) {
    if (name === '.' || name === '..' || name === 'build' || name === 'source' || config.excludes.includes(name)) continue;
    const path = `${directory}/${name}`;
    const stat = yield* tool.sys.stat(path);
    if (failed(stat)) continue;
    if (stat.kind === 'dir') yield* searchDirectory(tool, path, root, config, found);
    else if (stat.kind === 'file' && hasModuleExtension(name)) {
      const module = nameOfPath(name) ?? '';
      const first = found.get(module);
      if (first === undefined || !firstStays(config, root, first, path)) found.set(module, path);
    }
  }
  return 0;
}

/** Returns the paths of all modules below the folder and the external folders; a negative errno without a folder. */
export function* findModules(tool: Tool, directory: string, config: DepmodConfig): UserPath<string[] | number> {
  const found = new Map<string, string>();
  const err = yield* searchDirectory(tool, directory, directory, config, found);
  if (err < 0) return err;
  for (const external of [...config.externals].reverse()) yield* searchDirectory(tool, external, directory, config, found);
  return [...found.values()];
}

/** Reads the module files, in the order of modules.dep; one that cannot be read counts as empty, after a message. */
export function* readModules(kmod: Kmod, paths: readonly string[], order: string): UserPath<DepmodModule[]> {
  const modules: DepmodModule[] = [];
  const below = `${kmod.directory}/`;
  const relative = (path: string): string => (path.startsWith(below) ? path.slice(below.length) : path);
  for (const { path, full } of sortModules(
    paths.map((one) => ({ path: relative(one), full: one })),
    order,
  )) {
    const module = yield* moduleByPath(kmod, full);
    if (failed(module)) continue;
    const content = yield* contentOf(kmod, module);
    if (failed(content) && content !== -ERRNO.ENOENT) yield* say(kmod.tool, 'error', depmodTexts.cannotLoadModule(full, -content));
    modules.push({ path, image: failed(content) ? { modinfo: [], exports: [], needs: [] } : content });
    if (module.file !== undefined) yield* kmod.tool.sys.close(module.file.fd);
    module.file = undefined;
  }
  return modules;
}

/** What the loader makes up for every module. */
const MADE_UP = ['__this_module', '_GLOBAL_OFFSET_TABLE_', 'TOC.'];

/** Reads the kernel's symbols from a Module.symvers (-E) or a System.map (-F); a negative errno. */
export function* readKernelSymbols(tool: Tool, file: string, isMap: boolean): UserPath<Set<string> | number> {
  const text = yield* readFile(tool.sys, file);
  if (failed(text)) return text;
  const symbols = new Set<string>(MADE_UP);
  const lines = text.split('\n');
  if (lines[lines.length - 1] === '') lines.pop();
  for (const [at, line] of lines.entries()) {
    const words = line.split(isMap ? ' ' : /[ \t]+/);
    if (isMap && words.length < 3) yield* say(tool, 'error', depmodTexts.badMapLine(file, at + 1, line));
    else if (isMap) {
      const symbol = words.slice(2).join(' ');
      if (symbol.startsWith('__ksymtab_')) symbols.add(symbol.slice('__ksymtab_'.length));
    } else if (words[2] === 'vmlinux' && words[1] !== undefined) {
      if (/^(0x)?[0-9a-f]+$/i.test(words[0] ?? '')) symbols.add(words[1]);
      else yield* say(tool, 'error', depmodTexts.badSymbolVersion(file, at + 1, words[0] ?? ''));
    }
  }
  return symbols;
}
