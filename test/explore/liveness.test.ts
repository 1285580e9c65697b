import { expect, test } from 'vitest';
import { components } from '../../src/explore/search/components.ts';

const graph = (edges: readonly (readonly number[])[]) => {
  const starts = Int32Array.from([0, ...edges.map((_, at) => edges.slice(0, at + 1).flat().length)]);
  return { starts, targets: Int32Array.from(edges.flat()) };
};

test.each<[string, number[][], number[][]]>([
  ['a line', [[1], [2], []], []],
  ['a line into a ring', [[1], [2], [1]], [[1, 2]]],
  ['a ring', [[1], [2], [0]], [[0, 1, 2]]],
  [
    'two rings and a bridge',
    [[1], [0, 2], [3], [2]],
    [
      [0, 1],
      [2, 3],
    ],
  ],
  ['a loop on one', [[0, 1], []], [[0]]],
  ['an eight', [[1, 2], [0], [0]], [[0, 1, 2]]],
  ['nothing', [], []],
])('cyclic components of %s', (_name, edges, wanted) => {
  const found = components(graph(edges)).map((part) => [...part].sort((a, b) => a - b));
  expect(found.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))).toEqual(wanted);
});
