/** Which files make up modprobe's configuration, and in which order (kmod 30, libkmod/libkmod-config.c, kmod_config_new). */
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import { libkmod } from '../texts/libkmod.ts';
import { addConfigFile, emptyConfig, type ModprobeConfig } from './config.ts';
import { addKernelCommandLine } from './kcmdline.ts';
import { baseName } from './names.ts';
import { readFile, sayLibrary, type Tool } from './tool.ts';

const DEFAULT_PATHS = ['/etc/modprobe.d', '/run/modprobe.d', '/usr/local/lib/modprobe.d', '/lib/modprobe.d'];

/** Puts a file among the others by its name; the first of a name wins. */
function insertSorted(files: { name: string; path: string }[], name: string, path: string): void {
  const at = files.findIndex((file) => name <= file.name);
  if (at < 0) files.push({ name, path });
  else if (files[at]?.name !== name) files.splice(at, 0, { name, path });
}

const isConfigName = (name: string): boolean =>
  !name.startsWith('.') && name.length >= 6 && (name.endsWith('.conf') || name.endsWith('.alias'));

function* listDirectory(tool: Tool, directory: string, files: { name: string; path: string }[]): UserPath<void> {
  const stat = yield* tool.sys.stat(directory);
  if (failed(stat)) return;
  if (stat.kind !== 'dir') {
    insertSorted(files, baseName(directory), directory);
    return;
  }
  const entries = yield* tool.sys.readdir(directory);
  if (failed(entries)) return;
  for (const { name } of entries) {
    if (!isConfigName(name)) continue;
    const path = `${directory}/${name}`;
    const entry = yield* tool.sys.stat(path);
    if (!failed(entry) && entry.kind === 'dir') yield* sayLibrary(tool, libkmod.nestedDirectory(directory, name));
    else insertSorted(files, name, path);
  }
}

/** Reads the configuration: the default folders, or the given files and folders; soft dependencies of `modules`; the kernel's command line. */
export function* loadConfig(tool: Tool, modules: string, paths: readonly string[] = DEFAULT_PATHS): UserPath<ModprobeConfig> {
  const files = [{ name: 'modules.softdep', path: `${modules}/modules.softdep` }];
  for (const path of paths) yield* listDirectory(tool, path, files);
  const config = emptyConfig();
  for (const { path } of files) {
    const text = yield* readFile(tool.sys, path);
    if (failed(text)) continue;
    for (const problem of addConfigFile(config, text, path)) yield* sayLibrary(tool, libkmod.badConfigLine(problem));
  }
  const line = yield* readFile(tool.sys, '/proc/cmdline');
  if (!failed(line)) for (const name of addKernelCommandLine(config, line)) yield* sayLibrary(tool, libkmod.badOption(name));
  return config;
}
