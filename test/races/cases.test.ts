/** Every case of the matrix: its verdict, and its schedules run live to the same end. */
import { describe, expect, test } from 'vitest';
import { explore } from '../../src/explore/explore.ts';
import { TRANSITIONS_A_COST } from '../../src/explore/matrix.ts';
import { readSchedule, writeSchedule } from '../../src/explore/schedule.ts';
import { serveReplay } from '../../src/explore/serve.ts';
import { witness } from '../../src/explore/witness.ts';
import { aroundOf, cases, ground, scenarioNamed } from '../helpers/ground.ts';

const HEAVY = new Set(['scale-drain-n4', 'end-drain-open-n4', 'end-drain-shut-n4']);

describe('the verdict of', () => {
  for (const one of cases.filter(({ id }) => !HEAVY.has(id))) {
    test(`${one.id} is ${one.verdict}`, { timeout: 120_000 }, () => {
      const scenario = scenarioNamed(one.scenario);
      const around = aroundOf(one.params.regime);
      const x = explore(scenario, one.params, around, one.only === undefined ? {} : { only: one.only });
      expect(x.verdict).toBe(one.verdict);
      // Roughly what the table says under `work`: it is what the order and the estimates of a matrix go by.
      const work = x.transitions / TRANSITIONS_A_COST;
      expect(work).toBeLessThan(4 * (one.work ?? 50));
      expect(work).toBeGreaterThan((one.work ?? 0) / 4);
      for (const found of [x.shortest, x.simplest]) {
        if (found === undefined) continue;
        const { schedule, live } = witness(scenario, one.params, around, x.model, found, one.id, x.loopFrom);
        expect(live.verdict).toBe(one.verdict);
        const text = writeSchedule(schedule);
        expect(readSchedule(text)).toEqual(schedule);
        const replayed = serveReplay(text, ground, 80);
        expect(replayed.status).toBe(0);
        expect(replayed.out).toContain(`ends in ${one.verdict}, as found`);
      }
      if (x.shortest !== undefined && x.simplest !== undefined) {
        expect(x.shortest.moves.length).toBeLessThanOrEqual(x.simplest.moves.length);
        expect(x.simplest.preemptions).toBeLessThanOrEqual(x.shortest.preemptions);
      }
    });
  }
});
