/** drain: its phases, its cancel, its policies, and what it bears under load. */
import { describe, expect, test } from 'vitest';
import { cellValue } from '../../src/engine/cells.ts';
import { ERRNO } from '../../src/engine/errno.ts';
import { refCount } from '../../src/engine/ledger.ts';
import { chrdevOpen, chrdevRelease } from '../../src/kernel/chrdev.ts';
import { LIVE, OPEN } from '../../src/kernel/module.ts';
import { socketCreate, socketRelease } from '../../src/kernel/socket.ts';
import { stateOf } from '../../src/kernel/text/modules.ts';
import { deleteModule, O_NONBLOCK, O_TRUNC } from '../../src/kernel/unload.ts';
import { type DrainPolicy, drainWith } from '../../src/regimes/drain.ts';
import {
  bootKernel,
  call,
  insmod,
  interrupt,
  isThere,
  type KernelWorld,
  loaded,
  majorOf,
  moduleCalled,
  type PathTask,
  settle,
  start,
} from '../helpers/kernelWorld.ts';
import { runOut, seeded, stepOnce } from '../helpers/schedule.ts';

const FAMILY = 19;
const DGRAM = 2;

const boot = (policy: Partial<DrainPolicy> = {}, ...modules: readonly string[]): KernelWorld => {
  const world = bootKernel(drainWith(policy));
  loaded(world, ...modules);
  return world;
};
const open = (world: KernelWorld, name = 'chardev', file = 1): number =>
  call(world, chrdevOpen(world.kernel, majorOf(world.kernel, name), file)) ?? -1;
const close = (world: KernelWorld, slot: number, file = 1): void => {
  call(world, chrdevRelease(world.kernel, slot, file));
};
const socket = (world: KernelWorld): number => call(world, socketCreate(world.kernel, FAMILY, DGRAM, 0, 1)) ?? -1;
const closeSocket = (world: KernelWorld, id: number): void => {
  call(world, socketRelease(world.kernel, id));
};
function removing(world: KernelWorld, name: string, flags = O_NONBLOCK): PathTask<number> {
  const remover = start(world, 'rmmod', deleteModule(world.kernel, name, flags));
  runOut(world.machine, remover.task);
  return remover;
}
const usable = (world: KernelWorld, name: string): boolean => {
  const m = moduleCalled(world, name);
  return stateOf(world.kernel, m) === LIVE && cellValue(world.machine.cells, m.cells.gate) === OPEN;
};
const phaseOf = (world: KernelWorld, name: string): string => moduleCalled(world, name).phase;
const log = (world: KernelWorld): string => world.kernel.log.lines.map((line) => line.text).join('\n');

describe('a drain waits', () => {
  test('for references first, and says in which phase it is', () => {
    const world = boot({}, 'chardev');
    const slot = open(world);
    const remover = removing(world, 'chardev');
    expect([remover.ended, phaseOf(world, 'chardev')]).toEqual([false, 'references']);
    expect(open(world, 'chardev', 2)).toBe(-ERRNO.ENODEV);
    close(world, slot);
    settle(world);
    expect([remover.result, isThere(world, 'chardev')]).toEqual([0, false]);
  });

  test('then for open and lingering sockets, after the family has been asked to stop', () => {
    const world = boot({}, 'proto linger_ms=60000');
    const id = socket(world);
    const remover = removing(world, 'proto');
    expect(phaseOf(world, 'proto')).toBe('objects');
    expect(log(world)).toContain('proto: prepare, 1 open, 0 lingering');
    expect(socket(world)).toBe(-ERRNO.EAFNOSUPPORT);
    closeSocket(world, id);
    const before = world.machine.now;
    settle(world);
    expect([remover.result, Math.round((world.machine.now - before) / 1e6)]).toEqual([0, 60]);
  });
});

