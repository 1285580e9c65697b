/**
 * drain: the unload that the article wished for. Close the gate, wait for references, let the module quiesce, drain its
 * objects, and commit in one step that a signal can still win; until then everything can be undone.
 */
import { ERRNO } from '../engine/errno.ts';
import { add, adjust, ask, commitOrSignal, emit, load, store, tryAtomic, type Waited, waitFor, waitOrSignal } from '../engine/ops.ts';
import { type Path, plus, set, type Test, test } from '../engine/step.ts';
import { driverContext } from '../kernel/context.ts';
import { about, inText, isHidden } from '../kernel/enter.ts';
import { freeModule } from '../kernel/free.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { CLOSED, COMING, GOING, GONE, LIVE, type ModuleRecord, OPEN, SHUT } from '../kernel/module.ts';
import type { Rules, Sheet, UnloadFlags } from '../kernel/rules.ts';
import { familiesOf, killLingering } from '../kernel/socket.ts';
import { sheet25 } from './2.5.ts';
import type { Regime, Variant } from './regime.ts';

/** The choices that a drain leaves open. */
export interface DrainPolicy {
  /** What a get at a closed gate does: fails, or waits until the gate is open again or shut for good. */
  readonly gate: 'fail' | 'park';
  /** How long a drain may take, in microseconds, before it cancels itself; -1: no limit. */
  readonly limitUs: number;
  /** Lingering sockets end by their own timers, or at once, which breaks what their protocol promises. */
  readonly timeWait: 'wait' | 'kill';
  /** A Ctrl-C after the commit: nothing comes of it, or the tool returns and the unload goes on by itself. */
  readonly late: 'ignore' | 'detach';
  /** So many refused tries before the gate closes at all; 0: it closes at the first. */
  readonly guard: number;
  /** Gets while init runs are refused, or allowed as in every kernel that shipped. */
  readonly init: 'strong' | 'weak';
}

export const DRAIN_POLICY: DrainPolicy = { gate: 'fail', limitUs: -1, timeWait: 'wait', late: 'ignore', guard: 0, init: 'strong' };

/** The phases, in their order; the commit is the line that no cancel crosses. */
export const DRAIN_PHASES = ['admit', 'close gate', 'references', 'quiesce', 'objects', 'commit', 'exit', 'free'] as const;
export type DrainPhase = (typeof DRAIN_PHASES)[number];

const phase = (m: ModuleRecord, name: DrainPhase | ''): Path<number> => emit('drain', about('module_phase', m, { phase: name }));

/** Gate, state and counts are one word: one compare-and-swap tests and changes them together. */
const admits = (m: ModuleRecord, policy: DrainPolicy): readonly Test[] => [
  test(m.cells.gate, '==', OPEN),
  policy.init === 'strong' ? test(m.cells.state, '==', LIVE) : test(m.cells.state, '!=', GOING),
];

function* drop(_k: Kernel, m: ModuleRecord, object: string, at: string): Path<void> {
  yield* adjust(m.cells.objects, -1, at, { kind: 'put', on: m.cells.refcnt, object });
}

function* holdHeld(_k: Kernel, m: ModuleRecord, object: string, at: string): Path<void> {
  yield* adjust(m.cells.objects, 1, at, { kind: 'get', on: m.cells.refcnt, object });
}

function* put(_k: Kernel, m: ModuleRecord, object: string, at: string): Path<void> {
  yield* adjust(m.cells.refcnt, -1, at, { kind: 'put', on: m.cells.refcnt, object });
}

function* getHeld(_k: Kernel, m: ModuleRecord, object: string, at: string): Path<void> {
  yield* adjust(m.cells.refcnt, 1, at, { kind: 'get', on: m.cells.refcnt, object });
}

/** Opens the gate again: LIVE as before, with its users, and the next unloader let in. */
function* reopen(m: ModuleRecord): Path<void> {
  yield* tryAtomic([test(m.cells.gate, '==', CLOSED)], [set(m.cells.gate, OPEN), set(m.cells.state, LIVE)], 'drain_cancel');
  yield* phase(m, '');
}

const refusal = (waited: Waited): number => (waited === 'signal' ? ERRNO.EINTR : ERRNO.EAGAIN);

/**
 * Lets the module's families stop what they do by themselves, or start again, in the reverse order. Only those that can do
 * both are asked: what has no way back is left until after the commit.
 */
function* quiesce(k: Kernel, m: ModuleRecord, which: 'prepare' | 'resume'): Path<void> {
  const both = familiesOf(k, m).filter(({ ops }) => ops.prepare !== undefined && ops.resume !== undefined);
  for (const { ops } of which === 'prepare' ? both : both.reverse()) {
    const body = ops[which];
    if (body !== undefined) yield* inText(m, `${m.name}_${which}`, body(driverContext(k, m)));
  }
}

