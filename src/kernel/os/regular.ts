/** Regular files, and the files of /proc and /sys whose text is made when it is read. */
import { ERRNO } from '../../engine/errno.ts';
import type { Path } from '../../engine/step.ts';
import type { OpenFile, OrErrno, Stat } from '../../engine/sys.ts';
import type { Task } from '../../engine/task.ts';
import type { Directory, MadeDirectory, MadeFile, RegularFile } from './node.ts';
import { statNode } from './stat.ts';
import type { Os, OsFileOps } from './types.ts';

/** The next characters from the file's position, which moves on. */
function takeFrom(file: OpenFile, text: string, count: number): string {
  const taken = text.slice(file.pos, file.pos + count);
  file.pos += taken.length;
  return taken;
}

/** The rest of the line at the file's position. */
function takeLine(file: OpenFile, text: string): string {
  const end = text.indexOf('\n', file.pos);
  return takeFrom(file, text, (end < 0 ? text.length : end + 1) - file.pos);
}

function writeAt(os: Os, node: RegularFile, file: OpenFile, data: string): number {
  if (file.append) file.pos = node.data.length;
  const before = file.pos > node.data.length ? node.data.padEnd(file.pos, '\0') : node.data.slice(0, file.pos);
  node.data = before + data + node.data.slice(file.pos + data.length);
  node.mtime = os.machine.now;
  file.pos += data.length;
  return data.length;
}

function* releaseNothing(): Path<void> {}

/** Operations of a regular file keep nothing of an open, so each file has them once. */
const known = new WeakMap<RegularFile, OsFileOps>();

export function regularOps(os: Os, node: RegularFile): OsFileOps {
  let ops = known.get(node);
  if (ops === undefined) {
    ops = makeRegularOps(os, node);
    known.set(node, ops);
  }
  return ops;
}

function makeRegularOps(os: Os, node: RegularFile): OsFileOps {
  return {
    kind: 'file',
    seekable: true,
    *read(file, count) {
      return takeFrom(file, node.data, count);
    },
    *readLine(file) {
      return takeLine(file, node.data);
    },
    *write(file, data) {
      return data === '' ? 0 : writeAt(os, node, file, data);
    },
    release: releaseNothing,
    length: () => node.data.length,
    stat: (file) => statNode(node, file.path, os.machine.now),
  };
}

/**
 * The text is made at the first read of each open, and again whenever it is read from its beginning, as seq_file does.
 * A class, since tools open such files all the time: generator functions are dear to make anew for each open.
 */
class MadeOps implements OsFileOps {
  readonly kind = 'file';
  readonly seekable = true;
  readonly release = releaseNothing;
  private readonly os: Os;
  private readonly node: MadeFile;
  private text: string | undefined;

  constructor(os: Os, node: MadeFile) {
    this.os = os;
    this.node = node;
  }

  private *made(file: OpenFile, task: Task): Path<OrErrno<string>> {
    if (this.text !== undefined && file.pos > 0) return this.text;
    const fresh = this.node.read?.(task) ?? '';
    const answer = typeof fresh === 'string' ? fresh : yield* fresh;
    if (typeof answer === 'string') this.text = answer;
    return answer;
  }

  *read(file: OpenFile, count: number, task: Task): Path<OrErrno<string>> {
    const whole = yield* this.made(file, task);
    return typeof whole === 'string' ? takeFrom(file, whole, count) : whole;
  }

  *readLine(file: OpenFile, task: Task): Path<OrErrno<string>> {
    const whole = yield* this.made(file, task);
    return typeof whole === 'string' ? takeLine(file, whole) : whole;
  }

  *write(_file: OpenFile, data: string, task: Task): Path<number> {
    return this.node.write === undefined ? -ERRNO.EIO : yield* this.node.write(data, task);
  }

  length(): number {
    return this.text?.length ?? 0;
  }

  stat(file: OpenFile): Stat {
    return statNode(this.node, file.path, this.os.machine.now);
  }
}

export const madeOps = (os: Os, node: MadeFile): OsFileOps => new MadeOps(os, node);

/** An open directory: it can be held and asked for its stat, not read as text. */
export function directoryOps(os: Os, node: Directory | MadeDirectory): OsFileOps {
  return {
    kind: 'dir',
    seekable: true,
    *read() {
      return -ERRNO.EISDIR;
    },
    *write() {
      return -ERRNO.EBADF;
    },
    release: releaseNothing,
    stat: (file) => statNode(node, file.path, os.machine.now),
  };
}
