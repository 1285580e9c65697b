/** What each regime pays for what the network does: the pairs of get and put per event, and the bill of some traffic. */
import { describe, expect, test } from 'vitest';
import type { Path } from '../../src/engine/step.ts';
import { chrdevOpen, chrdevRelease } from '../../src/kernel/chrdev.ts';
import { createMeter } from '../../src/kernel/meter.ts';
import { devChangeUp } from '../../src/kernel/netdev.ts';
import { startTraffic } from '../../src/kernel/notes/work.ts';
import type { Rules } from '../../src/kernel/rules.ts';
import { socketCreate, socketRelease } from '../../src/kernel/socket.ts';
import {
  acceptAndClose,
  addCacheEntry,
  clonePacket,
  connectAndClose,
  dropCacheEntry,
  receivePacket,
  sendPacket,
} from '../../src/kernel/traffic.ts';
import { deleteModule, O_NONBLOCK } from '../../src/kernel/unload.ts';
import { REGIME_IDS, type RegimeId, regimeById } from '../../src/regimes/index.ts';
import { variantOf } from '../../src/regimes/regime.ts';
import { bootKernel, call, insmod, isThere, type KernelWorld, loaded, majorOf, settle } from '../helpers/kernelWorld.ts';

const FAMILY = 19;
const DGRAM = 2;

function rulesOf(id: string, variant = '-'): Rules {
  const regime = regimeById(id);
  const rules = regime === undefined ? undefined : variantOf(regime, variant);
  if (rules === undefined) throw new Error(`no ${id} ${variant}`);
  return rules;
}

const deviceOfWorld = (world: KernelWorld): number => [...world.kernel.netdevs.byId.keys()][0] ?? 0;

/** An event: what must be there first, and what happens. */
type Event = (world: KernelWorld) => Path<unknown>;

function* cacheEntry(world: KernelWorld, kind: 'route' | 'neighbour'): Path<void> {
  const entry = yield* addCacheEntry(world.kernel, kind, deviceOfWorld(world), 0);
  yield* dropCacheEntry(world.kernel, entry);
}

function* openClose(world: KernelWorld): Path<void> {
  const slot = yield* chrdevOpen(world.kernel, majorOf(world.kernel, 'chardev'), 1);
  yield* chrdevRelease(world.kernel, slot, 1);
}

function* loadUnload(world: KernelWorld): Path<void> {
  yield* insmod(world, 'user');
  yield* deleteModule(world.kernel, 'user', O_NONBLOCK);
}

function* upDown(world: KernelWorld): Path<void> {
  yield* devChangeUp(world.kernel, deviceOfWorld(world), true);
  yield* devChangeUp(world.kernel, deviceOfWorld(world), false);
}

/** A socket that is open before the count begins: its close leaves a bucket behind. */
function* lingeringClose(world: KernelWorld): Path<void> {
  const socket = [...world.kernel.families.sockets.keys()][0] ?? 0;
  yield* socketRelease(world.kernel, socket);
}

const withUp: Event = (world) => devChangeUp(world.kernel, deviceOfWorld(world), true);
const withSocket: Event = (world) => socketCreate(world.kernel, FAMILY, DGRAM, 0, 1);

interface Row {
  readonly what: string;
  readonly before?: Event;
  readonly event: Event;
  /** Gets on modules by regime, in the order of REGIME_IDS. */
  readonly gets: readonly number[];
}

/** 2.2, 2.4, 2.5, 2.5-netdev, dev-hold, per-object, can-unload, drain, never, today. */
const TABLE: readonly Row[] = [
  { what: 'open and close of a character device', event: openClose, gets: [1, 1, 1, 1, 1, 1, 0, 1, 0, 2] },
  { what: 'insmod of a dependent', event: loadUnload, gets: [0, 0, 1, 1, 1, 1, 0, 1, 0, 1] },
  { what: 'interface up and down', event: upDown, gets: [1, 1, 1, 1, 1, 1, 0, 0, 0, 0] },
  {
    what: 'one received packet',
    before: withUp,
    event: (world) => receivePacket(world.kernel, deviceOfWorld(world), 1, 64),
    gets: [0, 0, 0, 0, 1, 2, 0, 0, 0, 0],
  },
  {
    what: 'one copy of a packet',
    before: withUp,
    event: (world) => clonePacket(world.kernel, deviceOfWorld(world), 1),
    gets: [0, 0, 0, 0, 0, 1, 0, 0, 0, 0],
  },
  { what: 'a route', event: (world) => cacheEntry(world, 'route'), gets: [0, 0, 0, 0, 1, 2, 0, 1, 0, 0] },
  { what: 'a neighbour', event: (world) => cacheEntry(world, 'neighbour'), gets: [0, 0, 0, 0, 1, 2, 0, 1, 0, 0] },
  {
    what: 'socket and close',
    event: (world) => connectAndClose(world.kernel, FAMILY, DGRAM),
    gets: [1, 1, 3, 3, 3, 3, 0, 3, 0, 3],
  },
  {
    what: 'an accepted connection',
    before: withSocket,
    event: (world) => acceptAndClose(world.kernel, [...world.kernel.families.sockets.keys()][0] ?? 0),
    gets: [1, 1, 2, 2, 2, 2, 0, 2, 0, 2],
  },
  {
    what: 'one sent packet',
    before: withUp,
    event: (world) => sendPacket(world.kernel, deviceOfWorld(world), 1, 64),
    gets: [0, 0, 0, 0, 0, 1, 0, 0, 0, 0],
  },
];

