import { expect, test } from 'vitest';
import { MergeRefused, mergeReports, readReport, readShard, shardOf, writeReport } from '../../src/explore/matrix.ts';
import { readRequest } from '../../src/explore/request.ts';
import { finishSearch } from '../../src/explore/search/limits.ts';
import { STATUS } from '../../src/explore/serve.ts';
import { servingMatrix } from '../../src/explore/serveMatrix.ts';
import { cases, ground } from '../helpers/ground.ts';

const few = `${ground.cases
  .split('\n')
  .filter((line) => /^(id|chr-|mod-two)/.test(line))
  .join('\n')}\n`;
const run = (...words: string[]): string =>
  finishSearch(servingMatrix(readRequest(['--matrix', '--json', ...words]), { ...ground, cases: few })).out;

test.each([1, 2, 3, 8])('%i shards hold every case once', (of) => {
  const shards = Array.from({ length: of }, (_, at) => shardOf(cases, at + 1, of));
  expect(
    shards
      .flat()
      .map((one) => one.id)
      .sort(),
  ).toEqual(cases.map((one) => one.id).sort());
});

test('a shard is two numbers, the first from 1 to the second', () => {
  expect(readShard('2/3')).toEqual({ shard: 2, of: 3 });
  for (const text of ['0/3', '4/3', '3', 'a/b']) expect(readShard(text)).toBeUndefined();
});

test('reports of shards, merged in any order, are byte for byte the report of one run', () => {
  const whole = run();
  const shards = [3, 1, 2].map((shard) => readReport(run('--shard', `${shard}/3`), `shard ${shard}`));
  expect(writeReport(mergeReports(shards))).toBe(whole);
});

test('a merge refuses gaps, contradictions and other matrices', () => {
  const one = readReport(run('--shard', '1/2'), 'one');
  const two = readReport(run('--shard', '2/2'), 'two');
  expect(() => mergeReports([one])).toThrow(/are missing/);
  const [row, ...rest] = one.rows;
  if (row === undefined) throw new Error('an empty shard');
  expect(() => mergeReports([one, two, { ...one, rows: [{ ...row, verdict: 'leak' as const }, ...rest] }])).toThrow(/contradict/);
  expect(() => mergeReports([one, { ...two, jobs: ['x'] }])).toThrow(/another matrix/);
  expect(() => mergeReports([one, { ...two, options: { symmetry: false, persistent: true } }])).toThrow(/other options/);
  expect(() => readReport('{}', 'x')).toThrow(MergeRefused);
});

test('a matrix that is told to stop keeps the rows that are done, with the status of a bound', () => {
  const stopAfter = (looks: number): { rows: string[]; status: number } => {
    const searching = servingMatrix(readRequest(['--matrix', '--json']), { ...ground, cases: few });
    let at = searching.next(true);
    for (let seen = 1; at.done !== true; seen += 1) at = searching.next(seen <= looks);
    return { rows: readReport(at.value.out, 'stopped').rows.map(({ id }) => id), status: at.value.status };
  };
  const all = readReport(run(), 'whole').rows.map(({ id }) => id);
  expect(stopAfter(0)).toEqual({ rows: [], status: STATUS.bound });
  const some = stopAfter(8);
  expect(some.rows).toEqual(all.slice(0, some.rows.length));
  expect(some.rows.length).toBeGreaterThan(0);
  expect(some).toMatchObject({ status: STATUS.bound });
});

test('a merge refuses the report of a run that was stopped, and says what is missing', () => {
  const searching = servingMatrix(readRequest(['--matrix', '--json']), { ...ground, cases: few });
  searching.next(true);
  const stopped = searching.next(false);
  if (stopped.done !== true) throw new Error('it goes on');
  const report = readReport(stopped.value.out, 'stopped');
  const { jobs } = report;
  expect(() => mergeReports([report])).toThrow(
    `${jobs.length} of ${jobs.length} cases are missing, since a run was stopped or a shard is not among the reports: ${jobs.slice(0, 8).join(', ')}, ${jobs.length - 8} more`,
  );
  const whole = readReport(run(), 'whole');
  const gapped = { ...whole, rows: whole.rows.slice(1) };
  expect(() => mergeReports([gapped, report])).toThrow(new RegExp(`^1 of .* not among the reports: ${jobs[0]}$`));
  expect(writeReport(mergeReports([report, whole]))).toBe(run());
});
