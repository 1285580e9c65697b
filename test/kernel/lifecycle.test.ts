import { expect, test } from 'vitest';
import { refCount, refsOn } from '../../src/engine/ledger.ts';
import { SIGNALS } from '../../src/engine/signals.ts';
import type { UserPath } from '../../src/engine/step.ts';
import { sys } from '../../src/engine/sys.ts';
import type { Driver } from '../../src/kernel/driver.ts';
import { insmod, type KernelWorld, kernelWorld, logTexts, moduleOfName, readAll, rmmod, runProgram } from '../helpers/programs.ts';

const EPERM = -1;
const ENOENT = -2;
const EINTR = -4;
const EAGAIN = -11;
const EBUSY = -16;
const EEXIST = -17;
const EINVAL = -22;

/** Runs the program and gives what each of its steps answered. */
function answers(steps: (world: KernelWorld) => Iterable<() => UserPath<unknown>>, world = kernelWorld()): unknown[] {
  const got: unknown[] = [];
  runProgram(world, function* () {
    for (const step of steps(world)) got.push(yield* step());
  });
  return got;
}

const refcnt = (name: string) => () => readAll(`/sys/module/${name}/refcnt`);

const table: readonly { rule: string; steps: readonly (() => UserPath<unknown>)[]; want: readonly unknown[] }[] = [
  {
    rule: 'a loaded module is live with count 0',
    steps: [() => insmod('core'), refcnt('core'), () => readAll('/sys/module/core/initstate')],
    want: [0, '0\n', 'live\n'],
  },
  { rule: 'a second load of a live name fails with EEXIST', steps: [() => insmod('core'), () => insmod('core')], want: [0, EEXIST] },
  {
    rule: 'an unloaded module leaves nothing in /proc/modules',
    steps: [() => insmod('core'), () => rmmod('core'), () => readAll('/proc/modules')],
    want: [0, 0, ''],
  },
  { rule: 'unloading what is not there fails with ENOENT', steps: [() => rmmod('core')], want: [ENOENT] },
  {
    rule: 'a dependent raises its provider by one however many symbols it uses',
    steps: [() => insmod('core'), () => insmod('user'), () => insmod('user2'), refcnt('core'), refcnt('user')],
    want: [0, 0, 0, '2\n', '1\n'],
  },
  {
    rule: 'a provider with dependents may not go, with EAGAIN',
    steps: [() => insmod('core'), () => insmod('user'), () => rmmod('core'), () => rmmod('core', true)],
    want: [0, 0, EAGAIN, EAGAIN],
  },
  {
    rule: 'a load without its provider fails with ENOENT and gives back what it took',
    steps: [() => insmod('core'), () => insmod('user2'), refcnt('core')],
    want: [0, ENOENT, '0\n'],
  },
  {
    rule: 'an init that fails leaves no module',
    steps: [() => insmod('badinit', 'err=5'), () => readAll('/proc/modules')],
    want: [-5, ''],
  },
  {
    rule: 'a bad parameter fails the load before init',
    steps: [() => insmod('chardev', 'bufsize=abc'), () => readAll('/proc/modules')],
    want: [EINVAL, ''],
  },
  {
    rule: 'a module without exit is permanent but for force',
    steps: [() => insmod('noexit'), () => rmmod('noexit'), () => rmmod('noexit', true)],
    want: [0, EBUSY, 0],
  },
  {
    rule: 'a module that holds itself goes only when it lets go',
    steps: [() => insmod('selfref'), () => rmmod('selfref'), refcnt('selfref')],
    want: [0, EAGAIN, '1\n'],
  },
];

test.each(table)('$rule', ({ steps, want }) => {
  expect(answers(() => steps)).toEqual(want);
});

test('an open character device counts twice, once for the operations and once for the device', () => {
  const world = kernelWorld();
  runProgram(world, function* () {
    yield* insmod('chardev');
    yield* sys.open('/dev/chardev0', {});
    const m = moduleOfName(world, 'chardev');
    expect(refsOn(world.machine.ledger, m.cells.refcnt).map((row) => row.site)).toEqual(['cdev_get', 'fops_get']);
    expect(yield* rmmod('chardev')).toBe(EAGAIN);
  });
});

test('a closed socket that lingers holds its module until its time is over', () => {
  const world = kernelWorld();
  const counts: unknown[] = [];
  runProgram(world, function* () {
    yield* insmod('proto', 'linger_ms=60000');
    const socket = yield* sys.socket(19, 2, 0);
    counts.push(yield* readAll('/sys/module/proto/refcnt'));
    yield* sys.close(socket);
    counts.push(yield* readAll('/sys/module/proto/refcnt'), yield* rmmod('proto'));
    yield* sys.nanosleep(60_100_000);
    counts.push(yield* rmmod('proto'));
  });
  expect(counts).toEqual(['2\n', '1\n', EAGAIN, 0]);
});

test('exit waits for the last dev_hold, with a warning every ten seconds, and no signal ends that', () => {
  const world = kernelWorld();
  const seen: unknown[] = [];
  runProgram(world, function* () {
    yield* insmod('netdev');
    yield* insmod('devholder');
    const child = yield* sys.fork(function* () {
      return -(yield* rmmod('netdev'));
    }, {});
    yield* sys.nanosleep(25_000_000);
    yield* sys.kill(child, SIGNALS.KILL);
    yield* sys.nanosleep(1_000_000);
    seen.push(yield* readAll('/sys/module/netdev/initstate'), yield* readAll('/sys/module/netdev/refcnt'));
    seen.push(yield* rmmod('devholder'));
    seen.push(yield* sys.wait4([child], {}));
    seen.push(yield* readAll('/proc/modules'));
  });
  expect(seen).toEqual(['going\n', '-1\n', 0, { pid: expect.any(Number), how: 'killed', value: 9 }, '']);
  expect(logTexts(world).filter((line) => line.startsWith('unregister_netdevice'))).toEqual(
    Array(2).fill('unregister_netdevice: waiting for mdev0 to become free. Usage count = 2'),
  );
});

