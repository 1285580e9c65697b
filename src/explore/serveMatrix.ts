/** The matrix served as plain data: what is to be explored, case by case, and the report of the rows that are done. */
import { type Case, readCases } from './cases.ts';
import {
  costOf,
  exploringCase,
  type MatrixRow,
  type MatrixSetting,
  mergeReports,
  readReport,
  reportOf,
  rowOf,
  shardOf,
  TRANSITIONS_A_COST,
  writeReport,
} from './matrix.ts';
import type { ExploreRequest } from './request.ts';
import type { Progress, Searching } from './search/limits.ts';
import { type Ground, type Served, STATUS, served, surroundings } from './serve.ts';

/** A matrix, or a shard of it, as a request asks for it. */
export interface MatrixWork {
  /** Every case of the whole matrix. */
  readonly all: readonly Case[];
  /** Those to explore, in the table's order. */
  readonly cases: readonly Case[];
  readonly setting: MatrixSetting;
}

export function matrixWork(request: ExploreRequest, ground: Ground): MatrixWork {
  const all = readCases(ground.cases);
  const limits = { statesMax: request.statesMax, slice: 50_000 };
  return {
    all,
    cases: request.shard === undefined ? all : shardOf(all, request.shard.shard, request.shard.of),
    setting: {
      scenarios: ground.scenarios,
      surroundings: (regime) => surroundings(ground, regime),
      options: { symmetry: request.symmetry, persistent: request.persistent, limits },
    },
  };
}

/** How far a matrix is: the rows that are done, and the searches that are under way, by the ids of their cases. */
export interface MatrixProgress {
  readonly done: readonly Pick<MatrixRow, 'id'>[];
  readonly running: ReadonlyMap<string, Progress>;
}

/** The progress of a search that is about to begin. */
export const NOTHING_YET: Progress = {
  phase: 'preemptions',
  states: 0,
  expanded: 0,
  transitions: 0,
  depth: 0,
  inAll: undefined,
  statesMax: 0,
};

/** How much of the work is done, by what the table says of each case; a running one counts as far as it has come. */
export function workDone({ cases }: Pick<MatrixWork, 'cases'>, { done, running }: MatrixProgress): { done: number; all: number } {
  const ended = new Set(done.map(({ id }) => id));
  const sum = (count: (one: Case) => number): number => cases.reduce((all, one) => all + count(one), 0);
  const workOf = (one: Case): number =>
    ended.has(one.id) ? costOf(one) : Math.min(costOf(one), Math.floor((running.get(one.id)?.transitions ?? 0) / TRANSITIONS_A_COST));
  return { done: sum(workOf), all: sum(costOf) };
}

/** Explores one case to its row. Undefined: it was told to stop, and the case has no row. */
export function* exploringRow(one: Case, setting: MatrixSetting): Searching<MatrixRow | undefined> {
  // Most cases end within one slice: a look before each keeps Ctrl-C alive between them.
  let going = yield NOTHING_YET;
  if (!going) return undefined;
  const searching = exploringCase(one, setting);
  let at = searching.next(true);
  while (at.done !== true) {
    if (going) going = yield at.value;
    at = searching.next(going);
  }
  return going ? rowOf(one, at.value) : undefined;
}

/** Serves the matrix, one case after the other. Told false, it ends with the rows that are done. */
export function* servingMatrix(request: ExploreRequest, ground: Ground): Searching<Served, MatrixProgress> {
  const work = matrixWork(request, ground);
  const done: MatrixRow[] = [];
  for (const one of work.cases) {
    const searching = exploringRow(one, work.setting);
    let at = searching.next(true);
    while (at.done !== true) at = searching.next(yield { done, running: new Map([[one.id, at.value]]) });
    if (at.value === undefined) break;
    done.push(at.value);
  }
  return servedMatrix(request, work, done);
}

const matrixLine = (row: MatrixRow): string => {
  const agrees = row.expected === null ? '' : row.expected === row.verdict ? 'as the table' : `the table says ${row.expected}`;
  const length = row.steps === null ? '' : `${row.steps} steps, ${row.preemptions ?? '-'} preemptions`;
  return `${row.id.padEnd(24)} ${row.verdict.padEnd(17)} ${String(row.states).padStart(9)} states  ${length.padEnd(26)} ${agrees}`.trimEnd();
};

/** What is said of rows that were found in any order: the bytes do not depend on it. */
export function servedMatrix(request: ExploreRequest, { all, cases, setting }: MatrixWork, found: readonly MatrixRow[]): Served {
  const report = reportOf(all, found, setting.options);
  const { rows } = report;
  // A search that was cut off says nothing against the table.
  const wrong = rows.some((row) => row.expected !== null && row.verdict !== 'bound' && row.expected !== row.verdict);
  const open = rows.length < cases.length || rows.some((row) => row.verdict === 'bound');
  const status = wrong ? STATUS.bug : open ? STATUS.bound : STATUS.proved;
  return served(request.json ? writeReport(report) : rows.map((row) => `${matrixLine(row)}\n`).join(''), status);
}

/** Serves `explore merge`: texts of reports with their names. Throws `MergeRefused`. */
export const serveMerge = (reports: readonly { readonly name: string; readonly text: string }[]): Served =>
  served(writeReport(mergeReports(reports.map(({ name, text }) => readReport(text, name)))), STATUS.proved);
