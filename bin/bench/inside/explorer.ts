/** Inside view for the bench: one case in a process of its own, `verdict` and figures as one line of JSON; or its Promela text. */
import { readFileSync } from 'node:fs';
import { drivers } from '../../../fixtures/drivers/index.ts';
import { scenarios } from '../../../fixtures/scenarios/index.ts';
import { readCases } from '../../../src/explore/cases.ts';
import { compileScenario, explore } from '../../../src/explore/explore.ts';
import { promelaText } from '../../../src/explore/promela.ts';
import { searchBreadth } from '../../../src/explore/search/breadth.ts';
import { DEFAULT_LIMITS, finishSearch } from '../../../src/explore/search/limits.ts';
import { surroundings } from '../../../src/explore/serve.ts';
import { regimes } from '../../../src/regimes/index.ts';

const [, , what = '', table = '', id = '', statesMax = '12000000'] = process.argv;
const cases = readFileSync(table, 'utf8');
const one = readCases(cases).find((row) => row.id === id);
const scenario = scenarios.find((known) => known.name === one?.scenario);
const around = one === undefined ? undefined : surroundings({ scenarios, cases, drivers, regimes, regime: 'today' }, one.params.regime);
if (one === undefined || scenario === undefined || around === undefined) throw new Error(`no case ${id}`);

if (what === 'promela') process.stdout.write(promelaText(compileScenario(scenario, one.params, around).model, id));
else if (what === 'whole') {
  const { model } = compileScenario(scenario, one.params, around);
  const from = process.hrtime.bigint();
  const limits = { ...DEFAULT_LIMITS, statesMax: Number(statesMax) };
  const result = finishSearch(searchBreadth(model, { symmetry: false, persistent: false }, limits));
  const seconds = Number(process.hrtime.bigint() - from) / 1e9;
  const { states, transitions, bytes, complete } = result;
  console.log(JSON.stringify({ states, transitions, bytes, complete, seconds, rss: process.memoryUsage().rss }));
} else {
  const { verdict, states } = explore(scenario, one.params, around);
  console.log(JSON.stringify({ verdict, states }));
}
