/** A system just large enough to run the module tools against: files in a map, a clock, and two module calls. */

import { moduleCommands } from '../../../src/commands/modules/index.ts';
import type { ModuleToolServices } from '../../../src/commands/modules/services.ts';
import { ERRNO } from '../../../src/engine/errno.ts';
import type { Call, UserPath } from '../../../src/engine/step.ts';
import { type OpenFlags, type Process, type Stat, sys } from '../../../src/engine/sys.ts';
import type { CommandContext } from '../../../src/shell/command.ts';

export interface Finished {
  readonly stdout: string;
  readonly stderr: string;
  /** Both, in the order in which they were written. */
  readonly both: string;
  readonly status: number;
  /** finit_module and delete_module calls, and shell commands. */
  readonly calls: readonly string[];
}

export interface FakeSystem {
  readonly files: Map<string, string>;
  /** Microseconds. */
  now: number;
  cwd: string;
  onInsert: (path: string, params: string, flags: number) => number;
  onRemove: (name: string, flags: number) => number;
  onShell: (text: string, env: ReadonlyMap<string, string>) => number;
  /** Called before each sleep, with the time at which it ends. */
  onSleep: (until: number) => void;
}

export const createSystem = (files: Readonly<Record<string, string>> = {}): FakeSystem => ({
  files: new Map(Object.entries(files)),
  now: 5_000_000,
  cwd: '/fixtures',
  onInsert: () => 0,
  onRemove: () => 0,
  onShell: () => 0,
  onSleep: () => {},
});

/** Adds a module as /proc and /sys show it. */
export function addLoaded(
  system: FakeSystem,
  name: string,
  options: { refcnt?: number; size?: number; state?: string; holders?: readonly string[] } = {},
): void {
  const { refcnt = 0, size = 16384, state = 'live', holders = [] } = options;
  const at = `/sys/module/${name}`;
  const list = system.files.get('/proc/modules') ?? '';
  system.files.set('/proc/modules', `${name} ${size} ${refcnt} - Live 0x0000000000000000\n${list}`);
  system.files.set(`${at}/refcnt`, `${refcnt}\n`);
  system.files.set(`${at}/coresize`, `${size}\n`);
  system.files.set(`${at}/initstate`, `${state}\n`);
  system.files.set(`${at}/holders/.`, '');
  for (const holder of holders) system.files.set(`${at}/holders/${holder}`, '');
}

/** Takes it away again. */
export function dropLoaded(system: FakeSystem, name: string): void {
  for (const path of [...system.files.keys()]) if (path.startsWith(`/sys/module/${name}/`)) system.files.delete(path);
  system.files.set('/proc/modules', (system.files.get('/proc/modules') ?? '').replace(new RegExp(`^${name} .*\\n`, 'm'), ''));
}

const absolute = (system: FakeSystem, path: string): string => {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${system.cwd}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
};

const foldersBySystem = new WeakMap<FakeSystem, { readonly files: number; readonly folders: ReadonlySet<string> }>();

/** All folders that some file lies in; made anew when the number of files has changed. */
function foldersOf(system: FakeSystem): ReadonlySet<string> {
  const known = foldersBySystem.get(system);
  if (known?.files === system.files.size) return known.folders;
  const folders = new Set<string>(['/']);
  for (const file of system.files.keys()) {
    for (let at = file.lastIndexOf('/'); at > 0; at = file.lastIndexOf('/', at - 1)) {
      if (folders.has(file.slice(0, at))) break;
      folders.add(file.slice(0, at));
    }
  }
  foldersBySystem.set(system, { files: system.files.size, folders });
  return folders;
}

const isDirectory = (system: FakeSystem, path: string): boolean => foldersOf(system).has(path);

function stat(system: FakeSystem, given: string): Stat | number {
  if (given === '') return -ERRNO.ENOENT;
  const path = absolute(system, given);
  const base = { mode: 0o644, uid: 0, ino: 1, nlink: 1, mtime: 0, major: 0, minor: 0 };
  const data = system.files.get(path);
  if (data !== undefined) return given.endsWith('/') ? -ERRNO.ENOTDIR : { ...base, kind: 'file', size: data.length };
  if (isDirectory(system, path)) return { ...base, kind: 'dir', size: 0 };
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1))
    if (system.files.has(path.slice(0, at))) return -ERRNO.ENOTDIR;
  return -ERRNO.ENOENT;
}

interface Descriptor {
  readonly path: string;
  pos: number;
}

function openFile(system: FakeSystem, fds: Map<number, Descriptor>, given: string, flags: OpenFlags): number {
  const found = stat(system, given);
  const path = absolute(system, given);
  if (typeof found === 'number' && (found !== -ERRNO.ENOENT || flags.create !== true)) return found;
  if (typeof found !== 'number' && flags.exclusive === true) return -ERRNO.EEXIST;
  if (typeof found === 'number' || flags.truncate === true) system.files.set(path, '');
  const fd = Math.max(2, ...fds.keys()) + 1;
  fds.set(fd, { path, pos: 0 });
  return fd;
}

