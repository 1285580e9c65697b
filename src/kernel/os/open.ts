/** open(2): from a path to an open file (Linux 6.1, fs/namei.c, path_openat). */
import { ERRNO } from '../../engine/errno.ts';
import type { Path } from '../../engine/step.ts';
import type { OpenFile, OpenFlags, OrErrno } from '../../engine/sys.ts';
import type { Task } from '../../engine/task.ts';
import { currentProcess } from './current.ts';
import { freeFd, installFd, newOpenFile, takeFileId } from './descriptors.ts';
import { memDeviceOps } from './memdevices.ts';
import type { DeviceNode, RegularFile, VNode } from './node.ts';
import { openFifo } from './pipe.ts';
import { isFileLink } from './procdirs.ts';
import { directoryOps, madeOps, regularOps } from './regular.ts';
import { may, READ, WRITE } from './rights.ts';
import { newFile, putEntry } from './tree.ts';
import { TTY_MAJOR, TTY_MINOR, ttyOps } from './tty.ts';
import type { Os, OsFile, OsFileOps, OsProcess, SysPaths } from './types.ts';
import { type Walked, walk } from './walk.ts';

interface Wanted {
  readonly path: string;
  readonly readable: boolean;
  readonly writable: boolean;
  readonly append: boolean;
  readonly opener: number;
}

const DEFAULT_MODE = 0o666;

/** Even its plain directories take no names from user space. */
export const isOfSysfs = (at: Walked): boolean => at.path.startsWith('/sys/');

/**
 * Why a name may not be made in this place: 0 when it may. /proc knows no name but its own (ENOENT); /sys refuses files
 * with EACCES and everything else with EPERM (Linux 6.1, fs/namei.c, lookup_open and vfs_mkdir).
 */
export function refusesNew(process: OsProcess, at: Walked, what: 'file' | 'other'): number {
  if (at.parent.kind === 'dir' && !isOfSysfs(at)) return may(process, at.parent, WRITE) ? 0 : -ERRNO.EACCES;
  if (at.path.startsWith('/proc/')) return -ERRNO.ENOENT;
  return what === 'file' ? -ERRNO.EACCES : -ERRNO.EPERM;
}

function createFile(os: Os, process: OsProcess, at: Walked, mode: number): OrErrno<RegularFile> {
  if (at.slash) return -ERRNO.EISDIR;
  const refused = refusesNew(process, at, 'file');
  if (refused < 0 || at.parent.kind !== 'dir') return refused;
  const file = newFile(os, '', mode & ~process.umask, process.uid);
  putEntry(os, at.parent, at.name, file);
  return file;
}

/** A link to an open file may be opened as what it leads to may. */
function linked(process: OsProcess, file: OpenFile, link: VNode, wanted: Wanted): OrErrno<VNode> {
  const { node } = file as OsFile;
  return node === undefined || may(process, node, wantOf(wanted)) ? link : -ERRNO.EACCES;
}

const wantOf = (wanted: Wanted): number => (wanted.readable ? READ : 0) | (wanted.writable ? WRITE : 0);

/** The node to open: one that is there and may be opened so, or a file made just now. */
function nodeFor(os: Os, process: OsProcess, at: Walked, flags: OpenFlags, wanted: Wanted): OrErrno<VNode> {
  const { node } = at;
  if (node === undefined) return flags.create === true ? createFile(os, process, at, flags.mode ?? DEFAULT_MODE) : -ERRNO.ENOENT;
  if (flags.create === true && flags.exclusive === true) return -ERRNO.EEXIST;
  if (node.kind === 'link') return isFileLink(node) ? linked(process, node.file, node, wanted) : -ERRNO.ELOOP;
  const folder = node.kind === 'dir' || node.kind === 'madeDir';
  if (folder && (wanted.writable || flags.create === true)) return -ERRNO.EISDIR;
  return may(process, node, wantOf(wanted)) ? node : -ERRNO.EACCES;
}

/** Opens a character device: the few that are served here, else whoever registered its numbers. */
function* openDevice(os: Os, node: DeviceNode, wanted: Wanted, task: Task): Path<OrErrno<OsFile>> {
  const { major, minor } = node;
  const id = takeFileId(os);
  let ops: OrErrno<OsFileOps> | undefined = memDeviceOps(major, minor);
  if (major === TTY_MAJOR && minor === TTY_MINOR) ops = os.tty.attached ? ttyOps(os) : -ERRNO.ENXIO;
  const { path, readable, writable } = wanted;
  ops ??= yield* os.hooks.openDevice('chr', major, minor, { id, path, readable, writable }, task);
  return typeof ops === 'number' ? ops : openedFile(os, wanted, ops, node, id);
}

/** The open file, written field by field: every tool opens files all the time, and a spread costs more than the rest of an open. */
function openedFile(os: Os, wanted: Wanted, ops: OsFileOps, node: VNode, id = takeFileId(os)): OsFile {
  const { path, readable, writable, append, opener } = wanted;
  return newOpenFile(os, { path, readable, writable, append, opener, ops, node, id });
}

/** Opens what another descriptor stands for: its node anew, or another end of the same pipe; -ENXIO for a socket. */
function* openAgain(os: Os, file: OpenFile, wanted: Wanted, truncate: boolean, task: Task): Path<OrErrno<OsFile>> {
  const { node, ops } = file as OsFile;
  if (node !== undefined) return yield* openNode(os, node, { ...wanted, path: file.path }, truncate, task);
  return ops.reopen === undefined ? -ERRNO.ENXIO : yield* ops.reopen({ ...wanted, path: file.path, ops }, task);
}

function* openNode(os: Os, node: VNode, wanted: Wanted, truncate: boolean, task: Task): Path<OrErrno<OsFile>> {
  switch (node.kind) {
    case 'file':
      if (truncate && wanted.writable) {
        node.data = '';
        node.mtime = os.machine.now;
      }
      return openedFile(os, wanted, regularOps(os, node), node);
    case 'made':
      return openedFile(os, wanted, madeOps(os, node), node);
    case 'dir':
    case 'madeDir':
      return openedFile(os, wanted, directoryOps(os, node), node);
    case 'chr':
      return yield* openDevice(os, node, wanted, task);
    case 'fifo':
      return yield* openFifo(os, node, wanted, task);
    case 'link':
      return isFileLink(node) ? yield* openAgain(os, node.file, wanted, truncate, task) : -ERRNO.ELOOP;
  }
}

export function openCalls(os: Os): SysPaths<'open'> {
  return {
    *open(task, path, flags) {
      const process = currentProcess(os, task);
      const full = freeFd(process);
      if (full < 0) return full;
      const at = walk(os.root, process, path, !(flags.create === true && flags.exclusive === true));
      if (typeof at === 'number') return at;
      const writable = flags.write === true;
      const wanted: Wanted = {
        path: at.path,
        readable: flags.read === true || !writable,
        writable,
        append: flags.append === true,
        opener: process.pid,
      };
      const node = nodeFor(os, process, at, flags, wanted);
      if (typeof node === 'number') return node;
      const file = yield* openNode(os, node, wanted, flags.truncate === true, task);
      return typeof file === 'number' ? file : installFd(process, file);
    },
  };
}
