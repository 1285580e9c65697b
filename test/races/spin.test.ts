/** SPIN on the exported models: the same number of states and transitions, the same verdicts, the same shortest lengths. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { promelaText } from '../../src/explore/promela.ts';
import { searchBreadth } from '../../src/explore/search/breadth.ts';
import { DEFAULT_LIMITS, finishSearch } from '../../src/explore/search/limits.ts';
import { modelOf, smallCases } from '../helpers/ground.ts';

const missing = ['spin', 'gcc'].filter((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);
const WHOLE = { symmetry: false, persistent: false };

interface SpinResult {
  readonly stored: number;
  readonly transitions: number;
  readonly errors: number;
  readonly depth: number;
}

function spin(text: string, define: string, flags: string): SpinResult {
  const folder = mkdtempSync(join(tmpdir(), 'modsh-spin-'));
  try {
    writeFileSync(join(folder, 'm.pml'), text);
    const script = [
      `spin ${define} -a m.pml > spin.out`,
      `gcc -O0 -w -DNOREDUCE -DSAFETY -DVECTORSZ=4096 ${flags} -o pan pan.c`,
      './pan -m1000000 -w22',
    ].join(' && ');
    const out = spawnSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8' }).stdout;
    const number = (pattern: RegExp): number => Number(pattern.exec(out)?.[1] ?? 'NaN');
    return {
      stored: number(/(\d+) states, stored/),
      transitions: number(/(\d+) transitions/),
      errors: number(/errors: (\d+)/),
      depth: number(/depth reached (\d+)/),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.skipIf(missing.length > 0)(missing.length > 0 ? `not run: ${missing.join(' and ')} missing` : 'SPIN agrees on', () => {
  for (const one of smallCases.filter(({ params }) => params.model !== 'big-lock')) {
    test(one.id, { timeout: 120_000 }, () => {
      const model = modelOf(one);
      const ours = finishSearch(searchBreadth(model, WHOLE, DEFAULT_LIMITS));
      const text = promelaText(model, one.id);
      const { found } = ours;
      if (found === undefined) {
        // SPIN counts the start as a transition. Starvation is no matter of single states: the space is compared all the same.
        expect(spin(text, '', '')).toMatchObject({ stored: ours.states, transitions: ours.transitions + 1, errors: 0 });
        return;
      }
      const atRest = found.moves.at(-1)?.fault === undefined;
      const result = spin(text, atRest && found.verdict !== 'hang' ? '-DREST' : '', '-DBFS');
      expect(result.errors).toBe(1);
      expect(result.depth).toBe(atRest ? found.moves.length : found.moves.length - 1);
    });
  }
});
