/** File name patterns, over the directories that the system shows (POSIX 2.13.3). */
import type { UserPath } from '../../engine/step.ts';
import { failed, sys } from '../../engine/sys.ts';
import { compilePattern, matches } from './pattern.ts';

/** The paths that fit a pattern, in the order of their characters; none: the caller keeps the word as it is. */
export function* expandGlob(pattern: string): UserPath<string[]> {
  const segments = pattern.split('/');
  let paths = [''];
  for (const [nth, segment] of segments.entries()) {
    const last = nth === segments.length - 1;
    paths = yield* extend(paths, segment, last);
    if (paths.length === 0) return [];
  }
  return paths;
}

function* extend(paths: readonly string[], segment: string, last: boolean): UserPath<string[]> {
  const compiled = compilePattern(segment);
  const found: string[] = [];
  for (const path of paths) {
    if (compiled.literal !== undefined) {
      const next = path + compiled.literal;
      if (!last) found.push(`${next}/`);
      else if (segment === '' ? path === '' || (yield* isDirectory(path)) : !failed(yield* sys.lstat(next))) found.push(next);
      continue;
    }
    const entries = yield* sys.readdir(path === '' ? '.' : path);
    if (failed(entries)) continue;
    const names = entries
      .map((entry) => entry.name)
      .filter((name) => (name[0] !== '.' || segment[0] === '.' || segment.startsWith('\\.')) && matches(compiled, name));
    for (const name of names.sort()) found.push(last ? path + name : `${path}${name}/`);
  }
  return found;
}

function* isDirectory(path: string): UserPath<boolean> {
  const stat = yield* sys.stat(path);
  return !failed(stat) && stat.kind === 'dir';
}
