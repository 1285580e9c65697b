import { expect, test } from 'vitest';
import { addCell, cellValue } from '../../src/engine/cells.ts';
import { loggedEvents } from '../../src/engine/log.ts';
import { createMachine, type Machine, pokeCell, resume, run, sendSignal, spawn, stop, type World } from '../../src/engine/machine.ts';
import {
  add,
  choose,
  emit,
  load,
  lock,
  sleep,
  sleepInterruptible,
  store,
  unlock,
  waitFor,
  waitForAtMost,
  waitOrSignal,
} from '../../src/engine/ops.ts';
import { SIGNALS } from '../../src/engine/signals.ts';
import { snapshot } from '../../src/engine/snapshot.ts';
import { test as holds, type Path } from '../../src/engine/step.ts';
import { reposition, type Task } from '../../src/engine/task.ts';

interface Lab {
  readonly machine: Machine;
  readonly said: string[];
  readonly faults: string[];
}

function lab(): Lab {
  const said: string[] = [];
  const faults: string[] = [];
  const world: World = {
    note: (note) => {
      said.push(String(note.event['text'] ?? note.event.name));
      return 42;
    },
    enter: () => {
      throw new Error('no calls here');
    },
    fault: (task, fault, step, detail) => {
      faults.push(`${fault} at ${step?.at} (${detail})`);
      task.frames.length = 0;
      task.state = 'ended';
    },
    deliver: (task) => {
      task.pending = 0;
    },
    ended: (task, result) => said.push(`${task.name} ended ${result}`),
  };
  return { machine: createMachine(world), said, faults };
}

const start = (machine: Machine, name: string, path: Path<unknown>): Task => spawn(machine, name, { op: 'call', name, args: [] }, path);
const all = { until: Number.POSITIVE_INFINITY, stepsMax: 100_000, nags: false };

test('a lock lets one task in at a time, in the order in which they came', () => {
  const { machine, said } = lab();
  const mutex = addCell(machine.cells, 'k', 'mutex', { init: 0 });
  function* worker(name: string): Path<number> {
    yield* lock(mutex, name);
    yield* emit(name, { name: 'in', text: `${name} in` });
    yield* sleep(10, name);
    yield* emit(name, { name: 'out', text: `${name} out` });
    yield* unlock(mutex, name);
    return 0;
  }
  for (const name of ['a', 'b', 'c']) start(machine, name, worker(name));
  expect(run(machine, all)).toBe('idle');
  expect(said.filter((line) => / (in|out)$/.test(line))).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
});

test('sleepers wake in the order of their deadlines, and equal ones in the order in which they slept', () => {
  const { machine, said } = lab();
  function* sleeper(name: string, us: number): Path<void> {
    yield* sleep(us, name);
    yield* emit(name, { name: 'woke', text: name });
  }
  start(machine, 'late', sleeper('late', 2_000_000));
  start(machine, 'first', sleeper('first', 1_000_000));
  start(machine, 'second', sleeper('second', 1_000_000));
  run(machine, all);
  expect(said.filter((line) => !line.includes('ended'))).toEqual(['first', 'second', 'late']);
  expect(machine.now).toBeGreaterThanOrEqual(2_000_000);
  expect(machine.now).toBeLessThan(2_000_100);
});

test('an uninterruptible wait stays deaf; the signal is still pending afterwards', () => {
  const { machine, said } = lab();
  const gate = addCell(machine.cells, 'k', 'gate', { init: 0 });
  function* deaf(): Path<string> {
    yield* waitFor([holds(gate, '==', 1)], 'deaf');
    return 'met';
  }
  const task = start(machine, 'deaf', deaf());
  run(machine, all);
  sendSignal(machine, task, SIGNALS.INT);
  run(machine, all);
  expect(task.state).toBe('blocked');
  pokeCell(machine, gate, 1);
  run(machine, all);
  expect(said).toContain('deaf ended met');
  expect(task.pending).not.toBe(0);
});

test.each([
  ['the condition', (m: Machine, _t: Task, gate: number) => pokeCell(m, gate as never, 1), 'met'],
  ['a signal', (m: Machine, t: Task) => sendSignal(m, t, SIGNALS.TERM), 'signal'],
  ['the time', () => undefined, 'timeout'],
] as const)('an interruptible wait says that %s ended it', (_what, poke, expected) => {
  const { machine, said } = lab();
  const gate = addCell(machine.cells, 'k', 'gate', { init: 0 });
  function* waiter(): Path<string> {
    return yield* waitOrSignal([holds(gate, '==', 1)], 'w', 5_000);
  }
  const task = start(machine, 'w', waiter());
  run(machine, { ...all, until: 100 });
  poke(machine, task, gate);
  run(machine, all);
  expect(said).toEqual([`w ended ${expected}`]);
});

