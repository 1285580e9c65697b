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

const isFolder = (node: VNode): node is Directory | MadeDirectory => node.kind === 'dir' || node.kind === 'madeDir';

/** The entry of a directory, of either kind. */
export const entryOf = (folder: Directory | MadeDirectory, name: string): VNode | undefined =>
  folder.kind === 'dir' ? folder.entries.get(name) : folder.get(name);

/** The way from the root to where a walk stands: the nodes, and beside each the name under which its folder has it. */
interface Way {
  readonly nodes: VNode[];
  readonly names: string[];
}

/** The path of a way; `more`: a name behind it. */
function joined({ names }: Way, more?: string): string {
  let path = '';
  for (let at = 1; at < names.length; at += 1) path += `/${names[at]}`;
  if (more !== undefined) path += `/${more}`;
  return path === '' ? '/' : path;
}

/** True when nothing but slashes is left of a text. */
function onlySlashes(text: string, from: number): boolean {
  for (let at = from; at < text.length; at += 1) if (text[at] !== '/') return false;
  return true;
}

/**
 * Walks a path. `follow`: a symbolic link at its end is followed too, but for a link to an open file, which the caller
 * must deal with (`isFileLink`). Answers where it ends, which may be a name that
 * does not exist yet, or -ENOENT, -ENOTDIR, -EACCES, -ELOOP, -ENAMETOOLONG.
 */
export function walk(root: Directory, who: Walker, path: string, follow: boolean): Walked | number {
  if (path === '') return -ERRNO.ENOENT;
  if (path.length >= PATH_MAX) return -ERRNO.ENAMETOOLONG;
  const way: Way = { nodes: [root], names: [''] };
  const { nodes, names } = way;
  let text = path.startsWith('/') ? path : `${who.cwd}/${path}`;
  let links = 0;
  for (let from = 0; from <= text.length; ) {
    const slash = text.indexOf('/', from);
    const end = slash < 0 ? text.length : slash;
    const word = text.slice(from, end);
    from = end + 1;
    const last = slash < 0;
    const here = nodes[nodes.length - 1] as VNode;
    if (!isFolder(here)) return -ERRNO.ENOTDIR;
    if (!may(who, here, EXEC)) return -ERRNO.EACCES;
    if (word === '' || word === '.') continue;
    if (word === '..') {
      if (nodes.length > 1) {
        nodes.pop();
        names.pop();
      }
      continue;
    }
    if (word.length > NAME_MAX) return -ERRNO.ENAMETOOLONG;
    const node = entryOf(here, word);
    if (node === undefined) {
      if (!onlySlashes(text, end)) return -ERRNO.ENOENT;
      return { node: undefined, parent: here, name: word, path: joined(way, word), slash: !last };
    }
    if (node.kind === 'link' && (follow || !last) && !(last && isFileLink(node))) {
      links += 1;
      if (links > LINKS_MAX) return -ERRNO.ELOOP;
      if (node.target.startsWith('/')) {
        nodes.length = 1;
        names.length = 1;
      }
      text = last ? node.target : `${node.target}/${text.slice(from)}`;
      from = 0;
      continue;
    }
    nodes.push(node);
    names.push(word);
  }
  return arrived(way, path.endsWith('/'));
}

function arrived(way: Way, slash: boolean): Walked {
  const { nodes, names } = way;
  const last = nodes.length - 1;
  const above = nodes[Math.max(0, last - 1)];
  return { node: nodes[last] as VNode, parent: above as Directory | MadeDirectory, name: names[last] as string, path: joined(way), slash };
}
