/** The source line of each step of a found schedule: the line that makes the step, in our sources and in a user's driver. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runProgram } from '../helpers/program.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'modsh-places-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Told {
  readonly op: string;
  readonly at: string;
  readonly place: string;
}

const stepsOf = (...args: string[]): Told[] => JSON.parse(runProgram(['explore', ...args, '--json'], { cwd: folder }).stdout).schedule;
const lineAt = (place: string, root = ROOT): string => {
  const [, file = '', line = '0'] = /^(.+):(\d+)$/.exec(place) ?? [];
  return readFileSync(join(root, file), 'utf8').split('\n')[Number(line) - 1] ?? '';
};

/** What stands in the line that makes a step of this kind. */
const MADE_BY: Readonly<Record<string, RegExp>> = {
  lock: /\block(?:Interruptible)?\(/,
  unlock: /unlock\(/,
  load: /load\(/,
  free: /free\(/,
  text: /text\(/,
};

test.each([
  ['chardev', '--regime', '2.2'],
  ['netdev', '--regime', '2.5-netdev'],
  ['protocol', '--regime', '2.4'],
])('explore %s %s %s: every step has a line, and that line makes such a step', (...args) => {
  const steps = stepsOf(...args);
  expect(steps.length).toBeGreaterThan(5);
  for (const { op, place } of steps) {
    expect(place).toMatch(/^(?:src|fixtures)\/.+\.ts:\d+$/);
    expect(lineAt(place)).toMatch(MADE_BY[op] ?? /yield\*/);
  }
});

test("a step of a user's driver names its file and line", () => {
  writeFileSync(
    join(folder, 'racy.mjs'),
    `export const racy = {
  name: 'racy',
  version: '1.0',
  license: 'GPL',
  author: 'me',
  description: 'no owner',
  size: 16384,
  cells: { opens: { init: 0 }, major: { init: 0 } },
  chrdevs: {
    racy: {
      owner: false,
      *open(k) {
        yield* k.add(k.cell('opens'), 1);
        return 0;
      },
      *release(k) {
        yield* k.add(k.cell('opens'), -1);
      },
    },
  },
  *init(k) {
    const major = yield* k.registerChrdev('racy');
    yield* k.store(k.cell('major'), major);
    return yield* k.createDevice('racy', 'racy0', major, 0);
  },
  *exit(k) {
    yield* k.destroyDevice('racy', 'racy0');
    yield* k.unregisterChrdev(yield* k.load(k.cell('major')));
  },
};
`,
  );
  const steps = stepsOf('--driver', 'racy.mjs', 'racy', '--regime', 'today');
  const own = steps.filter(({ place }) => place.startsWith('racy.mjs'));
  expect(own.length).toBeGreaterThan(0);
  for (const { place } of own) expect(lineAt(place, folder)).toContain('yield* k.');
});

test('the picture says where, in words, and the same twice', () => {
  const [first, second] = [1, 2].map(() => runProgram(['explore', 'chardev', '--regime', '2.2']).stdout);
  expect(first).toMatch(/source of each step\n +1 {2}kernel\/chrdev\.ts:\d+/);
  expect(first).toBe(second);
  expect(runProgram(['replay', join(ROOT, 'fixtures/schedules/chr-inmod.schedule')]).stdout).toMatch(/source of each step\n/);
});
