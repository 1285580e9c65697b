/** Redirections: worked out in the shell, done in whichever process they are for, put back where they must be. */
import { ERRNO, strerror } from '../engine/errno.ts';
import type { UserPath } from '../engine/step.ts';
import { failed, type OpenFlags, type Process, sys } from '../engine/sys.ts';
import { complain, ShellError, tell } from './complaint.ts';
import { expandSingle } from './expand/words.ts';
import type { Shell } from './state.ts';
import type { Redirect } from './syntax/tree.ts';
import { writeAll } from './writing.ts';

/** A redirection whose target is known. */
export interface Resolved {
  readonly op: Redirect['op'];
  readonly fd: number;
  readonly target: string;
}

/** How a descriptor is put back: from a copy, or by closing it (-1). */
export interface SavedFd {
  readonly fd: number;
  readonly copy: number;
}

/** Copies of the shell's own descriptors go to here and above. */
const FIRST_COPY = 10;
/** What a pipe surely takes at once. */
const PIPE_ROOM = 65_536;

/** Expands the targets. Throws ShellError. */
export function* resolveRedirects(shell: Shell, redirects: readonly Redirect[]): UserPath<Resolved[]> {
  const resolved: Resolved[] = [];
  for (const { op, fd, target } of redirects) resolved.push({ op, fd, target: target.literal ?? (yield* expandSingle(shell, target)) });
  return resolved;
}

const FLAGS: Readonly<Record<'<' | '>' | '>>' | '<>' | '>|', OpenFlags>> = {
  '<': { read: true },
  '>': { write: true, create: true, truncate: true },
  '>|': { write: true, create: true, truncate: true },
  '>>': { write: true, create: true, append: true },
  '<>': { read: true, write: true, create: true },
};

/** Does the redirections in their order; what went wrong with the first that failed, or undefined. */
export function* performRedirects(shell: Shell, redirects: readonly Resolved[], saved?: SavedFd[]): UserPath<string | undefined> {
  for (const redirect of redirects) {
    const wrong = yield* performOne(shell, redirect, saved);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function* performOne(shell: Shell, redirect: Resolved, saved: SavedFd[] | undefined): UserPath<string | undefined> {
  const { op, fd, target } = redirect;
  if (op === 'dup') return yield* duplicate(shell, fd, target, saved);
  const opened = op === 'here' ? yield* openText(target) : yield* openTarget(shell, op, target);
  if (typeof opened === 'string') return opened;
  if (opened < 0) return `${target}: ${strerror(-opened)}`;
  if (saved !== undefined) yield* saveFd(shell, fd, opened, saved);
  if (opened !== fd) {
    const moved = yield* sys.dup2(opened, fd);
    yield* sys.close(opened);
    if (moved < 0) return `${fd}: ${strerror(-moved)}`;
  }
  return undefined;
}

function* duplicate(shell: Shell, fd: number, target: string, saved: SavedFd[] | undefined): UserPath<string | undefined> {
  if (target === '-') {
    if (saved !== undefined) yield* saveFd(shell, fd, -1, saved);
    yield* sys.close(fd);
    return undefined;
  }
  if (!/^\d{1,9}$/.test(target)) return `${target}: ambiguous redirect`;
  const from = Number(target);
  if (!shell.process.fds.has(from) || shell.saved.includes(from)) return `${target}: ${strerror(ERRNO.EBADF)}`;
  if (saved !== undefined && from !== fd) yield* saveFd(shell, fd, -1, saved);
  const moved = yield* sys.dup2(from, fd);
  return moved < 0 ? `${fd}: ${strerror(-moved)}` : undefined;
}

/** Opens a path as the operator says; noclobber lets `>` make files but not empty them. */
function* openTarget(shell: Shell, op: keyof typeof FLAGS, path: string): UserPath<number | string> {
  if (op !== '>' || !shell.options.noclobber) return yield* sys.open(path, FLAGS[op]);
  const fresh = yield* sys.open(path, { write: true, create: true, exclusive: true });
  if (fresh !== -ERRNO.EEXIST) return fresh;
  const stat = yield* sys.stat(path);
  if (!failed(stat) && stat.kind === 'file') return `${path}: cannot overwrite existing file`;
  return yield* sys.open(path, { write: true });
}

/** A descriptor from which a text can be read: a pipe, filled by a process of its own when it does not fit. */
function* openText(text: string): UserPath<number> {
  const ends = yield* sys.pipe();
  if (failed(ends)) return ends;
  const [reader, writer] = ends;
  if (text.length <= PIPE_ROOM) yield* writeAll(writer, text);
  else yield* sys.fork((process) => fill(process, writer, text), {});
  yield* sys.close(writer);
  return reader;
}

function* fill(process: Process, writer: number, text: string): UserPath<number> {
  for (const fd of [...process.fds.keys()]) if (fd !== writer) yield* sys.close(fd);
  yield* writeAll(writer, text);
  return 0;
}

/** Keeps a copy of a descriptor that is about to change. `opened`: the new file, where it may lie on that very number. */
function* saveFd(shell: Shell, fd: number, opened: number, saved: SavedFd[]): UserPath<void> {
  if (saved.some((one) => one.fd === fd)) return;
  const copy = opened === fd || !shell.process.fds.has(fd) ? -1 : yield* sys.dupfd(fd, FIRST_COPY);
  saved.push({ fd, copy: Math.max(copy, -1) });
  if (copy >= 0) shell.saved.push(copy);
}

/** Puts descriptors back as they were. */
export function* restoreFds(shell: Shell, saved: readonly SavedFd[]): UserPath<void> {
  for (const { fd, copy } of saved.toReversed()) {
    if (copy < 0) {
      yield* sys.close(fd);
      continue;
    }
    yield* sys.dup2(copy, fd);
    yield* sys.close(copy);
    shell.saved.splice(shell.saved.indexOf(copy), 1);
  }
}

/**
 * Runs something with descriptors redirected, and puts them back. Status 1, with a message, when one cannot be had: so
 * does bash, also for `exec` and the other special builtins, where dash would leave the script.
 */
export function withRedirects(shell: Shell, redirects: readonly Redirect[], run: () => UserPath<number>): UserPath<number> {
  return redirects.length === 0 ? run() : redirected(shell, redirects, run);
}

function* redirected(shell: Shell, redirects: readonly Redirect[], run: () => UserPath<number>): UserPath<number> {
  const resolved = yield* resolveRedirects(shell, redirects);
  const saved: SavedFd[] = [];
  const wrong = yield* performRedirects(shell, resolved, saved);
  let status = 1;
  try {
    if (wrong === undefined) status = yield* run();
    else yield* complain(shell, wrong);
  } catch (error) {
    if (error instanceof ShellError) yield* tell(shell, error); // it is for where the redirections lead
    yield* restoreFds(shell, saved);
    throw error;
  }
  yield* restoreFds(shell, saved);
  return status;
}
