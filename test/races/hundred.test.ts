/**
 * A hundred counterexamples, each another schedule: every case that goes wrong, and the same with more users, unloaders or
 * rounds, or under another model of preemption. Each is replayed by the word `replay` in a live shell.
 */
import { expect, test } from 'vitest';
import { explore } from '../../src/explore/explore.ts';
import type { Params } from '../../src/explore/scenario.ts';
import { type Schedule, writeSchedule } from '../../src/explore/schedule.ts';
import { serveReplay } from '../../src/explore/serveReplay.ts';
import { witness } from '../../src/explore/witness.ts';
import { aroundOf, cases, ground, scenarioNamed } from '../helpers/ground.ts';
import { runScript } from '../helpers/system.ts';

const WANTED = 100;
const LIMITS = { statesMax: 60_000, slice: 50_000 };
const CHANGES: readonly Partial<Params>[] = [
  {},
  { rmmods: 2 },
  { model: 'preempt' },
  { users: 2 },
  { rounds: 2 },
  { users: 3 },
  { model: 'big-lock' },
];

interface Counterexample {
  readonly name: string;
  readonly schedule: Schedule;
  readonly text: string;
}

/** Counterexamples until there are enough; made live, so that a schedule which the machine does not follow throws. */
function counterexamples(): Counterexample[] {
  const found = new Map<string, Counterexample>();
  const wrong = cases.filter(({ verdict, id }) => verdict !== 'proved' && !id.endsWith('-n4'));
  for (const change of CHANGES) {
    for (const one of wrong) {
      const params = { ...one.params, ...change };
      const scenario = scenarioNamed(one.scenario);
      const around = aroundOf(params.regime);
      const x = explore(scenario, params, around, { limits: LIMITS, ...(one.only === undefined ? {} : { only: one.only }) });
      for (const way of [x.shortest, x.simplest]) {
        if (way === undefined || found.size === WANTED) continue;
        const { schedule } = witness(scenario, params, around, x.model, way, '', x.loopFrom);
        const text = writeSchedule(schedule);
        const name = `s${found.size}`;
        if (!found.has(text)) found.set(text, { name, schedule, text });
      }
      if (found.size === WANTED) return [...found.values()];
    }
  }
  return [...found.values()];
}

test('100 of 100 counterexamples replay to the same verdict in the live shell', { timeout: 240_000 }, () => {
  const all = counterexamples();
  expect(all).toHaveLength(WANTED);
  expect(new Set(all.map(({ schedule }) => schedule.verdict)).size).toBeGreaterThanOrEqual(6);
  const script = all.map(({ name, text }) => `cat >${name} <<'END'\n${text}END\nreplay ${name}; echo "$? ${name}"\n`).join('');
  const ran = runScript(script);
  expect(ran.stderr).toBe('');
  const parts = ran.stdout.split(/^(\d+) s\d+\n/m);
  all.forEach(({ name, schedule, text }, at) => {
    const [out, status] = [parts[2 * at], parts[2 * at + 1]];
    expect({ name, status }).toEqual({ name, status: '0' });
    expect(out).toMatch(new RegExp(`\\nends in ${schedule.verdict}, as found\\n$`));
    expect(out).toBe(serveReplay(text, ground, 80).out);
  });
});
