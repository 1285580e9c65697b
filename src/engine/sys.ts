/**
 * The border between user space and kernel: processes, open files and the system calls, as types. The kernel implements
 * them (`src/kernel/os`), the shell and its commands call them, and neither knows the other.
 *
 * Every call answers as Linux does: a value, or a negative errno.
 */
import type { Call, Path, Tick, UserPath } from './step.ts';
import type { Task } from './task.ts';

export type Pid = number;
/** A value or a negative errno. */
export type OrErrno<T> = T | number;

export type FileKind = 'file' | 'dir' | 'link' | 'chr' | 'fifo' | 'sock';

export interface Stat {
  readonly kind: FileKind;
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly size: number;
  readonly ino: number;
  readonly nlink: number;
  /** Microseconds since boot. */
  readonly mtime: Tick;
  /** Of a device node. */
  readonly major: number;
  readonly minor: number;
}

/** One open file description: what several descriptors, also of several processes, may share. */
export interface OpenFile {
  readonly id: number;
  readonly path: string;
  readonly readable: boolean;
  readonly writable: boolean;
  readonly append: boolean;
  pos: number;
  /** Descriptors that stand for it, in all processes. The last one's close releases it. */
  descriptors: number;
  readonly ops: FileOps;
  /** For the lists of who has it open. */
  readonly opener: Pid;
  readonly openedAt: Tick;
}

/** What can be done with an open file: kernel paths all. */
export interface FileOps {
  readonly kind: FileKind;
  /** Up to `count` characters; empty at the end. */
  read(file: OpenFile, count: number, task: Task): Path<OrErrno<string>>;
  write(file: OpenFile, data: string, task: Task): Path<number>;
  release(file: OpenFile, task: Task): Path<void>;
  readonly isTty?: boolean;
  readonly seekable?: boolean;
  stat?(file: OpenFile): Stat;
}

export interface Process {
  readonly pid: Pid;
  ppid: Pid;
  /** The program's name, as /proc/PID/comm, and its words, as /proc/PID/cmdline. */
  name: string;
  argv: readonly string[];
  readonly task: Task;
  readonly fds: Map<number, OpenFile>;
  cwd: string;
  umask: number;
  uid: number;
  /** Root's capabilities as one switch, but for CAP_SYS_MODULE, which can go alone and never comes back. */
  privileged: boolean;
  /** The job it belongs to: signals from the terminal go to a group. */
  group: Pid;
  readonly children: Pid[];
  /** When it was forked. */
  readonly startedAt: Tick;
  /** How those children ended that were not yet waited for, the longest dead first. */
  readonly zombies: WaitStatus[];
}

/** How a child ended, or that it stopped. */
export interface WaitStatus {
  readonly pid: Pid;
  readonly how: 'exited' | 'killed' | 'stopped';
  /** The exit status, or the signal. */
  readonly value: number;
}

/** What a shell makes of it: 128 + signal for a death. */
export const exitStatus = (status: WaitStatus): number => (status.how === 'exited' ? status.value : 128 + status.value);

export type SignalAction = 'default' | 'ignore' | 'catch';

export interface OpenFlags {
  readonly read?: boolean;
  readonly write?: boolean;
  readonly create?: boolean;
  readonly truncate?: boolean;
  readonly append?: boolean;
  /** Fails with EEXIST where the file is (noclobber). */
  readonly exclusive?: boolean;
  readonly mode?: number;
}

/** A program: given its process, it runs and answers with its exit status. */
export type Program = (process: Process) => UserPath<number>;

export interface ForkOptions {
  readonly name?: string;
  /** Joins this process group (0: a new one of its own). Default: the parent's. */
  readonly group?: Pid;
  /** Signals that the child ignores from the start, as a bit mask added to the inherited ones. */
  readonly ignore?: number;
}

export interface DirEntry {
  readonly name: string;
  readonly kind: FileKind;
}

