/**
 * The races S1 to S25 under all ten regimes: each cell is run in the live machine with the schedule that leads to it, and
 * its outcome is the one that the kernels' sources say. Empty: the scenario does not arise there.
 */
import { describe, expect, test } from 'vitest';
import { REGIME_IDS, type RegimeId } from '../../src/regimes/index.ts';
import { insmod } from '../helpers/kernelWorld.ts';
import type { Scene, Setting, Verdict } from './scenarios/common.ts';
import * as files from './scenarios/files.ts';
import * as loader from './scenarios/loader.ts';
import * as objects from './scenarios/objects.ts';

/** What a regime is expected to do, and what of its setting differs from the plain one. */
type Cell = Verdict | readonly [Verdict, Omit<Setting, 'regime'>];
type Row = Partial<Record<RegimeId, Cell>>;

const trusting: Setting['change'] = (driver) => ({
  ...driver,
  *canUnload() {
    return true;
  },
});

const MATRIX: readonly (readonly [string, (setting: Setting) => Verdict, Row])[] = [
  [
    'S1 open against rmmod',
    files.openAgainstRmmod,
    {
      '2.2': 'UAU', '2.4': 'safe', '2.5': 'safe', '2.5-netdev': 'safe', 'dev-hold': 'safe', 'per-object': 'safe', 'can-unload': 'UAU', drain: 'safe', never: 'safe',
      today: 'safe',
    },
  ],
  ['S1 in 2.4 without an owner field', files.openAgainstRmmod, { '2.4': ['UAU', { driver: 'noowner' }] }],
  [
    'S2 decrement, then return',
    files.decrementThenReturn,
    {
      '2.2': 'UAU', '2.4': 'safe', '2.5': 'safe', '2.5-netdev': 'safe', 'dev-hold': 'safe', 'per-object': 'safe', 'can-unload': 'UAU', drain: 'safe', never: 'safe',
      today: 'safe',
    },
  ],
  ['S2 in 2.4 without an owner field', files.decrementThenReturn, { '2.4': ['UAU', { driver: 'noowner' }] }],
  [
    'S3 sleeping cleanup',
    files.sleepingCleanup,
    {
      '2.2': 'UAU', '2.4': 'safe', '2.5': 'safe', '2.5-netdev': 'safe', 'dev-hold': 'safe', 'per-object': 'safe', 'can-unload': 'UAU', drain: 'safe', never: 'safe',
      today: 'safe',
    },
  ],
  ['S3 in 2.4 without an owner field', files.sleepingCleanup, { '2.4': ['UAU', { driver: 'noowner' }] }],
  [
    'S4 two rmmods',
    files.twoRmmods,
    {
      '2.2': ['UAU', { variant: 'option: 2.2.19 and before' }], '2.4': 'safe', '2.5': 'safe', '2.5-netdev': 'safe', 'dev-hold': 'safe', 'per-object': 'safe',
      'can-unload': 'safe', drain: 'safe', never: 'safe', today: 'safe',
    },
  ],
  ['S4 since 2.2.20', files.twoRmmods, { '2.2': 'safe' }],
  ['S5 a refused open loads a second copy', (setting) => files.openLoadsAgain(setting, (s: Scene, name) => insmod(s, name)), { '2.4': 'SPUR' }],
  [
    'S6 get on a module that goes',
    files.getOnGoing,
    { '2.5': 'HANG', '2.5-netdev': 'HANG', 'dev-hold': 'HANG', 'per-object': 'HANG', drain: 'safe', never: 'safe', today: 'STARV' },
  ],
  [
    'S7a late dev_put',
    objects.lateDevPut,
    {
      '2.2': 'UAU', '2.4': ['UAU', { driver: 'dtornet' }], '2.5': ['UAU', { driver: 'dtornet' }], '2.5-netdev': 'UAU', 'dev-hold': 'safe', 'per-object': 'safe',
      'can-unload': ['UAU', { change: trusting }], drain: 'safe', never: 'safe', today: 'safe',
    },
  ],
  ['S7a where can_unload looks at the device', objects.lateDevPut, { 'can-unload': 'safe' }],
  [
    'S7b wait with the RTNL',
    (setting) => objects.waitUnderLock(setting, 'rtnl'),
    {
      '2.4': 'DEAD', '2.5': 'DEAD', '2.5-netdev': ['DEAD', { variant: 'option: devices without a destructor' }], 'dev-hold': 'STARV', 'per-object': 'STARV',
      'can-unload': ['DEAD', { variant: 'option: exit() waits for its devices', change: trusting }], drain: 'safe', never: 'safe', today: 'safe',
    },
  ],
  ['S7b where a reference is leaked', (setting) => objects.waitUnderLock(setting, 'leaked'), { '2.4': 'HANG', '2.5': 'HANG', today: 'HANG', drain: 'safe' }],
  ['S7b where the list of devices stays locked', (setting) => objects.waitUnderLock(setting, 'list'), { '2.2': 'HANG' }],
  [
    // Linux 2.4.0, net/core/dev.c: dev_remove_pack takes BR_NETPROTO_LOCK for writing, which net_rx_action holds for reading
    // around the handlers. So 2.4 waits too, and is not as 2.2, as long as exit() calls it; see the row of who forgets it.
    'S8 packet after the yes',
    objects.packetAfterYes,
    {
      '2.2': 'UAU', '2.4': 'safe', '2.5': 'safe', '2.5-netdev': 'safe', 'dev-hold': 'safe', 'per-object': 'safe', 'can-unload': 'UAU', drain: 'safe', never: 'safe',
      today: 'safe',
    },
  ],
  [
    'S9 a hold fails on the fast path that unwinds',
    (setting) => objects.fastPathFailure(setting, true),
    { 'dev-hold': 'SPUR', 'per-object': 'SPUR', drain: 'safe', never: 'safe', today: 'safe' },
  ],
  ['S9 a hold fails on a path that does not unwind', (setting) => objects.fastPathFailure(setting, false), { 'per-object': 'LEAK' }],
  [
    'S10 TIME_WAIT',
    objects.timeWait,
    {
      '2.2': 'UAU', '2.4': 'UAU', '2.5': 'UAU', '2.5-netdev': 'UAU', 'dev-hold': 'UAU', 'per-object': 'safe', 'can-unload': 'safe', drain: 'safe', never: 'safe',
      today: 'safe',
    },
  ],
  [
    'S11a a get from inside',
    files.getFromInside,
    {
      '2.2': 'UAU', '2.4': 'UAU', '2.5': 'UAU', '2.5-netdev': 'UAU', 'dev-hold': 'UAU', 'per-object': 'UAU', 'can-unload': 'UAU', drain: 'UAU', never: 'safe',
      today: 'UAU',
    },
  ],
  [
    'S11b self-pin',
    files.selfPin,
    {
      '2.2': 'STARV', '2.4': 'STARV', '2.5': 'STARV', 'dev-hold': 'STARV', 'per-object': 'STARV', 'can-unload': 'safe', drain: 'safe', never: 'safe', today: 'STARV',
    },
  ],
  [
    'S12 rmmod while a dependent is coming',
    (setting) => loader.dependentComing(setting, false),
    { '2.2': 'SPUR', '2.4': 'SPUR', '2.5': 'SPUR', '2.5-netdev': 'SPUR', 'dev-hold': 'SPUR', 'per-object': 'SPUR', 'can-unload': 'SPUR', today: 'SPUR' },
  ],
  ['S12 where another module moves in', (setting) => loader.dependentComing(setting, true), { '2.2': 'UAU', '2.4': 'UAU' }],
  [
    'S13 rmmod -w while init runs',
    loader.waitDuringInit,
    { '2.5': ['HANG', { variant: 'broken: rmmod -w accepts a module that is still initialising' }], drain: 'safe', today: 'safe' },
  ],
  ['S13 since 2.6.2, and in 2.5.69', loader.waitDuringInit, { '2.5': 'safe' }],
  [
    'S14 the end of a thread',
    loader.threadEnds,
    { '2.2': 'UAU', '2.4': 'UAU', '2.5': 'UAU', 'can-unload': 'UAU', drain: 'safe', never: 'safe', today: 'safe' },
  ],
  [
    'S15 failing init',
    loader.initFailsLate,
    {
      '2.2': 'UAU', '2.4': 'UAU', '2.5': 'UAU', '2.5-netdev': 'UAU', 'dev-hold': 'UAU', 'per-object': 'UAU', 'can-unload': 'UAU', drain: 'safe', never: 'UAU',
      today: 'UAU',
    },
  ],
  [
    'S15 repaired: opens are refused until init is done',
    loader.initFailsLate,
    {
      '2.5': ['safe', { variant: 'repaired: opens are refused until init is done' }], today: ['safe', { variant: 'repaired: opens are refused until init is done' }],
      drain: ['UAU', { variant: 'option: gets are allowed while init runs' }],
    },
  ],
  ['S16 a sum while counts move', loader.sumWhileMoving, { '2.5': ['UAU', { variant: 'option: rmmod -w sums the counts CPU by CPU' }] }],
  ['S16 with the machine stopped', loader.sumWhileMoving, { '2.5': 'safe' }],
  ['S17 the window of the base reference', loader.baseWindow, { today: 'safe' }],
  [
    'S21 force',
    files.force,
    {
      '2.2': 'safe', '2.4': 'safe', '2.5': 'UAU', '2.5-netdev': 'UAU', 'dev-hold': 'UAU', 'per-object': 'UAU', 'can-unload': 'safe', drain: 'UAU', never: 'safe',
      today: 'UAU',
    },
  ],
  [
    'S22 observer of a long exit',
    loader.observer,
    {
      '2.2': 'safe', '2.4': 'safe', '2.5': 'HANG', '2.5-netdev': 'HANG', 'dev-hold': 'HANG', 'per-object': 'HANG', 'can-unload': 'safe', drain: 'safe', never: 'safe',
      today: 'safe',
    },
  ],
  [
    // Linux 2.2.26 and 2.4.0, kernel/module.c: sys_delete_module holds unload_lock around __MOD_IN_USE, and the big lock too.
    // No other kernel of the debate asks the module.
    'S23 can_unload sleeps, and another rmmod spins for its lock',
    (setting) => loader.sleepingPredicate(setting, 'other'),
    { 'can-unload': 'DEAD' },
  ],
  ['S23 with a second rmmod of the same module', (setting) => loader.sleepingPredicate(setting, 'same'), { 'can-unload': 'DEAD' }],
  ['S23 with nobody else', (setting) => loader.sleepingPredicate(setting, 'nobody'), { 'can-unload': 'safe' }],
  ['S24 a second hold while the driver goes', objects.secondHold, { 'dev-hold': 'SPUR', 'per-object': 'SPUR', drain: 'SPUR' }],
  ['S25 an interface whose open fails', objects.upFails, { '2.4': 'safe', '2.5': 'safe', '2.5-netdev': 'safe', 'dev-hold': 'safe', today: 'safe', drain: 'safe' }],
]; // biome-ignore format: a table

