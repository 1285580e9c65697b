/** Processes as /proc shows them, for ps, pgrep, pkill and pidof. */
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { CommandContext } from '../../shell/command.ts';
import { closeInput, openInput, readAll } from '../stream.ts';

export interface ProcessRow {
  readonly pid: number;
  readonly ppid: number;
  readonly group: number;
  readonly uid: number;
  /** /proc/PID/comm. */
  readonly name: string;
  /** The command line, words divided by blanks; the name in brackets where there is none. */
  readonly args: string;
  /** R, S, D, T or Z. */
  readonly state: string;
  readonly wchan: string;
}

/** A small file as a whole; undefined when it cannot be read, as when its process has just ended. */
function* textOf(context: CommandContext, path: string): UserPath<string | undefined> {
  const fd = yield* openInput(context, path);
  if (fd < 0) return undefined;
  const text = yield* readAll(context, fd);
  yield* closeInput(context, fd);
  return failed(text) ? undefined : text;
}

/** The value of a line of /proc/PID/status; undefined when there is no such line. */
function statusField(text: string, name: string): string | undefined {
  const start = `${name}:\t`;
  return text
    .split('\n')
    .find((line) => line.startsWith(start))
    ?.slice(start.length);
}

function* readProcess(context: CommandContext, pid: number): UserPath<ProcessRow | undefined> {
  const status = yield* textOf(context, `/proc/${pid}/status`);
  if (status === undefined) return undefined;
  const name = statusField(status, 'Name') ?? '?';
  const words = ((yield* textOf(context, `/proc/${pid}/cmdline`)) ?? '').split('\0').filter((word) => word !== '');
  const wchan = (yield* textOf(context, `/proc/${pid}/wchan`)) ?? '0';
  return {
    pid,
    ppid: Number(statusField(status, 'PPid') ?? '0'),
    group: Number(statusField(status, 'NSpgid') ?? pid),
    uid: Number((statusField(status, 'Uid') ?? '0').split('\t')[0]),
    name,
    args: words.length === 0 ? `[${name}]` : words.join(' '),
    state: (statusField(status, 'State') ?? '?').charAt(0),
    wchan: wchan.trim(),
  };
}

/** All processes in the order of their pids. */
export function* readProcesses(context: CommandContext): UserPath<ProcessRow[]> {
  const entries = yield* context.sys.readdir('/proc');
  if (failed(entries)) return [];
  const pids = entries
    .map((entry) => entry.name)
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
  const rows: ProcessRow[] = [];
  for (const pid of pids) {
    const row = yield* readProcess(context, pid);
    if (row !== undefined) rows.push(row);
  }
  return rows;
}
