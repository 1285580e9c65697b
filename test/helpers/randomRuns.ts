/** Random scripts under random schedules, with invariants that read along. The seed decides everything. */

import { nextDeadline } from '../../src/engine/clock.ts';
import { fireDue, runTask } from '../../src/engine/machine.ts';
import { sleep } from '../../src/engine/ops.ts';
import type { Path } from '../../src/engine/step.ts';
import type { Task } from '../../src/engine/task.ts';
import { chrdevOpen, chrdevRead, chrdevRelease } from '../../src/kernel/chrdev.ts';
import { invariants } from '../../src/kernel/invariants/index.ts';
import {
  createWatch,
  type ModuleWatch,
  type Watch,
  watchCancel,
  watchEnding,
  watchModule,
  watchStep,
} from '../../src/kernel/invariants/watch.ts';
import { devGetByName, deviceOf, devPut } from '../../src/kernel/netdev.ts';
import type { Rules } from '../../src/kernel/rules.ts';
import { socketCreate, socketRelease } from '../../src/kernel/socket.ts';
import { deleteModule, O_NONBLOCK } from '../../src/kernel/unload.ts';
import {
  allDrivers,
  bootKernel,
  call,
  insmod,
  interrupt,
  isThere,
  type KernelWorld,
  loaded,
  majorOf,
  moduleCalled,
  settle,
  start,
} from './kernelWorld.ts';
import { seeded } from './schedule.ts';

const MODULES = ['chardev', 'proto linger_ms=1', 'netdev'] as const;
const FAMILY = 19;
const DGRAM = 2;
const STEPS_MAX = 20_000;
/** Runs on one kernel before it is booted afresh. */
const RUNS_PER_BOOT = 50;

const OPEN_ATTEMPTS = 20;
const LATE_FILE = 80;

type Random = (below: number) => number;

export interface RandomOptions {
  /** Lets an init fail with users inside. */
  readonly failingInit: boolean;
  /** Only these invariants, by id; default: all. */
  readonly only?: readonly string[];
}

interface Run {
  readonly world: KernelWorld;
  readonly watch: Watch;
  readonly random: Random;
  readonly removers: Map<number, ModuleWatch>;
  broken: string | undefined;
}

function* openReadClose(run: Run, file: number): Path<void> {
  const k = run.world.kernel;
  const slot = yield* chrdevOpen(k, majorOf(k, 'chardev'), file);
  if (slot < 0) return;
  yield* chrdevRead(k, slot, file, 4, 0);
  yield* chrdevRelease(k, slot, file);
}

function* withSocket(run: Run, opener: number): Path<void> {
  const k = run.world.kernel;
  const socket = yield* socketCreate(k, FAMILY, DGRAM, 0, opener);
  if (socket > 0) yield* socketRelease(k, socket);
}

function* holdDevice(run: Run, holder: string): Path<void> {
  const k = run.world.kernel;
  const device = yield* devGetByName(k, 'mdev0', holder);
  if (device > 0) yield* devPut(k, deviceOf(k, device), holder);
}

function* remove(run: Run, module: ModuleWatch, self: () => Task): Path<void> {
  const result = yield* deleteModule(run.world.kernel, module.m.name, O_NONBLOCK);
  watchEnding(run.watch, self(), module, result);
  run.removers.delete(self().id);
}

/** Tries to open the device of an init that will fail, and stays inside for longer than that init lasts. */
function* holdWhileInitFails(run: Run): Path<void> {
  const k = run.world.kernel;
  for (let attempt = 0; attempt < OPEN_ATTEMPTS; attempt += 1) {
    const slot = yield* chrdevOpen(k, majorOf(k, 'lateinit'), LATE_FILE);
    if (slot < 0) continue;
    yield* sleep(2_000, 'user');
    yield* chrdevRelease(k, slot, LATE_FILE);
    return;
  }
}

/** Between two and six tasks: users of each kind, one or two rmmods, and what comes in between. */
function spawnTasks(run: Run, options: RandomOptions): void {
  const { world, random } = run;
  const users = 1 + random(4);
  for (let user = 0; user < users; user += 1) {
    const kind = random(3);
    if (kind === 0) start(world, 'open', openReadClose(run, user + 1));
    else if (kind === 1) start(world, 'socket', withSocket(run, user + 1));
    else start(world, 'hold', holdDevice(run, `holder${user}`));
  }
  const modules = [...run.watch.byText.values()];
  const removals = 1 + random(2);
  for (let removal = 0; removal < removals; removal += 1) {
    const module = modules[random(modules.length)] as ModuleWatch;
    const holder: { task: Task | undefined } = { task: undefined };
    const made = start(
      world,
      'rmmod',
      remove(run, module, () => holder.task as Task),
    );
    holder.task = made.task;
    run.removers.set(made.task.id, module);
  }
  if (options.failingInit && random(3) === 0) {
    start(world, 'insmod', insmod(world, 'lateinit', 'ms=1'));
    start(world, 'open lateinit', holdWhileInitFails(run));
  }
}

