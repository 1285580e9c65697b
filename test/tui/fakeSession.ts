/**
 * A stand-in for the shell on its machine, for tests of the face: a handful of commands on a virtual clock of its own. It
 * models no kernel; it only makes happen what a face has to show.
 */
import type { HoldView, ModuleView, SystemView, WaitView } from '../../src/engine/view.ts';
import { moduleNotes } from '../../src/tui/frame/holds.ts';
import type { FaceSession, JobState, Notice, Output } from '../../src/tui/session.ts';
import { at, hold, moduleOf, phasesAt, viewOf, waitOf } from '../helpers/views.ts';

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
type Program = Generator<Wait, number, string | undefined>;

interface Task {
  readonly group: number;
  readonly command: string;
  readonly program: Program;
  wait: Wait | undefined;
  wakeUs: number;
  signalled: boolean;
  stopped: boolean;
  job: number | undefined;
}

const EXEC_US = 500;
const SKIPPED = new Set(['exec', 'speed']);

interface World {
  now: number;
  modules: ModuleView[];
  tasks: Task[];
  front: Task | undefined;
  status: number;
  over: boolean;
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

const moduleIn = (world: World, name: string): ModuleView | undefined => world.modules.find((module) => module.name === name);

function update(world: World, name: string, holds: readonly HoldView[], extra: Partial<ModuleView> = {}): void {
  const old = moduleIn(world, name);
  if (!old) return;
  const refcnt = holds.filter(({ counted }) => counted).reduce((sum, { count, each }) => sum + count * each, 0);
  const next = { ...moduleOf(name, { refcnt, holds, ...extra }), id: old.id };
  world.modules = world.modules.map((module) => (module === old ? next : module));
}

const drop = (world: World, name: string): void => {
  world.modules = world.modules.filter((module) => module.name !== name);
};

const say = (world: World, text: string, stream: Output['stream'] = 'out'): void => {
  world.outputs.push({ stream, text });
};

function* until(world: World, name: string, fields: Partial<WaitView>, done: () => boolean, untilUs?: number): Program {
  const since = world.now;
  const pid = world.front?.group ?? 0;
  const view = (): WaitView =>
    waitOf({
      pid,
      group: pid,
      module: name,
      since: since as SystemView['now'],
      until: untilUs as SystemView['now'] | undefined,
      ...fields,
    });
  const answer = yield { for: 'until', done, view, ...(untilUs === undefined ? {} : { untilUs }), deaf: fields.cancellable === false };
  return answer === 'signal' ? 130 : 0;
}

function* insmod(world: World, [file = '', ...params]: readonly string[]): Program {
  const name = file.replace(/\.ko$/, '');
  yield { for: 'time', us: EXEC_US };
  if (!['chardev', 'core', 'netdev', 'devholder', 'proto', 'user'].includes(name)) {
    say(world, `insmod: ERROR: could not load module ${file}: No such file or directory\n`, 'err');
    return 1;
  }
  world.log.push(`[    ${(world.now / 1e6).toFixed(6)}] ${name}: init`);
  world.modules = [{ ...moduleOf(name), id: world.nextPid++ }, ...world.modules];
  const linger = params.find((param) => param.startsWith('linger='));
  if (linger) {
    const end = world.now + Number(linger.slice(7)) * 1e6;
    update(world, name, [hold('linger', { count: 2, until: end as SystemView['now'] })]);
    start(world, 'timer', timer(world, name, end - world.now));
  }
  if (name === 'devholder') update(world, 'netdev', [hold('dev_hold', { counted: false, who: 'mdev0: devholder' })]);
  return 0;
}

function* timer(world: World, name: string, us: number): Program {
  yield { for: 'time', us };
  update(world, name, []);
  return 0;
}

function* rmmod(world: World, words: readonly string[]): Program {
  const name = words.findLast((word) => !word.startsWith('-')) ?? '';
  const command = ['rmmod', ...words].join(' ');
  yield { for: 'time', us: EXEC_US };
  const module = moduleIn(world, name);
  if (!module) {
    say(world, `rmmod: ERROR: Module ${name} is not currently loaded\n`, 'err');
    return 1;
  }
  if (module.refcnt > 0 && words.includes('-w')) {
    const end = module.holds[0]?.until;
    const phases = world.regime === 'drain' ? phasesAt('drain') : [];
    const status = yield* until(world, name, { command, phases }, () => (moduleIn(world, name)?.refcnt ?? 0) === 0, end);
    if (status !== 0) return status;
  } else if (module.refcnt > 0) {
    say(world, `rmmod: ERROR: Module ${name} is in use\n`, 'err');
    return 1;
  }
  if (name === 'netdev' && moduleIn(world, 'devholder')) {
    world.notices.push({ kind: 'emergency', text: 'unregister_netdevice: waiting for mdev0 to become free. Usage count = 2' });
    const reason = 'exit() waits for mdev0: 1 dev_hold (devholder)';
    const whyNot = 'SIGINT is pending, and stays so: exit() runs and has no way back';
    const fields = {
      command,
      reason,
      cancellable: false,
      whyNot,
      wayOut: 'rmmod devholder frees mdev0',
      blockers: [{ kind: 'dev_hold', count: 1, who: 'devholder' }] as const,
    };
    yield* until(world, name, fields, () => moduleIn(world, 'devholder') === undefined);
  }
  drop(world, name);
  return 0;
}

function exec(world: World, word: string): number {
  const [, fd = '', target = ''] = /^(\d)<(.*)$/.exec(word) ?? [];
  if (target === '&-') update(world, 'chardev', []);
  else if (moduleIn(world, 'chardev')) update(world, 'chardev', [hold('file', { each: 2, who: `sh fd ${fd}`, what: target })]);
  else {
    say(world, `modsh: ${target}: No such file or directory\n`, 'err');
    return 1;
  }
  return 0;
}

function* cat(world: World): Program {
  for (;;) {
    const line = yield { for: 'line' };
    if (line === undefined) return 0;
    if (line === 'signal') return 130;
    say(world, line);
  }
}

function* simple(world: World, words: readonly string[]): Program {
  const [name = '', ...args] = words;
  if (!SKIPPED.has(name)) yield { for: 'time', us: EXEC_US };
  switch (name) {
    case 'insmod':
      return yield* insmod(world, args);
    case 'rmmod':
      return yield* rmmod(world, args);
    case 'exec':
      return exec(world, args[0] ?? '');
    case 'cat':
      return yield* cat(world);
    case 'sleep':
      return (yield { for: 'time', us: Number(args[0]) * 1e6 }) === 'signal' ? 130 : 0;
    case 'echo':
      say(world, `${args.join(' ')}\n`);
      return 0;
    case 'printf':
      say(world, args.join(' ').replaceAll('\\n', '\n').replaceAll('\\e', '\x1b'));
      return 0;
    case 'lsmod':
      say(world, [viewOf().lsmodHeader, ...world.modules.map(({ row }) => row)].join('\n') + '\n');
      return 0;
    case 'speed':
      world.speed = args[0] === 'pause' ? 0 : Number(args[0]);
      return 0;
    case 'regime':
      world.regime = args[0] ?? 'today';
      return 0;
    case 'busy':
      for (let turn = 0; turn < Number(args[0]); turn += 1) yield { for: 'time', us: 0 };
      return 0;
    case 'false':
      return 1;
    case 'exit':
      world.over = true;
      return Number(args[0] ?? 0);
    default:
      say(world, `modsh: ${name}: command not found\n`, 'err');
      return 127;
  }
}

function* block(world: World, text: string): Program {
  for (const part of text.replace(/\\\n/g, '').split(/;|\n|&(?!-)/)) {
    const words = part
      .trim()
      .split(/\s+/)
      .filter((word) => word !== '' && !['for', 'do', 'done'].includes(word));
    if (words.length > 0) world.status = yield* simple(world, words);
    if (world.over) break;
  }
  return world.status;
}

function start(world: World, command: string, program: Program): Task {
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

function advance(world: World, to: number): void {
  for (let steps = 0; steps < BUDGET; steps += 1) {
    const ready = world.tasks.find((task) => answerFor2(world, task));
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
function answerFor2(world: World, task: Task): boolean {
  const { signalled } = task;
  const { eof, lines } = world;
  world.lines = [...lines];
  const found = answerFor(world, task) !== undefined;
  task.signalled = signalled;
  world.eof = eof;
  world.lines = lines;
  return found;
}

function nextEventAt(world: World): number | undefined {
  const times = world.tasks
    .filter((task) => !task.stopped)
    .map((task) => task.wakeUs)
    .filter((us) => Number.isFinite(us) && us > world.now);
  return times.length === 0 ? undefined : Math.min(...times);
}

function needsMore(text: string): ReturnType<FaceSession['needsMore']> {
  const count = (word: string): number => text.match(new RegExp(`\\b${word}\\b`, 'g'))?.length ?? 0;
  if (/^if [^;]*; fi/.test(text))
    return {
      more: false,
      open: '',
      error: { message: 'syntax error: "fi" unexpected', line: 1, column: text.indexOf('fi') + 1, near: 'fi' },
    };
  if (count('do') > count('done')) return { more: true, open: 'do' };
  if ((text.match(/"/g)?.length ?? 0) % 2 === 1) return { more: true, open: 'quote' };
  return { more: text.endsWith('\\'), open: '' };
}

function jobsOf(world: World): JobState[] {
  return world.tasks.flatMap(({ job, group, stopped, command }) =>
    job === undefined ? [] : [{ number: job, group, state: stopped ? ('stopped' as const) : ('running' as const), command }],
  );
}

function viewNow(world: World): SystemView {
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
function intoBackground(world: World): void {
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

export interface FakeOptions {
  readonly regime?: string;
}

/** The session; virtual time starts at 1 s, so that a moment differs from a duration. */
export function createFakeSession({ regime = 'today' }: FakeOptions = {}): FaceSession {
  const world: World = {
    now: at(1),
    modules: [],
    tasks: [],
    front: undefined,
    status: 0,
    over: false,
    table: true,
    speed: 1,
    regime,
    lines: [],
    eof: false,
    outputs: [],
    notices: [],
    log: [],
    nextPid: 107,
  };
  return {
    view: () => viewNow(world),
    state: () => ({
      at: world.over ? 'over' : world.front ? 'running' : 'prompt',
      status: world.status,
      ...(world.over ? { exitStatus: world.status } : {}),
      promptText: `${world.regime}${world.status === 0 ? '' : ` [${world.status}]`}# `,
      ...(world.front ? { foreground: { command: world.front.command, group: world.front.group } } : {}),
      reading: world.front?.wait?.for === 'line',
      jobs: jobsOf(world),
      table: world.table,
    }),
    submit(text) {
      if (text.trim() === 'fg') {
        const job = world.tasks.find((task) => task.job !== undefined);
        if (job) Object.assign(job, { stopped: false, job: undefined });
        world.front = job;
        return;
      }
      const { error } = needsMore(text);
      if (error) {
        say(world, `modsh: line ${error.line}: ${error.message}\n`, 'err');
        world.status = 2;
        return;
      }
      const behind = /&\s*$/.test(text);
      const task = start(world, text.replace(/\s*&\s*$/, ''), block(world, text));
      if (!behind) world.front = task;
      else {
        task.job = 1 + Math.max(0, ...world.tasks.map(({ job }) => job ?? 0));
        say(world, `[${task.job}] ${task.group}\n`);
      }
    },
    needsMore,
    input: (text) => void world.lines.push(text),
    interrupt() {
      if (world.front) world.front.signalled = true;
      else world.status = 130;
    },
    suspend: () => intoBackground(world),
    quit() {
      world.tasks = world.tasks.filter((task) => task !== world.front);
      world.front = undefined;
      world.status = 131;
    },
    endOfInput() {
      if (world.front) world.eof = true;
      else world.over = true;
    },
    details: () => 'proto: refcnt 2 = 2 lingering x1\n',
    skip() {
      const next = nextEventAt(world);
      if (next === undefined) return 'nothing is due; only psock (104) can end this';
      advance(world, next);
      return undefined;
    },
    help: () => 'modules   insmod modprobe rmmod lsmod modinfo\n',
    showTable: (on) => {
      world.table = on;
    },
    advance: (to) => advance(world, to),
    ready: () => world.tasks.some((task) => answerFor2(world, task)),
    nextEventAt: () => nextEventAt(world),
    speed: () => world.speed,
    takeOutput: () => world.outputs.splice(0),
    takeNotices: () => world.notices.splice(0),
    takeLog: () => world.log.splice(0),
    exporterOf: () => undefined,
    sources: {
      commands: () =>
        ['cat', 'echo', 'exec', 'exit', 'false', 'fg', 'insmod', 'lsmod', 'printf', 'regime', 'rmmod', 'sleep', 'speed'].map((name) => ({
          name,
          note: '',
        })),
      options: (command) =>
        command === 'rmmod'
          ? [
              { name: '-w', note: 'wait' },
              { name: '-f', note: 'force' },
            ]
          : [],
      loaded: () => moduleNotes(world.modules),
      loadable: () => [],
      parameters: () => [],
      readdir: (path) =>
        path === '.'
          ? ['chardev.ko', 'core.ko', 'devholder.ko', 'netdev.ko', 'proto.ko'].map((name) => ({ name, kind: 'file' as const }))
          : [],
      variables: () => [],
      jobs: () => [],
      words: () => undefined,
    },
  };
}
