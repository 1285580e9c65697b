/** Timers in the order of their deadlines: what it forbids, what it does not, and where it shows. */
import { describe, expect, test } from 'vitest';
import { compileScenario, explore } from '../../src/explore/explore.ts';
import type { Model } from '../../src/explore/model.ts';
import { firstState, type PlainState } from '../../src/explore/packing.ts';
import { DEFAULT_PARAMS, type Params, type Scenario } from '../../src/explore/scenario.ts';
import { searchBreadth } from '../../src/explore/search/breadth.ts';
import { DEFAULT_LIMITS, finishSearch } from '../../src/explore/search/limits.ts';
import { type Move, movesOf } from '../../src/explore/simulate.ts';
import { witness } from '../../src/explore/witness.ts';
import type { Driver } from '../../src/kernel/driver.ts';
import { aroundOf, cases, modelOf } from '../helpers/ground.ts';

const FAMILY = 21;

/** Takes it for granted that the timer that fires is the one armed first: it gives back what stands at the head of its queue. */
const queue: Driver = {
  name: 'queue',
  description: 'a queue of closed sockets',
  author: 'test',
  license: 'GPL',
  version: '1',
  params: {
    first_ms: { type: 'int', init: 10, mode: 0o444, description: 'how long the first socket lingers; the others 10 ms' },
  },
  cells: { lock: { init: 0 }, head: { init: 0 }, second: { init: 0 }, balance: { init: 0, min: 0 } },
  families: {
    [FAMILY]: {
      owner: true,
      protocolName: 'QUEUE',
      *create(k, socket) {
        return (yield* k.skAlloc(socket)) ? 0 : -12;
      },
      *release(k, socket) {
        yield* k.lock(k.cell('lock'));
        const head = yield* k.load(k.cell('head'));
        yield* k.store(k.cell(head === 0 ? 'head' : 'second'), socket);
        yield* k.linger(socket, socket === 1 ? yield* k.int('first_ms') : 10);
        yield* k.unlock(k.cell('lock'));
      },
      *lingerOver(k, socket) {
        yield* k.lock(k.cell('lock'));
        if ((yield* k.load(k.cell('head'))) !== socket) yield* k.add(k.cell('balance'), -1);
        yield* k.store(k.cell('head'), yield* k.load(k.cell('second')));
        yield* k.store(k.cell('second'), 0);
        yield* k.unlock(k.cell('lock'));
        yield* k.skFree(socket, 'linger');
      },
    },
  },
  *init(k) {
    return yield* k.registerFamily(FAMILY);
  },
};

const scenario = (firstMs: number): Scenario => ({
  name: 'queue',
  drivers: [{ driver: queue, params: `first_ms=${firstMs}` }],
  tasks: [
    {
      name: 'socket',
      times: 2,
      before: (c) => c.socket(FAMILY),
      run: (c, before) => c.closeSocket(before),
    },
  ],
});

const found = (timers: Params['timers'], firstMs = 10) => {
  const params = { ...DEFAULT_PARAMS, timers };
  const x = explore(scenario(firstMs), params, aroundOf('today'));
  if (x.shortest === undefined || x.simplest === undefined) throw new Error(`nothing found: ${x.verdict}`);
  for (const one of [x.shortest, x.simplest])
    expect(witness(scenario(firstMs), params, aroundOf('today'), x.model, one).live.verdict).toBe(x.verdict);
  return { verdict: x.verdict, steps: x.shortest.moves.length, preemptions: x.simplest.preemptions };
};

test('in any order a timer fires too early without a preemption; in deadline order one handler must overtake another', () => {
  const any = found('any');
  const deadline = found('deadline');
  expect([any.verdict, deadline.verdict]).toEqual(['underflow', 'underflow']);
  expect([any.preemptions, deadline.preemptions]).toEqual([0, 1]);
  expect(deadline.steps).toBeGreaterThan(any.steps);
});

test('a timer that runs longer may be overtaken by one armed later', () => {
  expect(found('deadline', 20)).toEqual(found('any', 20));
});

const ordered = cases.filter((one) => one.scenario === 'protocol' && !one.id.startsWith('scale-'));
const only = (model: Model): string =>
  finishSearch(searchBreadth(model, { symmetry: true, persistent: true }, DEFAULT_LIMITS)).found?.verdict ?? 'proved';

test.each(ordered.map((one) => [one.id, one] as const))('%s has one verdict in any order and in deadline order', (_id, one) => {
  const model = modelOf(one);
  expect(only(model)).toBe(only({ ...(model.anyOrder ?? model), only: model.only }));
});

/** Numbers that look like chance and are the same in every run. */
function* noise(seed: number): Generator<number, never> {
  for (let x = seed; ; ) {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0;
    yield x / 2 ** 32;
  }
}