/** Pairs that one event costs, and what is left over of gets or puts. */
function pairsOf(rules: Rules, row: Pick<Row, 'before' | 'event'>, params = ''): { gets: number; puts: number } {
  const world = bootKernel(rules);
  loaded(world, 'core', 'chardev', `proto ${params}`, 'netdev');
  if (row.before !== undefined) call(world, row.before(world));
  const meter = createMeter(world.kernel);
  call(world, row.event(world));
  const { gets, puts } = meter.bill();
  meter.stop();
  return { gets, puts };
}

describe.each(TABLE)('$what', (row) => {
  test.each(REGIME_IDS.map((id, at): [RegimeId, number] => [id, row.gets[at] ?? -1]))('costs under %s %i pairs', (id, gets) => {
    expect(pairsOf(rulesOf(id), row)).toEqual({ gets, puts: gets });
  });
});

test.each([
  ['2.2', 0],
  ['2.4', 0],
  ['2.5', 0],
  ['2.5-netdev', 0],
  ['dev-hold', 0],
  ['per-object', 1],
  ['can-unload', 0],
  ['drain', 1],
  ['never', 0],
  ['today', 1],
] as const)('a bucket in TIME_WAIT costs under %s %i gets', (id, gets) => {
  expect(pairsOf(rulesOf(id), { before: withSocket, event: lingeringClose }, 'linger_ms=1000').gets).toBe(gets);
});

test('an interface that goes up costs nothing since 2.5.70', () => {
  expect(pairsOf(rulesOf('2.5', 'option: counts devices as 2.5.70 does'), { event: upDown })).toEqual({ gets: 0, puts: 0 });
});

const PLAN = { packets: 100, routes: 5, neighbours: 5, connections: 10, seconds: 4, entrySeconds: 2, family: FAMILY };

/** A few seconds of traffic, and in the middle of it an rmmod of the device's driver. */
function underTraffic(id: string): {
  world: KernelWorld;
  bill: ReturnType<ReturnType<typeof createMeter>['bill']>;
  rmmod: number | undefined;
} {
  const world = bootKernel(rulesOf(id));
  loaded(world, 'proto', 'netdev');
  call(world, devChangeUp(world.kernel, deviceOfWorld(world), true));
  const meter = createMeter(world.kernel);
  startTraffic(world.kernel, { ...PLAN, device: deviceOfWorld(world) });
  settle(world, 2_000_000);
  const rmmod = call(world, deleteModule(world.kernel, 'netdev', O_NONBLOCK));
  settle(world);
  return { world, bill: meter.bill(), rmmod };
}

test.each([
  ['2.2', 'refused'],
  ['2.5', 'refused'],
  ['dev-hold', 'refused'],
  ['per-object', 'refused'],
  ['drain', 'gone'],
  ['never', 'refused'],
  ['today', 'gone'],
] as const)('under traffic an rmmod of the driver is, under %s, %s', (id, expected) => {
  const { world, rmmod } = underTraffic(id);
  expect([rmmod === 0 ? 'gone' : 'refused', isThere(world, 'netdev')]).toEqual([expected, expected === 'refused']);
  expect(world.kernel.oopses).toEqual([]);
});

test('every get that traffic took has been put when it is over', () => {
  for (const id of REGIME_IDS) {
    const { bill } = underTraffic(id);
    expect([id, bill.gets - bill.puts]).toEqual([id, 0]);
  }
});

test('the bill of the same traffic rises from nothing over local counts and shared words to one for each packet', () => {
  const units = Object.fromEntries(REGIME_IDS.map((id) => [id, underTraffic(id).bill.units]));
  expect(units['never']).toBe(0);
  expect(units['can-unload']).toBe(0);
  expect(units['2.2']).toBeLessThan(units['today'] ?? 0);
  const packets = (id: string): number => underTraffic(id).bill.gets;
  expect(packets('dev-hold')).toBeGreaterThanOrEqual(PLAN.packets * PLAN.seconds);
  expect(packets('per-object')).toBeGreaterThanOrEqual(2 * PLAN.packets * PLAN.seconds);
  expect(packets('today')).toBe(3 * PLAN.connections * PLAN.seconds);
});

test('an unload of 2.5 stops the machine, one of today does not', () => {
  const stops = (id: string): number => {
    const world = bootKernel(rulesOf(id));
    loaded(world, 'core');
    const meter = createMeter(world.kernel);
    call(world, deleteModule(world.kernel, 'core', O_NONBLOCK));
    return meter.bill().machineStops;
  };
  expect([stops('2.5'), stops('today'), stops('drain')]).toEqual([1, 0, 0]);
});

test('a refused hold on the fast path loses the packet and gives back what the path had', () => {
  const world = bootKernel(rulesOf('per-object'));
  loaded(world, 'netdev');
  const device = deviceOfWorld(world);
  call(world, devChangeUp(world.kernel, device, true));
  const meter = createMeter(world.kernel);
  const m = [...world.kernel.modules.byId.values()].find((one) => one.name === 'netdev');
  if (m === undefined) throw new Error('netdev is not loaded');
  world.machine.cells.values[m.cells.state] = 2;
  expect(call(world, receivePacket(world.kernel, device, 1, 64))).toBe(false);
  expect(meter.bill()).toMatchObject({ received: 1, lost: 1, failedGets: 1, gets: 0 });
});
