/** Who may do what with a file (Linux 6.1, fs/namei.c, generic_permission; fs/kernfs/file.c for made files). */
import type { VNode } from './node.ts';

/** What of a process decides about rights. */
export interface Credentials {
  readonly uid: number;
  readonly privileged: boolean;
}

export const READ = 4;
export const WRITE = 2;
export const EXEC = 1;

/** The kernel's own rights, for trees that it sets up. */
export const KERNEL: Credentials = Object.freeze({ uid: 0, privileged: true });

const ownerOf = (node: VNode): number => (node.kind === 'made' || node.kind === 'madeDir' ? 0 : node.uid);

/** True when a file's mode lets this process do all of `want`. Groups are not modelled: whoever is not the owner is another. */
export function may(who: Credentials, node: VNode, want: number): boolean {
  if (node.kind === 'link') return true;
  if (node.kind === 'made') return mayUseMade(who, node.mode, want, node.read !== undefined, node.write !== undefined);
  if (who.privileged) return (want & EXEC) === 0 || node.kind === 'dir' || node.kind === 'madeDir' || (node.mode & 0o111) !== 0;
  return modeAllows(who, node, want);
}

const modeAllows = (who: Credentials, node: VNode, want: number): boolean =>
  ((who.uid === ownerOf(node) ? node.mode >> 6 : node.mode) & want) === want;

/** Files of sysfs refuse what no mode bit allows, and what they have no operation for, even to root. */
function mayUseMade(who: Credentials, mode: number, want: number, reads: boolean, writes: boolean): boolean {
  if (want & READ && !(reads && mode & 0o444)) return false;
  if (want & WRITE && !(writes && mode & 0o222)) return false;
  if (want & EXEC && !(mode & 0o111)) return false;
  if (who.privileged) return true;
  return ((who.uid === 0 ? mode >> 6 : mode) & want) === want;
}
