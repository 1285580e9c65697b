/** The fewest preemptions, held against a plain search that orders every schedule by preemptions, then by steps. */
import { describe, expect, test } from 'vitest';
import type { Model } from '../../src/explore/model.ts';
import { firstState, type PlainState } from '../../src/explore/packing.ts';
import { DEFAULT_LIMITS, finishSearch } from '../../src/explore/search/limits.ts';
import { searchPreemptions } from '../../src/explore/search/preemptions.ts';
import { canMove, movesOf } from '../../src/explore/simulate.ts';
import { judgeRest } from '../../src/explore/verdict.ts';
import { caseOf, modelOf } from '../helpers/ground.ts';

interface Place {
  readonly state: PlainState;
  readonly last: number;
  readonly cost: number;
  readonly steps: number;
}

/** Fewest preemptions and, among those, fewest steps to anything wrong. */
function plainSearch(model: Model): { cost: number; steps: number } | undefined {
  const seen = new Set<string>();
  let open: Place[] = [{ state: firstState(model), last: -1, cost: 0, steps: 0 }];
  let best: { cost: number; steps: number } | undefined;
  const better = (cost: number, steps: number): boolean =>
    best === undefined || cost < best.cost || (cost === best.cost && steps < best.steps);
  while (open.length > 0) {
    open.sort((a, b) => a.cost - b.cost || a.steps - b.steps);
    const [least] = open;
    if (least === undefined) break;
    const now = open.filter((one) => one.cost === least.cost && one.steps === least.steps);
    open = open.filter((one) => one.cost !== least.cost || one.steps !== least.steps);
    if (!better(least.cost, least.steps)) break;
    for (const { state, last, cost, steps } of now) {
      const key = `${state.cells.join()} ${state.nodes.join()} ${last}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const goesOn = last >= 0 && canMove(model, state, last);
      const able = model.tasks.flatMap((task, at) => (!task.optional && canMove(model, state, at) ? [at] : []));
      if (able.length === 0 && judgeRest(model, state) >= 0 && better(cost, steps)) best = { cost, steps };
      for (const [task] of model.tasks.entries()) {
        const price = goesOn && task !== last ? cost + 1 : cost;
        for (const move of movesOf(model, state, task)) {
          if (move.to !== undefined) open.push({ state: move.to, last: task, cost: price, steps: steps + 1 });
          else if (better(price, steps + 1)) best = { cost: price, steps: steps + 1 };
        }
      }
    }
  }
  return best;
}

const IDS = [
  'chr-inmod',
  'chr-inmod-close-only',
  'chr-owner',
  'net-plain',
  'pro-sockref',
  'pro-drain-open',
  'mod-two-raw',
  'mod-load-raw',
  'mod-dep-raw',
  'pro-drain-lateint',
  'mod-dep-abba',
  'own-noowner-today',
];

describe('the simplest schedule has the fewest preemptions, and of those the fewest steps, in', () => {
  for (const id of IDS) {
    test(id, () => {
      const model = modelOf(caseOf(id));
      const { found } = finishSearch(searchPreemptions(model, 99, DEFAULT_LIMITS));
      expect({ cost: found?.preemptions, steps: found?.moves.length }).toEqual(plainSearch(model));
    });
  }
});
