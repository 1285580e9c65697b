/** What a path may lead to. Real files hold text; the files of /proc and /sys are made when they are looked at. */
import type { Path, Tick } from '../../engine/step.ts';
import type { OrErrno } from '../../engine/sys.ts';
import type { Task } from '../../engine/task.ts';

interface Inode {
  readonly ino: number;
  mode: number;
  uid: number;
  mtime: Tick;
}

export interface RegularFile extends Inode {
  readonly kind: 'file';
  data: string;
}

/** A file whose text is made at each open; writing runs a kernel path that answers the count or a negative errno. */
export interface MadeFile {
  readonly kind: 'made';
  readonly mode: number;
  /** The whole text, made when it is first read after the open. A plain string, or a path that may step and fail. */
  read?(task: Task): string | Path<OrErrno<string>>;
  write?(data: string, task: Task): Path<number>;
  /** What stat shows; sysfs says 4096, proc 0. */
  readonly size: number;
}

export interface Directory extends Inode {
  readonly kind: 'dir';
  readonly entries: Map<string, VNode>;
}

/** A directory whose entries are made when it is looked at. */
export interface MadeDirectory {
  readonly kind: 'madeDir';
  readonly mode: number;
  /** Names in the order in which the real directory gives them (readdir order; `ls` sorts). */
  list(): readonly string[];
  get(name: string): VNode | undefined;
}

export interface Symlink extends Inode {
  readonly kind: 'link';
  readonly target: string;
}

export interface DeviceNode extends Inode {
  readonly kind: 'chr';
  readonly major: number;
  readonly minor: number;
}

export interface FifoNode extends Inode {
  readonly kind: 'fifo';
}

export type VNode = RegularFile | MadeFile | Directory | MadeDirectory | Symlink | DeviceNode | FifoNode;
