/** How depmod puts its files in place, and what it says about them (kmod 30, tools/depmod.c). */
import type { UserPath } from '../../engine/step.ts';
import { depmodTexts } from '../texts/depmod.ts';
import { type BuiltinLists, DEPMOD_FILES, graphFiles, unnumberedNodes } from './depmod-files.ts';
import type { DepmodGraph } from './depmod-graph.ts';
import { normalizeAlias } from './names.ts';
import { print, say, type Tool } from './tool.ts';

/** What only shows up when the binary alias index is made. */
function* checkAliases(tool: Tool, graph: DepmodGraph, warnDuplicates: boolean): UserPath<void> {
  const seen = new Set<string>();
  for (const node of graph.nodes) {
    for (const [key, value] of node.image.modinfo) {
      if (key !== 'alias') continue;
      const alias = normalizeAlias(value);
      const line = `${alias} ${node.name}`;
      if (alias === undefined) yield* say(tool, 'warning', depmodTexts.badBracket(value));
      else if (warnDuplicates && seen.has(line)) yield* say(tool, 'warning', depmodTexts.duplicateAlias(alias, node.name));
      seen.add(line);
    }
  }
}

function* checkDevices(tool: Tool, graph: DepmodGraph): UserPath<void> {
  for (const { module, device } of unnumberedNodes(graph)) yield* say(tool, 'error', depmodTexts.noNumbers(module, device));
}

/** Prints the text files, one after the other (-n). */
export function* printFiles(tool: Tool, graph: DepmodGraph): UserPath<void> {
  const files = graphFiles(graph, { names: undefined, modinfo: undefined });
  for (const name of DEPMOD_FILES) if (!name.endsWith('.bin')) yield* print(tool, files[name]);
  yield* checkDevices(tool, graph);
}

export interface DepmodTarget {
  readonly directory: string;
  /** Reads what comes with the kernel; it may warn. */
  readonly readBuiltin: () => UserPath<BuiltinLists>;
  readonly warnDuplicates: boolean;
}

/** Writes each file under another name and renames it, so that no reader sees half of one. */
export function* writeFiles(tool: Tool, graph: DepmodGraph, target: DepmodTarget): UserPath<number> {
  const { sys } = tool;
  const { directory } = target;
  yield* checkAliases(tool, graph, target.warnDuplicates);
  const files = graphFiles(graph, yield* target.readBuiltin());
  for (const name of DEPMOD_FILES) {
    const temporary = `${directory}/${name}.${yield* sys.getpid()}`;
    const fd = yield* sys.open(temporary, { write: true, create: true, exclusive: true, mode: 0o644 });
    if (fd < 0) {
      yield* say(tool, 'error', depmodTexts.cannotWrite(directory, name, -fd));
      continue;
    }
    if (files[name] !== '') yield* sys.write(fd, files[name]);
    yield* sys.close(fd);
    yield* sys.rename(temporary, `${directory}/${name}`);
  }
  yield* checkDevices(tool, graph);
  return 0;
}