describe.each(MATRIX)('%s', (_name, run, row) => {
  test.each(REGIME_IDS.filter((id) => row[id] !== undefined))('%s', (regime) => {
    const cell = row[regime];
    const [expected, setting] = typeof cell === 'string' ? ([cell, {}] as const) : (cell ?? (['safe', {}] as const));
    expect(run({ regime, ...setting })).toBe(expected);
  });
});

const forgetful: Setting['change'] = (driver) => ({
  ...driver,
  *exit() {
    // Leaves its packet handler registered.
  },
});

test.each(REGIME_IDS.filter((id) => id !== 'never'))(
  'S8 a module that forgets to take its handler away is used after unload under %s',
  (regime) => {
    expect(objects.packetAfterYes({ regime, change: forgetful })).toBe('UAU');
  },
);

test.each([
  ['2.2', 'refused'],
  ['2.4', 'refused'],
  ['2.5', 'refused'],
  ['2.5-netdev', 'refused'],
  ['dev-hold', 'refused'],
  ['per-object', 'refused'],
  ['drain', 'succeeds'],
  ['never', 'refused'],
  ['today', 'succeeds'],
] as const)('S7c rmmod of a driver whose interface is up, under %s: %s', (regime, expected) => {
  expect(objects.rmmodWhileUp({ regime })).toBe(expected);
});

