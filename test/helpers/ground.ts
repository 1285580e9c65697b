/** Everything that there is to explore: built-in scenarios, the table of cases, fixture drivers, all rules. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drivers } from '../../fixtures/drivers/index.ts';
import { scenarios } from '../../fixtures/scenarios/index.ts';
import { type Case, readCases } from '../../src/explore/cases.ts';
import { compileScenario } from '../../src/explore/explore.ts';
import type { Model } from '../../src/explore/model.ts';
import type { Scenario } from '../../src/explore/scenario.ts';
import { type Ground, surroundings } from '../../src/explore/serve.ts';
import type { Surroundings } from '../../src/explore/world.ts';
import { regimes } from '../../src/regimes/index.ts';

const CASES = readFileSync(join(import.meta.dirname, '../../fixtures/scenarios/cases.tsv'), 'utf8');

export const ground: Ground = { scenarios, cases: CASES, drivers, regimes, regime: 'today' };
export const cases: readonly Case[] = readCases(CASES);

/** The case of an id. */
export function caseOf(id: string): Case {
  const found = cases.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no case ${id}`);
  return found;
}

export function scenarioNamed(name: string): Scenario {
  const found = scenarios.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no scenario ${name}`);
  return found;
}

export function aroundOf(regime: string): Surroundings {
  const found = surroundings(ground, regime);
  if (found === undefined) throw new Error(`no regime ${regime}`);
  return found;
}

/** The compiled model of a case, with its own limit to what is looked for. */
export function modelOf(one: Case): Model {
  const { model } = compileScenario(scenarioNamed(one.scenario), one.params, aroundOf(one.params.regime));
  return { ...model, only: one.only ?? model.only };
}

/** Cases whose whole space is searched in a moment. */
export const smallCases = cases.filter((one) => !one.id.startsWith('scale-') && !/-n4$/.test(one.id));
