/** The fake system under the fake session: tasks that wait, a virtual clock, modules that are only rows. It models no kernel. */
import type { HoldView, ModuleView, SystemView, WaitView } from '../../src/engine/view.ts';
import type { JobState, Notice, Output } from '../../src/tui/session.ts';
import { at, moduleOf, viewOf } from '../helpers/views.ts';

/** What a program waits for: a moment, a condition that a signal may end, a line of input. */
type Wait =
  | { readonly for: 'time'; readonly us: number }
  | {
      readonly for: 'until';
      readonly done: () => boolean;
      readonly untilUs?: number;
      readonly view: () => WaitView;
      readonly deaf?: boolean;
    }
  | { readonly for: 'line' };
export type Program = Generator<Wait, number, string | undefined>;

export interface Task {
  readonly group: number;
  readonly command: string;
  readonly program: Program;
  wait: Wait | undefined;
  wakeUs: number;
  signalled: boolean;
  stopped: boolean;
  job: number | undefined;
}

export interface World {
  now: number;
  modules: ModuleView[];
  tasks: Task[];
  front: Task | undefined;
  status: number;
  over: boolean;
  leaving: boolean;
  table: boolean;
  speed: number;
  regime: string;
  lines: string[];
  eof: boolean;
  readonly outputs: Output[];
  readonly notices: Notice[];
  log: string[];
  nextPid: number;
}

export const moduleIn = (world: World, name: string): ModuleView | undefined => world.modules.find((module) => module.name === name);

export function update(world: World, name: string, holds: readonly HoldView[], extra: Partial<ModuleView> = {}): void {
  const old = moduleIn(world, name);
  if (!old) return;
  const refcnt = holds.filter(({ counted }) => counted).reduce((sum, { count, each }) => sum + count * each, 0);
  const next = { ...moduleOf(name, { refcnt, holds, ...extra }), id: old.id };
  world.modules = world.modules.map((module) => (module === old ? next : module));
}

export const drop = (world: World, name: string): void => {
  world.modules = world.modules.filter((module) => module.name !== name);
};

export const say = (world: World, text: string, stream: Output['stream'] = 'out'): void => {
  world.outputs.push({ stream, text });
};

export function start(world: World, command: string, program: Program): Task {
  const task = {
    group: world.nextPid++,
    command,
    program,
    wait: undefined,
    wakeUs: world.now,
    signalled: false,
    stopped: false,
    job: undefined,
  };
  world.tasks.push(task);
  return task;
}

/** Runs one task's next step; the task ends when its program does. */
function step(world: World, task: Task, answer: string | undefined): void {
  const front = world.front;
  world.front = task;
  const result = task.program.next(answer);
  world.front = front;
  if (result.done) {
    world.tasks = world.tasks.filter((other) => other !== task);
    if (front === task) {
      world.front = undefined;
      world.status = result.value;
    } else if (task.job !== undefined) {
      world.notices.push({
        kind: 'job',
        text: `[${task.job}]+  ${result.value === 130 ? 'Interrupt' : 'Done'.padEnd(9)}               ${task.command}`,
      });
    }
    return;
  }
  task.wait = result.value;
  task.wakeUs = result.value.for === 'time' ? world.now + result.value.us : Number.POSITIVE_INFINITY;
}

/** What a task would be resumed with now; undefined when it still waits. */
function answerFor(world: World, task: Task): { readonly answer: string | undefined } | undefined {
  const { wait } = task;
  if (task.stopped) return undefined;
  if (task.signalled && !(wait?.for === 'until' && wait.deaf)) {
    task.signalled = false;
    return { answer: 'signal' };
  }
  if (!wait) return { answer: undefined };
  if (wait.for === 'time') return task.wakeUs <= world.now ? { answer: undefined } : undefined;
  if (wait.for === 'until') return wait.done() ? { answer: undefined } : undefined;
  if (world.front !== task) return undefined;
  if (world.lines.length > 0) return { answer: world.lines.shift() };
  if (!world.eof) return undefined;
  world.eof = false;
  return { answer: undefined };
}

const BUDGET = 1_000;

export function advance(world: World, to: number): void {
  for (let steps = 0; steps < BUDGET; steps += 1) {
    const ready = world.tasks.find((task) => couldRun(world, task));
    if (ready) {
      const given = answerFor(world, ready);
      step(world, ready, given?.answer);
      continue;
    }
    const next = nextEventAt(world);
    if (next === undefined || next > to) {
      world.now = Math.max(world.now, to);
      return;
    }
    world.now = next;
  }
}

/** Like answerFor, without taking anything. */
export function couldRun(world: World, task: Task): boolean {
  const { signalled } = task;
  const { eof, lines } = world;
  world.lines = [...lines];
  const found = answerFor(world, task) !== undefined;
  task.signalled = signalled;
  world.eof = eof;
  world.lines = lines;
  return found;
}

export function nextEventAt(world: World): number | undefined {
  const times = world.tasks
    .filter((task) => !task.stopped)
    .map((task) => task.wakeUs)
    .filter((us) => Number.isFinite(us) && us > world.now);
  return times.length === 0 ? undefined : Math.min(...times);
}

export function jobsOf(world: World): JobState[] {
  return world.tasks.flatMap(({ job, group, stopped, command }) =>
    job === undefined ? [] : [{ number: job, group, state: stopped ? ('stopped' as const) : ('running' as const), command }],
  );
}

export function viewNow(world: World): SystemView {
  const waits = world.tasks.flatMap(({ wait, group, stopped }) =>
    wait?.for === 'until' && !stopped ? [{ ...wait.view(), pid: group, group }] : [],
  );
  return viewOf({
    now: world.now as SystemView['now'],
    regime: world.regime,
    modules: world.modules,
    waits,
    taint: '',
    logUnread: world.log.length,
  });
}

/** Moves the foreground into the background: it goes on there, or stops. */
export function intoBackground(world: World): void {
  const { front } = world;
  if (!front) return;
  const deaf = front.wait?.for === 'until' && front.wait.deaf === true;
  front.stopped = !deaf;
  front.job = 1 + Math.max(0, ...world.tasks.map(({ job }) => job ?? 0));
  world.front = undefined;
  world.status = deaf ? 130 : 148;
  const text = deaf
    ? `[${front.job}]+ ${front.command} &  (uninterruptible, SIGINT pending)`
    : `[${front.job}]+  Stopped                 ${front.command}`;
  world.notices.push({ kind: 'job', text });
}

/** Virtual time starts at 1 s, so that a moment differs from a duration. */
export const createWorld = (regime: string): World => ({
  now: at(1),
  modules: [],
  tasks: [],
  front: undefined,
  status: 0,
  over: false,
  leaving: false,
  table: true,
  speed: 1,
  regime,
  lines: [],
  eof: false,
  outputs: [],
  notices: [],
  log: [],
  nextPid: 107,
});
