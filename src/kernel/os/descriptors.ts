/** Open file descriptions and the descriptors that stand for them (Linux 6.1, fs/file.c, fs/file_table.c). */
import { ERRNO } from '../../engine/errno.ts';
import type { Path } from '../../engine/step.ts';
import type { OpenFile } from '../../engine/sys.ts';
import type { Task } from '../../engine/task.ts';
import { FDS_MAX } from './limits.ts';
import type { NewFile, Os, OsFile, OsProcess } from './types.ts';

/** The next open file's id: it names the file in the ledger of references. */
export function takeFileId(os: Os): number {
  const id = os.nextFileId;
  os.nextFileId += 1;
  return id;
}

/** Makes an open file that no descriptor stands for yet. */
export function newOpenFile(os: Os, wanted: NewFile): OsFile {
  return {
    id: wanted.id ?? takeFileId(os),
    path: wanted.path,
    readable: wanted.readable,
    writable: wanted.writable,
    append: wanted.append ?? false,
    pos: 0,
    descriptors: 0,
    ops: wanted.ops,
    opener: wanted.opener,
    openedAt: os.machine.now,
    node: wanted.node,
  };
}

/** The lowest descriptor not below `least` that is free, or -EMFILE. */
export function freeFd(process: OsProcess, least = 0): number {
  for (let fd = least; fd < FDS_MAX; fd += 1) if (!process.fds.has(fd)) return fd;
  return -ERRNO.EMFILE;
}

/** Gives a file a descriptor: the lowest free one, or this one, whose former file the caller lets go. The descriptor, or -EMFILE. */
export function installFd(process: OsProcess, file: OpenFile, at?: number): number {
  const fd = at ?? freeFd(process);
  if (fd < 0) return fd;
  process.fds.set(fd, file);
  file.descriptors += 1;
  return fd;
}

/** Lets one descriptor's claim on a file go; the last one releases it, which may run a driver and wait. */
export function* letGo(file: OpenFile, task: Task): Path<void> {
  file.descriptors -= 1;
  if (file.descriptors === 0) yield* file.ops.release(file, task);
}

/** Closes a descriptor: 0, or -EBADF. The descriptor is free before the release begins. */
export function* closeDescriptor(process: OsProcess, fd: number): Path<number> {
  const file = process.fds.get(fd);
  if (file === undefined) return -ERRNO.EBADF;
  process.fds.delete(fd);
  yield* letGo(file, process.task);
  return 0;
}
