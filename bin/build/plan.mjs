// Which module of the program is in which part.
import { build } from 'esbuild';
import { isLaterList, laterCommands } from './laterCommands.mjs';
import { common, leftOut, nativeImports, root } from './options.mjs';

/**
 * In the order in which they take modules: what a part needs and an earlier one has is not in it. `main` has all that every start needs, `face` the
 * interactive shell, `tools` the commands that come with their first call, `more` what else is imported on demand: explorer, dashboard, recorder
 * and the other subcommands.
 */
export const PARTS = ['main', 'face', 'tools', 'more'];

export const MAIN = 'src/main.ts';
/** What the first prompt needs. */
const FACE = ['src/host/cli/interactive.ts', 'src/host/terminal/app.ts'];

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
  // All that some modules need to begin.
  const need = (paths, found = new Set()) => {
    for (const path of paths) {
      if (found.has(path)) continue;
      found.add(path);
      const here = (graph.get(path) ?? []).filter((one) => !one.onDemand && !stoodFor(path, one));
      need(
        here.map((one) => one.path),
        found,
      );
    }
    return found;
  };
  const face = need(FACE);
  const tools = need([...later.keys()].filter((path) => later.get(path).tool));
  const partOf = new Map();
  const take = (part, paths) => {
    for (const path of paths) if (!partOf.has(path)) partOf.set(path, part);
  };
  take('main', need([MAIN]));
  // Rather a little more in the main part than a tool that must load the face.
  take(
    'main',
    [...face].filter((path) => tools.has(path)),
  );
  take('face', face);
  take('tools', tools);
  take('more', graph.keys());

  const asked = new Map(PARTS.map((part) => [part, new Set()]));
  for (const [from, imports] of graph)
    for (const one of imports) if (isGiven(partOf, from, one)) asked.get(partOf.get(one.path)).add(one.path);
  for (const path of later.keys()) asked.get(partOf.get(path)).add(path);
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
