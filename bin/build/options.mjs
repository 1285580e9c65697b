// What every file of dist/ is built with.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** What libraries would load for uses that modsh has not: it takes time at the start, or is not installed. */
export const leftOut = {
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
export const nativeImports = {
  name: 'native-imports',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/host\/nativeImport\.ts$/ }, () => ({
      contents: `export const importFile = __import; export const importInk = () => __import(new URL('ink.mjs', import.meta.url));`,
    }));
  },
};

export const common = {
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
