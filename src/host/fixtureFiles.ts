/** Data files that are shipped beside the program. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The text of a file below fixtures/; the program lies in dist/, its sources in src/host/. */
function fixtureText(path: string): string {
  for (const up of ['..', '../..']) {
    try {
      return readFileSync(fileURLToPath(new URL(`${up}/fixtures/${path}`, import.meta.url)), 'utf8');
    } catch {
      // The other place it may be.
    }
  }
  throw new Error(`fixtures/${path} is not there`);
}

/** The table of the explorer's cases. */
export const explorerCases = (): string => fixtureText('scenarios/cases.tsv');
