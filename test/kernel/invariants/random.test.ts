/** The invariants of an unload as properties: random users, rmmods and interrupts under random schedules. */
import { expect, test } from 'vitest';
import { load, store, tryAtomic } from '../../../src/engine/ops.ts';
import { test as cellTest, plus, set } from '../../../src/engine/step.ts';
import { CLOSED, COMING, GOING, SHUT } from '../../../src/kernel/module.ts';
import type { Rules } from '../../../src/kernel/rules.ts';
import { drain, drainWith } from '../../../src/regimes/drain.ts';
import { today } from '../../../src/regimes/today.ts';
import { randomRuns } from '../../helpers/randomRuns.ts';

/** A hundred thousand with MODSH_RUNS=100000 (some minutes); a sample otherwise. */
const RUNS = Number(process.env['MODSH_RUNS'] ?? 200);
const SEED = 1;
/** Runs in which a seeded fault must show. */
const SEARCH = 3_000;
const TIMEOUT_MS = 3_600_000;

test('no invariant breaks under drain', { timeout: TIMEOUT_MS }, () => {
  expect(randomRuns(drain, RUNS, SEED, { failingInit: true })).toBeUndefined();
});

test('no invariant breaks under today, where no init fails', { timeout: TIMEOUT_MS }, () => {
  expect(randomRuns(today, RUNS, SEED, { failingInit: false })).toBeUndefined();
});

test.each([
  ['a parked gate', drainWith({ gate: 'park' })],
  ['killed lingering sockets', drainWith({ timeWait: 'kill' })],
  ['a late cancel that detaches', drainWith({ late: 'detach' })],
  ['a limit of one millisecond', drainWith({ limitUs: 1_000 })],
  ['a guard of two tries', drainWith({ guard: 2 })],
] as const)('no invariant breaks under drain with %s', { timeout: TIMEOUT_MS }, (_name, rules) => {
  expect(randomRuns(rules, Math.min(RUNS, 2_000), SEED, { failingInit: true })).toBeUndefined();
});

/** One fault, in one path, for each invariant: what must show it, and under which rules. */
const FAULTS: readonly (readonly [string, string, Rules])[] = [
  [
    'I1',
    'a commit that looks at nothing',
    {
      ...drain,
      *settle(_k, m) {
        yield* store(m.cells.gate, SHUT, 'drain_commit');
        return true;
      },
    },
  ],
  [
    'I2',
    'a cancel that forgets to open the gate',
    {
      ...drain,
      *settle(k, m) {
        const settled = yield* settleOf(k, m);
        if (settled !== true) yield* store(m.cells.gate, CLOSED, 'drain_cancel');
        return settled;
      },
    },
  ],
  [
    'I3',
    'a gate that two can close',
    {
      ...drain,
      sheet: { ...drain.sheet, refuses: [COMING] },
      *mayGo(_k, m) {
        yield* tryAtomic([cellTest(m.cells.gate, '!=', SHUT)], [set(m.cells.gate, CLOSED), set(m.cells.state, GOING)], 'drain_close_gate');
        return true;
      },
    },
  ],
  [
    'I4',
    'a get that is never put',
    {
      ...today,
      *tryGet(k, m, object, at) {
        if (at === 'fops_get')
          yield* tryAtomic([cellTest(m.cells.refcnt, '!=', 0)], [plus(m.cells.refcnt, 0)], at, 'tryGet', leak(m.cells.refcnt));
        return yield* today.tryGet(k, m, object, at);
      },
    },
  ],
  [
    'I5',
    'a cancel that is looked at only at the end',
    {
      ...drain,
      *settle(k, m) {
        const settled = yield* settleOf(k, m);
        if (settled !== true) for (let step = 0; step < 60; step += 1) yield* load(m.cells.state, 'drain');
        return settled;
      },
    },
  ],
  [
    'I6',
    'a cancel that leaves the state as it was',
    {
      ...drain,
      *settle(k, m) {
        const settled = yield* settleOf(k, m);
        if (settled !== true) yield* store(m.cells.state, GOING, 'drain');
        return settled;
      },
    },
  ],
  [
    'I7',
    'a cancel that answers 0',
    {
      ...today,
      *mayGo(k, m, flags) {
        const decided = yield* today.mayGo(k, m, flags);
        return decided === true ? true : 0;
      },
    },
  ],
  [
    'I8',
    'a get that does not look at the gate',
    {
      ...drain,
      *tryGet(_k, m, object, at) {
        return yield* tryAtomic([cellTest(m.cells.gate, '!=', SHUT)], [plus(m.cells.refcnt, 1)], at, 'tryGet', {
          kind: 'get',
          on: m.cells.refcnt,
          object,
        });
      },
    },
  ],
  [
    'I9',
    'a put that counts twice and never stops at none',
    {
      ...today,
      *put(_k, m, object, at) {
        yield* tryAtomic([], [plus(m.cells.refcnt, -2)], at, 'add', { kind: 'put', on: m.cells.refcnt, object });
      },
    },
  ],
  ['I10', 'gets that succeed while init runs', drainWith({ init: 'weak' })],
];

const leak = (on: Parameters<typeof load>[0]) => ({ kind: 'get', on, object: 'nobody' }) as const;

const settleOf: NonNullable<Rules['settle']> = (k, m) => {
  if (drain.settle === undefined) throw new Error('a drain settles');
  return drain.settle(k, m);
};

test.each(FAULTS)('%s can break: %s', { timeout: TIMEOUT_MS }, (id, _what, rules) => {
  const found = randomRuns(rules, SEARCH, SEED, { failingInit: id === 'I10', only: [id] });
  expect(found?.broken).toMatch(new RegExp(`^${id}:`));
});

test('I10 breaks in today, as in every kernel that shipped', { timeout: TIMEOUT_MS }, () => {
  expect(randomRuns(today, SEARCH, SEED, { failingInit: true, only: ['I10'] })?.broken).toMatch(/^I10: lateinit freed with \d references/);
});
