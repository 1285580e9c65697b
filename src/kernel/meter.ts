/**
 * The bill of a regime: what its counting has cost so far. Every kernel has one from its boot on. A meter reads the machine's steps along and changes nothing.
 * The unit costs are a choice of this model, so that regimes can be compared: see UNIT_COSTS.
 */
import type { CellId, Step } from '../engine/step.ts';
import type { Task } from '../engine/task.ts';
import type { Kernel } from './kernel.ts';
import { GOING } from './module.ts';

/** CPUs of the model: a task stays on the one that its number says. */
export const CPUS = 2;

/** In units of one atomic access to a line that this CPU has already. */
export const UNIT_COSTS = {
  local: 0.1,
  shared: 1,
  /** More, when another CPU wrote the line last. */
  bounce: 4,
  lock: 2,
  /** Every CPU halted, for each stop of the machine. */
  stopMachine: 1_000,
} as const;

/** How long all CPUs stand still when the machine is stopped, in microseconds. */
export const STOP_MACHINE_US = 100;

export interface Bill {
  /** On modules; a device's own count is not among them. */
  readonly gets: number;
  readonly puts: number;
  readonly failedGets: number;
  /** Paths that had to give back what they had, since a get failed. */
  readonly unwound: number;
  readonly deviceHolds: number;
  readonly locks: number;
  /** Writes of a count that another CPU had written last. */
  readonly bounced: number;
  readonly machineStops: number;
  readonly stopMachineUs: number;
  /** Longest time from the mark of an unload to the free, in microseconds. */
  readonly longestUnloadUs: number;
  readonly received: number;
  readonly lost: number;
  /** What all of that comes to in units. */
  readonly units: number;
}

interface Tally {
  gets: number;
  puts: number;
  failedGets: number;
  deviceHolds: number;
  locks: number;
  bounced: number;
  longestUnloadUs: number;
}

export interface Meter {
  /** What has been counted since the meter was made or reset. */
  bill(): Bill;
  reset(): void;
  /** Stops reading along. */
  stop(): void;
}

/** What a meter reads of a kernel. */
type Metered = Pick<Kernel, 'machine' | 'rules' | 'netdevs' | 'caches'>;

/** Begins to read along. Whoever reads steps already goes on reading them. */
export function createMeter(k: Metered): Meter {
  const { machine } = k;
  const before = machine.onStep;
  const tally: Tally = { gets: 0, puts: 0, failedGets: 0, deviceHolds: 0, locks: 0, bounced: 0, longestUnloadUs: 0 };
  const writers = new Map<CellId, number>();
  /** By module; -1: it is not going. Entries stay, since a map that is emptied for each unload is made anew each time. */
  const goingSince = new Map<string, number>();
  let base = startOf(k);
  const readRef = (task: Task, step: Step, answer: number): void => {
    if (step.ref === undefined || step.ref.object === 'init') return;
    const happened = step.mode === 'do' || answer === 1;
    if (k.netdevs.counts.has(step.ref.on)) {
      tally.deviceHolds += happened && step.ref.kind === 'get' ? 1 : 0;
      return;
    }
    if (!happened) tally.failedGets += step.ref.kind === 'get' ? 1 : 0;
    else if (step.ref.kind === 'get') tally.gets += 1;
    else tally.puts += 1;
    if (!happened) return;
    const cpu = task.id % CPUS;
    for (const { cell } of step.effects) {
      if ((writers.get(cell) ?? cpu) !== cpu) tally.bounced += 1;
      writers.set(cell, cpu);
    }
  };
  const readUnload = (step: Step): void => {
    const { owners, fields } = machine.cells;
    for (const { cell, how, by } of step.effects) {
      if (by === GOING && how === 'set' && fields[cell] === 'state') goingSince.set(owners[cell] as string, machine.now);
      if (step.op !== 'free') continue;
      const owner = owners[cell] as string;
      const since = goingSince.get(owner) ?? -1;
      if (since >= 0) tally.longestUnloadUs = Math.max(tally.longestUnloadUs, machine.now - since);
      goingSince.set(owner, -1);
      if (writers.size > 0) writers.clear();
    }
  };
  const read = (task: Task, step: Step, answer: number): void => {
    if (step.ref !== undefined) readRef(task, step, answer);
    else if (step.op === 'lock') tally.locks += answer === 1 ? 1 : 0;
    else if (step.effects.length > 0) readUnload(step);
    before?.(task, step, answer);
  };
  machine.onStep = read;
  return {
    bill: () => billOf(k, tally, base),
    reset() {
      Object.assign(tally, { gets: 0, puts: 0, failedGets: 0, deviceHolds: 0, locks: 0, bounced: 0, longestUnloadUs: 0 });
      base = startOf(k);
    },
    stop() {
      if (machine.onStep === read) machine.onStep = before;
    },
  };
}

const startOf = ({ caches }: Metered) => ({
  unwound: caches.unwound,
  machineStops: caches.machineStops,
  received: caches.received,
  lost: caches.lost,
});

/** One get or put: the word it writes, and under 2.4 the lock that every module shares. */
function unitsPerCount(k: Metered): number {
  switch (k.rules.sheet.countCost) {
    case 'nothing':
      return 0;
    case 'local':
      return UNIT_COSTS.local;
    case 'shared':
    case 'global_lock':
      return UNIT_COSTS.shared;
  }
}

function billOf(k: Metered, tally: Tally, base: ReturnType<typeof startOf>): Bill {
  const { caches } = k;
  const machineStops = caches.machineStops - base.machineStops;
  const locked = k.rules.sheet.countCost === 'global_lock' ? tally.gets * UNIT_COSTS.lock : 0;
  const bounces = k.rules.sheet.countCost === 'local' ? 0 : tally.bounced;
  const counting = (tally.gets + tally.puts) * unitsPerCount(k) + locked + bounces * UNIT_COSTS.bounce;
  return {
    ...tally,
    bounced: bounces,
    unwound: caches.unwound - base.unwound,
    machineStops,
    stopMachineUs: machineStops * STOP_MACHINE_US,
    received: caches.received - base.received,
    lost: caches.lost - base.lost,
    units: Math.round((counting + machineStops * UNIT_COSTS.stopMachine * CPUS) * 10) / 10,
  };
}
