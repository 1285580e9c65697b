/** System calls on descriptors (Linux 6.1, fs/read_write.c, fs/file.c). */
import { ERRNO } from '../../engine/errno.ts';
import type { Path } from '../../engine/step.ts';
import type { OpenFile, OrErrno } from '../../engine/sys.ts';
import type { Task } from '../../engine/task.ts';
import { currentProcess } from './current.ts';
import { closeDescriptor, freeFd, installFd, letGo } from './descriptors.ts';
import { FDS_MAX } from './limits.ts';
import { openPipe } from './pipe.ts';
import { statFile } from './stat.ts';
import type { Os, OsFileOps, OsProcess, SysPaths } from './types.ts';

/** What a shell reads at once when it looks for a line in a file that it can seek in. */
const LINE_READ = 4_096;

const fileOf = (process: OsProcess, fd: number): OpenFile | undefined => process.fds.get(fd);

/** A line of a file that cannot give lines by itself: read on and seek back, or one character after another. */
function* readLineOf(file: OpenFile, task: Task): Path<OrErrno<string>> {
  const ops: OsFileOps = file.ops;
  if (ops.readLine !== undefined) return yield* ops.readLine(file, task);
  const start = file.pos;
  let line = '';
  for (;;) {
    const piece = yield* file.ops.read(file, file.ops.seekable === true ? LINE_READ : 1, task);
    if (typeof piece === 'number') return line === '' ? piece : line;
    line += piece;
    const end = line.indexOf('\n');
    if (end >= 0 && end + 1 < line.length) file.pos = start + end + 1;
    if (end >= 0) return line.slice(0, end + 1);
    if (piece === '') return line;
  }
}

function seek(os: Os, file: OpenFile, to: number, whence: 'set' | 'cur' | 'end'): number {
  if (file.ops.seekable !== true) return -ERRNO.ESPIPE;
  const length = (file.ops as OsFileOps).length?.(file) ?? statFile(os, file).size;
  const base = whence === 'set' ? 0 : whence === 'cur' ? file.pos : length;
  const pos = base + to;
  if (!Number.isInteger(pos) || pos < 0) return -ERRNO.EINVAL;
  file.pos = pos;
  return pos;
}

type ReadWriteNames = 'read' | 'readLine' | 'write' | 'lseek' | 'fstat' | 'isatty';

export function readWriteCalls(os: Os): SysPaths<ReadWriteNames> {
  return {
    *read(task, fd, count) {
      const file = fileOf(currentProcess(os, task), fd);
      if (file === undefined || !file.readable) return -ERRNO.EBADF;
      if (Number.isNaN(count) || count < 0) return -ERRNO.EINVAL;
      return yield* file.ops.read(file, count, task);
    },
    *readLine(task, fd) {
      const file = fileOf(currentProcess(os, task), fd);
      return file === undefined || !file.readable ? -ERRNO.EBADF : yield* readLineOf(file, task);
    },
    *write(task, fd, data) {
      const file = fileOf(currentProcess(os, task), fd);
      return file === undefined || !file.writable ? -ERRNO.EBADF : yield* file.ops.write(file, data, task);
    },
    *lseek(task, fd, to, whence) {
      const file = fileOf(currentProcess(os, task), fd);
      return file === undefined ? -ERRNO.EBADF : seek(os, file, to, whence);
    },
    *fstat(task, fd) {
      const file = fileOf(currentProcess(os, task), fd);
      return file === undefined ? -ERRNO.EBADF : statFile(os, file);
    },
    *isatty(task, fd) {
      return fileOf(currentProcess(os, task), fd)?.ops.isTty === true;
    },
  };
}

export function descriptorCalls(os: Os): SysPaths<'close' | 'dup2' | 'dupfd' | 'pipe'> {
  return {
    *close(task, fd) {
      return yield* closeDescriptor(currentProcess(os, task), fd);
    },
    *dup2(task, from, to) {
      const process = currentProcess(os, task);
      const file = fileOf(process, from);
      if (file === undefined || !Number.isInteger(to) || to < 0 || to >= FDS_MAX) return -ERRNO.EBADF;
      if (from === to) return to;
      const replaced = fileOf(process, to);
      installFd(process, file, to);
      if (replaced !== undefined) yield* letGo(replaced, task);
      return to;
    },
    *dupfd(task, from, least) {
      const process = currentProcess(os, task);
      const file = fileOf(process, from);
      if (file === undefined) return -ERRNO.EBADF;
      if (!Number.isInteger(least) || least < 0 || least >= FDS_MAX) return -ERRNO.EINVAL;
      const fd = freeFd(process, least);
      return fd < 0 ? fd : installFd(process, file, fd);
    },
    *pipe(task) {
      const process = currentProcess(os, task);
      const reads = freeFd(process);
      const writes = reads < 0 ? reads : freeFd(process, reads + 1);
      if (writes < 0) return writes;
      const [reader, writer] = openPipe(os, process.pid);
      return [installFd(process, reader, reads), installFd(process, writer, writes)];
    },
  };
}
