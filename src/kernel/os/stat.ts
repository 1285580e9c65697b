/** What stat(2) tells of a node. */
import type { Tick } from '../../engine/step.ts';
import type { FileKind, OpenFile, Stat } from '../../engine/sys.ts';
import type { Directory, MadeDirectory, VNode } from './node.ts';
import type { Os, OsFile } from './types.ts';

const DIRECTORY_SIZE = 4_096;

/** Sizes of long texts that were asked for lately: module files are looked at again and again, and do not change. */
const sizes = new Map<string, number>();
const SIZES_KEPT = 64;
const LONG = 256;

function utf8Bytes(text: string): number {
  if (text.length < LONG) return countBytes(text);
  let bytes = sizes.get(text);
  if (bytes === undefined) {
    bytes = countBytes(text);
    if (sizes.size >= SIZES_KEPT) sizes.clear();
    sizes.set(text, bytes);
  }
  return bytes;
}

/** Bytes of a text in UTF-8; half of a surrogate pair counts as the replacement character it becomes. */
function countBytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** A number for nodes that are made when looked at: always the same for the same path (FNV-1a, 31 bits). */
function pathIno(path: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < path.length; at += 1) hash = Math.imul(hash ^ path.charCodeAt(at), 0x01000193);
  return (hash >>> 1) + 1;
}

/** What the kind of a node is called to user space: made nodes look like any other. */
export const kindOf = (node: VNode): FileKind => (node.kind === 'made' ? 'file' : node.kind === 'madeDir' ? 'dir' : node.kind);

function folders(folder: Directory | MadeDirectory): number {
  if (folder.kind === 'madeDir') return 0;
  let count = 0;
  for (const node of folder.entries.values()) if (kindOf(node) === 'dir') count += 1;
  return count;
}

function sizeOf(node: VNode): number {
  switch (node.kind) {
    case 'file':
      return utf8Bytes(node.data);
    case 'made':
      return node.size;
    case 'dir':
      return DIRECTORY_SIZE;
    case 'link':
      return utf8Bytes(node.target);
    default:
      return 0;
  }
}

/** The stat of a node. Made nodes belong to root and have just changed. */
export function statNode(node: VNode, path: string, now: Tick): Stat {
  const made = node.kind === 'made' || node.kind === 'madeDir';
  return {
    kind: kindOf(node),
    mode: node.mode,
    uid: made ? 0 : node.uid,
    size: sizeOf(node),
    ino: made ? pathIno(path) : node.ino,
    nlink: node.kind === 'dir' || node.kind === 'madeDir' ? 2 + folders(node) : 1,
    mtime: made ? now : node.mtime,
    major: node.kind === 'chr' ? node.major : 0,
    minor: node.kind === 'chr' ? node.minor : 0,
  };
}

/** The stat of an open file that has no node: a pipe, a socket, a file of the host. */
const statBare = (file: OpenFile): Stat => ({
  kind: file.ops.kind,
  mode: 0o600,
  uid: 0,
  size: 0,
  ino: file.id,
  nlink: 1,
  mtime: file.openedAt,
  major: 0,
  minor: 0,
});

/** The stat of an open file: what its operations say, else its node, else what little is known of it. */
export function statFile(os: Os, file: OpenFile): Stat {
  const { node } = file as Partial<OsFile>;
  return file.ops.stat?.(file) ?? (node === undefined ? statBare(file) : statNode(node, file.path, os.machine.now));
}
