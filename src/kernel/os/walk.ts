/** From a path to what it names (Linux 6.1, fs/namei.c). */
import { ERRNO } from '../../engine/errno.ts';
import { LINKS_MAX, NAME_MAX, PATH_MAX } from './limits.ts';
import type { Directory, MadeDirectory, VNode } from './node.ts';
import { isFileLink } from './procdirs.ts';
import { type Credentials, EXEC, may } from './rights.ts';

export interface Walked {
  /** Undefined: nothing of that name is in `parent`. */
  readonly node: VNode | undefined;
  readonly parent: Directory | MadeDirectory;
  /** The name in the parent; empty for the root itself. */
  readonly name: string;
  /** The whole path without links, `.` and `..`. */
  readonly path: string;
  /** The path ended in a slash: only a directory will do. */
  readonly slash: boolean;
}

/** Whoever walks: a process, or the kernel itself. */
export interface Walker extends Credentials {
  readonly cwd: string;
}

interface Place {
  readonly node: VNode;
  readonly name: string;
}

const isFolder = (node: VNode): node is Directory | MadeDirectory => node.kind === 'dir' || node.kind === 'madeDir';

/** The entry of a directory, of either kind. */
export const entryOf = (folder: Directory | MadeDirectory, name: string): VNode | undefined =>
  folder.kind === 'dir' ? folder.entries.get(name) : folder.get(name);

function joined(places: readonly Place[], name?: string): string {
  let path = '';
  for (let at = 1; at < places.length; at += 1) path += `/${(places[at] as Place).name}`;
  if (name !== undefined) path += `/${name}`;
  return path === '' ? '/' : path;
}

/** The words of a path, last one first, as a stack of what is still to be walked. */
const wordsOf = (path: string): string[] => path.split('/').reverse();

/**
 * Walks a path. `follow`: a symbolic link at its end is followed too, but for a link to an open file, which the caller
 * must deal with (`isFileLink`). Answers where it ends, which may be a name that
 * does not exist yet, or -ENOENT, -ENOTDIR, -EACCES, -ELOOP, -ENAMETOOLONG.
 */
export function walk(root: Directory, who: Walker, path: string, follow: boolean): Walked | number {
  if (path === '') return -ERRNO.ENOENT;
  if (path.length >= PATH_MAX) return -ERRNO.ENAMETOOLONG;
  const places: Place[] = [{ node: root, name: '' }];
  const todo = wordsOf(path.startsWith('/') ? path : `${who.cwd}/${path}`);
  let links = 0;
  for (let word = todo.pop(); word !== undefined; word = todo.pop()) {
    const here = (places[places.length - 1] as Place).node;
    if (!isFolder(here)) return -ERRNO.ENOTDIR;
    if (!may(who, here, EXEC)) return -ERRNO.EACCES;
    if (word === '' || word === '.') continue;
    if (word === '..') {
      if (places.length > 1) places.pop();
      continue;
    }
    if (word.length > NAME_MAX) return -ERRNO.ENAMETOOLONG;
    const node = entryOf(here, word);
    if (node === undefined) {
      if (!todo.every((rest) => rest === '')) return -ERRNO.ENOENT;
      return { node: undefined, parent: here, name: word, path: joined(places, word), slash: todo.length > 0 };
    }
    if (node.kind === 'link' && (follow || todo.length > 0)) {
      if (isFileLink(node) && todo.length === 0) return arrived([...places, { node, name: word }], false);
      links += 1;
      if (links > LINKS_MAX) return -ERRNO.ELOOP;
      if (node.target.startsWith('/')) places.length = 1;
      todo.push(...wordsOf(node.target));
      continue;
    }
    places.push({ node, name: word });
  }
  return arrived(places, path.endsWith('/'));
}

function arrived(places: readonly Place[], slash: boolean): Walked {
  const last = places[places.length - 1] as Place;
  const above = (places[places.length - 2] ?? last).node;
  return { node: last.node, parent: above as Directory | MadeDirectory, name: last.name, path: joined(places), slash };
}