/** Time left of the limit that began at `since`; -1 without a limit. */
function* timeLeft(policy: DrainPolicy, since: number): Path<number> {
  if (policy.limitUs < 0) return -1;
  return Math.max(0, policy.limitUs - ((yield* ask('drain', { name: 'ktime_get' })) - since));
}

/** P0 to P2, with the loader's lock held: the guard against a gate that closes too soon, then the gate. */
function* closeGate(k: Kernel, m: ModuleRecord, flags: UnloadFlags, policy: DrainPolicy): Path<true | number> {
  const { gate, objects, refcnt, state, tries } = m.cells;
  if (flags.force) {
    yield* emit('try_force_unload', { name: 'forced_rmmod' });
    yield* tryAtomic([test(gate, '!=', SHUT)], [set(gate, SHUT), set(state, GOING)], 'drain_force');
    return true;
  }
  if (policy.guard > 0 && (yield* load(refcnt, 'drain')) + (yield* load(objects, 'drain')) > 0) {
    if ((yield* add(tries, 1, 'drain_guard')) <= policy.guard) return k.rules.sheet.inUse;
  }
  yield* store(tries, 0, 'drain_guard');
  const closed = yield* tryAtomic(
    [test(gate, '==', OPEN), test(state, '==', LIVE)],
    [set(gate, CLOSED), set(state, GOING)],
    'drain_close_gate',
  );
  if (closed) yield* phase(m, 'close gate');
  return closed ? true : ERRNO.EBUSY;
}

/** P3 to P6, without a lock: true commits; otherwise the module is LIVE again with every user it had. */
function* settle(k: Kernel, m: ModuleRecord, policy: DrainPolicy): Path<true | number> {
  const { gate, objects, refcnt } = m.cells;
  if ((yield* load(gate, 'drain')) === SHUT) return true;
  const since = policy.limitUs < 0 ? 0 : yield* ask('drain', { name: 'ktime_get' });
  yield* phase(m, 'references');
  const unreferenced = yield* commitOrSignal([test(refcnt, '==', 0)], [], 'drain_wait_refs', yield* timeLeft(policy, since));
  if (unreferenced !== 'met') {
    yield* reopen(m);
    return refusal(unreferenced);
  }
  yield* phase(m, 'quiesce');
  yield* quiesce(k, m, 'prepare');
  yield* phase(m, 'objects');
  if (policy.timeWait === 'kill') yield* killLingering(k, m);
  const drained: readonly Test[] = [test(gate, '==', CLOSED), test(refcnt, '==', 0), test(objects, '==', 0)];
  const committed = yield* commitOrSignal(drained, [set(gate, SHUT)], 'drain_commit', yield* timeLeft(policy, since));
  if (committed === 'met') {
    yield* phase(m, 'exit');
    return true;
  }
  yield* quiesce(k, m, 'resume');
  yield* reopen(m);
  return refusal(committed);
}

/** P7 to P9: in the caller, deaf to signals; or in a task of its own, so that the caller can leave. */
function* finish(m: ModuleRecord, rest: Path<void>, policy: DrainPolicy): Path<number> {
  if (policy.late === 'ignore') yield* rest;
  else {
    yield* emit('drain_detach', about('unload_detached', m));
    yield* waitOrSignal([test(m.cells.state, '==', GONE)], 'drain_detach');
  }
  yield* emit('drain', about('unload_late', m, { how: policy.late }));
  return 0;
}

const sheet: Sheet = {
  ...sheet25,
  countCost: 'shared',
  cpuCounts: 1,
  badName: ERRNO.ENOENT,
  lockOverExit: false,
  sameName: 'waits',
  positiveInit: 'warns',
  putAndExit: true,
  era: 'kmod',
  taints: 'all',
  rmmodWait: 'drain',
  forceTaint: 'R',
  refusedOpenAsks: false,
  timeWaitHolds: true,
  timerHolds: true,
  upHolds: false,
  devHoldHolds: true,
  packetHoldsDevice: false,
  // Drained before the commit; the wait that is left finds nobody.
  unregister: 'waits',
  destructors: false,
  deviceBase: 1,
  deviceAtRest: 1,
};

