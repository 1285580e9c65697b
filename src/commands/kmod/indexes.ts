/**
 * The indexes that depmod writes below /lib/modules/RELEASE, read from their text form. A real modprobe reads the binary
 * form of the same lists; order and meaning are the same (kmod 30, libkmod/libkmod-index.c).
 */
import { fnmatch } from './fnmatch.ts';
import { nameOfPath, normalizeAlias } from './names.ts';

/** modules.dep: a module's name to its line, `path: path path`. */
export type DepIndex = ReadonlyMap<string, string>;

/** Calls `take` with every line that is neither empty nor a comment. */
function eachLine(text: string, take: (line: string) => void): void {
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf('\n', from);
    const end = newline < 0 ? text.length : newline;
    if (end > from && text[from] !== '#') take(text.slice(from, end));
    from = end + 1;
  }
}

/** Returns the lines of modules.dep by module name. Lines without a colon or a file name are left out. */
export function readDepIndex(text: string): DepIndex {
  const lines = new Map<string, string>();
  eachLine(text, (line) => {
    const colon = line.indexOf(':');
    const name = colon < 0 ? undefined : nameOfPath(line.slice(0, colon));
    if (name !== undefined && !lines.has(name)) lines.set(name, line);
  });
  return lines;
}

/** Path and dependencies of a line of modules.dep, as written there. */
export function splitDepLine(line: string): { readonly path: string; readonly deps: readonly string[] } {
  const colon = line.indexOf(':');
  if (colon < 0) return { path: line, deps: [] };
  return {
    path: line.slice(0, colon),
    deps: line
      .slice(colon + 1)
      .split(/[ \t]+/)
      .filter((word) => word !== ''),
  };
}

interface AliasEntry {
  readonly pattern: string;
  readonly module: string;
  /** Place in the file: matches are given in this order. */
  readonly place: number;
  /** The longest piece of the pattern without wildcards: what does not contain it cannot match. */
  readonly core: string;
}

/** modules.alias or modules.symbols: patterns by the text before their first wildcard, which a match must begin with. */
export interface AliasIndex {
  readonly byPrefix: ReadonlyMap<string, readonly AliasEntry[]>;
  readonly longestPrefix: number;
}

function coreOf(pattern: string): string {
  let core = '';
  for (const piece of pattern.split(/[*?\\]|\[[^\]]*\]?/)) if (piece.length > core.length) core = piece;
  return core;
}

/** Returns the patterns of `alias PATTERN MODULE` lines; patterns with a bracket that does not close are left out. */
export function readAliasIndex(text: string): AliasIndex {
  const byPrefix = new Map<string, AliasEntry[]>();
  let longestPrefix = 0;
  let place = 0;
  eachLine(text, (line) => {
    if (!line.startsWith('alias ')) return;
    const blank = line.lastIndexOf(' ');
    const pattern = normalizeAlias(line.slice(6, blank));
    if (blank <= 6 || pattern === undefined || pattern === '') return;
    const wild = pattern.search(/[*?[\\]/);
    const prefix = wild < 0 ? pattern : pattern.slice(0, wild);
    const entry: AliasEntry = { pattern, module: line.slice(blank + 1), place, core: wild < 0 ? '' : coreOf(pattern.slice(wild)) };
    place += 1;
    longestPrefix = Math.max(longestPrefix, prefix.length);
    const bucket = byPrefix.get(prefix);
    if (bucket === undefined) byPrefix.set(prefix, [entry]);
    else bucket.push(entry);
  });
  return { byPrefix, longestPrefix };
}

/** Returns the modules whose patterns match a normalized alias, in the file's order, one for every pattern that matches. */
export function matchAlias(index: AliasIndex, alias: string): string[] {
  const found: AliasEntry[] = [];
  for (let length = 0; length <= Math.min(alias.length, index.longestPrefix); length += 1) {
    for (const entry of index.byPrefix.get(alias.slice(0, length)) ?? []) {
      if (entry.core !== '' && !alias.includes(entry.core, length)) continue;
      if (fnmatch(entry.pattern, alias)) found.push(entry);
    }
  }
  return found.sort((a, b) => a.place - b.place).map(({ module }) => module);
}

const byBytes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Returns the lines of an index as `modprobe -c` prints them: by pattern, then in the file's order. */
export function dumpAliasIndex(index: AliasIndex): string[] {
  return [...index.byPrefix.values()]
    .flat()
    .sort((a, b) => byBytes(a.pattern, b.pattern) || a.place - b.place)
    .map(({ pattern, module }) => `alias ${pattern} ${module}`);
}

/** Returns the names in modules.builtin. Lines that do not begin with a letter are left out. */
export function readBuiltinIndex(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  eachLine(text, (line) => {
    const name = /^[A-Za-z]/.test(line) ? nameOfPath(line) : undefined;
    if (name !== undefined) names.add(name);
  });
  return names;
}

/** Returns what modules.builtin.modinfo (`module.key=value` with NULs between) says of one module; undefined: nothing. */
export function builtinModinfo(text: string, module: string): string[] | undefined {
  const start = `${module}.`;
  const lines = text.split('\0').filter((line) => line.startsWith(start));
  return lines.length === 0 ? undefined : lines.map((line) => line.slice(start.length));
}

/** Returns the alias index of built-in modules (what depmod makes of modules.builtin.modinfo). */
export function builtinAliasIndex(text: string): AliasIndex {
  const lines: string[] = [];
  for (const line of text.split('\0')) {
    const match = /^([^.=]+)\.alias=(.+)$/s.exec(line);
    if (match !== null) lines.push(`alias ${match[2]} ${match[1]}`);
  }
  return readAliasIndex(lines.join('\n'));
}
