/** System calls on paths that look: stat, readdir, access ... (Linux 6.1, fs/stat.c, fs/open.c, fs/readdir.c). */
import { ERRNO } from '../../engine/errno.ts';
import type { DirEntry, OrErrno, Stat } from '../../engine/sys.ts';
import type { Task } from '../../engine/task.ts';
import { currentProcess } from './current.ts';
import type { VNode } from './node.ts';
import { isFileLink } from './procdirs.ts';
import { EXEC, may, READ, WRITE } from './rights.ts';
import { kindOf, statFile, statNode } from './stat.ts';
import type { Os, SysPaths } from './types.ts';
import { entryOf, walk } from './walk.ts';

interface Found {
  readonly node: VNode;
  readonly path: string;
}

/** What a path of this task leads to, or a negative errno. */
export function findFor(os: Os, task: Task, path: string, follow: boolean): OrErrno<Found> {
  const at = walk(os.root, currentProcess(os, task), path, follow);
  if (typeof at === 'number') return at;
  return at.node === undefined ? -ERRNO.ENOENT : { node: at.node, path: at.path };
}

function statPath(os: Os, task: Task, path: string, follow: boolean): OrErrno<Stat> {
  const found = findFor(os, task, path, follow);
  if (typeof found === 'number') return found;
  const { node } = found;
  return follow && isFileLink(node) ? statFile(os, node.file) : statNode(node, found.path, os.machine.now);
}

/** The entries of a directory in its own order, without `.` and `..`. */
function entriesOf(node: VNode): OrErrno<DirEntry[]> {
  if (node.kind !== 'dir' && node.kind !== 'madeDir') return -ERRNO.ENOTDIR;
  const entries: DirEntry[] = [];
  for (const name of node.kind === 'dir' ? node.entries.keys() : node.list()) {
    const entry = entryOf(node, name);
    if (entry !== undefined) entries.push({ name, kind: kindOf(entry) });
  }
  return entries;
}

const WANTS = { read: READ, write: WRITE, exec: EXEC } as const;

export function lookCalls(os: Os): SysPaths<'stat' | 'lstat' | 'readlink' | 'readdir' | 'chdir' | 'access'> {
  return {
    *stat(task, path) {
      return statPath(os, task, path, true);
    },
    *lstat(task, path) {
      return statPath(os, task, path, false);
    },
    *readlink(task, path) {
      const found = findFor(os, task, path, false);
      if (typeof found === 'number') return found;
      return found.node.kind === 'link' ? found.node.target : -ERRNO.EINVAL;
    },
    *readdir(task, path) {
      const found = findFor(os, task, path, true);
      if (typeof found === 'number') return found;
      const entries = entriesOf(found.node);
      return may(currentProcess(os, task), found.node, READ) || typeof entries === 'number' ? entries : -ERRNO.EACCES;
    },
    *chdir(task, path) {
      const process = currentProcess(os, task);
      const found = findFor(os, task, path, true);
      if (typeof found === 'number') return found;
      if (kindOf(found.node) !== 'dir') return -ERRNO.ENOTDIR;
      if (!may(process, found.node, EXEC)) return -ERRNO.EACCES;
      process.cwd = found.path;
      return 0;
    },
    *access(task, path, want) {
      const found = findFor(os, task, path, true);
      if (typeof found === 'number') return found;
      return may(currentProcess(os, task), found.node, WANTS[want]) ? 0 : -ERRNO.EACCES;
    },
  };
}
