/** The drawn schedule: where the source of each step stands beside it, and where below. */
import { expect, test } from 'vitest';
import type { LiveStep } from '../../src/explore/liveStep.ts';
import { drawPicture } from '../../src/explore/picture.ts';

const step = (task: string, place: string, fields: Partial<LiveStep> = {}): LiveStep => ({
  task,
  call: 'rmmod chardev',
  op: 'load',
  at: 'delete_module',
  cell: 'chardev.refcnt',
  outcome: 'done' as LiveStep['outcome'],
  answer: 0,
  changes: [],
  place,
  fault: '',
  modules: [{ name: 'chardev', count: 1, state: 0, text: 1 }],
  ...fields,
});

const STEPS = [
  step('user0', 'src/kernel/chrdev.ts:53', { call: 'open("/dev/chardev0")' }),
  step('rmmod0', 'src/regimes/2.2.ts:67'),
  step('rmmod0', 'mydriver.js:7'),
];

test('where the screen is wide the source stands in a column of its own, with its last folder', () => {
  expect(drawPicture(STEPS, { base: 1, width: 110 })).toEqual([
    'step  cpu0 user0: open("/dev/chardev~ cpu1 rmmod0: rmmod chardev      count  state      source',
    '   1  reads chardev.refcnt: 0                                             0  Live       kernel/chrdev.ts:53',
    '   2                                  reads chardev.refcnt: 0             0             regimes/2.2.ts:67',
    '   3                                  reads chardev.refcnt: 0             0             mydriver.js:7',
  ]);
});

test('where it is not, the sources come below, in columns', () => {
  const lines = drawPicture(STEPS, { base: 1, width: 80 });
  expect(lines.slice(0, 4).join('\n')).not.toContain('.ts');
  expect(lines.slice(4)).toEqual(['', 'source of each step', '   1  kernel/chrdev.ts:53     3  mydriver.js:7', '   2  regimes/2.2.ts:67']);
});

test('nothing is said of sources that nobody knows', () => {
  const lines = drawPicture(
    STEPS.map((one) => ({ ...one, place: '' })),
    { base: 1, width: 110 },
  );
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatch(/state$/);
});

test('a schedule without a step is its head alone', () => {
  expect(drawPicture([], { base: 1, width: 110 })).toEqual(['step   count  state']);
});
