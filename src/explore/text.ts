/** What an exploration found, in words. */
import type { Exploration } from './explore.ts';
import { drawPicture } from './picture.ts';
import type { Params, Scenario } from './scenario.ts';
import type { Progress } from './search/limits.ts';
import { type MatrixProgress, type MatrixWork, workDone } from './serveMatrix.ts';
import type { Witness } from './witness.ts';

/** 1234567 as 1,234,567. */
export const grouped = (value: number): string => String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');

const counted = (value: number, noun: string): string => `${grouped(value)} ${noun}${value === 1 ? '' : 's'}`;

/** The bounds under which something was proved, as words. */
export function boundsText(params: Params): string {
  const parts: string[] = [params.model, counted(params.users, 'user')];
  if (params.rmmods !== 1) parts.push(counted(params.rmmods, 'rmmod'));
  if (params.insmods > 0) parts.push(counted(params.insmods, 'insmod'));
  if (params.devices > 1) parts.push(counted(params.devices, 'device'));
  if (params.rounds !== 1) parts.push(params.rounds === 'endless' ? 'endless rounds' : counted(params.rounds, 'round'));
  if (params.faults.length > 0) {
    const sites = `${params.faults.join(', ')} may fail`;
    parts.push(params.faultBudget < 0 ? sites : `${sites}, ${counted(params.faultBudget, 'time')} at most`);
  }
  if (params.interrupts > 0) parts.push(params.interrupts === 1 ? 'Ctrl-C at any step or never' : `${params.interrupts} Ctrl-C`);
  return parts.join(', ');
}

/** Columns of a line of a list, so that no terminal breaks a name in two. */
const LIST_WIDTH = 78;

function listLines(items: readonly string[]): string[] {
  const lines: string[] = [];
  items.forEach((item, at) => {
    const word = at === items.length - 1 ? item : `${item},`;
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > LIST_WIDTH) lines.push(`  ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  });
  return lines;
}

function hazardLines(x: Exploration): string[] {
  if (x.hazards.length === 0) return [];
  return [
    `hazard, no failure: ${counted(x.hazards.length, 'place')} of module text can run while the count is zero:`,
    ...listLines(x.hazards),
  ];
}

function head(scenario: Scenario, params: Params): string {
  const variant = params.variant === '-' ? '' : `, ${params.variant}`;
  return `${params.regime} ${scenario.name}${variant}, ${params.model}`;
}

/** The words for a bug: head, picture, what else is known. `live`: the shortest schedule as the live machine ran it. */
export function bugText(scenario: Scenario, x: Exploration, live: Witness, base: number, width: number): string {
  const { shortest, simplest } = x;
  const steps = shortest?.moves.length ?? 0;
  const lines = [
    `${head(scenario, x.params)}: ${x.verdict}, ${counted(steps, 'step')}, ${counted(shortest?.preemptions ?? 0, 'preemption')}`,
    '',
  ];
  lines.push(...drawPicture(live.steps, { width, base, loopFrom: x.loopFrom }), '');
  if (live.steps.every((step) => (step.modules[0]?.count ?? 0) === base) && x.verdict === 'use-after-unload') {
    lines.push('The count was 0 at every step: rmmod had nothing to see.');
  }
  lines.push(
    `Shortest in the whole space: ${counted(x.states, 'state')} searched${x.reductions.length > 0 ? ` with ${x.reductions.join(' and ')}` : ''}.`,
  );
  if (simplest !== undefined && simplest.preemptions < (shortest?.preemptions ?? 0)) {
    lines.push(`Fewest preemptions: ${simplest.preemptions}, in ${counted(simplest.moves.length, 'step')}.`);
  }
  lines.push(...hazardLines(x));
  return `${lines.join('\n')}\n`;
}

/** The words for a proof, or for a search that was cut off. */
export function endText(scenario: Scenario, x: Exploration): string {
  const bounds = boundsText(x.params);
  const how = x.reductions.length > 0 ? x.reductions.join(' and ') : 'whole space';
  const lines: string[] = [];
  if (x.verdict === 'proved') {
    lines.push(`${head(scenario, x.params)}: proved, no schedule goes wrong (${counted(x.states, 'state')}, ${how}; ${bounds})`);
  } else if (x.unsearched !== undefined) {
    lines.push(`${head(scenario, x.params)}: bound, nothing searched: ${x.unsearched} (${bounds})`);
  } else {
    const simple =
      x.boundDone < 0 ? 'no preemption bound is done' : `every schedule of at most ${counted(x.boundDone, 'preemption')} is searched`;
    lines.push(
      `${head(scenario, x.params)}: bound, nothing found so far (${counted(x.states, 'state')}, schedules to step ${grouped(x.depth)}; ${simple}; ${bounds})`,
    );
  }
  lines.push(...hazardLines(x));
  return `${lines.join('\n')}\n`;
}

const MINUTE_S = 60;
const HOUR_S = 3_600;

/** An estimate of a time, in words that promise no more than it knows. */
function timeLeft(seconds: number): string {
  if (seconds < 2 * MINUTE_S) return `~${Math.max(1, Math.round(seconds))} s left`;
  return seconds < 2 * HOUR_S ? `~${Math.round(seconds / MINUTE_S)} min left` : `~${Math.round(seconds / HOUR_S)} h left`;
}

/** How far a search is. What is an estimate has a `~`; a search for a bug that is known to be there has none. */
function statesText({ states, phase, inAll, statesMax }: Progress): string {
  if (inAll !== undefined) return `${grouped(states)} of ~${rounded(inAll)} states`;
  return phase === 'proof' && states > 0
    ? `${grouped(states)} states, growing, ${grouped(statesMax)} at most`
    : `${grouped(states)} states`;
}

/** Two digits: an estimate that shows more pretends to know them. */
function rounded(value: number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return grouped(Math.round(value / unit) * unit);
}

const tail = (secondsLeft: number | undefined): string[] => (secondsLeft === undefined ? [] : [timeLeft(secondsLeft)]);

/** One line of progress. `secondsLeft`: of this phase, by the clock of whoever has one. */
export function progressText(what: string, progress: Progress, secondsLeft: number | undefined): string {
  const { depth, phase } = progress;
  const far = [statesText(progress), ...tail(secondsLeft)].join(', ');
  return `explore ${what}   ${far}   depth ${depth}   ${phase}   Ctrl-C: verdict so far`;
}

/** One line of progress of a matrix. */
export function matrixProgressText(work: Pick<MatrixWork, 'cases'>, progress: MatrixProgress, secondsLeft: number | undefined): string {
  const { done, all } = workDone(work, progress);
  const far = [
    `${progress.done.length} of ${work.cases.length} cases`,
    `~${Math.floor((100 * done) / all)} % of the work`,
    ...tail(secondsLeft),
  ];
  const now = [...progress.running].map(([id, { states }]) => (states === 0 ? id : `${id} ${grouped(states)} states`));
  return `explore --matrix   ${far.join(', ')}   ${now.join(', ')}   Ctrl-C: rows so far`;
}
