/** Estimates of what is left of a search: the curve, the pace, and the words. */
import { expect, test } from 'vitest';
import { compileScenario } from '../../src/explore/explore.ts';
import { prepareBreadth, runSlices } from '../../src/explore/search/breadth.ts';
import { estimateStates } from '../../src/explore/search/estimate.ts';
import { finishSearch, type Progress } from '../../src/explore/search/limits.ts';
import { workDone } from '../../src/explore/serveMatrix.ts';
import { matrixProgressText, progressText } from '../../src/explore/text.ts';
import { createPace } from '../../src/host/pace.ts';
import { aroundOf, caseOf, cases, scenarioNamed } from '../helpers/ground.ts';

const curve = (waiting: (expanded: number) => number, upTo: number) =>
  Array.from({ length: 40 }, (_, at) => {
    const expanded = ((at + 1) * upTo) / 40;
    return { expanded, states: expanded + waiting(expanded) };
  });

test('what goes up and comes down as a parabola is known exactly', () => {
  for (const upTo of [30_000, 50_000, 90_000]) expect(estimateStates(curve((x) => x * (1 - x / 100_000), upTo))).toBe(100_000);
});

test('there is no estimate for what grows ever faster, grows evenly, stays as it is, or has hardly begun', () => {
  expect(estimateStates(curve((x) => x * x, 10_000))).toBeUndefined();
  expect(estimateStates(curve((x) => 2 * x, 10_000))).toBeUndefined();
  expect(estimateStates(curve(() => 500, 10_000))).toBeUndefined();
  expect(estimateStates(curve((x) => x * (1 - x / 100_000), 5_000))).toBeUndefined();
  expect(estimateStates(curve((x) => x * (1 - x / 100_000), 50_000).slice(-4))).toBeUndefined();
  expect(estimateStates([])).toBeUndefined();
});

test.each([
  ['scale-tryget-n4k2', true],
  ['scale-quiesce-n4pick', true],
  ['scale-wait-n4d3', false],
  ['scale-today-n3', false],
])('of %s (reductions: %s) the estimate is within a factor of two from a third on, and of 1.25 from two thirds on', (id, reduced) => {
  const { params, scenario } = caseOf(id);
  const { model } = compileScenario(scenarioNamed(scenario), params, aroundOf(params.regime));
  const { program } = prepareBreadth(model, { symmetry: reduced, persistent: reduced });
  const seen: Progress[] = [];
  const limits = { slice: id === 'scale-today-n3' ? 200 : 5_000, statesMax: 10_000_000 };
  finishSearch(runSlices(program, limits, 'proof'), (progress) => seen.push(progress) > 0);
  const all = program.count();
  const off = (from: number): number[] =>
    seen
      .filter(({ expanded }) => expanded > all * from)
      .flatMap(({ inAll }) => (inAll === undefined ? [] : [Math.max(inAll / all, all / inAll)]));
  expect(off(2 / 3).length).toBeGreaterThan(5);
  expect(Math.max(...off(1 / 3))).toBeLessThan(2);
  expect(Math.max(...off(2 / 3))).toBeLessThan(1.25);
});

test('a pace is known once it was watched, and begins anew with the next phase', () => {
  const pace = createPace();
  expect(pace({ name: 'a', done: 100, all: 1_000 }, 0)).toBeUndefined();
  expect(pace({ name: 'a', done: 110, all: 1_000 }, 100)).toBeUndefined();
  expect(pace({ name: 'a', done: 200, all: 1_000 }, 1_000)).toBe(8);
  expect(pace({ name: 'a', done: 300, all: undefined }, 2_000)).toBeUndefined();
  expect(pace({ name: 'a', done: 300, all: 500 }, 2_000)).toBe(2);
  expect(pace({ name: 'b', done: 400, all: 500 }, 3_000)).toBeUndefined();
  expect(pace({ name: 'b', done: 450, all: 500 }, 4_000)).toBe(1);
  expect(pace({ name: 'b', done: 5, all: 500 }, 5_000)).toBeUndefined();
  expect(pace({ name: 'b', done: 5, all: 500 }, 6_000)).toBeUndefined();
});

const progress: Progress = {
  phase: 'proof',
  states: 1_234_567,
  expanded: 1_000_000,
  transitions: 3_000_000,
  depth: 40,
  inAll: 4_321_000,
  statesMax: 50_000_000,
};

test.each([
  [progress, 3.4, '1,234,567 of ~4,300,000 states, ~3 s left   depth 40   proof'],
  [progress, undefined, '1,234,567 of ~4,300,000 states   depth 40   proof'],
  [{ ...progress, inAll: undefined }, undefined, '1,234,567 states, growing, 50,000,000 at most   depth 40   proof'],
  [{ ...progress, inAll: undefined, phase: 'breadth' as const }, undefined, '1,234,567 states   depth 40   breadth'],
  [progress, 600, '1,234,567 of ~4,300,000 states, ~10 min left   depth 40   proof'],
  [progress, 36_000, '1,234,567 of ~4,300,000 states, ~10 h left   depth 40   proof'],
])('a line of progress marks what is an estimate: %#', (one, left, words) => {
  expect(progressText('x', one, left)).toBe(`explore x   ${words}   Ctrl-C: verdict so far`);
});

test('a matrix counts its cases by the work they are', () => {
  const [heavy, light] = ['scale-drain-n3', 'chr-inmod'].map(caseOf);
  if (heavy === undefined || light === undefined) throw new Error('no cases');
  const work = { cases: [heavy, light] };
  const at = (done: readonly string[], running: readonly (readonly [string, Progress])[]) => ({
    done: done.map((id) => ({ id })),
    running: new Map(running),
  });
  const { all } = workDone(work, at([], []));
  expect(workDone(work, at(['chr-inmod'], [])).done).toBeLessThan(all / 10);
  expect(workDone(work, at(['scale-drain-n3', 'chr-inmod'], []))).toEqual({ done: all, all });
  const part = workDone(work, at([], [['scale-drain-n3', { ...progress, transitions: 100_000 }]])).done;
  expect(part).toBe(100);
  expect(workDone(work, at([], [['scale-drain-n3', progress]])).done).toBe(workDone(work, at(['scale-drain-n3'], [])).done);
  const text = matrixProgressText(work, at(['chr-inmod'], [['scale-drain-n3', progress]]), 12);
  expect(text).toBe(
    'explore --matrix   1 of 2 cases, ~100 % of the work, ~12 s left   scale-drain-n3 1,234,567 states   Ctrl-C: rows so far',
  );
  expect(cases.filter(({ work }) => work !== undefined).length).toBeGreaterThan(5);
});
