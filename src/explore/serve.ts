/** `explore` and `replay` as functions of plain data: what to read is handed in, what to print and to write comes back. */
import type { Driver } from '../kernel/driver.ts';
import type { Model } from '../kernel/model.ts';
import type { Regime } from '../regimes/regime.ts';
import { type Case, readCases } from './cases.ts';
import { compileScenario, type Exploration, exploring } from './explore.ts';
import { scenarioOf } from './generic.ts';
import { type LiveStep, modulesNow } from './liveStep.ts';
import { rowOf } from './matrix.ts';
import { drawPicture } from './picture.ts';
import type { ReadStack } from './places.ts';
import { promelaText } from './promela.ts';
import { NoFit } from './replay.ts';
import { type ExploreRequest, paramsFor } from './request.ts';
import { DEFAULT_PARAMS, planOf, type Scenario } from './scenario.ts';
import { modelHash, readSchedule, type Schedule, writeSchedule } from './schedule.ts';
import type { Searching } from './search/limits.ts';
import { bugText, endText } from './text.ts';
import { runLive, type Witness, witness } from './witness.ts';
import { createWorld, NotFound, type Surroundings } from './world.ts';

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

export { NotFound };

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
    throw new NotFound(`no scenario, case or driver ${request.what} (scenarios: ${names})`);
  }
  if (written !== undefined && request.params.loaded !== undefined)
    throw new NotFound(`--loaded is for modules, and ${scenario.name} is a scenario`);
  const here = {
    regime: ground.regime,
    model: ground.model ?? DEFAULT_PARAMS.model,
    loaded: written === undefined ? (ground.loaded ?? []) : [],
  };
  const params = paramsFor(row?.params ?? { ...here, ...scenario.defaults }, request.params);
  const around = surroundings(ground, params.regime);
  if (around === undefined) throw new NotFound(`no regime ${params.regime}`);
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

export interface Replayed {
  readonly schedule: Schedule;
  /** As far as the steps fit. */
  readonly live: Witness;
  /** The modules before the first step. */
  readonly before: LiveStep['modules'];
  /** Lines of the kernel log that the run left. */
  readonly log: readonly string[];
  /** How many of them there were before the first step, and after each. */
  readonly logEnds: readonly number[];
  /** True when the model of today is another one than the schedule was found in. */
  readonly changed: boolean;
  /** Which step no longer fits, and why; empty: all do. */
  readonly misfit: string;
  /** The part of a raw count that is no user. */
  readonly base: number;
}

const CHANGED = 'The driver, the rule or the kernel has changed since this schedule was found';

/** Throws `NoFit` where a task does something else than the schedule has it do. */
function compareStep({ steps }: Schedule, step: LiveStep, at: number): void {
  const wanted = steps[at];
  if (wanted === undefined || (wanted.op === step.op && wanted.at === step.at && wanted.cell === step.cell)) return;
  throw new NoFit(`the schedule has ${wanted.op} ${wanted.cell} in ${wanted.at}, ${step.task} does ${step.op} ${step.cell} in ${step.at}`);
}

/** Runs a schedule in a fresh live machine, as far as it fits. */
export function followSchedule(text: string, ground: Ground, file?: Scenario): Replayed {
  const schedule = readSchedule(text);
  const scenario = file ?? ground.scenarios.find((one) => one.name === schedule.scenario) ?? genericFor(ground, schedule.scenario);
  const around = surroundings(ground, schedule.params.regime);
  if (scenario === undefined || around === undefined)
    throw new NotFound(`no scenario ${schedule.scenario} here, or no regime ${schedule.params.regime}`);
  planOf(scenario, schedule.params);
  const { model } = compileScenario(scenario, schedule.params, around);
  const changed = modelHash(model) !== schedule.model;
  const world = createWorld(scenario, schedule.params, around);
  const before = modulesNow(world);
  const { log } = world.k;
  const logEnds = [log.lines.length];
  const steps: LiveStep[] = [];
  let live: Witness = { steps, verdict: 'nothing' };
  let misfit = '';
  try {
    live = runLive(model, world, schedule.steps, schedule.loopFrom, (step, at) => {
      compareStep(schedule, step, at);
      steps.push(step);
      logEnds.push(log.lines.length);
    });
  } catch (error) {
    if (!(error instanceof NoFit)) throw error;
    const why = changed ? CHANGED : 'The model is the one that it was found in: the file has been changed';
    misfit = `step ${steps.length + 1} no longer fits: ${error.message}. ${why}.`;
  }
  const { base } = around.regime.sheet;
  return { schedule, live, before, log: log.lines.map((line) => line.text), logEnds, changed, misfit, base };
}

/** Runs a schedule in a fresh live machine. Throws `NoFit` with the number of the step that no longer fits. */
export function replaySchedule(text: string, ground: Ground, file?: Scenario): Replayed {
  const replayed = followSchedule(text, ground, file);
  if (replayed.misfit !== '') throw new NoFit(replayed.misfit);
  return replayed;
}

function genericFor(ground: Ground, name: string): Scenario | undefined {
  const driver = ground.drivers.find((one) => one.name === name);
  return driver === undefined ? undefined : scenarioOf(driver, ground.drivers);
}

/** What a replay came to, a sentence a line: that it no longer fits, or its end, and whether the model has changed since. */
export function endOfReplay({ schedule, live, changed, misfit }: Replayed): string[] {
  if (misfit !== '') return [misfit];
  const same = live.verdict === schedule.verdict;
  return [
    ...(changed ? [`${CHANGED}; its steps still fit.`] : []),
    same ? `ends in ${live.verdict}, as found` : `ends in ${live.verdict}; the schedule was found to end in ${schedule.verdict}`,
  ];
}

/** 0: it ends as the schedule says. */
export const replayStatus = ({ schedule, live, misfit }: Replayed): number =>
  misfit === '' && live.verdict === schedule.verdict ? STATUS.proved : STATUS.bug;

/** Serves `replay`: the picture of what the live machine did, and what the kernel said. */
export function serveReplay(text: string, ground: Ground, width: number, file?: Scenario): Served {
  const replayed = followSchedule(text, ground, file);
  const { schedule, live, log, base } = replayed;
  const lines = [...drawPicture(live.steps, { width, base, loopFrom: schedule.loopFrom })];
  const from = log.findIndex((line) => line.startsWith('BUG: ') || line.startsWith('refcount_t'));
  if (from >= 0) lines.push('', ...log.slice(from));
  for (const sentence of endOfReplay(replayed)) lines.push('', sentence);
  return served(`${lines.join('\n')}\n`, replayStatus(replayed));
}
