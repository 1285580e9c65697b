import { expect, test } from 'vitest';
import { BadRequest, readRequest } from '../../src/explore/request.ts';

test.each([
  [['chardev', '--users', '3', '--regime=2.4'], { what: 'chardev', params: { users: 3, regime: '2.4' } }],
  [['--matrix', '--shard', '2/3', '--json'], { matrix: true, json: true, shard: { shard: 2, of: 3 } }],
  [['merge', 'a.json', 'b.json'], { merge: ['a.json', 'b.json'] }],
  [['protocol', '--fault', 'open', '--fault', 'init', '--faults', '1'], { params: { faults: ['open', 'init'], faultBudget: 1 } }],
  [['endless', '--rounds', 'endless', '--no-symmetry'], { symmetry: false, params: { rounds: 'endless' } }],
])('%j is understood', (args, wanted) => {
  expect(readRequest(args)).toMatchObject(wanted);
});

test.each([
  [[]],
  [['chardev', '--users', 'x']],
  [['--shard', '1/2', 'x']],
  [['--matrix', '--shard', '3/2']],
  [['a', 'b']],
  [['x', '--nonsense']],
  [['merge']],
  [['x', '--regime']],
])('%j is refused', (args) => {
  expect(() => readRequest(args)).toThrow(BadRequest);
});
