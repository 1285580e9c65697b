/**
 * A program in a pseudo terminal, with a terminal emulator at the other end. Tests wait for what they want to see; there
 * are no sleeps, and a test that waits in vain fails with the screen as it was.
 */
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

export interface PtyOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly cwd?: string;
  /** Added to a small fixed environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs?: number;
}

export interface Pty {
  /** The screen's lines, without blanks at their ends and without the empty ones below. */
  text(): string;
  /** Screen and scrollback. */
  all(): string;
  /** Every byte that the program wrote, as text. */
  raw(): string;
  cursor(): { x: number; y: number };
  /** Resolves once the screen matches; with the match. */
  waitFor(what: RegExp | string): Promise<void>;
  /** Resolves once the program wrote this, whatever the screen shows now. */
  waitForRaw(what: RegExp | string): Promise<void>;
  /** Resolves once no byte came for this long: to see that a program is at rest. */
  quiet(ms: number): Promise<void>;
  send(keys: string): void;
  resize(columns: number, rows: number): void;
  kill(signal?: string): void;
  readonly pid: number;
  /** The status it ended with, or the signal. */
  readonly exited: Promise<{ status: number; signal: number | undefined }>;
}

const BASE = {
  CI: 'false',
  TERM: 'xterm-256color',
  LANG: 'C.UTF-8',
  NCURSES_NO_UTF8_ACS: '1',
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
};

/** Starts a program in a terminal of its own. */
export function startPty(command: string, args: readonly string[], options: PtyOptions = {}): Pty {
  const { columns = 80, rows = 24, timeoutMs = 15_000 } = options;
  const terminal = new xterm.Terminal({ cols: columns, rows, scrollback: 5_000, allowProposedApi: true });
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...BASE, ...options.env })) if (value !== undefined) env[name] = value;
  const child = spawn(command, [...args], { cols: columns, rows, env, cwd: options.cwd ?? process.cwd(), name: env['TERM'] ?? 'xterm' });
  let bytes = '';
  let lastMs = performance.now();
  let watchers: (() => void)[] = [];
  const notify = (): void => {
    for (const watcher of [...watchers]) watcher();
  };
  child.onData((data) => {
    bytes += data;
    lastMs = performance.now();
    terminal.write(data, notify);
  });
  const exited = new Promise<{ status: number; signal: number | undefined }>((resolve) => {
    child.onExit(({ exitCode, signal }) => {
      terminal.write('', () => {
        resolve({ status: exitCode, signal: signal === 0 ? undefined : signal });
        notify();
      });
    });
  });
  const lines = (from: number): string => {
    const buffer = terminal.buffer.active;
    const found: string[] = [];
    for (let y = from; y < buffer.length; y += 1) found.push(buffer.getLine(y)?.translateToString(true) ?? '');
    return found.join('\n').replace(/\n+$/, '');
  };
  const text = (): string => lines(terminal.buffer.active.baseY);
  const matches = (what: RegExp | string, where: string): boolean => (typeof what === 'string' ? where.includes(what) : what.test(where));
  const waitUntil = (what: RegExp | string, where: () => string): Promise<void> =>
    new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer);
        watchers = watchers.filter((watcher) => watcher !== look);
      };
      const look = (): void => {
        if (!matches(what, where())) return;
        done();
        resolve();
      };
      const timer = setTimeout(() => {
        done();
        reject(new Error(`waited in vain for ${String(what)}; the screen was:\n${text()}`));
      }, timeoutMs);
      watchers.push(look);
      look();
    });
  return {
    pid: child.pid,
    text,
    all: () => lines(0),
    raw: () => bytes,
    cursor: () => ({ x: terminal.buffer.active.cursorX, y: terminal.buffer.active.cursorY }),
    waitFor: (what) => waitUntil(what, text),
    waitForRaw: (what) => waitUntil(what, () => bytes),
    async quiet(ms) {
      for (let rest = ms; rest > 0; rest = ms - (performance.now() - lastMs)) await new Promise((resolve) => setTimeout(resolve, rest));
    },
    send: (keys) => child.write(keys),
    resize(newColumns, newRows) {
      terminal.resize(newColumns, newRows);
      child.resize(newColumns, newRows);
    },
    kill: (signal) => child.kill(signal),
    exited,
  };
}
