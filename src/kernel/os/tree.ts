/** The tree of files: making nodes, and the helpers by which the kernel sets its tree up. */
import { EngineBug } from '../../engine/bug.ts';
import type { DeviceNode, Directory, FifoNode, RegularFile, Symlink, VNode } from './node.ts';
import { KERNEL } from './rights.ts';
import type { Os } from './types.ts';
import { walk } from './walk.ts';

/** Who the kernel is when it walks its own tree. */
const KERNEL_WALKER = Object.freeze({ ...KERNEL, cwd: '/' });

/** What every node has that is not made when looked at. */
type NodeMaker = Pick<Os, 'machine' | 'nextIno'>;

function inode(os: NodeMaker, mode: number, uid: number): { ino: number; mode: number; uid: number; mtime: number } {
  const ino = os.nextIno;
  os.nextIno += 1;
  return { ino, mode, uid, mtime: os.machine.now };
}

/** Nodes that belong to nothing yet. */
export const newDirectory = (os: NodeMaker, mode = 0o755, uid = 0): Directory => ({
  kind: 'dir',
  entries: new Map(),
  ...inode(os, mode, uid),
});
export const newFile = (os: NodeMaker, data = '', mode = 0o644, uid = 0): RegularFile => ({ kind: 'file', data, ...inode(os, mode, uid) });
/** A file whose text is made when somebody first looks at it: for trees of thousands that nobody reads whole. */
export function newLazyFile(os: NodeMaker, make: () => string, mode = 0o644): RegularFile {
  let text: string | undefined;
  return {
    kind: 'file',
    ...inode(os, mode, 0),
    get data() {
      text ??= make();
      return text;
    },
    set data(fresh) {
      text = fresh;
    },
  };
}
export const newLink = (os: NodeMaker, target: string, uid = 0): Symlink => ({ kind: 'link', target, ...inode(os, 0o777, uid) });
export const newFifo = (os: NodeMaker, mode = 0o644, uid = 0): FifoNode => ({ kind: 'fifo', ...inode(os, mode, uid) });

/** A character device node of these numbers, for `putNode`. */
export function newDevice(os: NodeMaker, major: number, minor: number, mode = 0o600, uid = 0): DeviceNode {
  return { kind: 'chr', major, minor, ...inode(os, mode, uid) };
}

/** What an absolute path leads to (links followed), or undefined. */
export function lookup(os: Os, path: string): VNode | undefined {
  const at = walk(os.root, KERNEL_WALKER, path, true);
  return typeof at === 'number' ? undefined : at.node;
}

/** Makes a directory and those above it, as `mkdir -p`; the directory. Throws where something else is in the way. */
export function makeDirs(os: Os, path: string, mode = 0o755): Directory {
  let here = os.root;
  for (const name of path.split('/')) {
    if (name === '') continue;
    let next = here.entries.get(name);
    if (next === undefined) {
      next = newDirectory(os, mode);
      putEntry(os, here, name, next);
    }
    if (next.kind !== 'dir') throw new EngineBug(`${path}: ${name} is no plain directory`);
    here = next;
  }
  return here;
}

/** Puts a node at a path, in place of what was there; the directories above it are made. */
export function putNode(os: Os, path: string, node: VNode): void {
  const cut = path.lastIndexOf('/');
  putEntry(os, makeDirs(os, path.slice(0, cut)), path.slice(cut + 1), node);
}

/** Puts a regular file at a path, as `putNode` does; the file. */
export function putFile(os: Os, path: string, data: string, mode = 0o644): RegularFile {
  const file = newFile(os, data, mode);
  putNode(os, path, file);
  return file;
}

/** Takes the node at a path away (a device's node as it goes); false when none was there. Open files of it stay open. */
export function removeNode(os: Os, path: string): boolean {
  const at = walk(os.root, KERNEL_WALKER, path, false);
  if (typeof at === 'number' || at.node === undefined || at.parent.kind !== 'dir' || at.name === '') return false;
  dropEntry(os, at.parent, at.name);
  return true;
}

/** Enters a node in a directory, which counts as a change of the directory. */
export function putEntry(os: NodeMaker, folder: Directory, name: string, node: VNode): void {
  folder.entries.set(name, node);
  folder.mtime = os.machine.now;
}

export function dropEntry(os: NodeMaker, folder: Directory, name: string): void {
  folder.entries.delete(name);
  folder.mtime = os.machine.now;
}
