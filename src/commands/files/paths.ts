/** Paths as the file tools handle them. */
import { ERRNO } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { CommandContext } from '../../shell/command.ts';
import { LINKS_MAX } from '../limits.ts';

/** A name in a folder. */
export const joined = (folder: string, name: string): string => (folder.endsWith('/') ? folder + name : `${folder}/${name}`);

/** The last word of a path, slashes at its end aside. */
export const lastWord = (path: string): string => path.replace(/\/+$/, '').split('/').at(-1) ?? '';

/** A path from the root, with `.`, `..` and double slashes gone; links are not looked at. */
export function absolute(path: string, cwd: string): string {
  const places: string[] = [];
  for (const word of `${path.startsWith('/') ? '' : cwd}/${path}`.split('/')) {
    if (word === '..') places.pop();
    else if (word !== '' && word !== '.') places.push(word);
  }
  return `/${places.join('/')}`;
}

/** How much of a path must exist: all of it, all but the last word, or nothing. */
export type Existing = 'all' | 'folder' | 'none';

/** A path without links, `.` and `..` (readlink -f); a negative errno when a part that must exist does not. */
export function* canonical(context: CommandContext, path: string, existing: Existing): UserPath<string | number> {
  if (path === '') return -ERRNO.ENOENT;
  const todo = absoluteWords(path, context.process.cwd);
  const places: string[] = [];
  for (let links = 0; todo.length > 0; ) {
    const word = todo.shift() ?? '';
    if (word === '..') places.pop();
    if (word === '' || word === '.' || word === '..') continue;
    const here = `/${[...places, word].join('/')}`;
    const stat = yield* context.sys.lstat(here);
    if (failed(stat)) {
      const last = todo.every((rest) => rest === '');
      if (existing === 'all' || (existing === 'folder' && !(last && stat === -ERRNO.ENOENT))) return stat;
    } else if (stat.kind === 'link') {
      links += 1;
      if (links > LINKS_MAX) return -ERRNO.ELOOP;
      const target = yield* context.sys.readlink(here);
      if (failed(target)) return target;
      if (target.startsWith('/')) places.length = 0;
      todo.unshift(...target.split('/'));
      continue;
    }
    places.push(word);
  }
  return `/${places.join('/')}`;
}

const absoluteWords = (path: string, cwd: string): string[] => (path.startsWith('/') ? path : `${cwd}/${path}`).split('/');
