/** modules.dep, as depmod writes it (kmod 30, tools/depmod.c): one line a module, its file and then all files it needs. */
import { isModuleName, MODULES_MAX, numberedLines, problemAt, type Read, shown } from './problem.ts';

export interface DepEntry {
  readonly name: string;
  /** Below the folder of modules, or from the root. */
  readonly path: string;
  /** Names of all modules that it needs, those that these need included, as listed. */
  readonly deps: readonly string[];
}

export type DepGraph = ReadonlyMap<string, DepEntry>;

const EXTENSION = /\.ko(?:\.(?:gz|xz|zst))?$/;
const FOLDER_NAME = /^[\w.+@:-]{1,255}$/;

/** The name of the module in a file: up to the first dot, `_` for `-`. */
export function moduleNameOf(path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1);
  const dot = base.indexOf('.');
  return (dot < 0 ? base : base.slice(0, dot)).replaceAll('-', '_');
}

/** What is wrong with a path as one of a module file in the tree of modules; undefined: nothing. */
function pathFault(path: string): string | undefined {
  if (!EXTENSION.test(path)) return `${shown(path)} is no module file`;
  if (!isModuleName(moduleNameOf(path))) return `${shown(path)} has no module name that a kernel takes`;
  if (path.startsWith('/') && !path.startsWith('/lib/modules/')) return `${shown(path)} is not below /lib/modules`;
  const folders = path.replace(/^\//, '').split('/').slice(0, -1);
  const bad = folders.find((folder) => !FOLDER_NAME.test(folder) || folder === '.' || folder === '..' || EXTENSION.test(folder));
  return bad === undefined ? undefined : `${shown(path)} is no plain path`;
}

/** Up to so many paths a plain look is quicker than a set. */
const SHORT_LIST = 8;

interface DepLine {
  readonly path: string;
  readonly deps: readonly string[];
  readonly line: number;
}

function readLines(text: string, file: string): Read<Map<string, DepLine>> {
  const lines = numberedLines(text, file);
  if ('problem' in lines) return lines;
  if (lines.ok.length > MODULES_MAX) return problemAt(file, MODULES_MAX + 1, `more than ${MODULES_MAX} modules`);
  const byPath = new Map<string, DepLine>();
  for (const { text: whole, number } of lines.ok) {
    if (whole.startsWith('#')) continue;
    const colon = whole.indexOf(':');
    if (colon < 0) return problemAt(file, number, 'no colon after the first path');
    const path = whole.slice(0, colon);
    const fault = pathFault(path);
    if (fault !== undefined) return problemAt(file, number, fault);
    const before = byPath.get(path);
    if (before !== undefined) return problemAt(file, number, `${shown(path)} stands on line ${before.line} already`);
    const rest = whole.slice(colon + 1).trim();
    byPath.set(path, { path, deps: rest === '' ? [] : rest.split(/[ \t]+/), line: number });
  }
  return { ok: byPath };
}

/** Looks quickly whether a line needs a path, however many it needs. */
function needsOf(lines: ReadonlyMap<string, DepLine>): (line: DepLine, path: string) => boolean {
  const sets = new Map<string, ReadonlySet<string>>();
  for (const line of lines.values()) if (line.deps.length > SHORT_LIST) sets.set(line.path, new Set(line.deps));
  return (line, path) => sets.get(line.path)?.has(path) ?? line.deps.includes(path);
}

/** Reads modules.dep: every file that a line needs must have a line, and no module may need itself. */
export function readModulesDep(text: string, file: string): Read<DepGraph> {
  const lines = readLines(text, file);
  if ('problem' in lines) return lines;
  const graph = new Map<string, DepEntry>();
  const needs = needsOf(lines.ok);
  for (const { path, deps, line } of lines.ok.values()) {
    for (const dep of deps) {
      const other = lines.ok.get(dep);
      if (other === undefined) return problemAt(file, line, `needs ${shown(dep)}, which has no line`);
      if (other.path === path || needs(other, path)) return problemAt(file, line, `${shown(path)} and ${shown(dep)} need each other`);
    }
    const name = moduleNameOf(path);
    // Of two files of one module tools take the first.
    if (!graph.has(name)) graph.set(name, { name, path, deps: deps.map(moduleNameOf) });
  }
  return { ok: graph };
}

/** What a module needs itself: its dependencies without those that another one of them needs (transitive reduction). */
export function directDeps(graph: DepGraph, name: string): string[] {
  const all = graph.get(name)?.deps ?? [];
  const reached = new Set(all.flatMap((dep) => graph.get(dep)?.deps ?? []));
  return all.filter((dep) => !reached.has(dep));
}