test('a second loader waits for the first, and gets EBUSY when that one fails, EEXIST when it lives', () => {
  for (const [err, want] of [
    [19, EBUSY],
    [0, EEXIST],
  ] as const) {
    const world = kernelWorld();
    let second: unknown;
    runProgram(world, function* () {
      yield* sys.fork(() => insmod('slowinit', `ms=2000 err=${err}`), {});
      yield* sys.nanosleep(100_000);
      second = yield* insmod('slowinit');
    });
    expect(second).toBe(want);
  }
});

test('a signal ends the wait for another load of the same name', () => {
  const world = kernelWorld();
  let status: unknown;
  runProgram(world, function* () {
    yield* sys.fork(() => insmod('slowinit', 'ms=2000'), {});
    const waiter = yield* sys.fork(function* () {
      yield* sys.sigaction(SIGNALS.INT, 'catch');
      return -(yield* insmod('slowinit'));
    }, {});
    yield* sys.nanosleep(100_000);
    yield* sys.kill(waiter, SIGNALS.INT);
    status = yield* sys.wait4([waiter], {});
  });
  expect(status).toEqual({ pid: expect.any(Number), how: 'exited', value: -EINTR });
});

test('a symbol whose owner is still coming is waited for, at most thirty seconds', () => {
  const slow: Driver = {
    name: 'slowlib',
    license: 'GPL',
    exports: { slow_call: {} },
    params: { ms: { type: 'int', init: 1_000, mode: 0 } },
    *init(k) {
      yield* k.sleep(yield* k.int('ms'));
      return 0;
    },
    *exit() {},
  };
  const needy: Driver = {
    name: 'needy',
    license: 'GPL',
    needs: ['slow_call'],
    *init() {
      return 0;
    },
    *exit() {},
  };
  for (const [ms, want] of [
    [5_000, 0],
    [60_000, EBUSY],
  ] as const) {
    const world = kernelWorld(undefined, [slow, needy]);
    let second: unknown;
    runProgram(world, function* () {
      yield* sys.fork(() => insmod('slowlib', `ms=${ms}`), {});
      yield* sys.nanosleep(100_000);
      second = yield* insmod('needy');
    });
    expect(second).toBe(want);
    if (want === EBUSY) expect(logTexts(world)).toContain('needy: gave up waiting for init of module slowlib.');
  }
});

test('rights: without CAP_SYS_MODULE nothing loads or goes; after modules_disabled not even for root', () => {
  expect(answers(() => [() => insmod('core'), () => sys.setcap(false), () => insmod('chardev'), () => rmmod('core')])).toEqual([
    0,
    0,
    EPERM,
    EPERM,
  ]);
  const got = answers(() => [
    () => insmod('core'),
    function* () {
      const fd = yield* sys.open('/proc/sys/kernel/modules_disabled', { write: true });
      return yield* sys.write(fd, '1\n');
    },
    () => insmod('chardev'),
    () => rmmod('core'),
  ]);
  expect(got).toEqual([0, 2, EPERM, EPERM]);
});

test('a forced unload of an open device leaves the file pointing at freed text: using it is an oops, and the system lives on', () => {
  const world = kernelWorld();
  let status: unknown;
  runProgram(world, function* () {
    yield* insmod('chardev');
    const fd = yield* sys.open('/dev/chardev0', {});
    expect(yield* rmmod('chardev', true)).toBe(0);
    const reader = yield* sys.fork(
      function* () {
        yield* sys.read(fd, 10);
        return 0;
      },
      { name: 'cat' },
    );
    status = yield* sys.wait4([reader], {});
    expect(yield* insmod('core')).toBe(0);
  });
  expect(status).toEqual({ pid: expect.any(Number), how: 'killed', value: 11 });
  expect(world.kernel.oopses[0]).toMatchObject({ fault: 'use-after-unload', taskName: 'cat', at: 'chardev_read' });
  expect(world.kernel.tainted & (1 << 7)).not.toBe(0);
});

test('after everything is closed and unloaded the ledger is empty and every count is at rest', () => {
  const world = kernelWorld();
  runProgram(world, function* () {
    for (const name of ['core', 'user', 'user2', 'chardev', 'proto', 'netdev', 'devholder']) yield* insmod(name);
    const file = yield* sys.open('/dev/chardev0', {});
    const socket = yield* sys.socket(19, 2, 0);
    yield* sys.close(file);
    yield* sys.close(socket);
    for (const name of ['core', 'user', 'user2', 'chardev', 'proto', 'netdev', 'devholder']) {
      const m = moduleOfName(world, name);
      expect(world.machine.cells.values[m.cells.refcnt]).toBe(1 + refCount(world.machine.ledger, m.cells.refcnt));
    }
    for (const name of ['user2', 'user', 'core', 'chardev', 'proto', 'devholder', 'netdev']) expect(yield* rmmod(name)).toBe(0);
  });
  expect([...world.machine.ledger.rows.keys()]).toEqual([]);
  expect([...world.machine.ledger.unmatched.keys()]).toEqual([]);
  expect(world.machine.tasks.size).toBe(0);
});
