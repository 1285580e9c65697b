/** The matrix: many cases, one row each; divided among machines, and put together again. */
import type { Case } from './cases.ts';
import { type Exploration, type ExploreOptions, exploring } from './explore.ts';
import type { Scenario } from './scenario.ts';
import { modelHash } from './schedule.ts';
import type { Searching } from './search/limits.ts';
import type { Verdict } from './verdict.ts';
import type { Surroundings } from './world.ts';

/** One case's result. No times: the same inputs give the same bytes on every machine. */
export interface MatrixRow {
  readonly id: string;
  readonly scenario: string;
  readonly regime: string;
  readonly variant: string;
  readonly model: string;
  readonly verdict: Verdict;
  /** What the table of cases says, where it says something. */
  readonly expected: Verdict | null;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** Shared accesses of the shortest schedule, and the fewest preemptions; null where nothing goes wrong. */
  readonly steps: number | null;
  readonly preemptions: number | null;
  /** Program points of module text that run while the count is zero. */
  readonly hazards: readonly string[];
  readonly reductions: readonly string[];
  /** Hash of the compiled model. */
  readonly hash: string;
}

export interface MatrixReport {
  readonly format: 1;
  /** Every id of the whole matrix: a merge knows by it what is missing. */
  readonly jobs: readonly string[];
  readonly options: { readonly symmetry: boolean; readonly persistent: boolean };
  readonly rows: readonly MatrixRow[];
}

/** What a matrix is explored with. */
export interface MatrixSetting {
  readonly scenarios: readonly Scenario[];
  /** Surroundings by regime id; undefined: there is no such regime. */
  surroundings(regime: string): Surroundings | undefined;
  readonly options: ExploreOptions;
}

/** Finds a case's scenario and surroundings. Throws in words when there are none. */
export function settingOf(
  one: Case,
  setting: Pick<MatrixSetting, 'scenarios' | 'surroundings'>,
): { scenario: Scenario; around: Surroundings } {
  const scenario = setting.scenarios.find(({ name }) => name === one.scenario);
  if (scenario === undefined) throw new Error(`case ${one.id}: no scenario ${one.scenario}`);
  const around = setting.surroundings(one.params.regime);
  if (around === undefined) throw new Error(`case ${one.id}: no regime ${one.params.regime}`);
  return { scenario, around };
}

/** A row of the report for what an exploration found. */
export function rowOf(one: Case, x: Exploration): MatrixRow {
  return {
    id: one.id,
    scenario: one.scenario,
    regime: one.params.regime,
    variant: one.params.variant,
    model: one.params.model,
    verdict: x.verdict,
    expected: one.verdict ?? null,
    states: x.states,
    transitions: x.transitions,
    depth: x.depth,
    steps: x.shortest?.moves.length ?? null,
    preemptions: x.simplest?.preemptions ?? null,
    hazards: x.hazards,
    reductions: x.reductions,
    hash: modelHash(x.model),
  };
}

/** Explores one case in slices. */
export function exploringCase(one: Case, setting: MatrixSetting): Searching<Exploration> {
  const { scenario, around } = settingOf(one, setting);
  return exploring(scenario, one.params, around, { ...setting.options, ...(one.only === undefined ? {} : { only: one.only }) });
}

/** Transitions that are one unit of a case's cost. */
export const TRANSITIONS_A_COST = 1_000;
/** To compile a case takes its time too, whatever is searched then. */
const COMPILE_COST = 30;

/** What a case is expected to cost, in thousands of transitions. */
export const costOf = (one: Case): number => COMPILE_COST + (one.work ?? 0);

/** Cases in the order in which several workers end soonest. */
export const longestFirst = (cases: readonly Case[]): Case[] => [...cases].sort((a, b) => costOf(b) - costOf(a) || (a.id < b.id ? -1 : 1));

/** The cases of shard i of n, i from 1: longest first, each to the shard that has least so far. */
export function shardOf(cases: readonly Case[], shard: number, of: number): Case[] {
  const loads = Array.from({ length: of }, () => 0);
  const mine = new Set<string>();
  for (const one of longestFirst(cases)) {
    const least = loads.indexOf(Math.min(...loads));
    loads[least] = (loads[least] as number) + costOf(one);
    if (least === shard - 1) mine.add(one.id);
  }
  return cases.filter((one) => mine.has(one.id));
}

/** Reads `2/3`. Undefined when it is no shard. */
export function readShard(text: string): { shard: number; of: number } | undefined {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  if (match === null) return undefined;
  const [shard, of] = [Number(match[1]), Number(match[2])];
  return shard >= 1 && shard <= of ? { shard, of } : undefined;
}

/** Makes the report of some rows of a matrix. */
export function reportOf(cases: readonly Case[], rows: readonly MatrixRow[], options: ExploreOptions): MatrixReport {
  const order = new Map(cases.map((one, at) => [one.id, at]));
  return {
    format: 1,
    jobs: cases.map((one) => one.id),
    options: { symmetry: options.symmetry !== false, persistent: options.persistent !== false },
    rows: [...rows].sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0)),
  };
}

/** The report's text; a merged report has the same bytes as one made in one run. */
export const writeReport = (report: MatrixReport): string => `${JSON.stringify(report, null, 1)}\n`;

/** Why reports cannot be merged. */
export class MergeRefused extends Error {
  override readonly name = 'MergeRefused';
}

/** Puts reports of shards together. Refuses gaps, different matrices or options, and rows that contradict each other. */
export function mergeReports(reports: readonly MatrixReport[]): MatrixReport {
  const [first] = reports;
  if (first === undefined) throw new MergeRefused('there is nothing to merge');
  const rows = new Map<string, MatrixRow>();
  for (const [at, report] of reports.entries()) {
    if (report.format !== 1) throw new MergeRefused(`report ${at + 1}: unknown format ${String(report.format)}`);
    if (report.jobs.join() !== first.jobs.join()) throw new MergeRefused(`report ${at + 1} is of another matrix`);
    if (JSON.stringify(report.options) !== JSON.stringify(first.options))
      throw new MergeRefused(`report ${at + 1} was made with other options`);
    for (const row of report.rows) {
      const known = rows.get(row.id);
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(row))
        throw new MergeRefused(
          `${row.id}: ${known.verdict} (model ${known.hash}) and ${row.verdict} (model ${row.hash}) contradict each other`,
        );
      rows.set(row.id, row);
    }
  }
  const missing = first.jobs.filter((id) => !rows.has(id));
  if (missing.length > 0) throw new MergeRefused(missingText(missing, first.jobs.length));
  return { ...first, rows: first.jobs.map((id) => rows.get(id) as MatrixRow) };
}

const NAMED_MAX = 8;

function missingText(missing: readonly string[], of: number): string {
  const rest = missing.length - NAMED_MAX;
  const names = [...missing.slice(0, NAMED_MAX), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
  return `${missing.length} of ${of} cases are missing, since a run was stopped or a shard is not among the reports: ${names}`;
}

/** Reads a report. Throws `MergeRefused` where it is none. */
export function readReport(text: string, name: string): MatrixReport {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new MergeRefused(`${name} is no JSON`);
  }
  const candidate = parsed as Partial<MatrixReport> | null;
  if (typeof candidate !== 'object' || candidate === null || !Array.isArray(candidate.jobs) || !Array.isArray(candidate.rows))
    throw new MergeRefused(`${name} is no report of a matrix`);
  return candidate as MatrixReport;
}
