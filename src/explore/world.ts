/** The world of a scenario: a kernel booted under its regime, with its drivers loaded and what its tasks did before. */
import { applyStep } from '../engine/apply.ts';
import { addCell } from '../engine/cells.ts';
import { strerror } from '../engine/errno.ts';
import type { Machine } from '../engine/machine.ts';
import type { Call, CellId, Note, Path, Step, UserPath } from '../engine/step.ts';
import type { Driver } from '../kernel/driver.ts';
import { addRequest, type Kernel, moduleOf, VERMAGIC } from '../kernel/kernel.ts';
import { initModule } from '../kernel/load.ts';
import type { ModuleRecord } from '../kernel/module.ts';
import type { Oops } from '../kernel/oops.ts';
import { createKernelSystem, type KernelSystem } from '../kernel/system.ts';
import type { CacheKind } from '../kernel/tables/caches.ts';
import { deleteModule, exitAndFree, O_NONBLOCK } from '../kernel/unload.ts';
import { type Regime, variantDriver, variantOf } from '../regimes/regime.ts';
import { type CallWorld, enterCall, type PathFilter } from './calls.ts';
import { dataOf, type Plain } from './compile/plain.ts';
import type { ReadStack } from './places.ts';
import { CannotExplore, usersOwn } from './problem.ts';
import { entryKey, isNote, keepRecords, type Records, recordsOf } from './records.ts';
import { callsOf, type DriverPlan, type Params, type Plan, planOf, type Scenario, type TaskPlan } from './scenario.ts';
import { gatherStarts, keepStarts, type Started } from './started.ts';

/** One task as it is in the search: a body that is called round after round, or a kernel thread of the world. */
export interface WorldTask {
  readonly name: string;
  readonly index: number;
  /** Index of its plan among the plan's tasks: tasks of one plan are alike. */
  readonly plan: TaskPlan;
  /** Its number among its like. */
  readonly number: number;
  /** What `before` gave. */
  readonly before: number;
}

export interface World extends CallWorld {
  readonly system: KernelSystem;
  readonly machine: Machine;
  readonly k: Kernel;
  readonly tasks: readonly WorldTask[];
  readonly plan: Plan;
  readonly params: Params;
  /** Modules of the plan: the record's handle, and whether it is loaded when the search begins. */
  readonly modules: readonly { readonly id: number; readonly loaded: boolean }[];
  readonly oopses: Oops[];
  /** The plain data of every module when all of them are loaded. */
  readonly loadedData: ReadonlyMap<number, Plain>;
  readonly readStack: ReadStack | undefined;
  /** What runs on the kernel's account when the search begins. */
  readonly started: readonly Started[];
}

/** What a scenario is explored with, that it does not say itself. */
export interface Surroundings {
  readonly regime: Regime;
  readonly findDriver: (name: string) => Driver | undefined;
  readonly filter?: PathFilter;
  /** Says where steps come from. */
  readonly readStack?: ReadStack;
}

const FAMILY_FIRST = 0;

function resolveDriver(one: string | Driver | DriverPlan, find: Surroundings['findDriver']): DriverPlan & { driver: Driver } {
  const plan: DriverPlan = typeof one === 'object' && 'driver' in one ? one : { driver: one };
  const driver = typeof plan.driver === 'string' ? find(plan.driver) : plan.driver;
  if (driver === undefined) throw new CannotExplore(`there is no driver ${String(plan.driver)}`);
  return { ...plan, driver };
}

/** Runs a path alone, at once, on the machine's cells. Throws when it would wait or go wrong: a set-up must not. */
function runAlone<T>(machine: Machine, path: Path<T>): T {
  let at = path.next(0);
  while (at.done !== true) {
    const yielded: Step | Note = at.value;
    if (isNote(yielded)) at = path.next(machine.world.note(yielded, undefined as never));
    else {
      const outcome = applyStep(machine.cells, yielded);
      if (outcome.kind === 'blocked' && yielded.timeoutUs >= 0) {
        at = path.next(2);
        continue;
      }
      if (outcome.kind !== 'done')
        throw new CannotExplore(`the set-up ${outcome.kind === 'fault' ? outcome.fault : 'waits'} in ${yielded.at}`);
      at = path.next(yielded.among > 0 ? 0 : outcome.answer);
    }
  }
  return at.value;
}

function runBody(w: CallWorld, machine: Machine, task: number, body: UserPath<unknown>): number {
  let at = body.next(undefined);
  while (at.done !== true) {
    const call: Call = at.value;
    at = body.next(runAlone(machine, enterCall(w, task, call.name, call.args)));
  }
  return typeof at.value === 'number' ? at.value : 0;
}

/** Does what a task did before the search begins; what that gave. */
function beforeOf(w: CallWorld, machine: Machine, { name, index, number, plan: { before } }: Omit<WorldTask, 'before'>): number {
  if (before === undefined) return 0;
  return usersOwn(`task ${name}, before`, () => runBody(w, machine, index, before(callsOf(number), 0)));
}

function requestFor(k: Kernel, driver: Driver, params: string): number {
  return addRequest(k, {
    driver,
    name: driver.name,
    license: driver.license ?? 'GPL',
    vermagic: VERMAGIC,
    intree: true,
    signed: true,
    coreSize: driver.size ?? 16_384,
    initSize: driver.initSize ?? 12_288,
    version: driver.version,
    srcversion: driver.srcversion,
    params,
    flags: 0,
  });
}

