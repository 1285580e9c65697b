/** Reductions change how much is searched, never what is found. */
import { describe, expect, test } from 'vitest';
import { hasLoops } from '../../src/explore/model.ts';
import { searchBreadth } from '../../src/explore/search/breadth.ts';
import { DEFAULT_LIMITS, finishSearch } from '../../src/explore/search/limits.ts';
import { modelOf, smallCases } from '../helpers/ground.ts';

const SETTINGS = [
  { symmetry: true, persistent: false },
  { symmetry: false, persistent: true },
  { symmetry: true, persistent: true },
] as const;

describe('with and without reductions the verdict is the same for', () => {
  for (const one of smallCases.filter(({ params }) => params.model !== 'big-lock')) {
    test(one.id, { timeout: 60_000 }, () => {
      const model = modelOf(one);
      const whole = finishSearch(searchBreadth(model, { symmetry: false, persistent: false }, DEFAULT_LIMITS));
      for (const setting of SETTINGS) {
        const reduced = finishSearch(searchBreadth(model, setting, DEFAULT_LIMITS));
        if (model.only === undefined) expect(reduced.found === undefined).toBe(whole.found === undefined);
        if (!setting.persistent) expect(reduced.found?.moves.length).toBe(whole.found?.moves.length);
        if (!setting.persistent) expect(reduced.found?.verdict).toBe(whole.found?.verdict);
        if (whole.found === undefined && !hasLoops(model)) expect(reduced.states).toBeLessThanOrEqual(whole.states);
      }
    });
  }
});