/** Two or three sockets whose timers run as long as told, each armed once. */
function timersOf(...milliseconds: number[]): { any: Model; strict: Model } {
  const many: Driver = {
    ...queue,
    params: {},
    families: {
      [FAMILY]: {
        ...(queue.families?.[FAMILY] as NonNullable<Driver['families']>[number]),
        *release(k, socket) {
          yield* k.linger(socket, milliseconds[socket - 1] ?? 0);
        },
        *lingerOver(k, socket) {
          yield* k.skFree(socket, 'linger');
        },
      },
    },
  };
  const [first] = scenario(0).tasks ?? [];
  if (first === undefined) throw new Error('no task');
  const own: Scenario = { name: 'queue', drivers: [many], tasks: [{ ...first, times: milliseconds.length }] };
  const { model } = compileScenario(own, DEFAULT_PARAMS, aroundOf('today'));
  if (model.anyOrder === undefined) throw new Error('the timers are in no order');
  return { any: model.anyOrder, strict: model };
}

interface Clocked {
  /** Deadline by timer's task, of timers that are armed and have not fired. */
  readonly deadlines: Map<number, number>;
  now: number;
}

/** How long the timer of a task runs: the timers are those of the sockets 1, 2, ... */
const spanOf = (model: Model, task: number, spans: readonly number[]): number =>
  spans[Number(model.tasks[task]?.name.replace(/^timer /, '')) - 1] ?? 0;

/** Keeps the clock's books of a move. False: this timer fires though another that is armed has an earlier deadline. */
function clocked(model: Model, clock: Clocked, state: PlainState, move: Move, spans: readonly number[]): boolean {
  const node = model.tasks[move.task]?.nodes[move.node];
  if (model.tasks[move.task]?.isTimer === true && node?.step?.op === 'sleep') {
    const own = clock.deadlines.get(move.task) ?? 0;
    clock.now = Math.max(clock.now, own);
    return [...clock.deadlines.values()].every((other) => other >= own);
  }
  for (const [at, task] of model.tasks.entries()) {
    if (!task.isTimer) continue;
    const armed = task.nodes[0]?.when[0]?.cells[0] ?? -1;
    const [before, after] = [state.cells[armed], move.to?.cells[armed]];
    if (before === 0 && after === 1) clock.deadlines.set(at, clock.now + spanOf(model, at, spans));
    if (before === 1 && after === 0) clock.deadlines.delete(at);
  }
  return true;
}

describe.each([[[10, 10]], [[10, 3]], [[10, 10, 10]], [[10, 3, 10]], [[10, 3, 6]]])('timers of %j ms', (spans) => {
  const { any, strict } = timersOf(...spans);
  const walk = (model: Model, seed: number, keep: (clock: Clocked, state: PlainState, move: Move) => boolean): Move[] => {
    const chance = noise(seed);
    const clock: Clocked = { deadlines: new Map(), now: 0 };
    const moves: Move[] = [];
    for (let state = firstState(model); ; ) {
      clock.now += chance.next().value < 0.5 ? 0.01 : 10 * chance.next().value;
      const open = model.tasks
        .flatMap((_, task) => movesOf(model, state, task))
        .filter((move) => keep({ deadlines: new Map(clock.deadlines), now: clock.now }, state, move));
      const move = open[Math.floor(chance.next().value * open.length)];
      if (move?.to === undefined) return moves;
      keep(clock, state, move);
      moves.push(move);
      state = move.to;
    }
  };

  test('every run by a clock is one of the model', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      let state = firstState(strict);
      for (const move of walk(any, seed, (clock, at, one) => clocked(any, clock, at, one, spans))) {
        const same = movesOf(strict, state, move.task).find((one) => one.node === move.node && one.answer === move.answer);
        expect(same).toBeDefined();
        state = same?.to ?? state;
      }
    }
  });

  test('no run of the model lets a timer pass one that was armed before it and runs no longer', () => {
    let passed = 0;
    for (let seed = 1; seed <= 200; seed += 1) {
      const since: number[] = [];
      walk(strict, seed, () => true).reduce((state, move) => {
        const task = strict.tasks[move.task];
        if (task?.isTimer === true && task.nodes[move.node]?.step?.op === 'sleep') {
          const own = since.indexOf(move.task);
          for (const earlier of since.slice(0, own)) {
            const [mine, theirs] = [move.task, earlier].map((at) => spanOf(strict, at, spans));
            expect(theirs).toBeGreaterThan(mine ?? 0);
            passed += 1;
          }
        }
        for (const [at, one] of strict.tasks.entries()) {
          const armed = !one.isTimer ? -1 : (one.nodes[0]?.when[0]?.cells[0] ?? -1);
          if (state.cells[armed] === 0 && move.to?.cells[armed] === 1) since.push(at);
          if (state.cells[armed] === 1 && move.to?.cells[armed] === 0) since.splice(since.indexOf(at), 1);
        }
        return move.to ?? state;
      }, firstState(strict));
    }
    expect(passed > 0).toBe(spans.some((span) => span !== spans[0]));
  });
});
