import { expect, test } from 'vitest';
import { applyStep } from '../../src/engine/apply.ts';
import { addCell, createCells } from '../../src/engine/cells.ts';
import { type CellId, test as holds, makeStep, plus, type Step, set, testSum } from '../../src/engine/step.ts';

const rows: readonly {
  rule: string;
  values: readonly number[];
  step: (cells: readonly CellId[]) => Step;
  kind: 'done' | 'blocked' | 'fault';
  answer?: number;
  fault?: string;
  after?: readonly number[];
}[] = [
  {
    rule: 'a load answers the value',
    values: [7],
    step: ([a]) => makeStep('load', 't', 'do', { reads: a as CellId }),
    kind: 'done',
    answer: 7,
    after: [7],
  },
  {
    rule: 'a store changes the cell',
    values: [7],
    step: ([a]) => makeStep('store', 't', 'do', { effects: [set(a as CellId, 3)] }),
    kind: 'done',
    answer: 1,
    after: [3],
  },
  {
    rule: 'an add answers the new value',
    values: [7],
    step: ([a]) => makeStep('add', 't', 'do', { effects: [plus(a as CellId, -2)], reads: a as CellId }),
    kind: 'done',
    answer: 5,
    after: [5],
  },
  {
    rule: 'a try that fails changes nothing',
    values: [0],
    step: ([a]) => makeStep('tryGet', 't', 'try', { when: [holds(a as CellId, '!=', 0)], effects: [plus(a as CellId, 1)] }),
    kind: 'done',
    answer: 0,
    after: [0],
  },
  {
    rule: 'a try that holds happens whole',
    values: [2, 5],
    step: ([a, b]) =>
      makeStep('testAndMark', 't', 'try', { when: [holds(a as CellId, '==', 2)], effects: [set(b as CellId, 1), plus(a as CellId, 1)] }),
    kind: 'done',
    answer: 1,
    after: [3, 1],
  },
  {
    rule: 'a wait whose test does not hold blocks',
    values: [1],
    step: ([a]) => makeStep('lock', 't', 'wait', { when: [holds(a as CellId, '==', 0)], effects: [set(a as CellId, 1)] }),
    kind: 'blocked',
    after: [1],
  },
  {
    rule: 'a sum is tested over several cells in one step',
    values: [2, -2],
    step: ([a, b]) => makeStep('wait', 't', 'wait', { when: [testSum([a as CellId, b as CellId], '==', 0)] }),
    kind: 'done',
    answer: 1,
  },
  {
    rule: 'a must that does not hold is its own fault',
    values: [0],
    step: ([a]) => makeStep('text', 't', 'must', { when: [holds(a as CellId, '==', 1)], fault: 'use-after-unload' }),
    kind: 'fault',
    fault: 'use-after-unload',
  },
  {
    rule: 'a count below its lowest value is an underflow, and stays',
    values: [0],
    step: ([a]) => makeStep('add', 't', 'do', { effects: [plus(a as CellId, -1)] }),
    kind: 'fault',
    fault: 'underflow',
    after: [0],
  },
  {
    rule: 'a count above its highest value is an overflow, and stays',
    values: [9],
    step: ([a]) => makeStep('add', 't', 'do', { effects: [plus(a as CellId, 1)] }),
    kind: 'fault',
    fault: 'overflow',
    after: [9],
  },
];

test.each(rows)('$rule', ({ values, step, kind, answer, fault, after }) => {
  const cells = createCells();
  const ids = values.map((init, at) => addCell(cells, 'x', String(at), { init, min: kind === 'fault' ? 0 : -10, max: 9 }));
  const outcome = applyStep(cells, step(ids));
  expect(outcome.kind).toBe(kind);
  if (answer !== undefined) expect(outcome.answer).toBe(answer);
  if (fault !== undefined) expect(outcome.fault).toBe(fault);
  if (after !== undefined) expect(ids.map((id) => cells.values[id])).toEqual(after);
});

test('a cell whose module is gone faults whatever the step is', () => {
  const cells = createCells();
  const text = addCell(cells, 'm', 'text', { init: 0 });
  const own = addCell(cells, 'm', 'opens', { init: 3, life: text });
  for (const step of [
    makeStep('load', 't', 'do', { reads: own }),
    makeStep('add', 't', 'do', { effects: [plus(own, 1)] }),
    makeStep('wait', 't', 'wait', { when: [holds(own, '==', 3)] }),
  ]) {
    const outcome = applyStep(cells, step);
    expect(outcome.kind).toBe('fault');
    expect(outcome.fault).toBe('use-after-unload');
  }
  expect(cells.values[own]).toBe(3);
});

test('cells grow beyond their first room and are used again in turn', () => {
  const cells = createCells();
  const ids = Array.from({ length: 5_000 }, (_, at) => addCell(cells, 'x', String(at), { init: at }));
  expect(ids.map((id) => cells.values[id])).toEqual(ids.map((_, at) => at));
  expect(new Set(ids).size).toBe(5_000);
});
