/** An interactive session, seen from outside: what a face may look at and ask for. */

import type { FaceControls, RecordingControls } from '../commands/face/services.ts';
import { refsText } from '../commands/who/refs.ts';
import { nextDeadline } from '../engine/clock.ts';
import { SIGNALS } from '../engine/signals.ts';
import { exitStatus } from '../engine/sys.ts';
import type { SystemView } from '../engine/view.ts';
import type { MachineGraph } from '../kernel/graph/graph.ts';
import type { Oops } from '../kernel/oops.ts';
import { type OsProcess, openTty, signalProcess, startInit, ttyEof, ttyInput, ttySignal } from '../kernel/os/os.ts';
import { moduleNamed } from '../kernel/tables/modules.ts';
import { regimeById } from '../regimes/index.ts';
import { needsMore, parseScript } from '../shell/parse.ts';
import { type PromptState, shellProgram } from '../shell/shell.ts';
import type { FaceSession, Notice, Output, SessionState } from '../tui/session.ts';
import { closerLook } from './closer.ts';
import { commandFinder } from './commands.ts';
import { completionSources } from './completion.ts';
import { deafForeground } from './deaf.ts';
import { helpText } from './help.ts';
import { oopsNotice } from './oopsNotice.ts';
import { dmesgLine } from './report.ts';
import { bootSystem, type StartOptions, type System } from './system.ts';
import { type ReadSystem, typedSystem } from './systemWord.ts';
import { advance, advanceTurn, skip } from './time.ts';
import { happenedIn, setUp } from './tour/ground.ts';
import { createGuide, type TourGuide } from './tour/guide.ts';

export interface SessionOptions extends StartOptions {
  /** Begins with this step of the tour. */
  readonly tour?: number;
  /** The terminal can show the dashboard. */
  readonly dashboard?: boolean;
  /** The host can record its terminal. */
  readonly recording?: RecordingControls;
  /** Reads a folder of the host for `system DIR`: lent only where a person types. */
  readonly readSystem?: ReadSystem;
}

interface Talk {
  /** The word for the dashboard was typed. */
  dashboard: boolean;
  readonly output: Output[];
  readonly notices: Notice[];
  prompt: PromptState | undefined;
  running: string | undefined;
  /** Kernel log lines that were already handed out. */
  logTaken: number;
  emergencies: number;
  table: boolean;
  /** Virtual time per real time. */
  pace: number;
  /** Kernels before the present one. */
  boots: number;
  reboot:
    | { readonly regime: string | undefined; readonly again: boolean; readonly forTour?: boolean; readonly graph?: MachineGraph }
    | undefined;
  readonly guide: TourGuide;
  /** What was typed under this kernel, for `regime -a`. */
  readonly typed: string[];
  /** Since the machine was last run on, a command has computed for long. */
  computed: boolean;
}

/** Boots a system and starts its shell on a terminal. */
function startSession(options: SessionOptions, talk: Talk): Live {
  const system: System = bootSystem({
    ...options,
    boot: talk.boots,
    hostWrite: (stream, text) => void talk.output.push({ stream, text }),
    hostRead: () => '',
    face: controlsOf(talk, options),
    processEnded: ({ argv }, status) => talk.guide.programEnded(argv, exitStatus(status)),
    oops: (oops: Oops) => void talk.notices.push({ kind: 'emergency', text: oopsNotice(system, oops) }),
  });
  const { machine, os } = system;
  const program = shellProgram({
    find: system.find,
    services: system.services,
    interactive: {
      onPrompt: (state) => {
        talk.prompt = state;
        talk.running = undefined;
      },
      onCommandStart: (text) => {
        talk.running = text;
      },
      onCommandEnd: () => undefined,
      onNotice: (text) => void talk.notices.push({ kind: 'job', text }),
      mayLeave: (jobs) => mayLeave(talk, jobs),
    },
  });
  talk.guide.setUp((commands) => setUp(system, commands));
  const tty = openTty(os);
  const shell = startInit(os, 'sh', program, { fds: [tty, tty, tty], cwd: '/fixtures' });
  advance(machine, machine.now);
  return { system, shell, face: faceOf(system, shell, talk, options) };
}

interface Live {
  readonly system: System;
  readonly shell: OsProcess;
  readonly face: FaceSession;
}

function controlsOf(talk: Talk, { dashboard, recording, regime: current, readSystem }: SessionOptions): FaceControls {
  return {
    computed() {
      talk.computed = true;
    },
    showTable(on) {
      talk.table = on;
    },
    setSpeed(pace) {
      talk.pace = pace;
    },
    speed: () => talk.pace,
    reboot(regime, again) {
      talk.reboot = { regime, again };
    },
    tour(turn) {
      const answer = talk.guide.turn(turn, current.id);
      if (answer.boot !== undefined) talk.reboot = { regime: answer.boot, again: false, forTour: true };
      return answer;
    },
    ...(readSystem === undefined
      ? {}
      : {
          loadSystem(dir: string) {
            const answer = typedSystem(readSystem, talk.running, dir);
            if ('graph' in answer) talk.reboot = { regime: undefined, again: false, graph: answer.graph };
            return 'problem' in answer ? answer.problem : undefined;
          },
        }),
    ...(dashboard === true ? { openDashboard: () => void Object.assign(talk, { dashboard: true }) } : {}),
    ...(recording === undefined ? {} : { recording }),
  };
}