test('an ignored signal ends no wait', () => {
  const { machine, said } = lab();
  function* waiter(): Path<boolean> {
    return yield* sleepInterruptible(1_000, 'w');
  }
  const task = start(machine, 'w', waiter());
  task.ignored = 1 << SIGNALS.INT;
  run(machine, { ...all, until: 10 });
  sendSignal(machine, task, SIGNALS.INT);
  run(machine, all);
  expect(said).toEqual(['w ended true']);
});

test('a task that lost the race after being woken waits on with its first deadline', () => {
  const { machine, said } = lab();
  const token = addCell(machine.cells, 'k', 'token', { init: 0 });
  function* taker(name: string): Path<string> {
    const got = yield* waitOrSignal([holds(token, '==', 1)], name, 1_000, [{ cell: token, how: 'set', by: 0 }]);
    return got;
  }
  start(machine, 'a', taker('a'));
  start(machine, 'b', taker('b'));
  run(machine, { ...all, until: 400 });
  pokeCell(machine, token, 1);
  run(machine, all);
  expect(said).toEqual(['a ended met', 'b ended timeout']);
  expect(machine.now).toBeLessThan(1_100);
});

test('a timer that only nags does not keep an otherwise finished system running', () => {
  const { machine } = lab();
  const never = addCell(machine.cells, 'k', 'never', { init: 0 });
  let nags = 0;
  function* nagger(): Path<void> {
    while (!(yield* waitForAtMost([holds(never, '==', 1)], 10_000_000, 'nag', true))) nags += 1;
  }
  function* other(): Path<void> {
    yield* sleep(25_000_000, 'other');
  }
  start(machine, 'nagger', nagger());
  start(machine, 'other', other());
  expect(run(machine, all)).toBe('idle');
  expect(nags).toBe(2);
  expect(run(machine, { ...all, nags: true, until: 61_000_000 })).toBe('until');
  expect(nags).toBe(6);
});

test('a stopped task keeps its place and goes on where it was', () => {
  const { machine, said } = lab();
  function* two(): Path<number> {
    yield* sleepInterruptible(100, 'a');
    yield* sleepInterruptible(100, 'b');
    return 7;
  }
  const task = start(machine, 't', two());
  run(machine, { ...all, until: 10 });
  stop(machine, task, SIGNALS.STOP);
  expect(run(machine, all)).toBe('idle');
  expect(task.state).toBe('held');
  resume(machine, task);
  run(machine, all);
  expect(said).toEqual(['t ended 7']);
});

test('a thrown driver, a nonsense yield and endless notes are faults of the task, not of the machine', () => {
  const { machine, faults, said } = lab();
  function* thrower(): Path<void> {
    yield* choose(1, 'x');
    throw new Error('broken');
  }
  function* nonsense(): Path<void> {
    yield 17 as never;
  }
  function* chatter(): Path<void> {
    for (;;) yield* emit('c', { name: 'again', text: '' });
  }
  start(machine, 'thrower', thrower());
  start(machine, 'nonsense', nonsense());
  start(machine, 'chatter', chatter());
  run(machine, all);
  expect(faults).toHaveLength(3);
  expect(faults[0]).toContain('broken');
  expect(faults[1]).toContain('17');
  expect(said.filter((line) => line.includes('ended'))).toEqual([]);
});

test('a snapshot is JSON, and what a task was told brings a fresh path to the same step', () => {
  const { machine } = lab();
  const count = addCell(machine.cells, 'k', 'count', { init: 3 });
  const gate = addCell(machine.cells, 'k', 'gate', { init: 0 });
  function* path(): Path<number> {
    const before = yield* load(count, 'path');
    for (let at = 0; at < before; at += 1) yield* add(count, 1, 'path');
    yield* waitFor([holds(gate, '==', 1)], 'path');
    yield* store(count, 0, 'path');
    return before;
  }
  const task = start(machine, 'p', path());
  run(machine, all);
  const taken = snapshot(machine);
  expect(JSON.parse(JSON.stringify(taken)).tasks[0].calls[0].told).toEqual([3, 4, 5, 6]);
  const again = reposition(path(), taken.tasks[0]?.calls[0]?.told ?? []);
  expect(again.value).toEqual(task.waiting);
  expect(cellValue(machine.cells, count)).toBe(6);
});

test('the same programs give the same events at the same times twice', () => {
  const once = (): unknown => {
    const { machine, said } = lab();
    const mutex = addCell(machine.cells, 'k', 'mutex', { init: 0 });
    function* worker(name: string, us: number): Path<number> {
      for (let turn = 0; turn < 5; turn += 1) {
        yield* lock(mutex, name);
        yield* sleep(us, name);
        yield* unlock(mutex, name);
        yield* emit(name, { name: 'turn', text: `${name} ${turn} at ${machine.now}` });
      }
      return 0;
    }
    start(machine, 'a', worker('a', 30));
    start(machine, 'b', worker('b', 7));
    run(machine, all);
    return { said, events: loggedEvents(machine.events), now: machine.now, counters: machine.counters };
  };
  expect(once()).toEqual(once());
});