/** A drain with other choices than the usual ones. */
export function drainWith(changes: Partial<DrainPolicy>): Regime {
  const policy: DrainPolicy = { ...DRAIN_POLICY, ...changes };
  function* tryGet(_k: Kernel, m: ModuleRecord, object: string, at: string): Path<boolean> {
    return yield* tryAtomic(admits(m, policy), [plus(m.cells.refcnt, 1)], at, 'tryGet', { kind: 'get', on: m.cells.refcnt, object });
  }
  const retry: Rules['retry'] = function* (_k, m, at) {
    yield* waitFor([test(m.cells.gate, '!=', CLOSED)], `${at} (parked)`);
    return (yield* load(m.cells.gate, at)) === OPEN && (yield* load(m.cells.state, at)) === LIVE;
  };
  return {
    id: 'drain',
    title: 'close the gate, drain all, commit; Ctrl-C until then',
    real: false,
    source: 'the wish of LWN, 7 May 2003; no kernel has it',
    costs: 'a shared word for every get and put, and for every object',
    breaks: 'new users are refused, even if the drain is then cancelled',
    sheet,
    tryGet,
    getHeld,
    put,
    *use(k, m, object, at) {
      const state = yield* load(m.cells.state, at);
      if (state === COMING) return ERRNO.EBUSY;
      return !isHidden(state) && (yield* tryGet(k, m, object, at)) ? 0 : ERRNO.ENOENT;
    },
    unuse: put,
    mayGo: (k, m, flags) => closeGate(k, m, flags, policy),
    settle: (k, m) => settle(k, m, policy),
    finish: (_k, m, rest) => finish(m, rest, policy),
    ...(policy.gate === 'park' ? { retry } : {}),
    *initDone(k, m) {
      yield* put(k, m, 'init', 'do_init_module');
    },
    *initFailed(k, m) {
      yield* store(m.cells.gate, SHUT, 'do_init_module');
      yield* put(k, m, 'init', 'do_init_module');
    },
    *hold(_k, m, object, at) {
      return yield* tryAtomic(admits(m, policy), [plus(m.cells.objects, 1)], at, 'tryGet', { kind: 'get', on: m.cells.refcnt, object });
    },
    holdHeld,
    drop,
    *moduleCounts() {
      // The core counts.
    },
    variants: drainVariants,
  };
}

const changed = (change: (rules: Rules) => Partial<Rules>): Variant => ({ rules: (rules) => ({ ...rules, ...change(rules) }) });

/** Lets everybody in, whatever the gate. */
const ungated = changed(() => ({
  *tryGet(k, m, object, at) {
    yield* getHeld(k, m, object, at);
    return true;
  },
  *hold(k, m, object, at) {
    yield* holdHeld(k, m, object, at);
    return true;
  },
}));

/** Lets everybody in until the commit: a drain that has not closed its gate. */
const closesLate = changed(() => ({
  *tryGet(_k, m, object, at) {
    const ref = { kind: 'get', on: m.cells.refcnt, object } as const;
    return yield* tryAtomic([test(m.cells.gate, '!=', SHUT)], [plus(m.cells.refcnt, 1)], at, 'tryGet', ref);
  },
  *hold(_k, m, object, at) {
    const ref = { kind: 'get', on: m.cells.refcnt, object } as const;
    return yield* tryAtomic([test(m.cells.gate, '!=', SHUT)], [plus(m.cells.objects, 1)], at, 'tryGet', ref);
  },
}));

/** exit() first, and only then a wait that a signal ends: the module is back, and what it had registered is not. */
function* finishTooLate(k: Kernel, m: ModuleRecord): Path<number> {
  const { exit } = m.driver;
  if (exit !== undefined) yield* inText(m, `${m.name}_exit`, exit(driverContext(k, m)));
  const { gate, objects, refcnt } = m.cells;
  const waited = yield* commitOrSignal([test(refcnt, '==', 0), test(objects, '==', 0)], [set(gate, SHUT)], 'drain_wait_late');
  if (waited !== 'met') {
    yield* reopen(m);
    return refusal(waited);
  }
  yield* freeModule(k, m, 'drain_wait_late');
  return 0;
}

const drainVariants: { readonly [name: string]: Variant } = {
  'broken: new sockets are admitted while it drains': ungated,
  'broken: new clients are admitted while it drains': closesLate,
  'broken: a cancel forgets to admit again': changed((rules) => ({
    *settle(k, m) {
      const settled = rules.settle === undefined ? true : yield* rules.settle(k, m);
      if (settled !== true) yield* store(m.cells.gate, CLOSED, 'drain_cancel');
      return settled;
    },
  })),
  'broken: a cancel is honoured after unregistration': changed(() => ({
    *settle() {
      return true;
    },
    finish: finishTooLate,
  })),
  'broken: the commit does not look at the gate': changed(() => ({
    *settle(_k, m) {
      const { gate, objects, refcnt, state } = m.cells;
      const waited = yield* waitOrSignal([test(refcnt, '==', 0), test(objects, '==', 0)], 'drain_wait_refs');
      if (waited !== 'met') {
        yield* reopen(m);
        return refusal(waited);
      }
      yield* phase(m, 'commit');
      yield* store(gate, SHUT, 'drain_commit');
      yield* store(state, GOING, 'drain_commit');
      return true;
    },
  })),
  'option: gets are allowed while init runs': { rules: () => drainWith({ init: 'weak' }) },
  'option: a closed gate parks': { rules: () => drainWith({ gate: 'park' }) },
  'option: lingering sockets are killed': { rules: () => drainWith({ timeWait: 'kill' }) },
  'option: a late cancel detaches': { rules: () => drainWith({ late: 'detach' }) },
  'repaired: opens are refused until init is done': { rules: (rules) => rules },
};

export const drain: Regime = drainWith({});
