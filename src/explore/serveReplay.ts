/** `replay` as a function of plain data: a schedule's text is handed in, what to print comes back. */
import { compileScenario } from './explore.ts';
import { scenarioOf } from './generic.ts';
import { type LiveStep, modulesNow } from './liveStep.ts';
import { drawPicture } from './picture.ts';
import { CannotExplore } from './problem.ts';
import { NoFit } from './replay.ts';
import { planOf, type Scenario } from './scenario.ts';
import { modelHash, readSchedule, type Schedule } from './schedule.ts';
import { type Ground, type Served, STATUS, served, surroundings } from './serve.ts';
import { runLive, type Witness } from './witness.ts';
import { createWorld } from './world.ts';

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
    throw new CannotExplore(`no scenario ${schedule.scenario} here, or no regime ${schedule.params.regime}`);
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
