/** What a user's own scenario looks like, and what the explorer says of drivers that break its rules. */
import { describe, expect, test } from 'vitest';
import { chardev } from '../../fixtures/drivers/chardev/driver.ts';
import type { UserPath } from '../../src/engine/step.ts';
import { compileScenario, explore } from '../../src/explore/explore.ts';
import { drawPicture } from '../../src/explore/picture.ts';
import { CannotExplore } from '../../src/explore/problem.ts';
import { readRequest } from '../../src/explore/request.ts';
import { DEFAULT_PARAMS, type Scenario, type TaskPlan } from '../../src/explore/scenario.ts';
import { finishSearch } from '../../src/explore/search/limits.ts';
import { STATUS, serveExplore } from '../../src/explore/serve.ts';
import { witness } from '../../src/explore/witness.ts';
import type { Driver } from '../../src/kernel/driver.ts';
import { aroundOf, ground, scenarioNamed } from '../helpers/ground.ts';

const own: Scenario = {
  name: 'reader',
  drivers: ['chardev'],
  tasks: [
    {
      name: 'reader',
      times: 2,
      *run(c) {
        const file = yield* c.open('/dev/chardev0');
        if (file < 0) return;
        yield* c.read(file, 10);
        yield* c.close(file);
      },
    },
    { name: 'rmmod', run: (c) => c.rmmod('chardev') },
  ],
};

const served = (words: string[], file?: Scenario) => finishSearch(serveExplore(readRequest(words), ground, file));

test('a scenario of a few lines is proved today and broken under 2.2', () => {
  expect(served(['reader'], own)).toMatchObject({ status: 0, out: expect.stringContaining('proved') });
  expect(served(['reader', '--regime', '2.2'], own)).toMatchObject({ status: 1, out: expect.stringContaining('use-after-unload') });
});

test('a driver without a scenario gets users of what it registers', () => {
  expect(served(['proto', '--regime', '2.5'])).toMatchObject({ status: 1, out: expect.stringContaining('use-after-unload') });
  expect(served(['netdev'])).toMatchObject({ status: 0 });
});

test('a search that is cut off says bound, never safe', () => {
  const cut = served(['chardev', '--users', '5', '--states', '300']);
  expect(cut.status).toBe(3);
  expect(cut.out).toContain('bound, nothing found so far');
  expect(cut.out).not.toMatch(/safe|proved/);
});

test('Ctrl-C ends a search with what is known', () => {
  const request = readRequest(['protocol', '--regime', 'drain', '--users', '3', '--interrupts', '1']);
  const ended = finishSearch(serveExplore(request, ground), () => false);
  expect(ended.status).toBe(3);
});

test('a driver with hidden state is refused', () => {
  let calls = 0;
  const moody = {
    ...chardev,
    chrdevs: {
      chardev: {
        ...chardev.chrdevs.chardev,
        *open(k: Parameters<typeof chardev.chrdevs.chardev.open>[0]) {
          calls += 1;
          if (calls % 2 === 0) yield* k.store(k.cell('lock'), 0);
          yield* k.add(k.cell('opens'), 1);
          return 0;
        },
      },
    },
  };
  const scenario: Scenario = { ...own, drivers: [moody] };
  expect(() => explore(scenario, DEFAULT_PARAMS, aroundOf('today'))).toThrow(/hidden state/);
});

test('a picture folds its columns when there is no room, and marks the last row', () => {
  const around = aroundOf('2.2');
  const params = { ...DEFAULT_PARAMS, regime: '2.2' };
  const x = explore(own, params, around);
  if (x.shortest === undefined) throw new Error('nothing found');
  const { live } = witness(own, params, around, x.model, x.shortest);
  const wide = drawPicture(live.steps, { width: 120, base: 0 });
  const narrow = drawPicture(live.steps, { width: 60, base: 0 });
  for (const [lines, width] of [
    [wide, 120],
    [narrow, 60],
  ] as const) {
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    expect(lines.at(-1)).toMatch(/^! .*\*\*\* freed at step \d+/);
  }
  expect(narrow.at(-2)).toContain('reader');
});

const loadAndUnload = (regime: string) => served(['crossing', '--regime', regime, '--insmods', '1', '--rmmods', '2', '--users', '0']);

test.each(['2.2', '2.4'])('%s: the loader counts a module until its init is done, so it cannot be unloaded', (regime) => {
  expect(loadAndUnload(regime)).toMatchObject({ status: 0, out: expect.stringContaining('proved') });
});

test('can-unload: the module is asked before its init is done too, and the count of its loader goes for nothing', () => {
  const { status, out } = loadAndUnload('can-unload');
  expect(status).toBe(1);
  expect(out).toMatch(/use-after-unload.*chardev_can_unload\(\) retur.*freed at step/s);
});

test('a count that can only go below zero is looked at too', () => {
  const early = { ...chardev, cells: { ...chardev.cells, users: { init: 0, min: 0 } } };
  const driver = {
    ...early,
    chrdevs: {
      chardev: {
        ...chardev.chrdevs.chardev,
        *release(k: Parameters<typeof chardev.chrdevs.chardev.release>[0]) {
          yield* k.add(k.cell('users'), -1);
        },
      },
    },
  };
  const scenario: Scenario = { ...own, drivers: [driver] };
  expect(explore(scenario, DEFAULT_PARAMS, aroundOf('today'))).toMatchObject({ verdict: 'underflow' });
});