describe('Ctrl-C before the commit', () => {
  test('while it waits for references: the module is live with its users, and the next unload works', () => {
    const world = boot({}, 'chardev');
    const slot = open(world);
    const remover = removing(world, 'chardev');
    interrupt(world, remover.task);
    settle(world);
    expect([remover.result, usable(world, 'chardev')]).toEqual([-ERRNO.EINTR, true]);
    close(world, slot);
    expect(removing(world, 'chardev').result).toBe(0);
  });

  test('while it waits for objects: the family is asked to go on', () => {
    const world = boot({}, 'proto linger_ms=60000');
    closeSocket(world, socket(world));
    const remover = removing(world, 'proto');
    interrupt(world, remover.task);
    runOut(world.machine, remover.task);
    expect(remover.result).toBe(-ERRNO.EINTR);
    expect(log(world)).toMatch(/proto: prepare.*\n.*proto: resume$/);
    expect(socket(world)).toBeGreaterThan(0);
  });

  test('at every step of its own: it is gone with 0, or live with EINTR, and never both', () => {
    const outcomes = new Set<string>();
    for (let before = 0; before < 60; before += 1) {
      const world = boot({}, 'chardev');
      const remover = start(world, 'rmmod', deleteModule(world.kernel, 'chardev', O_NONBLOCK));
      for (let step = 0; step < before; step += 1) stepOnce(world.machine, remover.task);
      if (!remover.ended) interrupt(world, remover.task);
      settle(world);
      const there = isThere(world, 'chardev');
      outcomes.add(`${remover.result} ${there ? (usable(world, 'chardev') ? 'live' : 'stuck') : 'gone'}`);
    }
    expect([...outcomes].sort()).toEqual(['-4 live', '0 gone']);
  });
});

describe('Ctrl-C after the commit', () => {
  const committed = (policy: Partial<DrainPolicy>): { world: KernelWorld; remover: PathTask<number> } => {
    const world = boot(policy, 'slowexit ms=1000');
    return { world, remover: removing(world, 'slowexit') };
  };

  test('is ignored, and that is said', () => {
    const { world, remover } = committed({});
    interrupt(world, remover.task);
    runOut(world.machine, remover.task);
    expect(remover.ended).toBe(false);
    settle(world);
    expect([remover.result, isThere(world, 'slowexit')]).toEqual([0, false]);
    expect(log(world)).toContain('slowexit: too late to cancel, the unload is committed; the interrupt was ignored');
  });

  test('detaches, and that is said: the caller is back at once, the unload goes on', () => {
    const { world, remover } = committed({ late: 'detach' });
    settle(world, world.machine.now);
    interrupt(world, remover.task);
    runOut(world.machine, remover.task);
    expect([remover.result, isThere(world, 'slowexit')]).toEqual([0, true]);
    expect(log(world)).toContain('slowexit: too late to cancel, the unload is committed; it goes on by itself');
    settle(world);
    expect(isThere(world, 'slowexit')).toBe(false);
  });
});

describe('a drain and others', () => {
  test('a second rmmod is told EBUSY', () => {
    const world = boot({}, 'chardev');
    open(world);
    removing(world, 'chardev');
    expect(removing(world, 'chardev').result).toBe(-ERRNO.EBUSY);
  });

  test('a dependent that is loaded meanwhile does not find its symbols; after a cancel it does', () => {
    const world = boot({}, 'core');
    const m = moduleCalled(world, 'core');
    call(world, world.kernel.rules.tryGet(world.kernel, m, 'file 9', 'test'));
    const remover = removing(world, 'core');
    expect(call(world, insmod(world, 'user'))).toBe(-ERRNO.ENOENT);
    interrupt(world, remover.task);
    settle(world);
    expect(call(world, insmod(world, 'user'))).toBe(0);
    expect(removing(world, 'core').result).toBe(-ERRNO.EAGAIN);
  });

  test('a family without resume is not asked to prepare: its cancel has nothing to undo', () => {
    const world = boot({}, 'noresume linger_ms=1000');
    const id = call(world, socketCreate(world.kernel, 21, DGRAM, 0, 1)) ?? -1;
    const remover = removing(world, 'noresume');
    const stopped = moduleCalled(world, 'noresume').own.get('stopped');
    expect(stopped === undefined ? -1 : cellValue(world.machine.cells, stopped)).toBe(0);
    interrupt(world, remover.task);
    settle(world);
    expect([remover.result, usable(world, 'noresume')]).toEqual([-ERRNO.EINTR, true]);
    closeSocket(world, id);
  });

  test('force waits for nobody', () => {
    const world = boot({}, 'chardev');
    open(world);
    expect([removing(world, 'chardev', O_TRUNC | O_NONBLOCK).result, isThere(world, 'chardev')]).toEqual([0, false]);
  });
});

