// Behind `npm run build` and `prepare`: src/main.ts becomes the parts of dist/, each with its code cache, and dist/ink.mjs.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { common, leftOut, root } from './build/options.mjs';
import { buildParts } from './build/parts.mjs';
import { PARTS } from './build/plan.mjs';

const buildInk = () =>
  build({
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
await Promise.all([buildParts(PARTS), buildInk()]);
// The cache of another program must never be taken for this one's, nor a part for that of another; a program that starts meanwhile finds a whole file.
for (const part of PARTS) rmSync(dist(`${part}.cache`), { force: true });
for (const name of [...PARTS.map((part) => `${part}.js`), 'ink.mjs']) renameSync(dist(`${name}.new`), dist(name));
for (const part of PARTS) renameSync(dist(`${part}.js.new.map`), dist(`${part}.js.map`));
execFileSync(process.execPath, [join(root, 'bin/cache.js'), ...PARTS]);
const made = new Set(['ink.mjs', ...PARTS.flatMap((part) => [`${part}.js`, `${part}.js.map`, `${part}.cache`])]);
for (const name of readdirSync(dist(''))) if (!made.has(name)) rmSync(dist(name), { recursive: true, force: true });
