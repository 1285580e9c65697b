/** `explore` as a function of plain data: what to read is handed in, what to print and to write comes back. */
import type { Driver } from '../kernel/driver.ts';
import type { Model } from '../kernel/model.ts';
import type { Regime } from '../regimes/regime.ts';
import { type Case, readCases } from './cases.ts';
import { compileScenario, type Exploration, exploring } from './explore.ts';
import { scenarioOf } from './generic.ts';
import { rowOf } from './matrix.ts';
import type { ReadStack } from './places.ts';
import { CannotExplore } from './problem.ts';
import { promelaText } from './promela.ts';
import { type ExploreRequest, paramsFor } from './request.ts';
import { DEFAULT_PARAMS, type Scenario } from './scenario.ts';
import { type Schedule, writeSchedule } from './schedule.ts';
import type { Searching } from './search/limits.ts';
import { bugText, endText } from './text.ts';
import { type Witness, witness } from './witness.ts';
import type { Surroundings } from './world.ts';

/** What there is to explore. */
export interface Ground {
  readonly scenarios: readonly Scenario[];
  /** The table of the matrix's cases. */
  readonly cases: string;
  readonly drivers: readonly Driver[];
  readonly regimes: readonly Regime[];
  /** The rule that holds where none is said. */
  readonly regime: string;
  /** The model of preemption that holds where none is said. */
  readonly model?: Model;
  /** What is loaded, oldest first: the ground on which a module is explored. */
  readonly loaded?: readonly string[];
  /** Says where steps come from. */
  readonly readStack?: ReadStack;
}

/** What came of it: text for the two channels, the exit status, and files to write. */
export interface Served {
  readonly out: string;
  readonly err: string;
  readonly status: number;
  readonly files: readonly { readonly name: string; readonly text: string }[];
}

export const STATUS = { proved: 0, bug: 1, usage: 2, bound: 3 } as const;

export function surroundings(ground: Ground, id: string): Surroundings | undefined {
  const regime = ground.regimes.find((one) => one.id === id);
  if (regime === undefined) return undefined;
  const { drivers, readStack } = ground;
  return {
    regime,
    findDriver: (name) => drivers.find((driver) => driver.name === name),
    ...(readStack === undefined ? {} : { readStack }),
  };
}

interface Target {
  readonly scenario: Scenario;
  readonly params: Case['params'];
  readonly id: string;
  readonly around: Surroundings;
}

/** Finds what a request names: a case, a scenario, or a driver. `file`: a user's own scenario. */
export function targetOf(request: ExploreRequest, ground: Ground, file?: Scenario): Target {
  const row = readCases(ground.cases).find((one) => one.id === request.what);
  const byName = (name: string): Scenario | undefined => ground.scenarios.find((one) => one.name === name);
  const driver = ground.drivers.find((one) => one.name === request.what);
  const written = file ?? byName(row?.scenario ?? request.what);
  const scenario = written ?? (driver === undefined ? undefined : scenarioOf(driver, ground.drivers));
  if (scenario === undefined) {
    const names = ground.scenarios.map((one) => one.name).join(', ');
    throw new CannotExplore(`no scenario, case or driver ${request.what} (scenarios: ${names})`);
  }
  if (written !== undefined && request.params.loaded !== undefined)
    throw new CannotExplore(`--loaded is for modules, and ${scenario.name} is a scenario`);
  const here = {
    regime: ground.regime,
    model: ground.model ?? DEFAULT_PARAMS.model,
    loaded: written === undefined ? (ground.loaded ?? []) : [],
  };
  const params = paramsFor(row?.params ?? { ...here, ...scenario.defaults }, request.params);
  const around = surroundings(ground, params.regime);
  if (around === undefined) throw new CannotExplore(`no regime ${params.regime}`);
  return { scenario, params, id: row?.id ?? '', around };
}

export const served = (out: string, status: number, files: Served['files'] = []): Served => ({ out, err: '', status, files });
const baseOf = (target: Target): number => target.around.regime.sheet.base;

function evidence(target: Target, x: Exploration): { schedule: Schedule; live: Witness } | undefined {
  if (x.shortest === undefined) return undefined;
  return witness(target.scenario, target.params, target.around, x.model, x.shortest, target.id, x.loopFrom);
}

function jsonOf(target: Target, x: Exploration, found: { schedule: Schedule; live: Witness } | undefined): string {
  const steps = found?.schedule.steps.map((step, at) => ({ ...step, place: found.live.steps[at]?.place }));
  const name = target.id === '' ? target.scenario.name : target.id;
  const one: Case = {
    id: name,
    scenario: target.scenario.name,
    params: target.params,
    only: undefined,
    verdict: undefined,
    steps: undefined,
    preemptions: undefined,
    states: undefined,
    work: undefined,
  };
  const { expected: _expected, ...row } = rowOf(one, x);
  return `${JSON.stringify({ version: 1, ...row, params: target.params, boundDone: x.boundDone, schedule: steps ?? null }, null, 1)}\n`;
}

/** Serves one exploration. Yields progress; told false, it ends with what is known. */
export function* serveExplore(request: ExploreRequest, ground: Ground, file?: Scenario): Searching<Served> {
  const target = targetOf(request, ground, file);
  if (request.promela) {
    const { model } = compileScenario(target.scenario, target.params, target.around);
    return served(promelaText(model, `${target.params.regime} ${target.scenario.name} ${target.params.variant}`), STATUS.proved);
  }
  const limits = { statesMax: request.statesMax, slice: 50_000 };
  const options = { symmetry: request.symmetry, persistent: request.persistent, limits };
  const x = yield* exploring(target.scenario, target.params, target.around, options);
  const found = evidence(target, x);
  const status = x.verdict === 'proved' ? STATUS.proved : x.verdict === 'bound' ? STATUS.bound : STATUS.bug;
  const files = found === undefined || request.output === '' ? [] : [{ name: request.output, text: writeSchedule(found.schedule) }];
  if (request.json) return served(jsonOf(target, x, found), status, files);
  if (found === undefined) return served(endText(target.scenario, x), status, files);
  return served(bugText(target.scenario, x, found.live, baseOf(target), request.width), status, files);
}
