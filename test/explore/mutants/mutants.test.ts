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

test.each([
  ['swap', 'incUnlessZero', 'cdev_get', 'chardev.refcnt', 'chardev', 'same model'],
  ['drop', 'wait', 'mod_sysfs_teardown', 'chardev.sysfsActive', 'chardev', 'cell decides nothing'],
  ['drop', 'lock', 'unregister_netdevice', 'kernel.rtnl', 'netdev', 'cell of one task'],
  // GOING is looked at before the count; the count at zero refuses by itself.
  ['drop', 'store', 'try_stop_module', 'core.state', 'crossing', 'shared cell'],
] as const)('of one that lives (%s %s in %s) the report says why', (kind, op, at, cell, scenario, reason) => {
  const probes = PROBES.filter((probe) => probe.scenario === scenario);
  const result = tryMutant('today', { kind, site: { op, at, cell } }, probes);
  expect(result).toMatchObject({ fate: 'equivalent', reason });
  const site = `${op} ${cell} in ${at}`;
  expect(mutationText('today', [result])).toBe(
    `today: 1 mutants, 0 killed, 1 equivalent (proved all the same), 0 survived\n  ${reason}: 1\n    equivalent: ${kind} ${site}`,
  );
});
