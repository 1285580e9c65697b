/** The tree of modules of a real machine: its own indexes, and module files that are made when somebody looks at one. */
import { writeIndex } from '../commands/kmod/indexes.ts';
import { INDEX_NAMES, type MachineGraph } from '../kernel/graph/graph.ts';
import { vermagicOf } from '../kernel/kernel.ts';
import { makeDirs, newLazyFile, type Os, putEntry, putNode } from '../kernel/os/os.ts';

/** Text indexes of which depmod makes a binary one for the tools, and what that is called. */
const BINARY: Readonly<Partial<Record<(typeof INDEX_NAMES)[number], string>>> = {
  'modules.dep': 'modules.dep.bin',
  'modules.alias': 'modules.alias.bin',
  'modules.symbols': 'modules.symbols.bin',
  'modules.builtin': 'modules.builtin.bin',
  'modules.builtin.modinfo': 'modules.builtin.alias.bin',
};

/** Puts the machine's files where the running kernel's tools look for them. */
export function putGraphTree(os: Os, graph: MachineGraph, release: string): void {
  const tree = `/lib/modules/${release}`;
  const vermagic = vermagicOf(release);
  makeDirs(os, tree);
  for (const name of INDEX_NAMES) {
    const text = graph.indexes[name]?.text;
    const binary = BINARY[name];
    putNode(
      os,
      `${tree}/${name}`,
      newLazyFile(os, () => text ?? ''),
    );
    if (binary !== undefined)
      putNode(
        os,
        `${tree}/${binary}`,
        newLazyFile(os, () => writeIndex(text ?? '')),
      );
  }
  let folder = '';
  let at = makeDirs(os, tree);
  for (const { path, name } of graph.dep.values()) {
    const whole = path.startsWith('/') ? path : `${tree}/${path}`;
    const cut = whole.lastIndexOf('/');
    // Lines of one folder follow each other, so it is looked for once.
    if (whole.slice(0, cut) !== folder) {
      folder = whole.slice(0, cut);
      at = makeDirs(os, folder);
    }
    putEntry(
      os,
      at,
      whole.slice(cut + 1),
      newLazyFile(os, () => graph.fileText(name, vermagic)),
    );
  }
}
