/** A kernel under some rules, with fixture drivers, and kernel paths as tasks of it: no shell, no program. */
import { drivers, faultyDrivers } from '../../fixtures/drivers/index.ts';
import { run, sendSignal, spawn } from '../../src/engine/machine.ts';
import { SIGNALS } from '../../src/engine/signals.ts';
import type { Path, UserPath } from '../../src/engine/step.ts';
import type { Process } from '../../src/engine/sys.ts';
import type { Task } from '../../src/engine/task.ts';
import type { Driver } from '../../src/kernel/driver.ts';
import { imageOf } from '../../src/kernel/fileimage.ts';
import { modinfoValue, writeImage } from '../../src/kernel/image.ts';
import { addRequest, type Kernel, VERMAGIC } from '../../src/kernel/kernel.ts';
import { initModule } from '../../src/kernel/load.ts';
import { BARE_CALL, type Model } from '../../src/kernel/model.ts';
import type { ModuleRecord } from '../../src/kernel/module.ts';
import { openHostFiles, putFile, startInit } from '../../src/kernel/os/os.ts';
import type { Rules } from '../../src/kernel/rules.ts';
import { createKernelSystem, type KernelSystem } from '../../src/kernel/system.ts';
import { moduleNamed } from '../../src/kernel/tables/modules.ts';

export interface KernelWorld extends KernelSystem {
  readonly drivers: readonly Driver[];
  readonly out: string[];
}

const STEPS_MAX = 5_000_000;
const FIRST_TASK = 200;

/** Every fixture driver, the faulty ones too. */
export const allDrivers: readonly Driver[] = [...new Set([...drivers, ...faultyDrivers])];

/** Boots a kernel. `extra` drivers stand before the fixtures of the same name. */
export function bootKernel(rules: Rules, extra: readonly Driver[] = [], model: Model = 'smp'): KernelWorld {
  const known = [...extra, ...allDrivers.filter((driver) => !extra.some((one) => one.name === driver.name))];
  const out: string[] = [];
  const system = createKernelSystem(rules, (name) => known.find((driver) => driver.name === name), {
    hostWrite: (_stream, text) => out.push(text),
    hostRead: () => '',
    startHelper: (_argv, done) => done(),
  });
  system.kernel.model = model;
  system.machine.nextTaskId = FIRST_TASK;
  return { ...system, drivers: known, out };
}

/** A task that runs one kernel path, as a system call made from nowhere. */
export interface PathTask<T> {
  readonly task: Task;
  /** What the path returned; undefined while it runs, or when it was killed. */
  result: T | undefined;
  ended: boolean;
}

/** Starts a task. Its steps happen when it is run: by `settle`, or one by one by a schedule. */
export function start<T>(world: KernelWorld, name: string, path: Path<T>, options: { id?: number } = {}): PathTask<T> {
  const holder: { made: PathTask<T> | undefined } = { made: undefined };
  function* body(): Path<void> {
    const result = yield* path;
    if (holder.made !== undefined) {
      holder.made.result = result;
      holder.made.ended = true;
    }
  }
  const task = spawn(world.machine, name, { op: 'call', name: BARE_CALL, args: [name] }, body(), options);
  holder.made = { task, result: undefined, ended: false };
  return holder.made;
}

/** Runs everything until nothing can happen any more, or the clock reaches `until`. */
export const settle = (world: KernelWorld, until = Number.POSITIVE_INFINITY): void => {
  run(world.machine, { until, stepsMax: STEPS_MAX, nags: false });
};

/** Runs one path alone to its end, others as they can; its result. Undefined: it did not end. */
export function call<T>(world: KernelWorld, path: Path<T>, name = 'call'): T | undefined {
  const made = start(world, name, path);
  run(world.machine, { until: Number.POSITIVE_INFINITY, stepsMax: STEPS_MAX, nags: false, stopWhen: () => made.ended });
  return made.result;
}

/** The load of a fixture driver as a path. */
export function insmod(world: KernelWorld, name: string, params = ''): Path<number> {
  const driver = world.drivers.find((one) => one.name === name);
  if (driver === undefined) throw new Error(`no fixture ${name}`);
  const image = imageOf(driver, world.drivers, VERMAGIC);
  return initModule(
    world.kernel,
    addRequest(world.kernel, {
      driver,
      name: image.name,
      license: modinfoValue(image, 'license') ?? 'unspecified',
      vermagic: VERMAGIC,
      intree: false,
      signed: false,
      coreSize: image.coreSize,
      initSize: image.initSize,
      version: driver.version,
      srcversion: driver.srcversion,
      params,
      flags: 0,
    }),
  );
}

/** Loads fixtures one after the other; throws when one does not load. */
export function loaded(world: KernelWorld, ...names: readonly string[]): void {
  for (const name of names) {
    const [driver = '', ...params] = name.split(' ');
    const result = call(world, insmod(world, driver, params.join(' ')));
    if (result !== 0) throw new Error(`insmod ${name}: ${result}`);
  }
}

export function moduleCalled(world: KernelWorld, name: string): ModuleRecord {
  const found = moduleNamed(world.kernel.modules, name);
  if (found === undefined) throw new Error(`${name} is not loaded`);
  return found;
}

export const isThere = (world: KernelWorld, name: string): boolean => moduleNamed(world.kernel.modules, name) !== undefined;

/** The major number of a fixture's device. */
export const majorOf = (k: Kernel, name: string): number => [...k.chrdevs.byId.values()].findLast((slot) => slot.name === name)?.major ?? 0;

export const interrupt = (world: KernelWorld, task: Task): void => sendSignal(world.machine, task, SIGNALS.INT);

/** Faults so far, by kind. */
export const faults = (world: KernelWorld): string[] => world.kernel.oopses.map((oops) => oops.fault);

/** Starts a user program on a kernel that has the module files under /fixtures. */
export function userProgram(world: KernelWorld, program: (process: Process) => UserPath<number>): void {
  for (const driver of world.drivers)
    putFile(world.os, `/fixtures/${driver.name}.ko`, writeImage(imageOf(driver, world.drivers, VERMAGIC)));
  startInit(world.os, 'sh', program, { fds: openHostFiles(world.os) });
}
