/** Stepping through a schedule: what each step shows, where keys go, and what a changed driver or file looks like. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { followSchedule } from '../../src/explore/serveReplay.ts';
import { serveStep, stepLines, stepTo } from '../../src/explore/stepping.ts';
import { ground } from '../helpers/ground.ts';

const schedule = (id: string): string => readFileSync(join(import.meta.dirname, `../../fixtures/schedules/${id}.schedule`), 'utf8');
const race = followSchedule(schedule('chr-inmod'), ground);
const shown = (at: number, replayed = race): string => serveStep(replayed, at, 100)?.out ?? '';

describe('a step shows', () => {
  test('nobody moved and the module as it is loaded, at the start', () => {
    expect(shown(0)).toMatch(/^step 0 of 21 {3}2\.2 chardev: use-after-unload\n/);
    expect(shown(0)).toContain('Nobody has moved yet.');
    expect(shown(0)).toMatch(/\nchardev +0 {2}Live\n$/);
    expect(shown(0)).not.toContain('reads');
  });

  test('the picture so far, the step in words, and the module with what has changed', () => {
    const text = shown(8);
    expect(text).toMatch(/\n {3}8 .*chardev\.state Live -> Unloading/);
    expect(text).not.toMatch(/\n {3}9 /);
    expect(text).toContain('\nrmmod0: chardev.state Live -> Unloading in sys_delete_module\n  in sys_delete_module of rmmod chardev\n');
    expect(text).toMatch(/\nchardev +0 {2}Unloading \(was Live\)\n/);
    expect(shown(9)).toMatch(/\nchardev +0 {2}Unloading\n/);
  });

  test('counts without the part that is no user, and what they were', () => {
    const held = followSchedule(schedule('own-noowner-today'), ground);
    const first = held.live.steps.findIndex(
      ({ modules }, at) => modules[0]?.count !== (held.live.steps[at - 1]?.modules ?? held.before)[0]?.count,
    );
    const [was, is] = [held.live.steps[first - 1]?.modules ?? held.before, held.live.steps[first]?.modules].map((all) => all?.[0]?.count);
    expect(shown(first + 1, held)).toContain(`${(is ?? 0) - held.base} (was ${(was ?? 0) - held.base})`);
  });

  test('at the last the oops and the verdict', () => {
    expect(shown(21)).toContain('*** use-after-unload: freed at step 20\nBUG: unable to handle page fault');
    expect(shown(21)).toContain('\nends in use-after-unload, as found\n');
    expect(shown(20)).not.toContain('BUG');
  });

  test('the same whichever way it is come to, and by a run of its own', () => {
    const forward = Array.from({ length: 22 }, (_, at) => shown(at));
    const back = Array.from({ length: 22 }, (_, at) => shown(21 - at, followSchedule(schedule('chr-inmod'), ground)));
    expect(back.reverse()).toEqual(forward);
    expect(new Set(forward).size).toBe(22);
  });

  test('nothing where there is no such step', () => {
    for (const at of [-1, 22, 0.5, Number.NaN]) expect(serveStep(race, at, 80)).toBeUndefined();
  });
});

test.each(['chr-inmod', 'end-drain-open-n2', 'mod-dep-abba', 'net-plain-n2d2'])('%s fits into every window', (id) => {
  const replayed = followSchedule(schedule(id), ground);
  for (let at = 0; at <= replayed.live.steps.length; at += 1) {
    for (let rows = 1; rows <= 40; rows += 1) {
      const lines = stepLines(replayed, at, { columns: 20, rows });
      expect(lines.length).toBeLessThanOrEqual(rows);
      expect(lines[0]?.text).toContain(`step ${at} of ${replayed.live.steps.length}`);
    }
  }
});

test.each([
  ['right', 5, 6],
  ['return', 20, 21],
  [' ', 21, 21],
  ['left', 5, 4],
  ['k', 0, 0],
  ['pagedown', 15, 21],
  ['pageup', 15, 5],
  ['home', 9, 0],
  ['G', 9, 21],
  ['q', 9, 'leave'],
  ['escape', 9, 'leave'],
  ['x', 9, 9],
] as const)('key %j at step %i goes to %j', (name, at, to) => {
  expect(stepTo(name, at, 21)).toBe(to);
});

describe('a schedule that no longer fits', () => {
  const other = schedule('chr-inmod').replace(/^model .*/m, 'model 00000000');

  test('of a changed driver whose steps still fit says so at the end', () => {
    const replayed = followSchedule(other, ground);
    expect(replayed.misfit).toBe('');
    expect(shown(21, replayed)).toContain('has changed since this schedule was found; its steps still fit.\nends in use-after-unload');
  });

  test('shows the steps that fit, which one does not, and that the driver has changed', () => {
    const replayed = followSchedule(other.replace('unlock kernel.unload_lock', 'unlock kernel.other_lock'), ground);
    expect(replayed.live.steps).toHaveLength(8);
    expect(shown(8, replayed)).toMatch(/\nstep 9 no longer fits: the schedule has unlock kernel\.other_lock in .* has changed since this/);
    expect(serveStep(replayed, 8, 80)?.status).toBe(1);
  });

  test('through a change of the file itself says that', () => {
    const replayed = followSchedule(schedule('chr-inmod').replace('run rmmod0', 'run rmmod7'), ground);
    expect(replayed.misfit).toMatch(/^step 2 no longer fits: there is no task rmmod7 now\. .*the file has been changed\.$/);
  });
});
