/** Every driver, the faulty ones too, under every rule: what the explorer finds goes wrong in the live machine as well. */
import { expect, test } from 'vitest';
import { faultyDrivers } from '../../fixtures/drivers/faulty/index.ts';
import { drivers } from '../../fixtures/drivers/index.ts';
import { CannotExplore } from '../../src/explore/problem.ts';
import { readRequest } from '../../src/explore/request.ts';
import { type Ground, type Served, STATUS, serveExplore } from '../../src/explore/serve.ts';
import { replaySchedule } from '../../src/explore/serveReplay.ts';
import { regimes } from '../../src/regimes/index.ts';
import { ground } from '../helpers/ground.ts';

const everything: Ground = { ...ground, scenarios: [], drivers: [...drivers, ...faultyDrivers] };

/** What exploring a driver gives; undefined: it cannot be set up, and that is said. */
function explored(name: string, regime: string): Served | undefined {
  const request = readRequest([name, '--regime', regime, '--users', '1', '--states', '3000', '--output', 'race']);
  const searching = serveExplore(request, everything);
  try {
    for (;;) {
      const at = searching.next(true);
      if (at.done === true) return at.value;
    }
  } catch (error) {
    if (error instanceof CannotExplore) return undefined;
    throw error;
  }
}

test.each(regimes.map(({ id }) => id))('under %s', { timeout: 60_000 }, (regime) => {
  const verdicts = new Set<string>();
  for (const { name } of everything.drivers) {
    const found = explored(name, regime);
    if (found?.status !== STATUS.bug) continue;
    const { live, schedule } = replaySchedule(found.files[0]?.text ?? '', everything);
    expect({ name, verdict: live.verdict }).toEqual({ name, verdict: schedule.verdict });
    verdicts.add(`${name}: ${live.verdict}`);
  }
  // Where modules are never taken out, nothing can go wrong with that.
  expect(verdicts.size > 0).toBe(regime !== 'never');
  if (regime === 'today') expect([...verdicts]).toContain('dblput: underflow');
});
