/** Runs one command as a program on the real os side, with files, input and other commands to call. */
import { ERRNO } from '../../src/engine/errno.ts';
import type { UserPath } from '../../src/engine/step.ts';
import { exitStatus, failed, type Process, sys } from '../../src/engine/sys.ts';
import type { Directory, VNode } from '../../src/kernel/os/node.ts';
import { lookup, makeDirs, newDevice, newLink, openTty, putFile, putNode, startInit } from '../../src/kernel/os/os.ts';
import type { Command, CommandContext } from '../../src/shell/command.ts';
import { type TestSystem, testSystem } from '../helpers/osWorld.ts';

export interface ToolRun {
  readonly stdin?: string;
  /** Path (relative to the working directory) to text; a path that ends in `/` is a directory, text `-> X` a link, `c M N` a device. */
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly services?: unknown;
  readonly tty?: boolean;
  /** Stops the run at this virtual time (microseconds). */
  readonly until?: number;
  /** Something that happens before the command runs, in its process. */
  before?(system: TestSystem, process: Process): UserPath<void>;
}

export interface ToolResult {
  readonly stdout: string;
  readonly stderr: string;
  /** Undefined: it still runs. */
  readonly status: number | undefined;
  readonly system: TestSystem;
}

export const HOME = '/w';

function put(system: TestSystem, name: string, text: string): void {
  const path = name.startsWith('/') ? name : `${HOME}/${name}`;
  const device = /^c (\d+) (\d+)$/.exec(text);
  if (path.endsWith('/')) makeDirs(system.os, path.slice(0, -1));
  else if (text.startsWith('-> ')) putNode(system.os, path, newLink(system.os, text.slice(3)));
  else if (device !== null) putNode(system.os, path, newDevice(system.os, Number(device[1]), Number(device[2])));
  else putFile(system.os, path, text);
}

function* writeAll(fd: number, text: string): UserPath<boolean> {
  for (let rest = text; rest !== ''; ) {
    const written = yield* sys.write(fd, rest);
    if (written < 0) return false;
    rest = rest.slice(written);
  }
  return true;
}

/** A context as the shell makes it, without a shell: other commands are found in `commands`, `sh` is none of them. */
export function contextFor(process: Process, commands: readonly Command[], words: readonly string[], run: ToolRun): CommandContext {
  const env = new Map(Object.entries(run.env ?? {}));
  const start = function* (inner: readonly string[], group?: number, innerEnv = run.env ?? {}): UserPath<number> {
    const command = commands.find((one) => one.name === inner[0]);
    if (command === undefined) return inner[0]?.startsWith('/') === true ? -ERRNO.EACCES : -ERRNO.ENOENT;
    return yield* sys.fork(
      function* (child) {
        yield* sys.exec(command.name);
        return yield* command.run(contextFor(child, commands, inner, { ...run, env: innerEnv }));
      },
      group === undefined ? {} : { group },
    );
  };
  return {
    name: words[0] ?? '',
    args: words.slice(1),
    env,
    process,
    sys,
    services: run.services,
    out: (text) => writeAll(1, text),
    err: (text) => writeAll(2, text),
    *runWords(inner, options) {
      const pid = yield* start(inner, undefined, options?.env === undefined ? run.env : Object.fromEntries(options.env));
      if (pid < 0) return 127;
      const status = yield* sys.wait4([pid], {});
      return failed(status) ? 127 : exitStatus(status);
    },
    *runShell() {
      return 127;
    },
    startWords: (inner, options) => start(inner, options?.group, options?.env === undefined ? run.env : Object.fromEntries(options.env)),
  };
}

/** Runs `words` with these commands to be found until nothing can happen any more. */
export function runTool(commands: readonly Command[], words: readonly string[], run: ToolRun = {}): ToolResult {
  const system = testSystem({ input: run.stdin ?? '' });
  makeDirs(system.os, HOME);
  for (const [name, text] of Object.entries(run.files ?? {})) put(system, name, text);
  const command = commands.find((one) => one.name === words[0]);
  if (command === undefined) throw new Error(`no command ${words[0]}`);
  let status: number | undefined;
  const files = run.tty === true ? [openTty(system.os), openTty(system.os), openTty(system.os)] : undefined;
  startInit(
    system.os,
    'sh',
    function* () {
      const child = yield* sys.fork(
        function* (process) {
          yield* sys.exec(command.name);
          if (run.before !== undefined) yield* run.before(system, process);
          return yield* command.run(contextFor(process, commands, words, run));
        },
        { group: 0 },
      );
      const ended = yield* sys.wait4([child], {});
      status = failed(ended) ? undefined : exitStatus(ended);
      return 0;
    },
    { cwd: HOME, ...(files === undefined ? {} : { fds: files }) },
  );
  system.settle(run.until);
  return { stdout: system.out.join(''), stderr: system.err.join(''), status, system };
}

/** The tree below the working directory: path to text, `DIR`, `-> TARGET`, `FIFO` or `c MAJOR MINOR`. */
export function treeOf(system: TestSystem): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (folder: Directory, prefix: string): void => {
    for (const [name, node] of [...folder.entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
      found[prefix + name] = describe(node);
      if (node.kind === 'dir') visit(node, `${prefix}${name}/`);
    }
  };
  const home = lookup(system.os, HOME);
  if (home?.kind === 'dir') visit(home, '');
  return found;
}

function describe(node: VNode): string {
  if (node.kind === 'file') return node.data;
  if (node.kind === 'link') return `-> ${node.target}`;
  if (node.kind === 'chr') return `c ${node.major} ${node.minor}`;
  return node.kind === 'fifo' ? 'FIFO' : 'DIR';
}
