/** System calls on paths that change the tree: mkdir, unlink, rename ... (Linux 6.1, fs/namei.c). */
import { ERRNO } from '../../engine/errno.ts';
import type { OrErrno } from '../../engine/sys.ts';
import { currentProcess } from './current.ts';
import type { Directory, VNode } from './node.ts';
import { isOfSysfs, refusesNew } from './open.ts';
import { findFor } from './pathcalls.ts';
import { may, WRITE } from './rights.ts';
import { dropEntry, newDevice, newDirectory, newFifo, newLink, putEntry } from './tree.ts';
import type { Os, OsProcess, SysPaths } from './types.ts';
import { type Walked, walk } from './walk.ts';

const MODE_BITS = 0o7777;

interface Spot {
  readonly parent: Directory;
  readonly name: string;
}

/** Where a new name may be made, or why not. */
function spotFor(os: Os, process: OsProcess, path: string, folder: boolean): OrErrno<Spot> {
  const at = walk(os.root, process, path, false);
  if (typeof at === 'number') return at;
  if (at.node !== undefined) return -ERRNO.EEXIST;
  if (at.slash && !folder) return -ERRNO.ENOENT;
  const refused = refusesNew(process, at, 'other');
  return refused < 0 || at.parent.kind !== 'dir' ? refused : { parent: at.parent, name: at.name };
}

interface There extends Spot {
  readonly node: VNode;
}

/** The entry to be taken away or moved, or why it may not be. */
function entryFor(process: OsProcess, at: Walked): OrErrno<There> {
  const { node, parent, name } = at;
  if (node === undefined) return -ERRNO.ENOENT;
  if (name === '') return -ERRNO.EBUSY;
  if (parent.kind !== 'dir' || isOfSysfs(at)) return -ERRNO.EPERM;
  return may(process, parent, WRITE) ? { node, parent, name } : -ERRNO.EACCES;
}

function unlink(os: Os, process: OsProcess, path: string): number {
  const at = walk(os.root, process, path, false);
  if (typeof at === 'number') return at;
  const entry = entryFor(process, at);
  if (typeof entry === 'number') return entry;
  if (entry.node.kind === 'dir' || entry.node.kind === 'madeDir') return -ERRNO.EISDIR;
  dropEntry(os, entry.parent, entry.name);
  return 0;
}

/** The last word of a path, slashes at its end aside. */
const lastWord = (path: string): string => path.replace(/\/+$/, '').split('/').pop() ?? '';

function rmdir(os: Os, process: OsProcess, path: string): number {
  const at = walk(os.root, process, path, false);
  if (typeof at === 'number') return at;
  if (lastWord(path) === '.') return -ERRNO.EINVAL;
  if (lastWord(path) === '..') return -ERRNO.ENOTEMPTY;
  const entry = entryFor(process, at);
  if (typeof entry === 'number') return entry;
  if (entry.node.kind === 'madeDir') return -ERRNO.EBUSY;
  if (entry.node.kind !== 'dir') return -ERRNO.ENOTDIR;
  if (entry.node.entries.size > 0) return -ERRNO.ENOTEMPTY;
  dropEntry(os, entry.parent, entry.name);
  return 0;
}

/** Whether what is moved may take the place of what is there: 0 when it may. */
function refusesToReplace(moved: VNode, there: VNode | undefined): number {
  if (there === undefined) return 0;
  if (there.kind === 'madeDir') return -ERRNO.EBUSY;
  if (there.kind !== 'dir') return moved.kind === 'dir' ? -ERRNO.ENOTDIR : 0;
  if (moved.kind !== 'dir') return -ERRNO.EISDIR;
  return there.entries.size > 0 ? -ERRNO.ENOTEMPTY : 0;
}

function rename(os: Os, process: OsProcess, from: string, to: string): number {
  const source = walk(os.root, process, from, false);
  if (typeof source === 'number') return source;
  const target = walk(os.root, process, to, false);
  if (typeof target === 'number') return target;
  if (source.parent.kind !== target.parent.kind) return source.node === undefined ? -ERRNO.ENOENT : -ERRNO.EXDEV;
  const moved = entryFor(process, source);
  if (typeof moved === 'number') return moved;
  if (moved.node.kind === 'madeDir' || target.name === '') return -ERRNO.EBUSY;
  if (target.parent.kind !== 'dir' || isOfSysfs(target)) return -ERRNO.EXDEV;
  if (!may(process, target.parent, WRITE)) return -ERRNO.EACCES;
  if (target.slash && moved.node.kind !== 'dir') return -ERRNO.ENOTDIR;
  if (target.node === moved.node) return 0;
  if (moved.node.kind === 'dir' && target.path.startsWith(`${source.path}/`)) return -ERRNO.EINVAL;
  const refused = refusesToReplace(moved.node, target.node);
  if (refused < 0) return refused;
  dropEntry(os, moved.parent, moved.name);
  putEntry(os, target.parent, target.name, moved.node);
  return 0;
}

export function changeCalls(os: Os): SysPaths<'symlink' | 'mkdir' | 'rmdir' | 'unlink' | 'rename' | 'chmod' | 'utimes' | 'mknod'> {
  return {
    *symlink(task, target, path) {
      const process = currentProcess(os, task);
      if (target === '') return -ERRNO.ENOENT;
      const spot = spotFor(os, process, path, false);
      if (typeof spot === 'number') return spot;
      putEntry(os, spot.parent, spot.name, newLink(os, target, process.uid));
      return 0;
    },
    *mkdir(task, path, mode) {
      const process = currentProcess(os, task);
      const spot = spotFor(os, process, path, true);
      if (typeof spot === 'number') return spot;
      putEntry(os, spot.parent, spot.name, newDirectory(os, mode & MODE_BITS & ~process.umask, process.uid));
      return 0;
    },
    *rmdir(task, path) {
      return rmdir(os, currentProcess(os, task), path);
    },
    *unlink(task, path) {
      return unlink(os, currentProcess(os, task), path);
    },
    *rename(task, from, to) {
      return rename(os, currentProcess(os, task), from, to);
    },
    *chmod(task, path, mode) {
      const process = currentProcess(os, task);
      const found = findFor(os, task, path, true);
      if (typeof found === 'number') return found;
      const { node } = found;
      if (node.kind === 'made' || node.kind === 'madeDir') return -ERRNO.EPERM;
      if (!process.privileged && process.uid !== node.uid) return -ERRNO.EPERM;
      node.mode = mode & MODE_BITS;
      return 0;
    },
    *utimes(task, path, at) {
      const process = currentProcess(os, task);
      const found = findFor(os, task, path, true);
      if (typeof found === 'number') return found;
      const { node } = found;
      if (node.kind === 'made' || node.kind === 'madeDir') return 0; // their time is always now
      if (!may(process, node, WRITE) && process.uid !== node.uid) return -ERRNO.EACCES;
      node.mtime = at;
      return 0;
    },
    *mknod(task, path, kind, mode, major, minor) {
      const process = currentProcess(os, task);
      const spot = spotFor(os, process, path, false);
      if (typeof spot === 'number') return spot;
      if (kind === 'chr' && !process.privileged) return -ERRNO.EPERM;
      const bits = mode & MODE_BITS & ~process.umask;
      const node = kind === 'chr' ? newDevice(os, major, minor, bits, process.uid) : newFifo(os, bits, process.uid);
      putEntry(os, spot.parent, spot.name, node);
      return 0;
    },
  };
}