/** What went with the old kernel, in one line. */
function farewell(live: Live): string {
  const modules = live.system.view().modules.map((m) => m.name);
  const fds = [...live.shell.fds.keys()].filter((fd) => fd > 2);
  const parts = [
    ...(modules.length === 0 ? [] : [`${modules.join(' and ')} ${modules.length === 1 ? 'was' : 'were'} unloaded`]),
    ...(fds.length === 0 ? [] : [`fd ${fds.join(',')} closed`]),
  ];
  return `fresh kernel${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`;
}

/** A session whose kernel can be booted afresh, under the same or another regime: the face goes on, the world is new. */
export function createSession(options: SessionOptions): FaceSession {
  const talk: Talk = {
    output: [],
    notices: [],
    prompt: undefined,
    running: undefined,
    logTaken: 0,
    emergencies: 0,
    table: true,
    pace: 1,
    boots: 0,
    reboot: undefined,
    typed: [],
    dashboard: false,
    computed: false,
    guide: createGuide((word) => commandFinder(options.strict)(word) !== undefined),
  };
  const begun = options.tour === undefined ? undefined : talk.guide.turn(options.tour, options.regime.id);
  if (begun !== undefined) talk.output.push({ stream: 'out', text: begun.out });
  let { graph } = options;
  let live = startSession({ ...options, regime: regimeById(begun?.boot ?? '') ?? options.regime }, talk);
  const rebootIfAsked = (): void => {
    const asked = talk.reboot;
    if (asked === undefined || talk.running !== undefined) return;
    const regime = asked.regime === undefined ? live.system.regime : (regimeById(asked.regime) ?? live.system.regime);
    const again = asked.again ? talk.typed.filter((text) => !/^\s*(regime|reboot|record|system)\b/.test(text)) : [];
    if (asked.forTour !== true) {
      talk.guide.kernelGone(happenedIn(live.system));
      talk.notices.push({ kind: 'note', text: farewell(live) });
    }
    Object.assign(talk, { prompt: undefined, running: undefined, logTaken: 0, emergencies: 0, reboot: undefined, typed: [] });
    graph = asked.graph ?? graph;
    talk.boots += 1;
    live = startSession({ ...options, regime, ...(graph === undefined ? {} : { graph }) }, talk);
    for (const text of again) live.face.submit(text);
  };
  return {
    view: () => live.face.view(),
    state: () => live.face.state(),
    submit: (text) => live.face.submit(text),
    needsMore: (text) => live.face.needsMore(text),
    input: (text) => live.face.input(text),
    interrupt: () => live.face.interrupt(),
    suspend: () => live.face.suspend(),
    quit: () => live.face.quit(),
    endOfInput: () => live.face.endOfInput(),
    details: () => live.face.details(),
    skip: () => live.face.skip(),
    help: () => live.face.help(),
    showTable: (on) => live.face.showTable(on),
    advance(toUs) {
      live.face.advance(toUs);
      const seen = talk.running === undefined && talk.reboot === undefined ? talk.guide.look(happenedIn(live.system)) : [];
      for (const text of seen) talk.notices.push({ kind: 'note', text });
      rebootIfAsked();
    },
    ready: () => live.face.ready(),
    nextEventAt: () => live.face.nextEventAt(),
    speed: () => live.face.speed(),
    takeOutput: () => live.face.takeOutput(),
    takeNotices: () => live.face.takeNotices(),
    takeLog: () => live.face.takeLog(),
    exporterOf: (symbol) => live.face.exporterOf(symbol),
    get sources() {
      return live.face.sources;
    },
    setSpeed(speed) {
      talk.pace = speed;
    },
    takeDashboard() {
      const asked = talk.dashboard;
      talk.dashboard = false;
      return asked;
    },
    get closer() {
      return closerLook(live.system);
    },
  };
}

/** The first Ctrl-D with jobs left only warns. */
function mayLeave(talk: Talk, jobs: readonly string[]): boolean {
  const warned = talk.notices.some((notice) => notice.text.includes('Ctrl-D again'));
  const first = jobs[0]?.replace(/^\[\d+\]\S?\s+\S+\s+/, '').replace(/ &$/, '') ?? '';
  const text = `${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'} still there: ${first}. Ctrl-D again leaves`;
  if (leaving.has(talk)) return true;
  leaving.add(talk);
  if (!warned) talk.notices.push({ kind: 'note', text });
  return false;
}

