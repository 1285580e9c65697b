/**
 * The history on disk: one JSON object a line, appended as commands end, so that several shells do not overwrite each
 * other. Nothing here may fail the shell: what cannot be read or written is left out.
 */
import {
  appendFileSync,
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { HISTORY_KEPT, type History, type HistoryEntry } from '../tui/history.ts';

/** Where it lives: `$XDG_STATE_HOME/modsh/history`, else `~/.local/state/modsh/history`; undefined without a home. */
export function historyPath(env: NodeJS.ProcessEnv): string | undefined {
  const state = env['XDG_STATE_HOME'];
  // A relative path in it is to be ignored, says the XDG specification.
  if (state?.startsWith('/')) return join(state, 'modsh', 'history');
  const home = env['HOME'];
  return home ? join(home, '.local', 'state', 'modsh', 'history') : undefined;
}

/** One line of the file as an entry; undefined for anything else. */
function entryOf(line: string): HistoryEntry | undefined {
  try {
    const { text, status, us } = JSON.parse(line) as Record<string, unknown>;
    if (typeof text !== 'string' || text === '') return undefined;
    return { text, status: typeof status === 'number' ? status : undefined, tookUs: typeof us === 'number' ? us : undefined };
  } catch {
    return undefined;
  }
}

const lineOf = ({ text, status, tookUs }: HistoryEntry, now: number): string =>
  `${JSON.stringify({ t: Math.floor(now / 1000), text, ...(status === undefined ? {} : { status }), ...(tookUs === undefined ? {} : { us: tookUs }) })}\n`;

/** The kept entries, oldest first. Broken lines are passed over. A file that has grown to twice the bound is trimmed. */
export function loadHistory(path: string): History {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return [];
  }
  const lines = text.split('\n').filter((line) => line !== '');
  if (lines.length > HISTORY_KEPT * 2) trimHistory(path);
  return lines.slice(-HISTORY_KEPT).flatMap((line) => entryOf(line) ?? []);
}

/** Adds entries. One write each: appends of several shells go in whole, one behind the other. */
export function appendHistory(path: string, entries: readonly HistoryEntry[], now: number): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    for (const entry of entries) {
      if (entry.text.trim() !== '' && !/^[ \t]/.test(entry.text)) appendFileSync(path, lineOf(entry, now), { mode: 0o600 });
    }
  } catch {
    // A read-only home, a full disk: the history of this session stays in memory.
  }
}

/** Keeps the newest entries. A lock keeps a second trimmer away; what is appended meanwhile is carried over. */
function trimHistory(path: string): void {
  const lock = `${path}.lock`;
  let fd: number | undefined;
  try {
    closeSync(openSync(lock, 'wx', 0o600));
  } catch {
    return;
  }
  try {
    fd = openSync(path, 'r');
    const { size } = fstatSync(fd);
    const kept = readUpTo(fd, 0, size)
      .split('\n')
      .filter((line) => line !== '')
      .slice(-HISTORY_KEPT);
    const fresh = `${path}.new`;
    writeFileSync(fresh, kept.map((line) => `${line}\n`).join(''), { mode: 0o600 });
    renameSync(fresh, path);
    const late = readUpTo(fd, size, fstatSync(fd).size);
    if (late !== '') appendFileSync(path, late);
  } catch {
    // It stays long; the next start tries again.
  } finally {
    if (fd !== undefined) closeSync(fd);
    rmSync(lock, { force: true });
  }
}

function readUpTo(fd: number, from: number, to: number): string {
  const bytes = Buffer.alloc(Math.max(0, to - from));
  const read = readSync(fd, bytes, 0, bytes.length, from);
  return bytes.subarray(0, read).toString('utf8');
}
