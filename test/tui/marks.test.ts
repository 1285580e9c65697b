import { describe, expect, test } from 'vitest';
import { firstLook, nextExpiry, trackChanges } from '../../src/tui/marks.ts';
import { chardev, core, moduleOf, user, user2, viewOf } from '../helpers/views.ts';

const start = firstLook(viewOf({ modules: [user, core] }));
const lights = (changes: ReturnType<typeof trackChanges>): [string, string][] =>
  changes.modules.flatMap((module): [string, string][] => {
    const light = changes.lights.get(module.id);
    return light ? [[module.name, light.sign]] : [];
  });

describe('marks', () => {
  test('a first look lights nothing', () => {
    expect([lights(start), nextExpiry(start)]).toEqual([[], undefined]);
  });

  test('a module that came is new for 2 s of show time', () => {
    const next = trackChanges(start, viewOf({ modules: [chardev, user, core] }), 500);
    expect([lights(next), nextExpiry(next)]).toEqual([[['chardev', 'added']], 2_500]);
    expect(lights(trackChanges(next, viewOf({ modules: next.modules }), 2_499))).toEqual([['chardev', 'added']]);
    expect(lights(trackChanges(next, viewOf({ modules: next.modules }), 2_500))).toEqual([]);
  });

  test.each([
    ['a count that rose', { used: 3 }, 'rose'],
    ['a count that fell', { used: 1 }, 'fell'],
    ['a count of -1', { used: -1 }, 'fell'],
    ['another state', { state: 'Unloading' as const }, 'changed'],
  ])('%s', (_, change, sign) => {
    expect(lights(trackChanges(start, viewOf({ modules: [user, { ...core, ...change }] }), 0))).toEqual([['core', sign]]);
  });

  test('the last change wins and begins the time anew', () => {
    const rose = trackChanges(start, viewOf({ modules: [user, { ...core, used: 3 }] }), 0);
    const fell = trackChanges(rose, viewOf({ modules: [user, { ...core, used: 2 }] }), 1_000);
    expect([lights(fell), nextExpiry(fell)]).toEqual([[['core', 'fell']], 3_000]);
  });

  test('a module that went stays as a ghost where it stood', () => {
    const gone = trackChanges(start, viewOf({ modules: [user] }), 0);
    expect(gone.ghosts.map(({ module, below }) => [module.name, below])).toEqual([['core', user.id]]);
    const top = trackChanges(start, viewOf({ modules: [core] }), 0);
    expect(top.ghosts.map(({ module, below }) => [module.name, below])).toEqual([['user', -1]]);
    expect(trackChanges(gone, viewOf({ modules: gone.modules }), 2_000).ghosts).toEqual([]);
  });

  test('the same module loaded again is a new one', () => {
    const again = moduleOf('core', { id: 99 });
    const next = trackChanges(start, viewOf({ modules: [user, again] }), 0);
    expect([lights(next), next.ghosts.length]).toEqual([[['core', 'added']], 1]);
  });

  test('nothing new gives the same object back', () => {
    expect(trackChanges(start, viewOf({ modules: start.modules }), 10)).toBe(start);
  });

  test('a longer time for those who want no motion', () => {
    expect(nextExpiry(trackChanges(start, viewOf({ modules: [user2] }), 0, 5_000))).toBe(5_000);
  });
});
