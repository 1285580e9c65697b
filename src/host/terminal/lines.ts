/** The plain terminal: whole lines in, lines out, no escape sequence, nothing ever drawn over. Prompts and remarks go to stderr. */
import { openSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { wakesOf } from '../../tui/face/frame.ts';
import { endLines, giveLine, interruptLines, linePrompt } from '../../tui/face/lines.ts';
import { runFace } from '../../tui/face/run.ts';
import { type Face, takeFinished, takeWritten } from '../../tui/face/state.ts';
import type { HistoryEntry } from '../../tui/history.ts';

export interface LinesOptions {
  readonly face: Face;
  readonly banner: readonly string[];
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly now: () => number;
  readonly keep: (entries: readonly HistoryEntry[]) => void;
  readonly over: (status: number) => void;
}

interface Lines extends LinesOptions {
  input: NodeJS.ReadStream;
  timer: NodeJS.Timeout | undefined;
  soon: NodeJS.Immediate | undefined;
  /** The prompt stands at the end of the screen. */
  prompted: boolean;
  done: boolean;
}

export interface LinesTerminal {
  interrupt(): void;
  suspend(): void;
  quit(): void;
  release(): void;
}

/** Starts with banner and prompt. The terminal stays as it is: it echoes, and it edits lines. */
export function startLines(options: LinesOptions): LinesTerminal {
  const lines: Lines = { ...options, input: options.stdin, timer: undefined, soon: undefined, prompted: false, done: false };
  options.stderr.write(options.banner.map((text) => `${text}\n`).join(''));
  listen(lines, options.stdin);
  turn(lines);
  const running = (): boolean => options.face.state.at === 'running';
  return {
    interrupt() {
      lines.prompted = false;
      interruptLines(options.face, options.now());
      turn(lines);
    },
    suspend() {
      if (running()) options.face.session.suspend();
      turn(lines);
    },
    quit() {
      if (running()) options.face.session.quit();
      turn(lines);
    },
    release: () => stop(lines),
  };
}

function listen(lines: Lines, input: NodeJS.ReadStream): void {
  let rest = '';
  lines.input = input;
  input.setEncoding('utf8');
  input.on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      lines.prompted = false;
      giveLine(lines.face, part, lines.now());
    }
    turn(lines);
  });
  input.on('end', () => ended(lines));
  input.on('error', () => leave(lines, 129));
}

/** Ctrl-D ends a command's input, or the shell; where the shell stays, the terminal has to be opened anew to go on. */
function ended(lines: Lines): void {
  if (lines.done) return;
  if (lines.prompted) lines.stderr.write('\n');
  lines.prompted = false;
  endLines(lines.face, lines.now());
  turn(lines);
  if (lines.done) return;
  try {
    listen(lines, new ReadStream(openSync('/dev/tty', 'r')));
  } catch {
    leave(lines, 129);
  }
}

function turn(lines: Lines): void {
  const { face, now } = lines;
  if (lines.done) return;
  const due = wakesOf(face, now()).runMs;
  if (due !== undefined && due <= now()) runFace(face, now());
  const entries = takeFinished(face);
  if (entries.length > 0) lines.keep(entries);
  say(lines);
  if (face.state.at === 'over') {
    leave(lines, face.state.exitStatus ?? face.state.status);
    return;
  }
  const prompt = linePrompt(face);
  if (prompt !== undefined && !lines.prompted) {
    lines.stderr.write(prompt);
    lines.prompted = true;
  }
  schedule(lines);
}

function say(lines: Lines): void {
  for (const { stream, text } of takeWritten(lines.face)) {
    // What comes by itself does not stand behind the prompt, but on a line of its own.
    if (lines.prompted) lines.stderr.write('\n');
    lines.prompted = false;
    (stream === 'out' ? lines.stdout : lines.stderr).write(text);
  }
}

function schedule(lines: Lines): void {
  clearTimeout(lines.timer);
  clearImmediate(lines.soon);
  const now = lines.now();
  const { runMs } = wakesOf(lines.face, now);
  if (runMs === undefined) return;
  if (runMs <= now) lines.soon = setImmediate(turn, lines);
  else lines.timer = setTimeout(turn, Math.min(Math.ceil(runMs - now), 1_000_000_000), lines);
}

function stop(lines: Lines): void {
  lines.done = true;
  clearTimeout(lines.timer);
  clearImmediate(lines.soon);
  lines.input.pause();
  if (lines.input !== lines.stdin) lines.input.destroy();
}

function leave(lines: Lines, status: number): void {
  if (lines.done) return;
  stop(lines);
  lines.over(status);
}
