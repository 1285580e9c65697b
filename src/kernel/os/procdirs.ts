/** /proc/PID and /proc/self: what the system tells of its processes (Linux 6.1, fs/proc/array.c, fs/proc/base.c). */
import type { OpenFile } from '../../engine/sys.ts';
import type { Task } from '../../engine/task.ts';
import type { MadeDirectory, MadeFile, Symlink, VNode } from './node.ts';
import type { Os, OsProcess } from './types.ts';

/** A link that leads to an open file, though its text may be no path at all. */
export interface FileLink extends Symlink {
  readonly file: OpenFile;
}

/** True for the links of /proc/PID/fd. */
export const isFileLink = (node: VNode): node is FileLink => node.kind === 'link' && 'file' in node;

const FOLDER_MODE = 0o555;
const LINK_MODE = 0o700;

const textFile = (mode: number, read: () => string): MadeFile => ({ kind: 'made', mode, size: 0, read });

const folder = (mode: number, list: () => readonly string[], get: (name: string) => VNode | undefined): MadeDirectory => ({
  kind: 'madeDir',
  mode,
  list,
  get,
});

const link = (os: Os, target: string): Symlink => ({ kind: 'link', ino: 1, mode: LINK_MODE, uid: 0, mtime: os.machine.now, target });

/** The letter and word that status shows: D is a wait that no signal ends. */
function stateOf(process: OsProcess): string {
  if (process.zombie) return 'Z (zombie)';
  const { task } = process;
  if (task.stopped) return 'T (stopped)';
  if (task.waiting === undefined) return 'R (running)';
  return task.waiting.mode === 'waitOrSignal' ? 'S (sleeping)' : 'D (disk sleep)';
}

const MASK_DIGITS = 16;
/** A set of signals as status shows it: signal 1 is the lowest bit. */
const maskText = (mask: number): string => (mask >>> 1).toString(16).padStart(MASK_DIGITS, '0');

function statusText(process: OsProcess): string {
  const { task, pid, uid } = process;
  const rows = [
    ['Name', process.name],
    ['Umask', process.umask.toString(8).padStart(4, '0')],
    ['State', stateOf(process)],
    ['Tgid', String(pid)],
    ['Pid', String(pid)],
    ['PPid', String(process.ppid)],
    ['Uid', [uid, uid, uid, uid].join('\t')],
    ['NSpgid', String(process.group)],
    ['ShdPnd', maskText(task.pending)],
    ['SigIgn', maskText(task.ignored)],
    ['SigCgt', maskText(task.caught)],
  ];
  return rows.map(([name, value]) => `${name}:\t${value}\n`).join('');
}

/** The kernel function that a task waits in; 0 while it does not wait. */
const wchan = (task: Task): string => task.waiting?.at ?? '0';

const FILES: { readonly [name: string]: { readonly mode: number; readonly text: (process: OsProcess) => string } } = {
  cmdline: { mode: 0o444, text: (process) => (process.zombie ? '' : process.argv.map((word) => `${word}\0`).join('')) },
  comm: { mode: 0o444, text: (process) => `${process.name}\n` },
  status: { mode: 0o444, text: statusText },
  wchan: { mode: 0o444, text: (process) => wchan(process.task) },
};

const NAMES = ['cmdline', 'comm', 'cwd', 'fd', 'status', 'wchan'];

function fdFolder(os: Os, process: OsProcess): MadeDirectory {
  const fds = (): string[] => [...process.fds.keys()].sort((a, b) => a - b).map(String);
  return folder(0o500, fds, (name) => {
    const file = /^(0|[1-9]\d*)$/.test(name) ? process.fds.get(Number(name)) : undefined;
    return file === undefined ? undefined : ({ ...link(os, file.path), file } satisfies FileLink);
  });
}

function processFolder(os: Os, process: OsProcess): MadeDirectory {
  return folder(
    FOLDER_MODE,
    () => NAMES,
    (name) => {
      if (name === 'fd') return fdFolder(os, process);
      if (name === 'cwd') return link(os, process.cwd);
      const file = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
      return file === undefined ? undefined : textFile(file.mode, () => file.text(process));
    },
  );
}

/** The part of /proc that is about processes: a directory for each, and `self`. The core's /proc asks it for names it does not know. */
export function procDirectory(os: Os): MadeDirectory {
  return folder(
    FOLDER_MODE,
    () => ['self', ...[...os.processes.keys()].sort((a, b) => a - b).map(String)],
    (name) => {
      if (name === 'self') {
        const task = os.machine.running;
        return task === undefined || !os.processes.has(task.id) ? undefined : link(os, String(task.id));
      }
      const process = /^[1-9]\d*$/.test(name) ? os.processes.get(Number(name)) : undefined;
      return process === undefined ? undefined : processFolder(os, process);
    },
  );
}
