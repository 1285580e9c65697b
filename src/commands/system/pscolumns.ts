/** The columns of ps(1) (procps-ng 4.0, ps/output.c). What this system does not measure is 0. */
import { userText } from '../files/owner.ts';
import type { ProcessRow } from './processes.ts';

export interface PsRow extends ProcessRow {
  readonly tty: string;
  /** Its group has the terminal. */
  readonly foreground: boolean;
}

export interface PsColumn {
  readonly header: string;
  readonly width: number;
  readonly right: boolean;
  value(row: PsRow): string;
}

const right = (header: string, width: number, value: PsColumn['value']): PsColumn => ({ header, width, right: true, value });
const left = (header: string, width: number, value: PsColumn['value']): PsColumn => ({ header, width, right: false, value });

const PID_WIDTH = 7;
const zombie = (row: PsRow, text: string): string => (row.state === 'Z' ? `${text} <defunct>` : text);
const argsText = (row: PsRow): string => (row.state === 'Z' ? `[${row.name}] <defunct>` : row.args);

const COLUMNS: Readonly<Record<string, PsColumn>> = {
  args: left('COMMAND', 27, argsText),
  c: right('C', 2, () => '0'),
  cmd: left('CMD', 27, argsText),
  comm: left('COMMAND', 15, (row) => zombie(row, row.name)),
  command: left('COMMAND', 27, argsText),
  cputime: right('TIME', 8, () => '00:00:00'),
  ni: right('NI', 3, () => '0'),
  pcpu: right('%CPU', 4, () => '0.0'),
  pgid: right('PGID', PID_WIDTH, (row) => String(row.group)),
  pgrp: right('PGRP', PID_WIDTH, (row) => String(row.group)),
  pid: right('PID', PID_WIDTH, (row) => String(row.pid)),
  pmem: right('%MEM', 4, () => '0.0'),
  ppid: right('PPID', PID_WIDTH, (row) => String(row.ppid)),
  rss: right('RSS', 5, () => '0'),
  s: left('S', 1, (row) => row.state),
  start: left('START', 5, () => '00:00'),
  stat: left('STAT', 4, (row) => row.state + (row.foreground ? '+' : '')),
  state: left('S', 1, (row) => row.state),
  stime: left('STIME', 5, () => '00:00'),
  time: right('TIME', 8, () => '00:00:00'),
  tname: left('TTY', 8, (row) => row.tty),
  tt: left('TT', 8, (row) => row.tty),
  tty: left('TT', 8, (row) => row.tty),
  ucmd: left('CMD', 15, (row) => zombie(row, row.name)),
  uid: right('UID', 5, (row) => String(row.uid)),
  user: left('USER', 8, (row) => userText(row.uid)),
  vsz: right('VSZ', 6, () => '0'),
  wchan: left('WCHAN', 6, (row) => (row.wchan === '0' ? '-' : row.wchan).slice(0, 6)),
};

const OTHER_NAMES: Readonly<Record<string, string>> = {
  '%cpu': 'pcpu',
  '%mem': 'pmem',
  euser: 'user',
  euid: 'uid',
  fname: 'comm',
  uname: 'user',
  vsize: 'vsz',
};

/** The column of a name, its header perhaps changed; undefined when there is none. */
export function psColumn(name: string, header?: string): PsColumn | undefined {
  const known = OTHER_NAMES[name] ?? name;
  const column = Object.hasOwn(COLUMNS, known) ? COLUMNS[known] : undefined;
  if (column === undefined || header === undefined) return column;
  return { ...column, header, width: Math.max(column.width, header.length) };
}

const named = (names: string, changes: Readonly<Record<string, PsColumn>> = {}): PsColumn[] =>
  names.split(' ').flatMap((name) => changes[name] ?? psColumn(name) ?? []);

/** The layouts that options name. */
export const LAYOUTS = {
  plain: named('pid tname time ucmd'),
  full: named('user pid ppid c stime tname time cmd', { user: { ...left('UID', 8, (row) => userText(row.uid)) } }),
  bsd: named('pid tname stat bsdtime command', { bsdtime: right('TIME', 6, () => '0:00') }),
  user: named('user pid pcpu pmem vsz rss tname stat start bsdtime command', { bsdtime: right('TIME', 6, () => '0:00') }),
} as const;

function line(cells: readonly string[], columns: readonly PsColumn[]): string {
  const text = cells.map((cell, at) => {
    const column = columns[at];
    if (column?.right === true) return cell.padStart(column.width);
    return at === columns.length - 1 ? cell : cell.padEnd(column?.width ?? 0);
  });
  return `${text.join(' ')}\n`;
}

/** The table; without a header line when every header is empty. */
export function psText(rows: readonly PsRow[], columns: readonly PsColumn[], header: boolean): string {
  const headers = columns.map((column) => column.header);
  const head = header && headers.some((one) => one !== '') ? line(headers, columns) : '';
  return (
    head +
    rows
      .map((row) =>
        line(
          columns.map((column) => column.value(row)),
          columns,
        ),
      )
      .join('')
  );
}