/** Every system call by name: arguments and result. */
export interface SysTable {
  fork(program: Program, options: ForkOptions): Pid;
  /** Charges the time a program needs to start and names the process after it; `argv` is what its command line says. */
  exec(name: string, argv?: readonly string[]): 0;
  /** Waits for one of these children (empty: any). `nohang`: 0 when none is ready. `stops`: also when one stops. */
  wait4(pids: readonly Pid[], options: { nohang?: boolean; stops?: boolean }): OrErrno<WaitStatus>;
  kill(pid: Pid, signal: number): number;
  /** To every process of a group. */
  killpg(group: Pid, signal: number): number;
  sigaction(signal: number, action: SignalAction): 0;
  /** Takes the caught signals that came; lowest first. */
  sigpending(): readonly number[];
  /** Sleeps; -EINTR when a signal ended it. */
  nanosleep(us: number): number;
  pause(): number;
  open(path: string, flags: OpenFlags): number;
  close(fd: number): number;
  dup2(from: number, to: number): number;
  /** Like dup2, but to the lowest free descriptor not below `least`. */
  dupfd(from: number, least: number): number;
  pipe(): OrErrno<readonly [number, number]>;
  read(fd: number, count: number): OrErrno<string>;
  /** Up to and with the next newline, never past it; empty at the end. */
  readLine(fd: number): OrErrno<string>;
  write(fd: number, data: string): number;
  lseek(fd: number, to: number, whence: 'set' | 'cur' | 'end'): number;
  stat(path: string): OrErrno<Stat>;
  lstat(path: string): OrErrno<Stat>;
  fstat(fd: number): OrErrno<Stat>;
  readlink(path: string): OrErrno<string>;
  symlink(target: string, path: string): number;
  readdir(path: string): OrErrno<readonly DirEntry[]>;
  mkdir(path: string, mode: number): number;
  rmdir(path: string): number;
  unlink(path: string): number;
  rename(from: string, to: string): number;
  chmod(path: string, mode: number): number;
  /** Sets the time of the last change (microseconds since boot). */
  utimes(path: string, at: Tick): number;
  mknod(path: string, kind: 'chr' | 'fifo', mode: number, major: number, minor: number): number;
  chdir(path: string): number;
  access(path: string, want: 'read' | 'write' | 'exec'): number;
  isatty(fd: number): boolean;
  /** Loads a module from an open file with its parameters (finit_module). flags: 1 ignore modversions, 2 ignore vermagic. */
  finit_module(fd: number, params: string, flags: number): number;
  /** Loads a module from the content of a file that the tool has unpacked itself (init_module). */
  init_module(image: string, params: string): number;
  /** O_NONBLOCK 0o4000 and O_TRUNC 0o1000 as in fcntl.h. */
  delete_module(name: string, flags: number): number;
  /** Opens a socket; the descriptor. */
  socket(family: number, type: number, protocol: number): number;
  /** Brings a network device up or down, gives it an address, or takes one away. `address` is CIDR text. */
  netlink(request: { op: 'up' | 'down' | 'addr_add' | 'addr_del' | 'mtu'; dev: string; address?: string; value?: number }): number;
  /** Drops (or takes back, if it still may) the rights to load modules and to pass file modes. */
  setcap(privileged: boolean, modules?: false): number;
  /** Becomes another user, which only the privileged may; whoever is not root then has no rights. */
  setuid(uid: number): number;
  /** Tells the terminal which process group its signals go to; and which that is. */
  tcsetpgrp(group: Pid): number;
  tcgetpgrp(): Pid;
  /** Microseconds since boot. */
  clock(): Tick;
  getpid(): Pid;
}

export type SysName = keyof SysTable;

/** The system calls as user programs see them: `const n = yield* sys.read(0, 4096)`. */
export type Sys = {
  readonly [Name in SysName]: (...args: Parameters<SysTable[Name]>) => UserPath<ReturnType<SysTable[Name]>>;
};

const SYS_NAMES: readonly SysName[] = [
  'fork', 'exec', 'wait4', 'kill', 'killpg', 'sigaction', 'sigpending', 'nanosleep', 'pause', 'open', 'close', 'dup2', 'dupfd', 'pipe',
  'read', 'readLine', 'write', 'lseek', 'stat', 'lstat', 'fstat', 'readlink', 'symlink', 'readdir', 'mkdir', 'rmdir', 'unlink', 'rename',
  'chmod', 'utimes', 'mknod', 'chdir', 'access', 'isatty', 'finit_module', 'init_module', 'delete_module', 'socket', 'netlink', 'setcap', 'setuid', 'tcsetpgrp', 'tcgetpgrp', 'clock', 'getpid',
]; // biome-ignore format: a table of words

function* callSys(name: SysName, args: readonly unknown[]): UserPath<never> {
  const call: Call = { op: 'call', name, args };
  return (yield call) as never;
}

/** The system calls. They hold no state: which process calls is known to the machine. */
export const sys: Sys = Object.fromEntries(SYS_NAMES.map((name) => [name, (...args: unknown[]) => callSys(name, args)])) as unknown as Sys;

/** Narrows a result: true for a negative errno. */
export const failed = <T>(result: OrErrno<T>): result is number => typeof result === 'number' && result < 0;
