/** Timers and threads of drivers in the explorer: the mistakes that people make with them, and the ways that are right. */
import { expect, test } from 'vitest';
import { explore } from '../../src/explore/explore.ts';
import { scenarioOf } from '../../src/explore/generic.ts';
import { DEFAULT_PARAMS } from '../../src/explore/scenario.ts';
import { witness } from '../../src/explore/witness.ts';
import type { Driver } from '../../src/kernel/driver.ts';
import { aroundOf } from '../helpers/ground.ts';

const about = { author: 'test', license: 'GPL', version: '1', description: 'a module with work of its own' } as const;

/** The verdict on a driver against one rmmod; where it goes wrong, the live machine must come to the same. */
function verdictOn(driver: Driver): { verdict: string; at: string } {
  const scenario = scenarioOf(driver, []);
  const params = { ...DEFAULT_PARAMS, users: 2 };
  const around = aroundOf('today');
  const x = explore(scenario, params, around);
  if (x.shortest === undefined) return { verdict: x.verdict, at: '' };
  const { live } = witness(scenario, params, around, x.model, x.shortest, '', x.loopFrom);
  expect(live.verdict).toBe(x.verdict);
  return { verdict: x.verdict, at: live.steps.at(-1)?.at ?? '' };
}

/** A timer whose function is `tick`, set by init and cancelled by exit. */
const timed = (tick: NonNullable<Driver['timers']>[string], exit: Driver['exit']): Driver => ({
  ...about,
  name: 'timed',
  cells: { leaving: { init: 0 } },
  timers: { tick },
  *init(k) {
    yield* k.startTimer('tick', 10);
    return 0;
  },
  ...(exit === undefined ? {} : { exit }),
});

test('a timer that exit cancels is proved', () => {
  const driver = timed(
    function* (k) {
      yield* k.log('tick');
    },
    function* (k) {
      yield* k.cancelTimer('tick');
    },
  );
  expect(verdictOn(driver).verdict).toBe('proved');
});

test('a timer that sets itself again outlives one del_timer_sync', () => {
  const driver = timed(
    function* (k) {
      yield* k.startTimer('tick', 10);
    },
    function* (k) {
      yield* k.cancelTimer('tick');
    },
  );
  expect(verdictOn(driver)).toEqual({ verdict: 'use-after-unload', at: 'timed_tick' });
});

test('it is proved when exit says first that it is leaving, and cancels once more', () => {
  const driver = timed(
    function* (k) {
      if ((yield* k.load(k.cell('leaving'))) === 0) yield* k.startTimer('tick', 10);
    },
    function* (k) {
      yield* k.store(k.cell('leaving'), 1);
      yield* k.cancelTimer('tick');
      yield* k.cancelTimer('tick');
    },
  );
  expect(verdictOn(driver).verdict).toBe('proved');
});

/** A thread that says when it is over, and an exit that waits for that. `done` is a lock that is held until then. */
const threaded = (worker: NonNullable<Driver['threads']>[string]): Driver => ({
  ...about,
  name: 'threaded',
  cells: { done: { init: 1, min: 0, max: 1 } },
  threads: { worker },
  *init(k) {
    yield* k.startThread('worker');
    return 0;
  },
  *exit(k) {
    yield* k.lock(k.cell('done'));
  },
});

test('a thread may still be in module text after it has said that it is over', () => {
  const driver = threaded(function* (k) {
    yield* k.unlock(k.cell('done'));
    return 'return';
  });
  expect(verdictOn(driver)).toEqual({ verdict: 'use-after-unload', at: 'threaded_worker (return)' });
});

test('an exit that waits for a thread which never says so hangs', () => {
  const driver = threaded(function* (k) {
    yield* k.log('working');
    return 'return';
  });
  expect(verdictOn(driver).verdict).toBe('hang');
});

test('a thread that waits for ever hangs, though nobody waits for it', () => {
  const driver = threaded(function* (k) {
    yield* k.unlock(k.cell('done'));
    yield* k.lock(k.cell('done'));
    yield* k.lock(k.cell('done'));
    return 'return';
  });
  expect(verdictOn(driver).verdict).toBe('hang');
});
