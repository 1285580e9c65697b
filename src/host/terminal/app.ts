/** The interactive shell on a terminal: which face it gets, its history, the signals that come from outside, and its end. */
import type { SystemView } from '../../engine/view.ts';
import { bannerLines } from '../../tui/banner.ts';
import { createFace, type Face } from '../../tui/face/state.ts';
import type { Size } from '../../tui/frame/render.ts';
import type { HistoryEntry } from '../../tui/history.ts';
import { lookOf, modeOf, plainLook } from '../../tui/look.ts';
import { REPORT_SPOKEN_US, REPORT_US } from '../../tui/plain.ts';
import type { FaceSession } from '../../tui/session.ts';
import { appendHistory, historyPath, loadHistory } from '../historyFile.ts';
import { VERSION } from '../version.ts';
import { startLines } from './lines.ts';
import { startLive } from './live.ts';

export interface TerminalOptions {
  /** No banner. */
  readonly quiet?: boolean;
  /** Lines in place of the banner. */
  readonly greeting?: readonly string[];
  /** False: no colour, whatever the environment says. */
  readonly color?: boolean;
  readonly projector?: boolean;
  /** Loads the dashboard, when it is asked for and not before; what it resolves with opens it over the face. */
  readonly dashboard?: () => Promise<(face: Face, now: () => number) => Guest>;
  /** Called with each new view. */
  readonly watch?: (view: SystemView) => void;
}

/** Somebody else who draws on the terminal for a while. */
export interface Guest {
  /** Settled once the terminal is as it was. */
  readonly closed: Promise<void>;
  close(): void;
  /** Gives the terminal back because the process is about to be stopped, and takes it again. */
  release(): void;
  resume(): void;
}

export interface TerminalHandle {
  /** The status to exit with, once the shell is over and the terminal is as it was. */
  readonly ended: Promise<number>;
  /** Gives the terminal to somebody else (the dashboard) until the promise is settled. The line being typed stays. */
  handOver<T>(use: () => Promise<T>): Promise<T>;
  /** Stops modsh itself, as `suspend` in other shells. */
  stop(): void;
}

/** Died of a signal: 128 and its number. */
const HUNG_UP = 129;
const TERMINATED = 143;

/** Runs the shell to its end; the status to exit with. */
export const runTerminal = (session: FaceSession, options: TerminalOptions = {}): Promise<number> => startTerminal(session, options).ended;

/** Starts the shell on the terminal of this process. */
export function startTerminal(session: FaceSession, options: TerminalOptions = {}): TerminalHandle {
  const { env, stdin, stdout } = process;
  const mode = modeOf(env, stdin.isTTY === true, stdout.isTTY === true);
  const flags = {
    ...(options.color === false ? { colour: false } : {}),
    ...(options.projector === undefined ? {} : { projector: options.projector }),
  };
  const look = lookOf(env, flags, process.platform);
  const path = historyPath(env);
  const history = path === undefined ? [] : loadHistory(path);
  const start = performance.now();
  const now = (): number => performance.now() - start;
  const size: Size = { columns: stdout.columns || 80, rows: stdout.rows || 24 };
  const plain = mode !== 'live';
  const face = createFace({
    session,
    look: plain ? plainLook(look) : look,
    history,
    size,
    showMs: 0,
    ...(plain ? { plainEveryUs: env['ACCESSIBLE'] ? REPORT_SPOKEN_US : REPORT_US } : {}),
  });
  const banner = options.greeting ?? bannerLines(VERSION, session.view().regime, history.length === 0, options.quiet === true);
  const keep = (entries: readonly HistoryEntry[]): void => {
    if (path !== undefined) appendHistory(path, entries, Date.now());
  };
  return plain ? startPlainly({ face, banner, now, keep }) : startLively({ face, banner, now, keep }, options);
}

interface Parts {
  readonly face: Face;
  readonly banner: readonly string[];
  readonly now: () => number;
  readonly keep: (entries: readonly HistoryEntry[]) => void;
}