function readFd(system: FakeSystem, fds: Map<number, Descriptor>, fd: number, count: number): string | number {
  const file = fds.get(fd);
  if (file === undefined) return -ERRNO.EBADF;
  const data = system.files.get(file.path);
  if (data === undefined) return -ERRNO.EISDIR;
  const part = data.slice(file.pos, file.pos + count);
  file.pos += part.length;
  return part;
}

function listDirectory(system: FakeSystem, given: string): readonly { name: string; kind: 'file' | 'dir' }[] | number {
  const found = stat(system, given);
  if (typeof found === 'number') return found;
  if (found.kind !== 'dir') return -ERRNO.ENOTDIR;
  const path = absolute(system, given);
  const start = path === '/' ? '/' : `${path}/`;
  const names = new Map<string, 'file' | 'dir'>();
  for (const file of system.files.keys()) {
    if (!file.startsWith(start)) continue;
    const [name = '', ...more] = file.slice(start.length).split('/');
    names.set(name, more.length > 0 ? 'dir' : 'file');
  }
  return [...names].map(([name, kind]) => ({ name, kind }));
}

type Args = readonly unknown[];

function answer(system: FakeSystem, fds: Map<number, Descriptor>, calls: string[], name: string, args: Args): unknown {
  const [first, second, third] = args;
  const path = String(first);
  switch (name) {
    case 'stat':
      return stat(system, path);
    case 'open':
      return openFile(system, fds, path, second as OpenFlags);
    case 'read':
      return readFd(system, fds, first as number, second as number);
    case 'write': {
      const file = fds.get(first as number);
      if (file !== undefined) system.files.set(file.path, (system.files.get(file.path) ?? '') + String(second));
      return String(second).length;
    }
    case 'close':
      return fds.delete(first as number) ? 0 : -ERRNO.EBADF;
    case 'lseek': {
      const file = fds.get(first as number);
      if (file !== undefined) file.pos = second as number;
      return second;
    }
    case 'readdir':
      return listDirectory(system, path);
    case 'rename':
      system.files.set(absolute(system, String(second)), system.files.get(absolute(system, path)) ?? '');
      system.files.delete(absolute(system, path));
      return 0;
    case 'isatty':
      return false;
    case 'getpid':
      return 42;
    case 'clock':
      return system.now;
    case 'nanosleep':
      system.onSleep(system.now + (first as number));
      system.now += first as number;
      return 0;
    case 'finit_module': {
      const file = fds.get(first as number)?.path ?? '?';
      calls.push(`insert ${file}${second === '' ? '' : ` [${second}]`}${third === 0 ? '' : ` flags ${third}`}`);
      return system.onInsert(file, String(second), third as number);
    }
    case 'init_module': {
      const module = /\nname=(.*)/.exec(path)?.[1] ?? '?';
      calls.push(`init ${module}${second === '' ? '' : ` [${second}]`}`);
      return system.onInsert(module, String(second), 0);
    }
    case 'delete_module':
      calls.push(`remove ${path} ${Number(second).toString(8)}`);
      return system.onRemove(path, second as number);
    default:
      throw new Error(`the fake system has no call ${name}`);
  }
}

/** Runs one tool to its end. */
export function run(
  system: FakeSystem,
  words: readonly string[],
  options: { env?: Readonly<Record<string, string>>; services?: ModuleToolServices } = {},
): Finished {
  const [name = '', ...args] = words;
  const command = moduleCommands.find((one) => one.name === name.slice(name.lastIndexOf('/') + 1));
  if (command === undefined) throw new Error(`no command ${name}`);
  const fds = new Map<number, Descriptor>();
  const calls: string[] = [];
  const written = { stdout: '', stderr: '', both: '' };
  function* write(where: 'stdout' | 'stderr', text: string): UserPath<boolean> {
    written[where] += text;
    written.both += text;
    return true;
  }
  const context: CommandContext<ModuleToolServices> = {
    name,
    args,
    env: new Map(Object.entries(options.env ?? {})),
    process: { cwd: system.cwd, argv: words } as Pick<Process, 'cwd' | 'argv'> as Process,
    sys,
    out: (text) => write('stdout', text),
    err: (text) => write('stderr', text),
    *runWords() {
      return 127;
    },
    *runShell(text, env) {
      calls.push(`sh ${text}`);
      return system.onShell(text, env ?? new Map());
    },
    *startWords() {
      return -1;
    },
    services: options.services ?? { strict: true },
  };
  const path: Generator<Call, number, unknown> = command.run(context);
  let result = path.next();
  while (result.done !== true) result = path.next(answer(system, fds, calls, result.value.name, result.value.args));
  if (fds.size > 0) calls.push(`left open: ${[...fds.values()].map((fd) => fd.path).join(' ')}`);
  return { ...written, status: result.value, calls };
}