describe('policies', () => {
  test('a limit cancels the drain by the clock', () => {
    const world = boot({ limitUs: 2_000_000 }, 'proto linger_ms=60000');
    closeSocket(world, socket(world));
    const began = world.machine.now;
    const remover = removing(world, 'proto');
    settle(world, began + 3_000_000);
    expect([remover.result, usable(world, 'proto')]).toEqual([-ERRNO.EAGAIN, true]);
  });

  test('kill ends lingering sockets at once', () => {
    const world = boot({ timeWait: 'kill' }, 'proto linger_ms=60000');
    closeSocket(world, socket(world));
    const began = world.machine.now;
    expect(removing(world, 'proto').result).toBe(0);
    expect(world.machine.now - began).toBeLessThan(1_000_000);
    settle(world);
    expect(world.kernel.oopses).toEqual([]);
  });

  test('a guard answers EAGAIN so many times before it closes the gate', () => {
    const world = boot({ guard: 2 }, 'chardev');
    const slot = open(world);
    expect([removing(world, 'chardev').result, removing(world, 'chardev').result]).toEqual([-ERRNO.EAGAIN, -ERRNO.EAGAIN]);
    const third = removing(world, 'chardev');
    expect([third.ended, phaseOf(world, 'chardev')]).toEqual([false, 'references']);
    close(world, slot);
    settle(world);
    expect(third.result).toBe(0);
  });

  test('a parked open waits for the cancel and then succeeds', () => {
    const world = boot({ gate: 'park' }, 'chardev');
    open(world);
    const remover = removing(world, 'chardev');
    const parked = start(world, 'open', chrdevOpen(world.kernel, majorOf(world.kernel, 'chardev'), 2));
    runOut(world.machine, parked.task);
    expect(parked.ended).toBe(false);
    interrupt(world, remover.task);
    settle(world);
    expect(parked.result).toBeGreaterThan(0);
  });

  test('a parked open is refused when the module goes', () => {
    const world = boot({ gate: 'park' }, 'chardev');
    const slot = open(world);
    const remover = removing(world, 'chardev');
    const parked = start(world, 'open', chrdevOpen(world.kernel, majorOf(world.kernel, 'chardev'), 2));
    runOut(world.machine, parked.task);
    close(world, slot);
    settle(world);
    expect([remover.result, parked.result]).toEqual([0, -ERRNO.ENODEV]);
  });
});

const SOCKETS = 10_000;
const CANCELS = 1_000;
/** Steps that a cancelled rmmod may take from the signal to its return. */
const CANCEL_STEPS_MAX = 30;

test(`with ${SOCKETS} sockets in TIME_WAIT, ${CANCELS} cancels at random steps lose nobody`, { timeout: 120_000 }, () => {
  const world = boot({}, 'proto linger_ms=60000');
  const random = seeded(7);
  for (let count = 0; count < SOCKETS; count += 1) closeSocket(world, socket(world));
  const m = moduleCalled(world, 'proto');
  const objects = (): number => cellValue(world.machine.cells, m.cells.objects);
  expect(objects()).toBe(SOCKETS);
  let longest = 0;
  const results = new Set<number | undefined>();
  for (let cancel = 0; cancel < CANCELS; cancel += 1) {
    const remover = start(world, 'rmmod', deleteModule(world.kernel, 'proto', O_NONBLOCK));
    const before = random(40);
    for (let step = 0; step < before; step += 1) stepOnce(world.machine, remover.task);
    interrupt(world, remover.task);
    let steps = 0;
    while (!remover.ended && steps < 1_000) {
      stepOnce(world.machine, remover.task);
      steps += 1;
    }
    longest = Math.max(longest, steps);
    results.add(remover.result);
  }
  expect([...results]).toEqual([-ERRNO.EINTR]);
  expect(longest).toBeLessThanOrEqual(CANCEL_STEPS_MAX);
  expect([objects(), refCount(world.machine.ledger, m.cells.refcnt), usable(world, 'proto')]).toEqual([SOCKETS, SOCKETS, true]);
  const last = removing(world, 'proto');
  settle(world);
  expect([last.result, isThere(world, 'proto'), refCount(world.machine.ledger, m.cells.refcnt)]).toEqual([0, false, 0]);
  expect(world.kernel.oopses).toEqual([]);
});
