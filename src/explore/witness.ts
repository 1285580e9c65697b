/** From a found schedule to its evidence: run live, step for step, to the same verdict, and written down as it ran. */

import type { LiveStep } from './liveStep.ts';
import type { Model } from './model.ts';
import { NoFit, type Replay, startReplay, type Turn } from './replay.ts';
import type { Params, Scenario } from './scenario.ts';
import { modelHash, type Schedule, scheduleStep } from './schedule.ts';
import type { Found } from './search/found.ts';
import { judgeModules, VERDICTS, type Verdict } from './verdict.ts';
import { createWorld, type Surroundings, type World } from './world.ts';

export interface Witness {
  readonly steps: readonly LiveStep[];
  /** What the live machine came to. */
  readonly verdict: Verdict | 'nothing';
}

/** The turns of a found schedule. */
export const turnsOf = (model: Model, found: Found): Turn[] =>
  found.moves.map((move) => ({ task: model.tasks[move.task]?.name ?? '', outcome: move.outcome, answer: move.answer }));

/** The verdict that the live machine stands at, after its last step. */
export function liveVerdict(model: Model, replay: Replay, steps: readonly LiveStep[], loops: boolean): Witness['verdict'] {
  const fault = steps.at(-1)?.fault ?? '';
  if (fault !== '') return VERDICTS.find((one) => one === fault) ?? 'bug';
  if (loops) return 'starve';
  const waiting = replay.settle();
  if (waiting === undefined) return 'nothing';
  const mayWait = new Set(model.tasks.filter((task) => task.keeps).map((task) => task.name));
  if (waiting.some((name) => !mayWait.has(name))) return 'hang';
  const { values } = replay.world.machine.cells;
  const cells = model.cells.map((cell) => values[cell.id] ?? cell.init);
  const verdict = judgeModules(model, { cells, nodes: [] });
  return verdict < 0 ? 'nothing' : (VERDICTS[verdict] ?? 'nothing');
}

/** Runs the turns live; `check` is told each step and may throw. Throws `NoFit` where a task cannot do what the turn says. */
export function runLive(
  model: Model,
  world: World,
  turns: readonly Turn[],
  loopFrom: number,
  check: (step: LiveStep, at: number) => void = () => {},
): Witness {
  const replay = startReplay(world);
  const steps: LiveStep[] = [];
  let atLoop: string | undefined;
  for (const [at, turn] of turns.entries()) {
    if (at === loopFrom) atLoop = picture(model, world);
    const step = replay.turn(turn);
    check(step, at);
    steps.push(step);
  }
  const loops = loopFrom >= 0 && atLoop === picture(model, world);
  return { steps, verdict: liveVerdict(model, replay, steps, loops) };
}

const picture = (model: Model, world: World): string => model.cells.map((cell) => world.machine.cells.values[cell.id]).join();

/** A schedule file's content for a found schedule, made by running it live. Throws when the live machine disagrees. */
export function witness(
  scenario: Scenario,
  params: Params,
  around: Surroundings,
  model: Model,
  found: Found,
  id = '',
  loopFrom = -1,
): { schedule: Schedule; live: Witness } {
  const live = runLive(model, createWorld(scenario, params, around), turnsOf(model, found), loopFrom);
  if (live.verdict !== found.verdict) throw new NoFit(`live, the schedule ends in ${live.verdict}, not in ${found.verdict}`);
  const schedule: Schedule = {
    scenario: scenario.name,
    id,
    params,
    verdict: found.verdict,
    preemptions: found.preemptions,
    model: modelHash(model),
    loopFrom,
    steps: live.steps.map(scheduleStep),
  };
  return { schedule, live };
}
