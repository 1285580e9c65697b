// The program in parts, so that a script reads and runs only what it needs. A module is in one part alone; another part that imports it is given
// its exports by the launcher (bin/modsh.js), which loads the part if it is not there yet.
import { relative } from 'node:path';
import { build } from 'esbuild';
import { common, leftOut, nativeImports, root } from './options.mjs';
import { isGiven, MAIN, planParts } from './plan.mjs';

/** Resolves the imports of a part: within it, to what it is given, or to what stands for a command. */
const resolver = ({ partOf, later, stoodFor, names }) => ({
  name: 'parts',
  setup({ resolve, onResolve, onLoad }) {
    onResolve({ filter: /./ }, async ({ path, importer, kind, resolveDir, namespace, pluginData }) => {
      if (pluginData === 'resolving' || kind === 'entry-point' || namespace !== 'file' || !partOf.has(relative(root, importer)))
        return undefined;
      const found = await resolve(path, { importer, kind, resolveDir, namespace, pluginData: 'resolving' });
      if (found.external || found.namespace !== 'file') return undefined;
      const from = relative(root, importer);
      const one = { path: relative(root, found.path), onDemand: kind === 'dynamic-import' };
      if (stoodFor(from, one)) return { path: one.path, namespace: 'later' };
      // What stays is resolved by the bundler alone: only then it knows of which kind the importing file's package is.
      return isGiven(partOf, from, one) ? { path: one.path, namespace: 'given' } : undefined;
    });
    onLoad({ filter: /./, namespace: 'later' }, ({ path }) => ({ contents: later.get(path).standIn(partOf.get(path)) }));
    onLoad({ filter: /./, namespace: 'given' }, ({ path }) => ({ contents: given(partOf.get(path), path, names.get(path)) }));
  },
});

/** The module that hands on what a part gives. */
const given = (part, path, exported) => `const m = __part(${JSON.stringify(part)}, ${JSON.stringify(path)});
${exported.map((name, at) => `const e${at} = m[${JSON.stringify(name)}]; export { e${at} as ${name} };`).join('\n')}`;

/**
 * The entry of a part: `give(path)` answers the exports of one of its modules. It is a function, and nothing else is made for the modules, since the
 * main part gives while it still begins. The modules of `more` begin when they are asked for.
 */
function entryOf(part, { asked, names }) {
  const late = part === 'more';
  const imports = [];
  const cases = [];
  [...asked.get(part)].sort().forEach((path, at) => {
    const exported = names.get(path).map((name, of) => ({ name, local: `m${at}_${of}` }));
    if (!late) imports.push(`import { ${exported.map(({ name, local }) => `${name} as ${local}`)} } from './${path}';`);
    const object = `{ ${exported.map(({ name, local }) => `${JSON.stringify(name)}: ${local}`)} }`;
    cases.push(`case ${JSON.stringify(path)}: return ${late ? `require('./${path}')` : object};`);
  });
  if (part === 'main') imports.push(`import './${MAIN}';`);
  return `${imports.join('\n')}
export function give(path) { switch (path) { ${cases.join('\n')} } throw new Error('no ' + path + ' in ${part}'); }`;
}

/** Builds dist/PART.js.new and its source map. */
const buildPart = (part, plan) =>
  build({
    ...common,
    plugins: [leftOut, nativeImports, resolver(plan)],
    stdin: { contents: entryOf(part, plan), resolveDir: root, sourcefile: `${part}.mjs` },
    outfile: `dist/${part}.js.new`,
    format: 'cjs',
    // For the places of the steps of a found schedule; the program reads it when it shows one.
    sourcemap: 'external',
    sourcesContent: false,
    supported: { 'dynamic-import': false },
    define: { ...common.define, 'import.meta.url': '__url' },
    // A function for bin/modsh.js to call.
    banner: {
      js: '(function (require, module, __filename, __import, __part) { const __url = require("node:url").pathToFileURL(__filename).href;',
    },
    footer: { js: '})' },
  });

/** Builds all parts. */
export async function buildParts(parts) {
  const plan = await planParts();
  await Promise.all(parts.map((part) => buildPart(part, plan)));
}
