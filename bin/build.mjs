// The one esbuild call behind `npm run build` and `prepare`: src/main.ts becomes dist/main.js and lazy chunks.
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
rmSync(join(root, 'dist'), { recursive: true, force: true });
await build({
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
