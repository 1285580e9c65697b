/** Lists of loaded modules as people have them: /proc/modules (Linux 2.6 and later) and the output of lsmod. */
import { isModuleName, MODULES_MAX, numberedLines, problemAt, type Read, shown } from './problem.ts';

export type RowState = 'Live' | 'Loading' | 'Unloading';

/** One module of such a list. */
export interface LoadedRow {
  readonly name: string;
  readonly size: number;
  readonly refcnt: number;
  /** Modules that use it, as listed. */
  readonly users: readonly string[];
  /** It has an init function and no exit. */
  readonly permanent: boolean;
  readonly state: RowState;
  /** Taint letters without brackets and state sign. */
  readonly taints: string;
  /** Where it stands in its file. */
  readonly line: number;
}

const PERMANENT = '[permanent]';
const NUMBER_MAX = 2 ** 31;
/** Each reference gets a row in the ledger; with more than this many the machine would be busy with nothing else. */
const REFERENCES_MAX = 262_144;
const PROC_WORDS_MIN = 6;
const HEADER = /^Module\s+Size\s+Used by/;
/** What stands above a list that was copied from a terminal. */
const PROMPT = /(?:^|[/\s])(?:lsmod|cat\s+\/proc\/modules)\s*$/;

type Line = { readonly text: string; readonly number: number };

const userNames = (word: string | undefined): string[] =>
  word === undefined || word === '-' ? [] : word.split(',').filter((name) => name !== '');

/** Name, size and count of either form; the text of what is wrong with them. */
function checkedHead(words: readonly string[]): { name: string; size: number; refcnt: number } | string {
  const [name = '', size = '', count = ''] = words;
  if (!isModuleName(name)) return `${shown(name)} is no module name`;
  if (!/^\d+$/.test(size) || Number(size) >= NUMBER_MAX) return `size ${shown(size)} is no number of bytes`;
  if (count === '-') return `module ${name} has no count: a kernel that unloads no module lists none`;
  if (!/^-?\d+$/.test(count) || Math.abs(Number(count)) >= NUMBER_MAX) return `count ${shown(count)} is no number`;
  return { name, size: Number(size), refcnt: Number(count) };
}

function procRow({ text, number }: Line): LoadedRow | string {
  const words = text.trim().split(/\s+/);
  const head = checkedHead(words);
  if (typeof head === 'string') return head;
  if (words.length < PROC_WORDS_MIN) return `${words.length} words, not name, size, count, users, state and address`;
  const [, , , users, state = '', address = '', flags = ''] = words;
  if (state !== 'Live' && state !== 'Loading' && state !== 'Unloading') return `state ${shown(state)} is none of Live, Loading, Unloading`;
  if (!/^0x[0-9a-f]+$/i.test(address)) return `address ${shown(address)} is none`;
  if (flags !== '' && !/^\([A-Z]*[+-]?\)$/.test(flags)) return `taint ${shown(flags)} is none`;
  const names = userNames(users);
  return {
    ...head,
    users: names.filter((name) => name !== PERMANENT),
    permanent: names.includes(PERMANENT),
    state,
    taints: flags.replace(/[^A-Z]/g, ''),
    line: number,
  };
}

function lsmodRow({ text, number }: Line): LoadedRow | string {
  const words = text.trim().split(/\s+/);
  const head = checkedHead(words);
  if (typeof head === 'string') return head;
  if (words.length > 4) return `more than name, size, count and users: ${shown(words[4] ?? '')}`;
  const names = userNames(words[3]);
  return {
    ...head,
    users: names.filter((name) => name !== PERMANENT),
    permanent: names.includes(PERMANENT),
    state: head.refcnt < 0 ? 'Unloading' : 'Live',
    taints: '',
    line: number,
  };
}

function readRows(lines: readonly Line[], file: string, rowOf: (line: Line) => LoadedRow | string): Read<LoadedRow[]> {
  if (lines.length > MODULES_MAX) return problemAt(file, MODULES_MAX + 1, `more than ${MODULES_MAX} modules`);
  const rows: LoadedRow[] = [];
  for (const line of lines) {
    const row = rowOf(line);
    if (typeof row === 'string') return problemAt(file, line.number, row);
    rows.push(row);
  }
  return checkRows(rows, file);
}

