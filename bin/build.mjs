// Behind `npm run build` and `prepare`: src/main.ts becomes dist/main.js, its code cache, and dist/ink.mjs.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** What libraries would load for uses that modsh has not: it takes time at the start, or is not installed. */
const leftOut = {
  name: 'left-out',
  setup({ onResolve, onLoad }) {
    const nothing = (path) => ({ path, namespace: 'nothing' });
    // commander starts programs for subcommands that are files of their own; the module takes 5 ms to load.
    onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) => (importer.includes('/commander/') ? nothing(path) : undefined));
    // Ink asks for it under DEV.
    onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => nothing(path));
    onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** Code from the cache cannot import: the launcher does it, see src/host/nativeImport.ts. */
const launcherImports = {
  name: 'launcher-imports',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/host\/nativeImport\.ts$/ }, () => ({
      contents: `export const importFile = __import; export const importInk = () => __import(new URL('ink.mjs', import.meta.url));`,
    }));
  },
};

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  minify: true,
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"', MODSH_VERSION: JSON.stringify(version) },
  // Optional or native packages stay outside.
  external: [
    '@xterm/headless',
    '@xterm/addon-unicode11',
    'blessed',
    'blessed-contrib',
    '@resvg/resvg-js',
    'gifenc',
    'dejavu-fonts-ttf',
    'esbuild',
  ],
  logLevel: 'warning',
};

const program = () => ({
  ...common,
  plugins: [leftOut, launcherImports],
  entryPoints: ['src/main.ts'],
  outfile: 'dist/main.js.new',
  format: 'cjs',
  // For the places of the steps of a found schedule; the program reads it when it shows one.
  sourcemap: 'external',
  sourcesContent: false,
  supported: { 'dynamic-import': false },
  define: { ...common.define, 'import.meta.url': '__url' },
  // A function for bin/modsh.js to call.
  banner: { js: '(function (require, __filename, __import) { const __url = require("node:url").pathToFileURL(__filename).href;' },
  footer: { js: '})' },
});

const ink = () => ({
  ...common,
  plugins: [leftOut],
  entryPoints: ['src/host/terminal/ink.ts'],
  outfile: 'dist/ink.mjs.new',
  format: 'esm',
  // Yoga would fetch its own bytes, out of a data URL, and Node's fetch takes longer to load than all of Ink. Without it they are decoded.
  define: { ...common.define, fetch: 'undefined' },
  banner: { js: "import { createRequire as __modshRequire } from 'node:module'; const require = __modshRequire(import.meta.url);" },
});

const dist = (name) => join(root, 'dist', name);
mkdirSync(dist(''), { recursive: true });
await Promise.all([build(program()), build(ink())]);
// The cache of another program must never be taken for this one's; a program that starts meanwhile finds a whole one of either.
rmSync(dist('main.cache'), { force: true });
for (const name of ['main.js', 'ink.mjs']) renameSync(dist(`${name}.new`), dist(name));
renameSync(dist('main.js.new.map'), dist('main.js.map'));
execFileSync(process.execPath, [join(root, 'bin/cache.js'), '-c', ':']);
for (const name of readdirSync(dist(''))) {
  if (!['main.js', 'main.cache', 'main.js.map', 'ink.mjs'].includes(name)) rmSync(dist(name), { recursive: true, force: true });
}