/** What was running when the terminal went away ends without a status, but is remembered. */
function keepUnfinished({ face, keep }: Parts): void {
  if (face.block) keep([{ text: face.block.text, status: undefined, tookUs: undefined }]);
}

type Handlers = Partial<Record<NodeJS.Signals | 'uncaughtException', (...args: never[]) => void>>;

function handle(handlers: Handlers): () => void {
  const all = Object.entries(handlers) as [NodeJS.Signals, () => void][];
  for (const [name, handler] of all) process.on(name, handler);
  return () => {
    for (const [name, handler] of all) process.off(name, handler);
  };
}

function startLively(parts: Parts, { dashboard: load, watch }: TerminalOptions): TerminalHandle {
  const { promise: ended, resolve } = settled<number>();
  // While somebody else has the terminal nothing else keeps the process alive.
  const alive = setInterval(() => {}, 1_000_000_000);
  let stopping = false;
  let guest: Guest | undefined;
  let left = false;
  const leave = (status: number): void => {
    left = true;
    guest?.close();
    live.release();
    unhandle();
    clearInterval(alive);
    resolve(status);
  };
  const stop = (): void => {
    stopping = true;
    guest?.release();
    live.release();
    // SIGTSTP sent to oneself is dropped where no shell would notice; SIGSTOP is not.
    process.kill(process.pid, 'SIGSTOP');
  };
  const unhandle = handle({
    SIGINT: () => (guest === undefined ? live.interrupt() : guest.close()),
    SIGTERM: () => hungUp(parts, leave, TERMINATED),
    SIGHUP: () => hungUp(parts, leave, HUNG_UP),
    SIGTSTP: stop,
    SIGCONT() {
      // Whoever had the terminal meanwhile may have changed it.
      if (guest !== undefined) guest.resume();
      else if (stopping) void live.resume();
      else live.continued();
      stopping = false;
    },
    uncaughtException: (error: unknown) => crash(error, () => (guest === undefined ? live.release() : guest.close())),
  });
  const { stdin, stdout, env } = process;
  for (const stream of [stdin, stdout]) stream.on('error', () => hungUp(parts, leave, HUNG_UP));
  stdout.on('resize', () => live.resized());
  stdin.on('end', () => hungUp(parts, leave, HUNG_UP));
  const live = startLive({
    ...parts,
    stdin,
    stdout,
    env,
    over: leave,
    dashboard: () => void show(),
    ...(watch === undefined ? {} : { watch }),
  });
  const handOver = async <T>(use: () => Promise<T>): Promise<T> => {
    live.release();
    try {
      return await use();
    } finally {
      // Left meanwhile: the terminal is nobody's any more.
      if (!left) await live.resume();
    }
  };
  const show = async (): Promise<void> => {
    const open = await load?.();
    if (open === undefined || guest !== undefined || left) return;
    await handOver(async () => {
      guest = open(parts.face, parts.now);
      await guest.closed;
      guest = undefined;
    });
  };
  return { ended, stop, handOver };
}

function startPlainly(parts: Parts): TerminalHandle {
  const { promise: ended, resolve } = settled<number>();
  const leave = (status: number): void => {
    lines.release();
    unhandle();
    resolve(status);
  };
  const unhandle = handle({
    SIGINT: () => lines.interrupt(),
    SIGQUIT: () => lines.quit(),
    SIGTSTP: () => lines.suspend(),
    SIGTERM: () => hungUp(parts, leave, TERMINATED),
    SIGHUP: () => hungUp(parts, leave, HUNG_UP),
  });
  const { stdin, stdout, stderr } = process;
  const lines = startLines({ ...parts, stdin, stdout, stderr, over: leave });
  return { ended, stop: () => process.kill(process.pid, 'SIGSTOP'), handOver: (use) => use() };
}

function hungUp(parts: Parts, leave: (status: number) => void, status: number): void {
  keepUnfinished(parts);
  parts.face.block = undefined;
  leave(status);
}

/** An error of ours: the terminal comes first, then the message. */
function crash(error: unknown, release: () => void): never {
  release();
  process.stderr.write(`modsh: internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}

function settled<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
