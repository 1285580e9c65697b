/** Binary indexes as real tools read them: a trie over the keys, children before their parents (kmod 30, libkmod/libkmod-index.h). */

const MAGIC = 0xb007f457;
const VERSION = 0x00020001;
const PREFIX = 0x80000000;
const VALUES = 0x40000000;
const CHILDS = 0x20000000;
/** Where the offset of the root stands. */
const ROOT_AT = 8;

export interface IndexEntry {
  readonly key: string;
  readonly value: string;
  /** Values of one key are given lowest first. */
  readonly priority: number;
}

interface Node {
  prefix: string;
  readonly children: Map<number, Node>;
  readonly values: IndexEntry[];
}

const leaf = (prefix: string): Node => ({ prefix, children: new Map(), values: [] });

function commonLength(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
  return at;
}

function insert(root: Node, entry: IndexEntry): void {
  let node = root;
  let rest = entry.key;
  for (;;) {
    const same = commonLength(node.prefix, rest);
    if (same < node.prefix.length) {
      const lower: Node = { prefix: node.prefix.slice(same + 1), children: new Map(node.children), values: [...node.values] };
      const branch = node.prefix.charCodeAt(same);
      node.prefix = node.prefix.slice(0, same);
      node.children.clear();
      node.values.length = 0;
      node.children.set(branch, lower);
    }
    rest = rest.slice(same);
    if (rest === '') {
      node.values.push(entry);
      return;
    }
    const next = node.children.get(rest.charCodeAt(0));
    if (next === undefined) {
      const fresh = leaf(rest.slice(1));
      fresh.values.push(entry);
      node.children.set(rest.charCodeAt(0), fresh);
      return;
    }
    node = next;
    rest = rest.slice(1);
  }
}

const long = (out: number[], value: number): void =>
  void out.push((value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);

function text(out: number[], word: string): void {
  for (let at = 0; at < word.length; at += 1) out.push(word.charCodeAt(at) & 0xff);
  out.push(0);
}

/** Writes a node after its children; its offset with the flags of what it has. */
function writeNode(out: number[], node: Node): number {
  const codes = [...node.children.keys()];
  const first = Math.min(...codes);
  const last = Math.max(...codes);
  const offsets = new Map<number, number>();
  for (const [code, child] of [...node.children].sort(([a], [b]) => a - b)) offsets.set(code, writeNode(out, child));
  let offset = out.length;
  if (node.prefix !== '') {
    text(out, node.prefix);
    offset |= PREFIX;
  }
  if (offsets.size > 0) {
    out.push(first, last);
    for (let code = first; code <= last; code += 1) long(out, offsets.get(code) ?? 0);
    offset |= CHILDS;
  }
  if (node.values.length > 0) {
    const sorted = [...node.values].sort((a, b) => a.priority - b.priority);
    long(out, sorted.length);
    for (const { priority, value } of sorted) {
      long(out, priority);
      text(out, value);
    }
    offset |= VALUES;
  }
  return offset;
}

/** The bytes of an index with these entries. Keys and values are ASCII. */
export function binaryIndex(entries: readonly IndexEntry[]): Uint8Array {
  const root = leaf('');
  for (const entry of entries) insert(root, entry);
  const out: number[] = [];
  for (const word of [MAGIC, VERSION, 0]) long(out, word);
  const at = writeNode(out, root);
  const head: number[] = [];
  long(head, at);
  out.splice(ROOT_AT, head.length, ...head);
  return Uint8Array.from(out);
}