function tasksOf(plan: Plan): Omit<WorldTask, 'before'>[] {
  const tasks: Omit<WorldTask, 'before'>[] = [];
  for (const one of plan.tasks) {
    const times = one.times ?? 1;
    for (let number = 0; number < times; number += 1) {
      tasks.push({ name: `${one.name}${number}`, index: tasks.length, plan: one, number });
    }
  }
  if (tasks.length === 0) throw new CannotExplore('the scenario has no tasks');
  return tasks;
}

/** Boots the world of a scenario. The same scenario, parameters and drivers give the same cells with the same ids. */
export function createWorld(scenario: Scenario, params: Params, around: Surroundings): World {
  const plan = planOf(scenario, params);
  const { regime } = around;
  const { variant } = params;
  const drivers = plan.drivers
    .map((one) => resolveDriver(one, around.findDriver))
    .map((one) => ({ ...one, driver: variantDriver(regime, variant, one.driver) }));
  const varied = variantOf(regime, variant) ?? (plan.options?.includes(variant) === true ? regime : undefined);
  if (varied === undefined) throw new CannotExplore(`regime ${regime.id} has no variant "${variant}"`);
  const rules = plan.rules?.(varied) ?? varied;
  const oopses: Oops[] = [];
  const system = createKernelSystem(rules, (name) => drivers.find((one) => one.driver.name === name)?.driver, {
    hostWrite: () => {},
    hostRead: () => '',
    startHelper: (_argv, done) => done(),
    oops: (oops) => oopses.push(oops),
  });
  const { kernel: k, machine } = system;
  const started = gatherStarts(k);
  const requests = new Map<string, number>();
  for (const { driver, params: line } of drivers) requests.set(driver.name, requestFor(k, driver, line ?? ''));
  const loaded = drivers.map(({ driver }) => {
    const err = runAlone(machine, initModule(k, requests.get(driver.name) ?? 0));
    if (err < 0) throw new CannotExplore(`the set-up cannot load ${driver.name}: ${strerror(-err)}`);
    return k.modules.byName.get(driver.name)?.at(-1)?.id ?? 0;
  });
  const records = recordsOf(k);
  // Whether a device is listed stands in the core's list, not in the device: looking for it there touches no memory of the module.
  for (const dev of k.netdevs.byId.values()) machine.cells.lives[dev.registered] = -1;
  const loadedData = dataOf(k.modules.byId.values());
  const locks = new Map<string, CellId>(
    ['first', 'second'].map((name) => [name, addCell(machine.cells, 'lock', name, { init: 0, min: 0, max: 1 })]),
  );
  const w: CallWorld = { k, records, requests, locks, ...(around.filter === undefined ? {} : { filter: around.filter }) };
  const bare = tasksOf(plan);
  makeSockets(k, records, bare.length);
  makeEntries(k, records, plan.caches ?? [], bare.length);
  keepRecords(k, records);
  for (const { driver, loaded: stays } of [...drivers].reverse()) {
    if (stays === false) unloadForGood(k, machine, driver.name);
  }
  const tasks = bare.map((task) => ({
    ...task,
    before: beforeOf(w, machine, task),
  }));
  keepStarts(k, started);
  const modules = loaded.map((id, at) => ({ id, loaded: drivers[at]?.loaded !== false }));
  for (const id of loaded) boundCount(machine, moduleOf(k, id));
  return { ...w, system, machine, records, tasks, plan, params, modules, oopses, loadedData, readStack: around.readStack, started };
}

/** A module's count begins without a bound of its own: one word below zero is a finding. Of words per CPU only the sum says something. */
function boundCount({ cells }: Machine, { cells: { perCpu, refcnt } }: ModuleRecord): void {
  if (perCpu.length === 1) cells.mins[refcnt] = Math.max(cells.mins[refcnt] as number, 0);
}

/** One socket's record for each task, where there is a protocol family. */
function makeSockets(k: Kernel, records: Records, tasks: number): void {
  const family = [...k.families.byId.values()][FAMILY_FIRST];
  if (family === undefined) return;
  for (let opener = 0; opener < tasks; opener += 1) {
    const event = { name: 'socket_alloc', family: family.id, id: family.module, opener };
    records.sockets.set(opener, k.handlers.get('socket_alloc')?.(event, undefined) ?? 0);
  }
}

/** One entry's record for each kind, device and task. */
function makeEntries(k: Kernel, records: Records, kinds: readonly CacheKind[], tasks: number): void {
  for (const device of k.netdevs.byId.keys()) {
    for (const kind of kinds) {
      for (let opener = 0; opener < tasks; opener += 1) {
        const id = k.handlers.get('cache_alloc')?.({ name: 'cache_alloc', kind, device, opener }, undefined) ?? 0;
        records.entries.set(entryKey(kind, device, opener), id);
      }
    }
  }
}

/** Takes a module out again whose load belongs to the search: by its own exit(), since the rule may have no unload. */
function unloadForGood(k: Kernel, machine: Machine, name: string): void {
  const m = k.modules.byName.get(name)?.at(-1);
  if (m !== undefined && !k.rules.sheet.unloads) {
    runAlone(machine, exitAndFree(k, m));
    return;
  }
  const err = runAlone(machine, deleteModule(k, name, O_NONBLOCK));
  if (err < 0) throw new CannotExplore(`the set-up cannot take ${name} out again: ${strerror(-err)}`);
}
