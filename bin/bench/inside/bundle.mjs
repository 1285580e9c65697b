import { join } from 'node:path';
import { build } from 'esbuild';

/** The table of cases, in the repository. */
export const CASES = 'fixtures/scenarios/cases.tsv';

/** Bundles explorer.ts of this folder: a program `node FILE verdict|whole|promela TABLE CASE`. */
export async function insideExplorer(root, scratch) {
  const program = join(scratch, 'explorer.mjs');
  await build({
    entryPoints: [join(root, 'bin/bench/inside/explorer.ts')],
    outfile: program,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  return program;
}