test('a count that goes over its declared range is a verdict of its own', () => {
  const opens = (max: number): Scenario => ({
    ...own,
    drivers: [{ ...chardev, cells: { ...chardev.cells, opens: { init: 0, min: 0, max } } }],
  });
  expect(explore(opens(2), DEFAULT_PARAMS, aroundOf('today'))).toMatchObject({ verdict: 'proved' });
  const x = explore(opens(1), DEFAULT_PARAMS, aroundOf('today'));
  expect(x.verdict).toBe('overflow');
  if (x.shortest === undefined) throw new Error('no schedule');
  expect(witness(opens(1), DEFAULT_PARAMS, aroundOf('today'), x.model, x.shortest).live.verdict).toBe('overflow');
});

/** An init that fails once it has slept, and an exit that must not be called for it. */
const neverBegan: Scenario = {
  name: 'failing',
  drivers: [
    {
      driver: {
        name: 'failing',
        cells: { tries: { init: 0 }, exits: { init: 0, min: 0, max: 0 } },
        *init(k) {
          if ((yield* k.add(k.cell('tries'), 1)) === 1) return 0;
          return -5;
        },
        *exit(k) {
          if ((yield* k.load(k.cell('tries'))) !== 1) yield* k.add(k.cell('exits'), 1);
        },
      },
      loaded: false,
    },
  ],
  tasks: [
    { name: 'insmod', run: (c) => c.insmod('failing') },
    { name: 'rmmod', run: (c) => c.rmmod('failing') },
  ],
};

test.each(['2.2', '2.4'])('%s: no unload comes between a failing init and its flag, where exit would run', (regime) => {
  expect(explore(neverBegan, { ...DEFAULT_PARAMS, regime }, aroundOf(regime)).verdict).toBe('proved');
});

test('what nobody looks at makes no branches: an unload that gives back twice the entries has not the square of the paths', () => {
  const runs = (users: number): number =>
    compileScenario(scenarioNamed('caches'), { ...DEFAULT_PARAMS, users }, aroundOf('today')).model.runs;
  expect(runs(4)).toBeLessThan(4 * runs(2));
});

describe('a faulty scenario of the user is refused in one line', () => {
  const tasks = (run: TaskPlan['run']): Partial<Scenario> => ({ drivers: ['chardev'], tasks: [{ name: 'a', run }] });
  const FAULTY: readonly (readonly [string, Partial<Scenario>, string])[] = [
    ['a driver that is not there', { drivers: ['nosuch'], tasks: [{ name: 'a', run: (c) => c.sleep() }] }, 'there is no driver nosuch'],
    ['a call that is not there', tasks((c) => (c as unknown as { frob(): UserPath<number> }).frob()), 'task a0: c.frob is not a function'],
    ['a lock that is not there', tasks((c) => c.lock('x')), 'there is no lock x'],
    ['no tasks', { drivers: ['chardev'], tasks: [] }, 'the scenario has no tasks'],
    ['neither tasks nor plan', {}, 'scenario faulty has neither tasks nor plan'],
    [
      'a plan that throws',
      {
        plan() {
          throw new Error('boo');
        },
      },
      'scenario faulty: boo',
    ],
    [
      'a task that throws',
      tasks(function* () {
        throw new Error('boo');
      }),
      'task a0: boo',
    ],
    [
      'a task that throws before the search',
      {
        drivers: ['chardev'],
        tasks: [
          {
            name: 'a',
            run: (c) => c.sleep(),
            before() {
              throw new Error('boo');
            },
          },
        ],
      },
      'task a0, before: boo',
    ],
  ];
  test.each(FAULTY)('%s', (_, faulty, message) => {
    const scenario: Scenario = { name: 'faulty', ...faulty };
    expect(() => finishSearch(serveExplore(readRequest(['faulty']), ground, scenario))).toThrow(new CannotExplore(message));
  });
});

test('a call that may go too many ways is bound, and says which', () => {
  const many: Driver = {
    ...chardev,
    cells: { ...chardev.cells, x: { init: 0, min: 0, max: 9 } },
    chrdevs: {
      chardev: {
        owner: true,
        *open(k) {
          let sum = 0;
          for (let looks = 0; looks < 8; looks += 1) sum = sum * 10 + (yield* k.load(k.cell('x')));
          yield* k.store(k.cell('x'), sum % 10);
          return 0;
        },
        *release(k) {
          for (let value = 0; value < 10; value += 1) yield* k.store(k.cell('x'), value);
        },
      },
    },
  };
  const scenario: Scenario = {
    name: 'many',
    drivers: [many],
    tasks: [
      {
        name: 'user',
        times: 2,
        *run(c) {
          const file = yield* c.open('chardev0');
          if (file > 0) yield* c.close(file);
        },
      },
    ],
  };
  const found = finishSearch(serveExplore(readRequest(['many']), ground, scenario));
  expect(found.status).toBe(STATUS.bound);
  expect(found.out).toBe('today many, smp: bound, nothing searched: open("chardev0") may go more than 50000 ways (smp, 1 user)\n');
});
