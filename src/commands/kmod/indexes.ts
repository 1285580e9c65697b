/**
 * The indexes that depmod writes below /lib/modules/RELEASE (kmod 30, libkmod/libkmod-index.c). modprobe reads the files
 * that end in `.bin`; the text files beside them are for people. Here a binary index is the magic number of a real one
 * and then the text: so whoever edits or removes the text file sees what he would see with real tools.
 */
import { fnmatch } from './fnmatch.ts';
import { nameOfPath, normalizeAlias } from './names.ts';

/** INDEX_MAGIC, and version 2.1. */
const INDEX_MAGIC = '\xb0\x07\xf4\x57\0\x02\0\x01';

/** Returns the binary index that stands for a text. */
export const writeIndex = (text: string): string => INDEX_MAGIC + text;

/** Returns the text of a binary index; undefined for anything else. */
export const indexText = (data: string): string | undefined => (data.startsWith(INDEX_MAGIC) ? data.slice(INDEX_MAGIC.length) : undefined);

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

/** Lines whose patterns begin alike, as places in the text; read when first asked for. */
interface AliasBucket {
  readonly starts: number[];
  entries: readonly AliasEntry[] | undefined;
}

/** modules.alias or modules.symbols, by the first characters of the patterns: up to a wildcard, and at most so many. */
export interface AliasIndex {
  readonly text: string;
  readonly buckets: ReadonlyMap<string, AliasBucket>;
}

/** As many as vendor and device of a PCI alias take (`pci:v00008086d00001533`): else all devices of a vendor lie in one bucket. */
const BUCKET_CHARS = 22;
const ALIAS_WORD = 'alias ';
const isWild = (char: string | undefined): boolean => char === '*' || char === '?' || char === '[' || char === ']' || char === '\\';

/** The part of a pattern by which it is found. */
function bucketKey(text: string, from: number): string {
  let end = from;
  while (end < from + BUCKET_CHARS && end < text.length && text[end] !== ' ' && text[end] !== '\n' && !isWild(text[end])) end += 1;
  const key = text.slice(from, end);
  return key.includes('-') ? key.replaceAll('-', '_') : key;
}

/** Returns the index of the `alias PATTERN MODULE` lines of a text. */
export function readAliasIndex(text: string): AliasIndex {
  const buckets = new Map<string, AliasBucket>();
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf('\n', from);
    if (text.startsWith(ALIAS_WORD, from)) {
      const key = bucketKey(text, from + ALIAS_WORD.length);
      const bucket = buckets.get(key);
      if (bucket === undefined) buckets.set(key, { starts: [from], entries: undefined });
      else bucket.starts.push(from);
    }
    from = newline < 0 ? text.length : newline + 1;
  }
  return { text, buckets };
}

function coreOf(pattern: string): string {
  let core = '';
  for (const piece of pattern.split(/[*?\\]|\[[^\]]*\]?/)) if (piece.length > core.length) core = piece;
  return core;
}

/** Reads one line; undefined for one without a module, or with a bracket that does not close. */
function readAliasLine(text: string, place: number): AliasEntry | undefined {
  const newline = text.indexOf('\n', place);
  const line = text.slice(place + ALIAS_WORD.length, newline < 0 ? undefined : newline);
  const blank = line.lastIndexOf(' ');
  const pattern = blank <= 0 ? undefined : normalizeAlias(line.slice(0, blank));
  return pattern === undefined ? undefined : { pattern, module: line.slice(blank + 1), place, core: coreOf(pattern) };
}

function entriesOf({ text }: AliasIndex, bucket: AliasBucket): readonly AliasEntry[] {
  bucket.entries ??= bucket.starts.flatMap((place) => readAliasLine(text, place) ?? []);
  return bucket.entries;
}

/** Returns the modules whose patterns match a normalized alias, in the file's order, one for every pattern that matches. */
export function matchAlias(index: AliasIndex, alias: string): string[] {
  const found: AliasEntry[] = [];
  for (let length = 0; length <= Math.min(alias.length, BUCKET_CHARS); length += 1) {
    const bucket = index.buckets.get(alias.slice(0, length));
    if (bucket === undefined) continue;
    for (const entry of entriesOf(index, bucket)) if (alias.includes(entry.core) && fnmatch(entry.pattern, alias)) found.push(entry);
  }
  return found.sort((a, b) => a.place - b.place).map(({ module }) => module);
}

const byBytes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Returns the lines of an index as `modprobe -c` prints them: by pattern, then in the file's order. */
export function dumpAliasIndex(index: AliasIndex): string[] {
  return [...index.buckets.values()]
    .flatMap((bucket) => entriesOf(index, bucket))
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
