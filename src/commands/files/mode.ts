/** File modes: as `ls -l` shows them, and as chmod(1) takes them (gnulib modechange.c). */
import type { FileKind } from '../../engine/sys.ts';

const LETTERS: Readonly<Record<FileKind, string>> = { file: '-', dir: 'd', link: 'l', chr: 'c', fifo: 'p', sock: 's' };
/** The bits of st_mode that say the kind. */
export const KIND_BITS: Readonly<Record<FileKind, number>> = {
  file: 0o100000,
  dir: 0o040000,
  link: 0o120000,
  chr: 0o020000,
  fifo: 0o010000,
  sock: 0o140000,
};
export const KIND_NAMES: Readonly<Record<FileKind, string>> = {
  file: 'regular file',
  dir: 'directory',
  link: 'symbolic link',
  chr: 'character special file',
  fifo: 'fifo',
  sock: 'socket',
};

const SETUID = 0o4000;
const SETGID = 0o2000;
const STICKY = 0o1000;

function executeLetter(execute: boolean, special: boolean, letter: string): string {
  if (!special) return execute ? 'x' : '-';
  return execute ? letter : letter.toUpperCase();
}

/** Nine letters, `rwxr-xr-x`. */
export function permissionText(mode: number): string {
  const rw = (shift: number): string => `${mode & (0o4 << shift) ? 'r' : '-'}${mode & (0o2 << shift) ? 'w' : '-'}`;
  const user = rw(6) + executeLetter((mode & 0o100) !== 0, (mode & SETUID) !== 0, 's');
  const group = rw(3) + executeLetter((mode & 0o010) !== 0, (mode & SETGID) !== 0, 's');
  return user + group + rw(0) + executeLetter((mode & 0o001) !== 0, (mode & STICKY) !== 0, 't');
}

/** Ten letters, `-rw-r--r--`. */
export const modeText = (kind: FileKind, mode: number): string => LETTERS[kind] + permissionText(mode);

/** Turns the old mode of a file into a new one. */
export type ModeChange = (mode: number, isFolder: boolean) => number;

interface Clause {
  /** Bits that belong to the classes named. */
  readonly affected: number;
  readonly named: boolean;
  readonly operations: readonly { readonly sign: string; readonly letters: string }[];
}

const CLASS_BITS: Readonly<Record<string, number>> = { u: 0o4700, g: 0o2070, o: 0o1007, a: 0o7777 };
const EVERYBODY = 0o7777;

function parseClause(text: string): Clause | undefined {
  const parts = /^([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]))+)$/.exec(text);
  if (parts === null) return undefined;
  const [, who = '', rest = ''] = parts;
  const operations = [...rest.matchAll(/([-+=])([rwxXst]*[ugo]?)/g)].map(([, sign = '', letters = '']) => ({ sign, letters }));
  const affected = [...who].reduce((bits, letter) => bits | (CLASS_BITS[letter] ?? 0), 0);
  return { affected: who === '' ? EVERYBODY : affected, named: who !== '', operations };
}

/** The bits that the letters of one operation stand for, for all classes. */
function bitsOf(letters: string, mode: number, isFolder: boolean): number {
  if (/^[ugo]$/.test(letters)) {
    const shift = letters === 'u' ? 6 : letters === 'g' ? 3 : 0;
    const three = (mode >> shift) & 0o7;
    return (three << 6) | (three << 3) | three;
  }
  let bits = 0;
  for (const letter of letters) {
    if (letter === 'r') bits |= 0o444;
    if (letter === 'w') bits |= 0o222;
    if (letter === 'x' || (letter === 'X' && (isFolder || (mode & 0o111) !== 0))) bits |= 0o111;
    if (letter === 's') bits |= SETUID | SETGID;
    if (letter === 't') bits |= STICKY;
  }
  return bits;
}

function applyClause(clause: Clause, mode: number, isFolder: boolean, umask: number): number {
  let result = mode;
  for (const { sign, letters } of clause.operations) {
    const wanted = bitsOf(letters, result, isFolder) & clause.affected & (clause.named ? EVERYBODY : ~umask);
    if (sign === '+') result |= wanted;
    if (sign === '-') result &= ~wanted;
    if (sign === '=') {
      const kept =
        clause.affected &
        (isFolder ? ~(SETUID | SETGID) : EVERYBODY) &
        ((clause.affected & STICKY) !== 0 && clause.named ? EVERYBODY : ~STICKY);
      result = (result & ~kept) | wanted;
    }
  }
  return result;
}

/** Reads a mode, in octal or as in `u+x,go-w`; undefined when it is none. `umask` holds for clauses that name no class. */
export function parseMode(text: string, umask: number): ModeChange | undefined {
  if (/^[0-7]+$/.test(text)) {
    const bits = Number.parseInt(text, 8);
    if (bits > EVERYBODY) return undefined;
    // A short octal mode leaves the special bits of a directory alone.
    return (mode, isFolder) => (isFolder && text.length < 5 ? bits | (mode & (SETUID | SETGID)) : bits);
  }
  const clauses: Clause[] = [];
  for (const part of text.split(',')) {
    const clause = parseClause(part);
    if (clause === undefined) return undefined;
    clauses.push(clause);
  }
  return (mode, isFolder) => clauses.reduce((bits, clause) => applyClause(clause, bits, isFolder, umask), mode);
}
