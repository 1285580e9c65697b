/** depmod.d: where to look for modules and which of two of one name counts (kmod 30, tools/depmod.c). Pure functions. */
import { takeWords, wrappedLines } from './lines.ts';
import { nameOfPath } from './names.ts';

export interface DepmodConfig {
  /** Folders by rank, the best last; `built-in` and `external` stand for all others and for external folders. */
  readonly searches: string[];
  /** `folder/module` paths that win over all others. */
  readonly overrides: string[];
  readonly externals: string[];
  readonly excludes: string[];
}

export const emptyDepmodConfig = (): DepmodConfig => ({ searches: [], overrides: [], externals: [], excludes: [] });

/** True when a version pattern, an extended regular expression or `*`, takes the kernel's release. */
function takesRelease(pattern: string, release: string): boolean {
  if (pattern === '*') return true;
  try {
    return new RegExp(pattern).test(release);
  } catch {
    return false;
  }
}

/** A bad line of a configuration file. */
export interface DepmodConfigProblem {
  readonly line: number;
  readonly word: string;
}

/** Adds what a file says; returns the lines that are wrong. */
export function addDepmodConfig(config: DepmodConfig, text: string, release: string): DepmodConfigProblem[] {
  const problems: DepmodConfigProblem[] = [];
  for (const { text: line, number } of wrappedLines(text)) {
    if (line === '' || line.startsWith('#')) continue;
    const taker = takeWords(line);
    const command = taker.word();
    if (command === undefined) continue;
    const words: string[] = [];
    for (let word = taker.word(); word !== undefined; word = taker.word()) words.push(word);
    const [first, second, third] = words;
    if (command === 'search') config.searches.push(...words);
    else if (command === 'exclude') config.excludes.push(...words);
    else if (command === 'override' && first !== undefined && second !== undefined && third !== undefined) {
      if (takesRelease(second, release)) config.overrides.push(`${third}/${first}`);
    } else if (command === 'external' && first !== undefined && second !== undefined) {
      if (takesRelease(first, release)) config.externals.push(second);
    } else if (command !== 'include' && command !== 'make_map_files') problems.push({ line: number, word: command });
  }
  return problems;
}

/** A module's path below the folder of modules, without extension; undefined for one that lies elsewhere. */
function stemBelow(directory: string, path: string): string | undefined {
  if (!path.startsWith(`${directory}/`)) return undefined;
  const stem = path.slice(directory.length + 1);
  return stem.slice(0, stem.lastIndexOf('/') + 1) + (nameOfPath(stem) ?? '');
}

function searchRank(config: DepmodConfig, directory: string, path: string): number {
  const stem = stemBelow(directory, path);
  const searches = config.searches.length > 0 ? [...config.searches].reverse() : ['updates'];
  let rank = -1;
  searches.forEach((search, at) => {
    if (search === 'external') {
      if (config.externals.some((external) => path.startsWith(`${external}/`))) rank = at;
    } else if (search !== 'built-in' && stem?.startsWith(`${search}/`) === true) rank = at;
  });
  return rank < 0 ? searches.indexOf('built-in') : rank;
}

/** Of two files of one module: true when the one that was found first stays. */
export function firstStays(config: DepmodConfig, directory: string, first: string, second: string): boolean {
  for (const override of [...config.overrides].reverse()) {
    if (stemBelow(directory, second) === override) return false;
    if (stemBelow(directory, first) === override) return true;
  }
  return searchRank(config, directory, second) <= searchRank(config, directory, first);
}
