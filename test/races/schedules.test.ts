/** Every stored schedule still runs to its verdict. One that does not fit any more: `modsh explore CASE --output FILE` finds a new one. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSchedule } from '../../src/explore/schedule.ts';
import { replaySchedule } from '../../src/explore/serveReplay.ts';
import { cases, ground } from '../helpers/ground.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/schedules');
const names = readdirSync(FOLDER).filter((name) => name.endsWith('.schedule'));

test('there is a schedule for every case that goes wrong', () => {
  const wrong = cases.filter((one) => one.verdict !== 'proved').map((one) => `${one.id}.schedule`);
  expect(names.sort()).toEqual(wrong.sort());
});

test.each(names)('%s', (name) => {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  const { live, schedule } = replaySchedule(text, ground);
  expect(`${schedule.id}.schedule`).toBe(name);
  expect(live.verdict).toBe(cases.find((one) => one.id === schedule.id)?.verdict);
});

test('a schedule of another driver says which step does not fit', () => {
  const text = readFileSync(join(FOLDER, 'chr-inmod.schedule'), 'utf8');
  expect(() => replaySchedule(text.replaceAll('chardev_exit', 'somewhere_else'), ground)).toThrow(/step \d+ no longer fits/);
  expect(() => replaySchedule(text.replace('run rmmod0', 'run rmmod7'), ground)).toThrow(/no task rmmod7/);
  expect(() => readSchedule('nonsense')).toThrow(/line 1/);
});
