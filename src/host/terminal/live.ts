/** The live terminal: keys in, transcript and live region out, and the one timer that wakes the face when it asked to be. */
import type { SystemView } from '../../engine/view.ts';
import { faceFrame, titleOf, wakesOf } from '../../tui/face/frame.ts';
import { pressKey, replaceText } from '../../tui/face/keys.ts';
import { runFace } from '../../tui/face/run.ts';
import { type Face, takeAbove, takeFinished, takeRequests } from '../../tui/face/state.ts';
import { paint } from '../../tui/frame/paint.ts';
import { promptLines } from '../../tui/frame/prompt.ts';
import type { Size } from '../../tui/frame/render.ts';
import type { HistoryEntry } from '../../tui/history.ts';
import { type Key, pressed } from '../../tui/key.ts';
import { titleSequence } from '../../tui/osc.ts';
import { editOutside } from './editor.ts';
import { createKeyReader, type KeyReader } from './keys.ts';
import { createScreen, type Screen } from './screen.ts';
import { giveKeyboard, takeKeyboard } from './tty.ts';

export interface LiveOptions {
  readonly face: Face;
  readonly banner: readonly string[];
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
  /** Show time in milliseconds. */
  readonly now: () => number;
  readonly keep: (entries: readonly HistoryEntry[]) => void;
  /** Called with each new view: for those who remember what counts were. */
  readonly watch?: (view: SystemView) => void;
  /** The dashboard was asked for. */
  readonly dashboard?: () => void;
  /** The shell is over, or the terminal is gone: with this status. */
  readonly over: (status: number) => void;
}

interface Live extends LiveOptions {
  readonly screen: Screen;
  readonly reader: KeyReader;
  readonly onData: (chunk: Buffer) => void;
  timer: NodeJS.Timeout | undefined;
  soon: NodeJS.Immediate | undefined;
  /** The terminal is ours now: not handed over, not stopped, not left. */
  ours: boolean;
  title: string;
  /** The view that `watch` was called with last. */
  seen: SystemView | undefined;
}

export interface LiveTerminal {
  /** Ctrl-C from outside: `kill -INT`. */
  interrupt(): void;
  /** Takes the region off the screen and gives the keyboard back; the transcript stays. */
  release(): void;
  /** The process was stopped by force and goes on: the region is drawn anew where the cursor is. */
  continued(): void;
  /** Takes the terminal again. */
  resume(): Promise<void>;
  resized(): void;
}

const sizeOf = (stdout: NodeJS.WriteStream): Size => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 });

/** Starts: the prompt is on the screen at once, Ink is loaded behind it, keys typed meanwhile are not lost. */
export function startLive(options: LiveOptions): LiveTerminal {
  const { face, stdout } = options;
  const send = (text: string): void => void stdout.write(text);
  const live: Live = {
    ...options,
    screen: createScreen(sizeOf(stdout), face.look, options.env, send),
    reader: createKeyReader((keys) => keysCame(live, keys)),
    onData: (chunk) => live.reader.write(chunk),
    timer: undefined,
    soon: undefined,
    ours: false,
    title: '',
    seen: undefined,
  };
  const prompt = promptLines(face.state.promptText);
  const last = prompt.at(-1) ?? [];
  send(options.banner.map((text) => `${text}\n`).join(''));
  takeTerminal(live, () => send(paint(last, face.look)));
  void mountThen(live);
  return {
    interrupt: () => keysCame(live, [pressed('c', { ctrl: true })]),
    release: () => releaseTerminal(live),
    continued() {
      if (live.ours) live.screen.forget();
      releaseTerminal(live);
      takeTerminal(live, () => {});
      void mountThen(live);
    },
    resume: () => {
      takeTerminal(live, () => {});
      return mountThen(live);
    },
    resized: () => resized(live),
  };
}

function takeTerminal(live: Live, greet: () => void): void {
  live.ours = true;
  live.stdin.on('data', live.onData);
  takeKeyboard(live.stdin, (text) => void live.stdout.write(text));
  greet();
}

async function mountThen(live: Live): Promise<void> {
  await live.screen.mount();
  if (!live.ours) live.screen.unmount();
  live.face.dirty = 'now';
  turn(live);
}

function releaseTerminal(live: Live): void {
  if (!live.ours) return;
  live.ours = false;
  live.stdin.off('data', live.onData);
  clearTimeout(live.timer);
  clearImmediate(live.soon);
  live.screen.unmount();
  const send = (text: string): void => void live.stdout.write(text);
  send(titleSequence('', live.title));
  live.title = '';
  giveKeyboard(live.stdin, send);
}

function keysCame(live: Live, keys: readonly Key[]): void {
  for (const key of keys) pressKey(live.face, key, live.now());
  turn(live);
}

function resized(live: Live): void {
  const size = sizeOf(live.stdout);
  live.face.size = size;
  live.screen.resize(size);
  live.face.dirty = 'now';
  turn(live);
}

/** One turn: run what is due, write what came of it, draw if it is time, and set the timer for the next. */
function turn(live: Live): void {
  const { face, screen } = live;
  if (!live.ours) return;
  const due = wakesOf(face, live.now()).runMs;
  if (due !== undefined && due <= live.now()) runFace(face, live.now());
  if (face.view !== live.seen) live.watch?.(face.view);
  live.seen = face.view;
  const entries = takeFinished(face);
  if (entries.length > 0) live.keep(entries);
  const above = takeAbove(face);
  if (above !== '') screen.above(above);
  for (const request of takeRequests(face)) {
    if (request.do === 'clear') screen.above('\x1b[H\x1b[J');
    else if (request.do === 'dashboard') live.dashboard?.();
    else editLine(live, request.text);
  }
  if (face.state.at === 'over') leave(live);
  if (!live.ours) return;
  draw(live);
  schedule(live);
}

function draw(live: Live): void {
  const { face, screen, stdout } = live;
  const now = live.now();
  const { drawMs } = wakesOf(face, now);
  if (!screen.mounted) return;
  if (drawMs !== undefined && drawMs <= now) {
    screen.draw(faceFrame(face, now));
    const title = face.look.marks ? titleOf(face, now) : '';
    const sequence = titleSequence(title, live.title);
    live.title = title;
    if (sequence !== '') stdout.write(sequence);
  }
  screen.flush();
}

/** The longest a timer sleeps: longer ones overflow in Node. */
const SLEEP_MAX_MS = 1_000_000_000;

function schedule(live: Live): void {
  clearTimeout(live.timer);
  clearImmediate(live.soon);
  const now = live.now();
  const { runMs, drawMs } = wakesOf(live.face, now);
  const drawing = live.screen.mounted ? drawMs : undefined;
  const next = Math.min(runMs ?? Number.POSITIVE_INFINITY, drawing ?? Number.POSITIVE_INFINITY);
  if (next === Number.POSITIVE_INFINITY) return;
  // A busy machine gives way to keys between its turns.
  if (next <= now) live.soon = setImmediate(turn, live);
  else live.timer = setTimeout(turn, Math.min(Math.ceil(next - now), SLEEP_MAX_MS), live);
}

function editLine(live: Live, text: string): void {
  releaseTerminal(live);
  const edited = editOutside(text, live.env);
  if (edited !== undefined) replaceText(live.face, edited);
  takeTerminal(live, () => {});
  void mountThen(live);
}

function leave(live: Live): void {
  const { state } = live.face;
  releaseTerminal(live);
  live.reader.close();
  live.over(state.exitStatus ?? state.status);
}
