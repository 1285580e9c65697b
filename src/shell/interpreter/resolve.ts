/** From a command's name to what it names, along $PATH. */
import { ERRNO, strerror } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed, sys } from '../../engine/sys.ts';
import type { Builtin } from '../builtins/builtin.ts';
import { findBuiltin } from '../builtins/index.ts';
import type { Command, FindCommand } from '../command.ts';

export type Found =
  | { readonly kind: 'command'; readonly command: Command; readonly path: string }
  | { readonly kind: 'shell'; readonly path: string }
  /** A builtin that is a program too, asked for by another program. */
  | { readonly kind: 'builtin'; readonly builtin: Builtin; readonly path: string }
  | { readonly kind: 'script'; readonly path: string }
  | { readonly kind: 'missing'; readonly status: 126 | 127; readonly message: string };

/** The folders in which the system's own commands lie. */
const SYSTEM_FOLDERS = new Set(['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']);
const SHELLS = new Set(['sh', 'bash', 'dash', 'ash']);

/** Where `command -v` says that a command lies. */
const folderOf = (command: Command): string => (command.group === 'modules' ? '/sbin' : '/bin');

function systemProgram(find: FindCommand, name: string): Found | undefined {
  const command = find(name);
  if (command !== undefined) return { kind: 'command', command, path: command.ours === true ? name : `${folderOf(command)}/${name}` };
  if (SHELLS.has(name)) return { kind: 'shell', path: `/bin/${name}` };
  const builtin = findBuiltin(name);
  return builtin?.program === true ? { kind: 'builtin', builtin, path: `/bin/${name}` } : undefined;
}

let lastPath = '';
let lastFolders: readonly string[] = [];

function foldersOf(path: string): readonly string[] {
  if (path !== lastPath) {
    lastPath = path;
    lastFolders = path.split(':');
  }
  return lastFolders;
}

/** Finds the program that a name means; `missing` with the message that follows the name. */
export function* resolveProgram(find: FindCommand, name: string, path: string | undefined): UserPath<Found> {
  if (name.includes('/')) return yield* resolvePath(find, name);
  for (const folder of name === '' ? [] : foldersOf(path ?? '')) {
    const known = SYSTEM_FOLDERS.has(folder) ? systemProgram(find, name) : undefined;
    if (known !== undefined) return known;
    const file = `${folder === '' ? '.' : folder}/${name}`;
    const stat = yield* sys.stat(file);
    if (!failed(stat) && stat.kind === 'file' && (yield* sys.access(file, 'exec')) === 0) return { kind: 'script', path: file };
  }
  return { kind: 'missing', status: 127, message: 'command not found' };
}

function* resolvePath(find: FindCommand, name: string): UserPath<Found> {
  const slash = name.lastIndexOf('/');
  const known = SYSTEM_FOLDERS.has(name.slice(0, slash)) ? systemProgram(find, name.slice(slash + 1)) : undefined;
  if (known !== undefined) return { ...known, path: name } as Found;
  const stat = yield* sys.stat(name);
  if (failed(stat)) return { kind: 'missing', status: stat === -ERRNO.EACCES ? 126 : 127, message: strerror(-stat) };
  if (stat.kind === 'dir') return { kind: 'missing', status: 126, message: strerror(ERRNO.EISDIR) };
  const allowed = yield* sys.access(name, 'exec');
  if (allowed < 0 || stat.kind !== 'file') return { kind: 'missing', status: 126, message: strerror(ERRNO.EACCES) };
  return { kind: 'script', path: name };
}
