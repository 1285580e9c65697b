/** Bounds that decide a verdict: how many failures may be injected, how many Ctrl-C may come, where a switch may happen. */
import { expect, test } from 'vitest';
import { chardev } from '../../fixtures/drivers/chardev/driver.ts';
import { explore } from '../../src/explore/explore.ts';
import { DEFAULT_PARAMS, type Params, type Scenario } from '../../src/explore/scenario.ts';
import { MODELS } from '../../src/kernel/model.ts';
import { aroundOf, caseOf, scenarioNamed } from '../helpers/ground.ts';

const verdictOf = (scenario: Scenario, params: Partial<Params>): string => {
  const all = { ...DEFAULT_PARAMS, ...params };
  return explore(scenario, all, aroundOf(all.regime)).verdict;
};

/** A close that fails twice in one run leaves a count behind: one failure is made good. */
const twiceIsTooMuch: Scenario = {
  name: 'twice',
  plan: ({ users }) => ({
    drivers: [
      {
        ...chardev,
        cells: { ...chardev.cells, failed: { init: 0 } },
        chrdevs: {
          chardev: {
            owner: true,
            *open(k) {
              if ((yield* k.choose('alloc')) === 0) return 0;
              // The second failure forgets to give this back.
              yield* k.tryModuleGet();
              if ((yield* k.add(k.cell('failed'), 1)) < 2) yield* k.modulePut();
              return -12;
            },
          },
        },
      },
    ],
    tasks: [
      {
        name: 'user',
        times: users,
        *run(c) {
          const file = yield* c.open('/dev/chardev0');
          if (file > 0) yield* c.close(file);
        },
      },
    ],
  }),
};

test.each([
  [0, 'proved'],
  [1, 'proved'],
  [2, 'leak'],
  [-1, 'leak'],
])('a bug that needs two failed allocations: with a budget of %d the verdict is %s', (faultBudget, verdict) => {
  expect(verdictOf(twiceIsTooMuch, { users: 2, rmmods: 0, faults: ['alloc'], faultBudget })).toBe(verdict);
});

test('a site that is not named never fails', () => {
  expect(verdictOf(twiceIsTooMuch, { users: 2, rmmods: 0, faults: [], faultBudget: -1 })).toBe('proved');
});

test.each([
  [0, 'proved'],
  [1, 'stuck'],
])('a cancel that forgets to admit again: with %d Ctrl-C the verdict is %s', (interrupts, verdict) => {
  const { scenario, params } = caseOf('pro-drain-badint');
  expect(verdictOf(scenarioNamed(scenario), { ...params, interrupts })).toBe(verdict);
});

/** 2.2 was written for the big lock: what no switch can come into is safe. A fully preemptible kernel takes that away, as more CPUs do. */
test.each([
  ['big-lock', 'own-biglock-plain', 'proved'],
  ['smp', 'own-biglock-plain', 'use-after-unload'],
  ['preempt', 'own-biglock-plain', 'use-after-unload'],
  ['big-lock', 'own-biglock-before', 'use-after-unload'],
  ['big-lock', 'own-sleeps-today', 'proved'],
  ['smp', 'own-sleeps-today', 'proved'],
  ['preempt', 'own-sleeps-today', 'proved'],
] as const)('under %s %s is %s', (model, id, verdict) => {
  const { scenario, params } = caseOf(id);
  expect(MODELS).toContain(model);
  expect(verdictOf(scenarioNamed(scenario), { ...params, model })).toBe(verdict);
});
