// The one esbuild call behind `npm run build` and `prepare`: src/main.ts becomes dist/main.js and lazy chunks.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** commander starts programs for subcommands that are files of their own. modsh has none, and node:child_process takes 5 ms to load. */
const noChildren = {
  name: 'no-children',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) =>
      importer.includes('/commander/') ? { path, namespace: 'nothing' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'module.exports = {};' }));
  },
};

const { metafile } = await build({
  plugins: [noChildren],
  metafile: true,
  absWorkingDir: root,
  entryPoints: ['src/main.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minify: true,
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"', MODSH_VERSION: JSON.stringify(version) },
  // Optional or native packages stay outside; Ink asks for the devtools only under DEV.
  external: ['react-devtools-core', 'blessed', 'blessed-contrib', '@resvg/resvg-js', 'gifenc', 'dejavu-fonts-ttf', 'esbuild'],
  banner: { js: "import { createRequire as __modshRequire } from 'node:module'; const require = __modshRequire(import.meta.url);" },
  logLevel: 'warning',
});

// What an earlier build left goes last, so that a program that is running meanwhile always finds a whole one.
const made = new Set(Object.keys(metafile.outputs).map((path) => basename(path)));
for (const name of readdirSync(join(root, 'dist'))) {
  if (!made.has(name)) rmSync(join(root, 'dist', name), { recursive: true, force: true });
}