// 2.6.0's sys_init_module takes module_mutex, which delete_module holds over exit() (kernel/module.c): the second load waits
// and then succeeds. EEXIST comes only while rmmod -w waits, since that lets go of the lock.
test.each([
  ['2.2', -16, false],
  ['2.4', -17, false],
  ['2.5', 0, true],
  ['today', -16, false],
  ['drain', -16, false],
] as const)('S18 a load of a name that is dying, under %s: %i', (regime, result, waited) => {
  expect(loader.sameNameWhileDying({ regime })).toEqual({ result, waited });
});

test.each([
  ['2.2', true, -17],
  ['2.4', true, -17],
  ['2.5', true, -17],
  ['today', true, -16],
  ['drain', true, -16],
  ['today', false, -17],
  ['2.5', false, -17],
] as const)('S19 the second of two loads of one name under %s (the first fails: %s): %i', (regime, firstFails, result) => {
  expect(loader.twoInsmods({ regime }, firstFails)).toBe(result);
});

// Safe under all of these, in three ways. 2.2.20 and 2.4 do not find a module that is marked as deleted. 2.5.69 to 2.6.4 keep
// module_mutex over exit(): the second rmmod waits for it, and a signal ends that wait. Later ones say that it is going.
test.each([
  ['2.2', -2, false, -2],
  ['2.4', -2, false, -2],
  ['2.5', -2, true, -4],
  ['2.5-netdev', -2, true, -4],
  ['dev-hold', -2, true, -4],
  ['per-object', -2, true, -4],
  ['can-unload', -2, false, -2],
  ['drain', -16, false, -16],
  ['never', -38, false, -38],
  ['today', -16, false, -16],
] as const)('S4 the second of two rmmods under %s: %i', (regime, result, waited, afterSignal) => {
  expect(files.secondRmmod({ regime }, false)).toEqual({ result, waited });
  expect(files.secondRmmod({ regime }, true)).toEqual({ result: afterSignal, waited });
});

const DRAIN_STEPS = 6;

test('S20 a cancel and the last put at the same time are decided in one step', () => {
  for (let before = 0; before < DRAIN_STEPS; before += 1)
    expect(files.cancelAgainstLastPut({ regime: 'drain' }, false, before)).toBe('safe');
});

test('S20 decided by two flags, the module is used after its unload', () => {
  expect(files.cancelAgainstLastPut({ regime: 'drain', variant: 'broken: the commit does not look at the gate' }, true, 1)).toBe('UAU');
});

test.each([
  ['2.2', 'smp', 'UAU'],
  ['2.2', 'preempt', 'UAU'],
  ['2.2', 'big-lock', 'safe'],
  ['2.4', 'smp', 'safe'],
  ['today', 'preempt', 'safe'],
] as const)('S1 without a sleep, under %s with the model %s: %s', (regime, model, expected) => {
  expect(files.openWithoutSleep({ regime, model })).toBe(expected);
});

test('S1 with a sleep is lost under the big lock too', () => {
  expect(files.openAgainstRmmod({ regime: '2.2', model: 'big-lock' })).toBe('UAU');
});
