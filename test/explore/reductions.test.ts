/** Reductions change how much is searched, never what is found. */
import { describe, expect, test } from 'vitest';
import { chardev } from '../../fixtures/drivers/chardev/driver.ts';
import { compileScenario, explore, exploreModel } from '../../src/explore/explore.ts';
import { hasLoops, type Model } from '../../src/explore/model.ts';
import { DEFAULT_PARAMS, type Scenario } from '../../src/explore/scenario.ts';
import { searchBreadth } from '../../src/explore/search/breadth.ts';
import { DEFAULT_LIMITS, finishSearch } from '../../src/explore/search/limits.ts';
import { searchPreemptions } from '../../src/explore/search/preemptions.ts';
import { aroundOf, cases, modelOf } from '../helpers/ground.ts';

const SETTINGS = [
  { symmetry: true, persistent: false },
  { symmetry: false, persistent: true },
  { symmetry: true, persistent: true },
] as const;

/** Cases whose whole space takes more than a few seconds. */
const HEAVY = /^(scale-(today-n[45]|tryget-n|wait-n[45]|quiesce|drain)|end-.*-n4$)/;
/** States up to which every schedule is also searched by its preemptions. */
const BY_PREEMPTIONS_MAX = 6_000;

const whole = (model: Model) => finishSearch(searchBreadth(model, { symmetry: false, persistent: false }, DEFAULT_LIMITS, 'breadth'));

function holdReductions(model: Model): void {
  const all = whole(model);
  for (const setting of SETTINGS) {
    const reduced = finishSearch(searchBreadth(model, setting, DEFAULT_LIMITS, 'breadth'));
    expect(reduced.complete).toBe(true);
    if (model.only === undefined) expect(reduced.found === undefined).toBe(all.found === undefined);
    if (!setting.persistent) expect(reduced.found?.moves.length).toBe(all.found?.moves.length);
    if (!setting.persistent) expect(reduced.found?.verdict).toBe(all.found?.verdict);
    if (all.found === undefined && !hasLoops(model)) expect(reduced.states).toBeLessThanOrEqual(all.states);
  }
  if (all.states > BY_PREEMPTIONS_MAX) return;
  const simple = finishSearch(searchPreemptions(model, Number.MAX_SAFE_INTEGER, DEFAULT_LIMITS));
  expect(simple.complete).toBe(true);
  expect(simple.found === undefined).toBe(all.found === undefined);
}

const searched = cases.filter(({ id, params }) => params.model !== 'big-lock' && !HEAVY.test(id));

describe('with and without reductions the verdict is the same for', () => {
  for (const one of searched) {
    test(one.id, { timeout: 60_000 }, () => {
      const model = modelOf(one);
      holdReductions(model);
      if (model.anyOrder !== undefined) holdReductions({ ...model.anyOrder, only: model.only });
    });
  }
});

/** The whole of an exploration with what it does first, by few preemptions, by any order of timers, by reductions, and without. */
const PLAIN = { symmetry: false, persistent: false, quickStates: 1 };

describe('an exploration that takes no short cut comes to the same end for', () => {
  for (const one of searched.filter(({ id }) => !id.startsWith('scale-'))) {
    test(one.id, { timeout: 60_000 }, () => {
      const model = modelOf(one);
      const [plain, usual] = [PLAIN, {}].map((options) => finishSearch(exploreModel(model, one.params, options)));
      expect(usual?.verdict).toBe(plain?.verdict);
      expect(usual?.shortest?.moves.length).toBe(plain?.shortest?.moves.length);
    });
  }
});

/** Somebody goes round for ever in steps that touch nothing, beside a driver that counts wrong. */
const besideALoop: Scenario = {
  name: 'loop',
  drivers: [
    {
      ...chardev,
      cells: { ...chardev.cells, closes: { init: 0, min: 0 } },
      chrdevs: {
        chardev: {
          ...chardev.chrdevs.chardev,
          *release(k) {
            yield* k.add(k.cell('closes'), -1);
          },
        },
      },
    },
  ],
  tasks: [
    { name: 'idler', rounds: 'endless', run: (c) => c.pick(2) },
    {
      name: 'user',
      *run(c) {
        yield* c.close(yield* c.open('/dev/chardev0'));
      },
    },
  ],
};

test('a loop that touches nothing does not keep persistent sets from what is beside it', () => {
  const { model } = compileScenario(besideALoop, DEFAULT_PARAMS, aroundOf('today'));
  expect(hasLoops(model)).toBe(true);
  for (const setting of SETTINGS)
    expect(finishSearch(searchBreadth(model, setting, DEFAULT_LIMITS, 'breadth')).found?.verdict).toBe('underflow');
  expect(explore(besideALoop, DEFAULT_PARAMS, aroundOf('today')).verdict).toBe('underflow');
});