/** Each name once, each user in the list, no more users than the count says. */
function checkRows(rows: readonly LoadedRow[], file: string): Read<LoadedRow[]> {
  const byName = new Map<string, LoadedRow>();
  for (const row of rows) {
    const before = byName.get(row.name);
    if (before !== undefined) return problemAt(file, row.line, `${row.name} stands on line ${before.line} already`);
    byName.set(row.name, row);
  }
  let references = 0;
  for (const row of rows) {
    const seen = new Set<string>();
    for (const user of row.users) {
      if (!byName.has(user)) return problemAt(file, row.line, `${row.name} is used by ${shown(user)}, which is not in the list`);
      if (user === row.name || seen.has(user)) return problemAt(file, row.line, `${row.name} is used by ${user}, which cannot be`);
      seen.add(user);
    }
    references += Math.max(0, row.refcnt - row.users.length);
    if (references > REFERENCES_MAX) return problemAt(file, row.line, `more than ${REFERENCES_MAX} references up to here`);
    if (row.state === 'Live' && row.refcnt < row.users.length)
      return problemAt(file, row.line, `${row.name} has count ${row.refcnt} and ${row.users.length} users`);
  }
  return { ok: [...rows] };
}

/** Reads the text of /proc/modules. */
export function readProcModules(text: string, file: string): Read<LoadedRow[]> {
  const lines = numberedLines(text, file);
  return 'problem' in lines ? lines : readRows(lines.ok, file, procRow);
}

/** Reads /proc/modules or what lsmod printed, whichever it is; a line with the command that was typed may stand above. */
export function readLoaded(text: string, file: string): Read<LoadedRow[]> {
  const read = numberedLines(text, file);
  if ('problem' in read) return read;
  const lines = read.ok.filter((line) => line.text.trim() !== '');
  if (lines[0] !== undefined && PROMPT.test(lines[0].text)) lines.shift();
  const [first] = lines;
  if (first === undefined) return problemAt(file, 1, 'no module is listed: lsmod or /proc/modules is expected');
  if (HEADER.test(first.text)) return readRows(lines.slice(1), file, lsmodRow);
  return readRows(lines, file, /\s0x[0-9a-f]+\b/i.test(first.text) ? procRow : lsmodRow);
}

/**
 * The rows in an order in which they can have been loaded: each after those that it uses, otherwise the last line first.
 * A problem where modules use each other in a circle.
 */
export function loadOrder(rows: readonly LoadedRow[], file: string): Read<LoadedRow[]> {
  const uses = providersByUser(rows);
  const byName = new Map(rows.map((row) => [row.name, row]));
  const state = new Map<string, 'open' | 'done'>();
  const order: LoadedRow[] = [];
  for (const start of [...rows].reverse()) {
    const stack: { row: LoadedRow; at: number }[] = [{ row: start, at: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const { name } = top.row;
      if (top.at === 0 && state.get(name) === 'done') {
        stack.pop();
        continue;
      }
      state.set(name, 'open');
      const provider = byName.get(uses.get(name)?.[top.at] ?? '');
      top.at += 1;
      if (provider === undefined) {
        state.set(name, 'done');
        order.push(top.row);
        stack.pop();
      } else if (state.get(provider.name) === 'open') {
        return problemAt(file, provider.line, `${provider.name} and ${name} use each other`);
      } else if (state.get(provider.name) === undefined) stack.push({ row: provider, at: 0 });
    }
  }
  return { ok: order };
}

/** For each module that uses others, those: as the rows name users, turned round. */
export function providersByUser(rows: readonly LoadedRow[]): ReadonlyMap<string, readonly string[]> {
  const uses = new Map<string, string[]>();
  for (const row of rows) {
    for (const user of row.users) {
      const known = uses.get(user);
      if (known === undefined) uses.set(user, [row.name]);
      else known.push(row.name);
    }
  }
  return uses;
}