const leaving = new WeakSet<Talk>();

function takeLog(system: System, talk: Talk): string[] {
  const { log } = system.kernel;
  const fresh = Math.min(log.lines.length, log.total - talk.logTaken);
  talk.logTaken = log.total;
  return fresh === 0 ? [] : log.lines.slice(-fresh).map((line) => line.text);
}

/** Emergency lines go to every terminal. */
function takeNotices(system: System, talk: Talk): Notice[] {
  const { lines, total } = system.kernel.log;
  const fresh = lines.slice(Math.max(0, lines.length - (total - talk.emergencies)));
  talk.emergencies = total;
  for (const line of fresh) if (line.level === 0) talk.notices.push({ kind: 'emergency', text: dmesgLine(line) });
  return talk.notices.splice(0);
}

function stateOf(system: System, shell: OsProcess, talk: Talk): SessionState {
  const { os } = system;
  const over = shell.task.state === 'ended';
  const status = over ? (shell.exiting?.value ?? 0) : (talk.prompt?.status ?? 0);
  // The shell reads its commands otherwise; within one it may be its own `read`.
  const reading = talk.running !== undefined && [...os.processes.values()].some(({ task }) => task.waiting?.at === 'n_tty_read');
  const jobs = talk.prompt?.jobList ?? [];
  return {
    at: over ? 'over' : talk.running === undefined ? 'prompt' : 'running',
    status,
    ...(over ? { exitStatus: status } : {}),
    promptText: promptText(system, shell, status),
    ...(talk.running === undefined ? {} : { foreground: { command: talk.running, group: os.tty.foreground } }),
    reading,
    jobs: jobs.map(({ number, group, stopped, command }) => ({ number, group, state: stopped ? 'stopped' : 'running', command })),
    table: talk.table,
    ...talk.guide.shown(),
  };
}

function promptText(system: System, shell: OsProcess, status: number): string {
  return `${system.regime.id}${status === 0 ? '' : ` [${status}]`}${shell.privileged ? '#' : '$'} `;
}

/** `refs` of every module that somebody waits for. */
function details(system: System): string {
  const names = new Set(system.view().waits.map((wait) => wait.module));
  const texts = [...names].map((name) => moduleNamed(system.kernel.modules, name)).filter((m) => m !== undefined);
  return texts.map((m) => refsText(system, m)).join('');
}

function faceOf(system: System, shell: OsProcess, talk: Talk, options: SessionOptions): FaceSession {
  const { machine, os } = system;
  let seen: { key: string; view: SystemView } | undefined;
  return {
    view() {
      const key = `${machine.now} ${machine.counters.steps} ${system.kernel.log.total} ${system.kernel.log.read}`;
      if (seen?.key !== key) seen = { key, view: system.view() };
      return seen.view;
    },
    state: () => stateOf(system, shell, talk),
    submit(text) {
      leaving.delete(talk);
      talk.running = text;
      talk.typed.push(text);
      talk.guide.typed(text);
      ttyInput(os, text.endsWith('\n') ? text : `${text}\n`);
    },
    needsMore(text) {
      const open = needsMore(text);
      if (open !== undefined) return { more: true, open };
      const { problem } = parseScript(text);
      if (problem === undefined) return { more: false, open: '' };
      return { more: false, open: '', error: { message: problem.message, line: problem.line, column: problem.column, near: '' } };
    },
    input: (text) => ttyInput(os, text),
    interrupt: () => ttySignal(os, SIGNALS.INT),
    suspend() {
      if (talk.running === undefined) return;
      const deaf = deafForeground(system);
      if (deaf === undefined) {
        ttySignal(os, SIGNALS.TSTP);
        return;
      }
      // What sleeps in the kernel cannot stop: the shell lets go of it, after a Ctrl-C with the status of one.
      if ((deaf.task.pending & (1 << SIGNALS.INT)) !== 0) signalProcess(os, shell, SIGNALS.INT);
      signalProcess(os, shell, SIGNALS.TSTP);
    },
    quit: () => ttySignal(os, SIGNALS.QUIT),
    endOfInput: () => ttyEof(os),
    details: () => details(system),
    skip: () => skip(system),
    help: () => helpText(options.strict),
    showTable(on) {
      talk.table = on;
    },
    advance: (toUs) => advanceTurn(machine, toUs, talk),
    ready: () => talk.computed || machine.ready.some((task) => task.state === 'ready' && !task.stopped),
    nextEventAt: () => nextDeadline(machine.agenda)?.at,
    speed: () => talk.pace,
    takeOutput: () => talk.output.splice(0),
    takeNotices: () => takeNotices(system, talk),
    takeLog: () => takeLog(system, talk),
    exporterOf: (symbol) => options.drivers.find((driver) => driver.exports !== undefined && symbol in driver.exports)?.name,
    sources: completionSources(system, options.drivers, () => talk.prompt),
  };
}
