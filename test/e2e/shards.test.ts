/** The matrix of the explorer over several processes, as the README shows it: under GNU parallel, where it is installed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const MODSH = resolve(import.meta.dirname, '../../bin/modsh.js');
const MINUTES_3 = 180_000;
const found = spawnSync('parallel', ['--version'], { encoding: 'utf8' });
const why = found.status === 0 && found.stdout.includes('GNU parallel') ? '' : ' (GNU parallel is not installed)';

test.skipIf(why !== '')(
  `three shards under GNU parallel merge to the bytes of one run${why}`,
  () => {
    const dir = mkdtempSync(join(tmpdir(), 'modsh-shards-'));
    const run = (command: string, args: readonly string[]): string =>
      execFileSync(command, args, { cwd: dir, encoding: 'utf8', maxBuffer: 1 << 26 });
    try {
      run('parallel', [`node ${MODSH} explore --matrix --json --shard {}/3 > part-{}.json`, ':::', '1', '2', '3']);
      const merged = run('node', [MODSH, 'explore', 'merge', 'part-3.json', 'part-1.json', 'part-2.json']);
      expect(merged).toBe(run('node', [MODSH, 'explore', '--matrix', '--json']));
      expect(merged).toContain('"chr-inmod"');
      const gap = spawnSync('node', [MODSH, 'explore', 'merge', 'part-1.json', 'part-2.json'], { cwd: dir, encoding: 'utf8' });
      expect(gap.status).toBe(2);
      expect(gap.stderr.split('\n')).toHaveLength(2);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
  MINUTES_3,
);
