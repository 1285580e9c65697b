/** A booted kernel with the fixture modules in /fixtures, for tests that run programs without a shell. */
import { drivers as fixtureDrivers } from '../../fixtures/drivers/index.ts';
import { run } from '../../src/engine/machine.ts';
import type { UserPath } from '../../src/engine/step.ts';
import { sys } from '../../src/engine/sys.ts';
import type { Driver } from '../../src/kernel/driver.ts';
import { imageOf } from '../../src/kernel/fileimage.ts';
import { writeImage } from '../../src/kernel/image.ts';
import { VERMAGIC } from '../../src/kernel/kernel.ts';
import type { ModuleRecord } from '../../src/kernel/module.ts';
import { openHostFiles, putFile, startInit } from '../../src/kernel/os/os.ts';
import type { Rules } from '../../src/kernel/rules.ts';
import { createKernelSystem, type KernelSystem } from '../../src/kernel/system.ts';
import { moduleNamed } from '../../src/kernel/tables/modules.ts';
import { today } from '../../src/regimes/today.ts';

export interface KernelWorld extends KernelSystem {
  readonly out: string[];
}

export function kernelWorld(rules: Rules = today, drivers: readonly Driver[] = fixtureDrivers): KernelWorld {
  const out: string[] = [];
  const system = createKernelSystem(rules, (name) => drivers.find((driver) => driver.name === name), {
    hostWrite: (_stream, text) => void out.push(text),
    hostRead: () => '',
    startHelper: (_argv, done) => done(),
  });
  for (const driver of drivers) putFile(system.os, `/fixtures/${driver.name}.ko`, writeImage(imageOf(driver, drivers, VERMAGIC)));
  return { ...system, out };
}

/** Runs a program as the first process until nothing more can happen; what it returned lies in its own hands. */
export function runProgram(world: KernelWorld, program: () => UserPath<unknown>, name = 'sh'): void {
  const first = world.os.processes.size === 0;
  const main = function* (): UserPath<number> {
    yield* program();
    return 0;
  };
  if (first) startInit(world.os, name, main, { fds: openHostFiles(world.os) });
  else throw new Error('one program a world');
  run(world.machine, { until: Number.POSITIVE_INFINITY, stepsMax: 10_000_000, nags: false });
}

export function* insmod(name: string, params = '', flags = 0): UserPath<number> {
  const fd = yield* sys.open(`/fixtures/${name}.ko`, {});
  if (fd < 0) return fd;
  const result = yield* sys.finit_module(fd, params, flags);
  yield* sys.close(fd);
  return result;
}

export const rmmod = (name: string, force = false): UserPath<number> => sys.delete_module(name, force ? 0o5000 : 0o4000);

export function* readAll(path: string): UserPath<string | number> {
  const fd = yield* sys.open(path, {});
  if (fd < 0) return fd;
  const text = yield* sys.read(fd, 100_000);
  yield* sys.close(fd);
  return text;
}

export const logTexts = (world: KernelWorld): string[] => world.kernel.log.lines.map((line) => line.text);

export function moduleOfName(world: KernelWorld, name: string): ModuleRecord {
  const found = moduleNamed(world.kernel.modules, name);
  if (found === undefined) throw new Error(`${name} is not loaded`);
  return found;
}
