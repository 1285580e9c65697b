/** The files of a system that module tools look at, as plain data: for a host to write down, so that real tools read them. */
import { indexText } from '../commands/kmod/indexes.ts';
import { nameOfPath, normalizeAlias } from '../commands/kmod/names.ts';
import { readFile } from '../commands/kmod/tool.ts';
import { run } from '../engine/machine.ts';
import type { UserPath } from '../engine/step.ts';
import { exitStatus, failed, sys } from '../engine/sys.ts';
import { readImage, unpack } from '../kernel/image.ts';
import { openHostFiles, startProcess } from '../kernel/os/os.ts';
import { type OnStep, shellProgram } from '../shell/shell.ts';
import { elfOf } from './elf.ts';
import { binaryIndex, type IndexEntry } from './indexFile.ts';
import { STUCK_STATUS } from './run.ts';
import { type System, startShell } from './system.ts';

export type ExportedNode =
  | { readonly kind: 'dir'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string; readonly data: string | Uint8Array }
  | { readonly kind: 'link'; readonly path: string; readonly target: string };

/** What is exported: the module core's part of /proc and /sys, and what tools read beside them. */
const ROOTS = ['/proc', '/sys/module', '/sys/class', '/lib/modules', '/lib/modprobe.d', '/etc/modprobe.d', '/fixtures'];
const READABLE = 0o444;
/** Processes are not module related, and come and go with the question itself. */
const isProcess = (path: string): boolean => /^\/proc\/(?:\d+|self|thread-self)$/.test(path);

/** Walks below a path in the order in which directories give their entries. Answers nothing for what is not there. */
function* walk(path: string, take: (node: ExportedNode) => void): UserPath<void> {
  if (isProcess(path)) return;
  const stat = yield* sys.lstat(path);
  if (failed(stat)) return;
  if (stat.kind === 'link') {
    const target = yield* sys.readlink(path);
    // A link to an absolute path would leave the exported tree.
    if (!failed(target) && !target.startsWith('/')) take({ kind: 'link', path, target });
  } else if (stat.kind === 'dir') {
    take({ kind: 'dir', path });
    const entries = yield* sys.readdir(path);
    if (failed(entries)) return;
    for (const { name } of entries) if (name !== '.' && name !== '..') yield* walk(`${path}/${name}`, take);
  } else if (stat.kind === 'file' && (stat.mode & READABLE) !== 0) {
    const text = yield* readFile(sys, path);
    if (!failed(text)) take({ kind: 'file', path, data: realData(path, text) });
  }
}

const aliasEntry = (line: string, priority: number): IndexEntry[] => {
  const match = /^alias (.*) (\S+)$/.exec(line);
  const key = match === null ? undefined : normalizeAlias(match[1] ?? '');
  return key === undefined ? [] : [{ key, value: match?.[2] ?? '', priority }];
};

/** The entries of an index by the name of its file, from the text that stands for it. */
function indexEntries(path: string, text: string): IndexEntry[] {
  if (path.endsWith('/modules.builtin.alias.bin'))
    return text.split('\0').flatMap((word, at) => {
      const match = /^([^.=]+)\.alias=(.+)$/s.exec(word);
      return match === null ? [] : aliasEntry(`alias ${match[2]} ${match[1]}`, at);
    });
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  if (path.endsWith('/modules.dep.bin'))
    return lines.map((line, priority) => ({ key: nameOfPath(line.slice(0, line.indexOf(':'))) ?? '', value: line, priority }));
  if (path.endsWith('/modules.builtin.bin')) return lines.map((line) => ({ key: nameOfPath(line) ?? '', value: '', priority: 0 }));
  return lines.flatMap(aliasEntry);
}

/** What stands for a binary file, as the binary file; anything else as it is. */
function realData(path: string, text: string): string | Uint8Array {
  const index = indexText(text);
  if (index !== undefined) return binaryIndex(indexEntries(path, index));
  const image = readImage(unpack(text)?.data ?? '');
  return 'ok' in image ? elfOf(image.ok) : text;
}

const STEPS_MAX = 1e9;

/** The last line of the script: the shell stops there with all that it holds open. */
const HOLD = 'kill -STOP $$';

/**
 * Runs a script up to its last line and stops its shell there, so that what it holds is still held, and what it left in the
 * background is where it was. The status of its last command, or that with which it ended.
 */
export function runAndHold(
  system: System,
  script: { readonly name: string; readonly text: string; readonly args: readonly string[] },
): number {
  let status = 0;
  const onStep: OnStep = {
    before: () => undefined,
    after: (step, ended) => {
      if (step.text !== HOLD) status = ended;
    },
  };
  const held = { ...script, text: `${script.text}\n${HOLD}\n` };
  const first = startShell(system, shellProgram({ script: held, find: system.find, services: system.services, onStep }));
  const over = (): boolean => first.task.stopped || first.task.state === 'ended';
  run(system.machine, { until: Number.POSITIVE_INFINITY, stepsMax: STEPS_MAX, nags: false, stopWhen: over });
  if (first.task.state === 'ended') return first.exiting === undefined ? status : exitStatus(first.exiting);
  return first.task.stopped ? status : STUCK_STATUS;
}

/** Everything there is now, folders before what is in them. The system's clock goes on a little, as for any look. */
export function exportedTree(system: System, roots: readonly string[] = ROOTS): ExportedNode[] {
  const nodes: ExportedNode[] = [];
  let done = false;
  const program = function* (): UserPath<number> {
    for (const root of roots) yield* walk(root, (node) => nodes.push(node));
    done = true;
    return 0;
  };
  startProcess(system.os, 'export', program, { fds: openHostFiles(system.os) });
  run(system.machine, { until: Number.POSITIVE_INFINITY, stepsMax: STEPS_MAX, nags: false, stopWhen: () => done });
  return nodes;
}