/** Sends a SIGINT to a task that removes a module, whatever it is doing. */
function sendInterrupt(run: Run): void {
  const ids = [...run.removers.keys()];
  const id = ids[run.random(Math.max(1, ids.length))];
  const task = id === undefined ? undefined : run.world.machine.tasks.get(id);
  if (id === undefined || task === undefined) return;
  watchCancel(run.watch, task, run.removers.get(id) as ModuleWatch);
  interrupt(run.world, task);
}

/** One step of one task, chosen by the seed; or the clock goes on. False: nothing can happen any more. */
function oneStep(run: Run): boolean {
  const { machine } = run.world;
  fireDue(machine);
  const { ready } = machine;
  const task = ready.length === 0 ? undefined : ready[run.random(ready.length)];
  if (task === undefined) {
    const next = nextDeadline(machine.agenda);
    if (next === undefined || machine.agenda.waking === 0) return false;
    machine.now = Math.max(machine.now, next.at);
    return true;
  }
  ready.splice(ready.indexOf(task), 1);
  const turn = runTask(machine, task, 1);
  machine.running = undefined;
  if (turn === 'ran') {
    task.state = 'ready';
    ready.push(task);
  }
  return true;
}

/** Loads what is not there and begins to watch it. */
function prepare(run: Run): void {
  for (const line of MODULES) {
    const name = line.split(' ')[0] as string;
    if (!isThere(run.world, name)) loaded(run.world, line);
    watchModule(run.watch, moduleCalled(run.world, name));
  }
}

function readAlong(run: Run, options: RandomOptions): void {
  const checked = invariants.filter(({ id }) => options.only === undefined || options.only.includes(id));
  run.world.machine.onStep = (task, step, answer) => {
    if (step.at === 'move_module') watchNewest(run);
    watchStep(run.watch, task, step, answer);
    if (run.broken !== undefined) return;
    for (const module of run.watch.byText.values()) {
      for (const invariant of checked) {
        const broken = invariant.afterStep?.(run.watch, module, task, step, answer);
        if (broken !== undefined) run.broken ??= `${invariant.id}: ${module.m.name} ${broken}`;
      }
    }
  };
}

/** A module that is being loaded in the middle of a run. */
function watchNewest(run: Run): void {
  const newest = [...run.world.kernel.modules.listed.values()].at(-1);
  if (newest !== undefined && !run.watch.byText.has(newest.cells.text)) watchModule(run.watch, newest);
}

function atRest(run: Run, options: RandomOptions): void {
  const { world, watch } = run;
  if (world.kernel.oopses.length > 0)
    run.broken ??= `oops: ${world.kernel.oopses[0]?.fault} at ${world.kernel.oopses[0]?.at} ${world.kernel.oopses[0]?.detail} in ${world.kernel.oopses[0]?.taskName}`;
  const left = [...world.machine.tasks.values()].find((task) => task.state !== 'ended');
  if (left !== undefined) run.broken ??= `hang: ${left.name} waits in ${left.waiting?.at}`;
  for (const module of watch.byText.values()) {
    for (const invariant of invariants) {
      if (options.only !== undefined && !options.only.includes(invariant.id)) continue;
      const broken = invariant.atRest?.(watch, module);
      if (broken !== undefined) run.broken ??= `${invariant.id}: ${module.m.name} ${broken}`;
    }
  }
}

/** One run on this kernel. What is broken, or undefined. */
function runOnce(world: KernelWorld, seed: number, options: RandomOptions): string | undefined {
  const run: Run = { world, watch: createWatch(world.kernel), random: seeded(seed), removers: new Map(), broken: undefined };
  prepare(run);
  readAlong(run, options);
  spawnTasks(run, options);
  const interrupts = run.random(3);
  const at = Array.from({ length: interrupts }, () => run.random(150));
  for (let step = 0; step < STEPS_MAX && run.broken === undefined; step += 1) {
    if (at.includes(step)) sendInterrupt(run);
    if (!oneStep(run)) break;
  }
  atRest(run, options);
  world.machine.onStep = undefined;
  return run.broken;
}

/** After a run everything that is left must unload. */
function clean(world: KernelWorld): string | undefined {
  for (const name of ['chardev', 'proto', 'netdev']) {
    if (isThere(world, name) && call(world, deleteModule(world.kernel, name, O_NONBLOCK)) !== 0)
      return `I6: ${name} does not unload afterwards`;
  }
  settle(world);
  return undefined;
}

/** So many runs under these rules; the first that breaks something, with its seed. */
export function randomRuns(
  rules: Rules,
  runs: number,
  firstSeed: number,
  options: RandomOptions,
): { seed: number; broken: string } | undefined {
  let world = bootKernel(rules, allDrivers);
  for (let count = 0; count < runs; count += 1) {
    if (count % RUNS_PER_BOOT === 0) world = bootKernel(rules, allDrivers);
    const seed = firstSeed + count;
    const broken = runOnce(world, seed, options) ?? (rules.sheet.unloads ? clean(world) : undefined);
    if (broken !== undefined) return { seed, broken };
  }
  return undefined;
}
