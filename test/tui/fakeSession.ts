/**
 * A stand-in for the shell on its machine, for tests of the face: a handful of commands on a virtual clock of its own. It
 * models no kernel; it only makes happen what a face has to show.
 */

import type { CompletionSources } from '../../src/tui/complete/completion.ts';
import { moduleNotes } from '../../src/tui/frame/holds.ts';
import type { FaceSession, SessionState } from '../../src/tui/session.ts';
import { block } from './fakePrograms.ts';
import { advance, couldRun, createWorld, intoBackground, jobsOf, nextEventAt, say, start, viewNow, type World } from './fakeWorld.ts';

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

const stateOf = (world: World): SessionState => ({
  at: world.over ? 'over' : world.front ? 'running' : 'prompt',
  status: world.status,
  ...(world.over ? { exitStatus: world.status } : {}),
  promptText: `${world.regime}${world.status === 0 ? '' : ` [${world.status}]`}# `,
  ...(world.front ? { foreground: { command: world.front.command, group: world.front.group } } : {}),
  reading: world.front?.wait?.for === 'line',
  jobs: jobsOf(world),
  table: world.table,
});

function submit(world: World, text: string): void {
  world.leaving = false;
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
}

function skip(world: World): string | undefined {
  const next = nextEventAt(world);
  if (next === undefined) return 'nothing is due; only psock (104) can end this';
  advance(world, next);
  return undefined;
}

/** End of file for who reads; at the prompt the end, once it was said that jobs are left. */
function endOfInput(world: World): void {
  const [job] = jobsOf(world);
  if (world.front) world.eof = true;
  else if (!job || world.leaving) world.over = true;
  else {
    world.leaving = true;
    world.notices.push({ kind: 'note', text: `1 job still waits: ${job.command}. Ctrl-D again leaves` });
  }
}

const NAMES = ['cat', 'echo', 'exec', 'exit', 'false', 'fg', 'insmod', 'lsmod', 'printf', 'regime', 'rmmod', 'sleep', 'speed'];
const FILES = ['chardev.ko', 'core.ko', 'devholder.ko', 'netdev.ko', 'proto.ko'];
const OPTIONS = [
  { name: '-w', note: 'wait' },
  { name: '-f', note: 'force' },
];

const sourcesOf = (world: World): CompletionSources => ({
  commands: () => NAMES.map((name) => ({ name, note: '' })),
  options: (command) => (command === 'rmmod' ? OPTIONS : []),
  loaded: () => moduleNotes(world.modules),
  loadable: () => [],
  parameters: () => [],
  readdir: (path) => (path === '.' ? FILES.map((name) => ({ name, kind: 'file' as const })) : []),
  variables: () => [],
  jobs: () => [],
  words: () => undefined,
});

export interface FakeOptions {
  readonly regime?: string;
}

/** The session over a world of its own. */
export function createFakeSession({ regime = 'today' }: FakeOptions = {}): FaceSession {
  const world = createWorld(regime);
  return {
    view: () => viewNow(world),
    state: () => stateOf(world),
    submit: (text) => submit(world, text),
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
    endOfInput: () => endOfInput(world),
    details: () => 'proto: refcnt 2 = 2 lingering x1\n',
    skip: () => skip(world),
    help: () => 'modules   insmod modprobe rmmod lsmod modinfo\n',
    showTable: (on) => {
      world.table = on;
    },
    advance: (to) => advance(world, to),
    ready: () => world.tasks.some((task) => couldRun(world, task)),
    nextEventAt: () => nextEventAt(world),
    speed: () => world.speed,
    takeOutput: () => world.outputs.splice(0),
    takeNotices: () => world.notices.splice(0),
    takeLog: () => world.log.splice(0),
    exporterOf: () => undefined,
    sources: sourcesOf(world),
  };
}
