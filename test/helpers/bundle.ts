/** Bundles a TypeScript program for tests that run it as one: Node 20 itself cannot load TypeScript. */
import { join } from 'node:path';
import { build } from 'esbuild';

/** Writes the bundle into `folder`; the path of its entry. */
export async function bundle(entry: string, folder: string): Promise<string> {
  await build({
    entryPoints: [entry],
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    target: 'node20',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    external: ['react-devtools-core'],
    banner: { js: "import { createRequire as __testRequire } from 'node:module'; const require = __testRequire(import.meta.url);" },
    logLevel: 'warning',
  });
  return join(folder, 'main.mjs');
}
