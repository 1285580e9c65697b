/** Writes an exported tree as plain files of the host. */
import { mkdirSync, opendirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ExportedNode } from '../boot/export.ts';

/** The names of a folder in the order in which it gives them, which `readdir` would sort. */
function listed(folder: string): string[] {
  const names: string[] = [];
  const open = opendirSync(folder);
  for (let entry = open.readSync(); entry !== null; entry = open.readSync()) names.push(entry.name);
  open.closeSync();
  return names;
}

/** Writes links of one folder so that it lists them in the model's order where the file system allows: some list the newest first. */
function writeLinks(folder: string, links: readonly { readonly name: string; readonly target: string }[]): void {
  const write = (all: typeof links): void => {
    for (const { name, target } of all) symlinkSync(target, join(folder, name));
  };
  write(links);
  if (listed(folder).every((name, at) => name === links[at]?.name)) return;
  for (const { name } of links) rmSync(join(folder, name));
  write([...links].reverse());
}

/** Writes the nodes below a folder. */
export function writeTree(dir: string, nodes: readonly ExportedNode[]): void {
  const links = new Map<string, { name: string; target: string }[]>();
  for (const node of nodes) {
    const path = join(dir, node.path);
    if (node.kind === 'dir') mkdirSync(path, { recursive: true });
    else if (node.kind === 'file') writeFileSync(path, node.data);
    else {
      const folder = dirname(path);
      links.set(folder, [...(links.get(folder) ?? []), { name: path.slice(folder.length + 1), target: node.target }]);
    }
  }
  for (const [folder, all] of links) writeLinks(folder, all);
}
