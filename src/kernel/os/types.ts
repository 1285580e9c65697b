/** What the operating-system side keeps: the system as a whole, its processes, its open files. Plain tables all. */
import type { Machine } from '../../engine/machine.ts';
import type { CellId, Path } from '../../engine/step.ts';
import type { FileOps, OpenFile, OrErrno, Pid, Process, SysName, SysTable, WaitStatus } from '../../engine/sys.ts';
import type { AnyPath, Task } from '../../engine/task.ts';
import type { Directory, FifoNode, VNode } from './node.ts';

/** A process with what only the kernel side needs of it. */
export interface OsProcess extends Process {
  readonly fds: Map<number, OpenFile>;
  /** Counts what happened to children: whoever waits for one waits for this cell to change. */
  readonly childEvents: CellId;
  /** The signal that stopped it, when no wait has told so yet; else 0. */
  stopReport: number;
  /** How it ends, from the moment at which that is decided: then no signal reaches it any more. */
  exiting: WaitStatus | undefined;
  /** The first deadly signal that was sent to it: that one it dies of, whatever follows (complete_signal); 0: none. */
  doomed: number;
  /** Has ended, and its parent has not waited for it yet. */
  zombie: boolean;
  /** Ignores SIGCHLD by its own wish: its children leave no zombies. */
  ignoresChildren: boolean;
  /** Called once as it ends, for whoever started it from inside the kernel. */
  readonly onEnd: ((status: WaitStatus) => void) | undefined;
  /** May take its rights back after it dropped them itself; a child of it may not. */
  mayRegain: boolean;
  /** CAP_SYS_MODULE has not been dropped, by it or by who started it. */
  mayLoad: boolean;
}

/** File operations with what this folder's own files can do besides. */
export interface OsFileOps extends FileOps {
  /** A whole line at once; files without it are read so that nothing past the newline is lost. */
  readLine?(file: OpenFile, task: Task): Path<OrErrno<string>>;
  /** Where `lseek(..., 'end')` counts from, in characters. */
  length?(file: OpenFile): number;
  /** Opens anew what has no path of its own, through /proc/PID/fd: a pipe, the terminal, a stream of the host. */
  reopen?(wanted: NewFile, task: Task): Path<OrErrno<OsFile>>;
}

/** What an open file is made of. */
export interface NewFile {
  readonly path: string;
  readonly readable: boolean;
  readonly writable: boolean;
  readonly append?: boolean;
  readonly ops: OsFileOps;
  readonly opener: Pid;
  /** What the path led to; undefined for what has no path: a pipe, a socket. */
  readonly node?: VNode | undefined;
  /** An id that was taken beforehand (`takeFileId`). */
  readonly id?: number;
}

/** An open file that came from a path remembers what it led to. */
export interface OsFile extends OpenFile {
  readonly ops: OsFileOps;
  readonly node: VNode | undefined;
}

/** A pipe or an opened FIFO. */
export interface Pipe {
  readonly id: number;
  data: string;
  /** Open file descriptions that read, and that write. */
  readers: number;
  writers: number;
  /** How many ever opened it: a FIFO's open waits for a partner that comes, even if it goes again at once. */
  readersEver: number;
  writersEver: number;
  /** Above 0 while a read would not wait. */
  readonly readable: CellId;
  /** Characters that a write could place now; very many when there is no reader. */
  readonly writable: CellId;
  /** Counts opens. */
  readonly opens: CellId;
}

/** The terminal, as far as the kernel sees it: lines that were typed, and whose signals it sends. */
export interface Tty {
  /** Lines to be read, each with its newline; an empty one is an end of file. */
  readonly lines: string[];
  /** What was typed after the last newline. */
  partial: string;
  /** How many lines there are. */
  readonly typed: CellId;
  /** The process group that the terminal's signals go to; 0: none yet. */
  foreground: Pid;
  /** True once somebody has it open: only then does /dev/tty lead to it. */
  attached: boolean;
}

/** Text that was read from the host's standard input and that no process has taken yet. */
export interface HostInput {
  rest: string;
  ended: boolean;
}

/** What the operating-system side asks of the module core and of the host. */
export interface OsHooks {
  /** open(2) of a device node: answers with the file's operations, or a negative errno. */
  openDevice(
    kind: 'chr',
    major: number,
    minor: number,
    file: { id: number; path: string; readable: boolean; writable: boolean },
    task: Task,
  ): Path<OrErrno<FileOps>>;
  /** Text written to descriptors 1 and 2 of the session. */
  hostWrite(stream: 'out' | 'err', text: string): void;
  /** Up to so many characters of the session's standard input, at once; empty at its end. */
  hostRead(count: number): string;
  /** A process ended. */
  processEnded?(process: Process, status: WaitStatus): void;
}

export type Syscalls = { [name: string]: (task: Task, args: readonly unknown[]) => AnyPath };

export interface Os {
  readonly machine: Machine;
  readonly hooks: OsHooks;
  /** Every process by pid, zombies too. */
  readonly processes: Map<Pid, OsProcess>;
  readonly root: Directory;
  readonly tty: Tty;
  readonly hostInput: HostInput;
  /** FIFOs that somebody has open. */
  readonly fifos: Map<FifoNode, Pipe>;
  readonly syscalls: Syscalls;
  nextFileId: number;
  nextIno: number;
  nextPipeId: number;
}

/** The module core's own system calls; everything else in SysTable is implemented in this folder. */
type CoreCall = 'finit_module' | 'init_module' | 'delete_module' | 'socket' | 'netlink';

/** System calls as paths: one group of them for each file of this folder. */
export type SysPaths<Names extends SysName = Exclude<SysName, CoreCall>> = {
  readonly [Name in Names]: (task: Task, ...args: Parameters<SysTable[Name]>) => Path<ReturnType<SysTable[Name]>>;
};
