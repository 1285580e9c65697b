/** Every case of the matrix: its verdict, and its schedules run live to the same end. */
import { describe, expect, test } from 'vitest';
import { explore } from '../../src/explore/explore.ts';
import { TRANSITIONS_A_COST } from '../../src/explore/matrix.ts';
import { readSchedule, writeSchedule } from '../../src/explore/schedule.ts';
import { serveReplay } from '../../src/explore/serveReplay.ts';
import { witness } from '../../src/explore/witness.ts';
import { aroundOf, cases, ground, scenarioNamed } from '../helpers/ground.ts';

/**
 * Fewest preemptions that differ from the baseline's, and why; all others are equal, however many steps lie between. A preemption is
 * a switch away from a task that could have gone on.
 *
 * - pro-drain-lateint, 0 here, 1 there: this variant has no interruptible wait before exit(). A Ctrl-C pressed before rmmod begins is
 *   still pending when rmmod looks for it, too late. With a wait before exit() the wait would take that signal, and Ctrl-C would have
 *   to come after it, in the middle of rmmod: 1.
 * - mod-load-raw, 1 here, 0 there: between complete_formation() and the text of init() nothing in insmod waits, and before that rmmod
 *   finds no module, so rmmod must break in. The plain search of preemptions.test.ts says 1 as well. 0 needs a loader that waits there
 *   for somebody (asleep, it counts as one that could go on); the baseline does not say for whom its loader does.
 */
const OTHER_PREEMPTIONS: ReadonlyMap<string, number> = new Map([
  ['pro-drain-lateint', 0],
  ['mod-load-raw', 1],
]);

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
      if (one.preemptions !== undefined) expect(x.simplest?.preemptions).toBe(OTHER_PREEMPTIONS.get(one.id) ?? one.preemptions);
      if (x.shortest !== undefined && x.simplest !== undefined) {
        expect(x.shortest.moves.length).toBeLessThanOrEqual(x.simplest.moves.length);
        expect(x.simplest.preemptions).toBeLessThanOrEqual(x.shortest.preemptions);
      }
    });
  }
});
