import { expect, test } from 'vitest';
import { mutationReport, mutationText, tryMutant } from './mutants.ts';
import { PROBES } from './probes.ts';

const CHARDEV = PROBES.filter((probe) => probe.scenario === 'chardev');

test('of the rule of today, every get, put and base reference that is left out is noticed', { timeout: 120_000 }, () => {
  const results = mutationReport('today', CHARDEV, ['drop']);
  const counting = results.filter(({ mutant }) => mutant.site.cell.endsWith('.refcnt'));
  expect(counting.length).toBeGreaterThanOrEqual(5);
  expect(counting.filter((one) => one.fate !== 'killed')).toEqual([]);
  expect(mutationText('today', results)).toMatch(/^today: \d+ mutants, \d+ killed, \d+ equivalent .*, 0 survived/);
});

test.each([
  ['2.4', 'lock', 'chrdev_open', 'kernel.chrdevs_lock', 'use-after-unload'],
  ['2.5', 'tryGet', 'get_chrfops', 'chardev.refcnt', 'use-after-unload'],
  ['today', 'wait', 'netdev_wait_allrefs_any', 'mdev0.refcnt', 'use-after-unload'],
  ['drain', 'waitOrSignal', 'drain_commit', 'proto.gate', 'use-after-unload'],
] as const)('under %s, leaving out %s in %s ends in %s', { timeout: 60_000 }, (regime, op, at, cell, verdict) => {
  const result = tryMutant(regime, { kind: 'drop', site: { op, at, cell } }, PROBES);
  expect(result).toMatchObject({ fate: 'killed', verdict });
});
