/** Kernel paths and drivers are pure in what they are told: the ground that the explorer stands on. */
import { expect, test } from 'vitest';
import { drivers } from '../../fixtures/drivers/index.ts';
import type { Note, Path, Step } from '../../src/engine/step.ts';
import { sys } from '../../src/engine/sys.ts';
import { chrdevOpen, chrdevRead, chrdevRelease } from '../../src/kernel/chrdev.ts';
import { driverContext } from '../../src/kernel/context.ts';
import { insmod, type KernelWorld, kernelWorld, moduleOfName, runProgram } from '../helpers/programs.ts';

/** Runs a path alone against the world, each step and note as the machine would, and notes what came and what it was told. */
function record(world: KernelWorld, path: Path<unknown>): { yields: (Step | Note)[]; told: number[] } {
  const yields: (Step | Note)[] = [];
  const told: number[] = [];
  let at = path.next(0);
  while (at.done !== true) {
    yields.push(at.value);
    const answer = answerOf(world, at.value);
    told.push(answer);
    at = path.next(answer);
  }
  return { yields, told };
}

function answerOf(world: KernelWorld, value: Step | Note): number {
  if (!('mode' in value)) return world.kernel.handlers.get(value.event.name)?.(value.event, undefined) ?? 0;
  for (const effect of value.effects) {
    const { values } = world.machine.cells;
    values[effect.cell] = effect.how === 'set' ? effect.by : (values[effect.cell] as number) + effect.by;
  }
  return value.reads >= 0 ? (world.machine.cells.values[value.reads] as number) : 1;
}

function again(path: Path<unknown>, told: readonly number[]): (Step | Note)[] {
  const yields: (Step | Note)[] = [];
  let at = path.next(0);
  for (const answer of told) {
    if (at.done === true) break;
    yields.push(at.value);
    at = path.next(answer);
  }
  expect(at.done).toBe(true);
  return yields;
}

const isPlain = (value: unknown): boolean =>
  value === undefined ||
  typeof value === 'number' ||
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (typeof value === 'object' && value !== null && Object.values(value).every(isPlain));

function worldWithAll(): KernelWorld {
  const world = kernelWorld();
  runProgram(world, function* () {
    for (const name of ['core', 'user', 'user2', 'chardev', 'proto', 'netdev', 'devholder', 'slowexit', 'selfref']) yield* insmod(name);
    yield* sys.getpid();
  });
  return world;
}

const calls: readonly { name: string; make: (world: KernelWorld) => Path<unknown> }[] = [
  { name: 'open of chardev', make: (world) => chrdevOpen(world.kernel, 254, 7) },
  { name: 'read of chardev', make: (world) => chrdevRead(world.kernel, 1, 7, 10, 0) },
  { name: 'release of chardev', make: (world) => chrdevRelease(world.kernel, 1, 7) },
  ...drivers
    .filter((driver) => ['core', 'user', 'user2', 'chardev', 'proto', 'netdev', 'devholder', 'slowexit', 'selfref'].includes(driver.name))
    .map((driver) => ({
      name: `exit of ${driver.name}`,
      make: (world: KernelWorld): Path<unknown> => {
        const m = moduleOfName(world, driver.name);
        if (driver.exit === undefined) throw new Error('no exit');
        return driver.exit(driverContext(world.kernel, m));
      },
    })),
];

test.each(calls)('$name: its steps are frozen plain data, and come again when it is told the same', ({ make }) => {
  const world = worldWithAll();
  const first = record(world, make(world));
  expect(first.yields.length).toBeGreaterThan(0);
  for (const one of first.yields) {
    expect(isPlain(one)).toBe(true);
    if ('mode' in one) expect(Object.isFrozen(one)).toBe(true);
  }
  const fresh = again(make(worldWithAll()), first.told);
  expect(fresh).toEqual(first.yields);
  expect(JSON.parse(JSON.stringify(first.yields))).toEqual(JSON.parse(JSON.stringify(fresh)));
});
