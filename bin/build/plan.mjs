// Which module of the program is in which part.
import { build } from 'esbuild';
import { isLaterList, laterCommands } from './laterCommands.mjs';
import { common, leftOut, nativeImports, root } from './options.mjs';

/**
 * In the order in which they take modules: what a part needs and an earlier one has is not in it. `main` has all that every start needs, `tools`
 * the commands that come with their first call, `more` what is imported on demand: explorer, faces, recorder and the subcommands.
 */
export const PARTS = ['main', 'tools', 'more'];

export const MAIN = 'src/main.ts';

/** Module => what it imports, as the bundler sees it. */
async function readGraph() {
  const { metafile } = await build({
    ...common,
    plugins: [leftOut, nativeImports],
    entryPoints: [MAIN],
    outdir: 'dist',
    format: 'esm',
    write: false,
    metafile: true,
  });
  const graph = new Map();
  for (const [path, { imports }] of Object.entries(metafile.inputs)) {
    const known = imports.filter((one) => !one.external && one.path in metafile.inputs);
    graph.set(
      path,
      known.map((one) => ({ path: one.path, onDemand: one.kind === 'dynamic-import' })),
    );
  }
  return graph;
}

/** The names that modules export. */
async function exportedNames(paths) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: paths,
    outdir: 'dist',
    outbase: '.',
    write: false,
    format: 'esm',
    jsx: 'automatic',
    metafile: true,
  });
  return new Map(Object.values(metafile.outputs).map(({ entryPoint, exports }) => [entryPoint, exports]));
}

/**
 * @returns `partOf`: module => part; `later`: see laterCommands.mjs; `asked`: part => modules that it must give, to others or, where the main part
 * imports them on demand, to itself; `names`: what those export.
 */
export async function planParts() {
  const [graph, later] = await Promise.all([readGraph(), laterCommands()]);
  const stoodFor = (from, { path }) => isLaterList(from) && later.has(path);
  const partOf = new Map();
  const take = (part, path) => {
    if (partOf.has(path)) return;
    partOf.set(path, part);
    for (const one of graph.get(path) ?? []) if (!one.onDemand && !stoodFor(path, one)) take(part, one.path);
  };
  take('main', MAIN);
  for (const [path, { part }] of later) if (part === 'tools') take(part, path);
  for (const path of graph.keys()) if (!partOf.has(path)) partOf.set(path, 'more');

  const asked = new Map(PARTS.map((part) => [part, new Set()]));
  for (const [from, imports] of graph)
    for (const one of imports) if (isGiven(partOf, from, one)) asked.get(partOf.get(one.path)).add(one.path);
  for (const [path, { part }] of later) asked.get(part).add(path);
  const names = await exportedNames([...asked.values()].flatMap((paths) => [...paths]));
  return { partOf, later, stoodFor, asked, names };
}

/**
 * Does the launcher give an import's module? Not one of the same part: the bundler joins those; but to join one that is imported on demand it would
 * have to make all that it imports begin late, which takes time at each start, so the main part is given its own.
 */
export function isGiven(partOf, from, { path, onDemand }) {
  const part = partOf.get(from);
  return partOf.has(path) && (partOf.get(path) !== part || (onDemand && part === 'main'));
}
