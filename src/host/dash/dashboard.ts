/** The dashboard on the terminal: keys in, pictures out, and one timer that asks for the next turn. */
import { createPainter, type Painter } from '../../dash/draw/painter.ts';
import { type CountHistory, recordCounts } from '../../dash/history.ts';
import { type Size, sizeClassOf } from '../../dash/layout.ts';
import type { DashLook } from '../../dash/look.ts';
import { dashModel, type Rule } from '../../dash/model.ts';
import { type DashState, firstState, type Intent, pressKey } from '../../dash/state.ts';
import { regimes } from '../../regimes/index.ts';
import { chordOf, type Key } from '../../tui/key.ts';
import { createKeyReader } from '../terminal/keys.ts';
import { giveKeyboard, takeKeyboard } from '../terminal/tty.ts';
import { createDashScreen } from './screen.ts';
import { DashSink } from './sink.ts';
import { dashWords } from './words.ts';
import type { DashWorld } from './world.ts';

export interface DashboardOptions {
  readonly world: DashWorld;
  readonly look: DashLook;
  readonly projector: boolean;
  /** What was seen of the counts before; goes on being written. */
  readonly history: CountHistory;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** Show time in milliseconds. */
  readonly now: () => number;
}

export interface Dashboard {
  /** Settled once the terminal is as it was. */
  readonly closed: Promise<void>;
  close(): void;
  /** Gives the terminal back for a while (the process is about to be stopped), and takes it again. */
  release(): void;
  resume(): void;
}

/** Pictures are at least this far apart, in show time; keys are answered at once. */
const FRAME_MS = 200;
const FASTEST = 1_024;
const SLOWEST = 1 / 64;
/** The longest a timer sleeps: longer ones overflow in Node. */
const SLEEP_MAX_MS = 1_000_000_000;

const RULES: readonly Rule[] = regimes.map(({ id, title }) => ({ id, title }));

interface Running extends DashboardOptions {
  readonly sink: DashSink;
  screen: ReturnType<typeof createDashScreen> | undefined;
  painter: Painter | undefined;
  state: DashState;
  note: string;
  /** The speed before the pause. */
  resumeAt: number;
  drawnMs: number;
  /** Something ran since the last picture. */
  dirty: boolean;
  timer: NodeJS.Timeout | undefined;
  readonly done: () => void;
}

const sizeOf = (stdout: NodeJS.WriteStream): Size => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 });

/** Opens it; the terminal is its own until it is closed. */
export function openDashboard(options: DashboardOptions): Dashboard {
  const { stdin, stdout, world } = options;
  const send = (text: string): void => void stdout.write(text);
  let settle: () => void = () => {};
  const closed = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const dash: Running = {
    ...options,
    sink: new DashSink(sizeOf(stdout), send),
    screen: undefined,
    painter: undefined,
    state: firstState(options.projector),
    note: '',
    resumeAt: world.speed() || 1,
    drawnMs: Number.NEGATIVE_INFINITY,
    dirty: false,
    timer: undefined,
    done: () => {
      stdin.off('data', onData);
      stdout.off('resize', onResize);
      reader.close();
      clearInterval(alive);
      settle();
    },
  };
  // While the process is stopped and the terminal given back, nothing else keeps it alive.
  const alive = setInterval(() => {}, SLEEP_MAX_MS);
  const reader = createKeyReader((keys) => keysCame(dash, keys));
  const onData = (chunk: Buffer): void => reader.write(chunk);
  const onResize = (): void => resized(dash);
  stdin.on('data', onData);
  stdout.on('resize', onResize);
  recordCounts(dash.history, world.view());
  take(dash);
  return { closed, close: () => close(dash), release: () => release(dash), resume: () => take(dash) };
}

function take(dash: Running): void {
  if (dash.screen !== undefined) release(dash);
  takeKeyboard(dash.stdin, (text) => void dash.stdout.write(text));
  dash.screen = createDashScreen(dash.sink, dash.look.signs === 'unicode');
  dash.painter = createPainter(dash.screen, dash.look);
  draw(dash);
  turn(dash);
}

function release(dash: Running): void {
  clearTimeout(dash.timer);
  dash.screen?.destroy();
  dash.screen = undefined;
  dash.painter = undefined;
  giveKeyboard(dash.stdin, (text) => void dash.stdout.write(text));
}

function close(dash: Running): void {
  if (dash.screen === undefined) return;
  release(dash);
  dash.done();
}

function resized(dash: Running): void {
  if (dash.screen === undefined) return;
  dash.sink.resized(sizeOf(dash.stdout));
  draw(dash);
}

/** The key as the dashboard names it; undefined for what is none. */
function nameOf(key: Key): string | undefined {
  if (key.kind !== 'key') return undefined;
  const chord = chordOf(key);
  if (chord === 'text') return key.text === ' ' ? 'space' : key.text;
  return chord === 'enter' ? 'return' : chord;
}

function keysCame(dash: Running, keys: readonly Key[]): void {
  for (const key of keys) {
    const name = nameOf(key);
    if (name === undefined || dash.screen === undefined) continue;
    dash.note = '';
    const apart = ['M', 'L'].includes(sizeClassOf(sizeOf(dash.stdout), dash.state.projector));
    const rules = dash.world.ruleKept() === undefined ? RULES.map(({ id }) => id) : [];
    const { state, intent, rule } = pressKey(dash.state, name, { view: dash.world.view(), apart, rules });
    dash.state = state;
    if (intent !== undefined) perform(dash, intent, rule);
  }
  if (dash.screen === undefined) return;
  draw(dash);
  turn(dash);
}

function perform(dash: Running, intent: Intent, rule: string | undefined): void {
  const { world, now } = dash;
  const speed = world.speed();
  switch (intent) {
    case 'leave':
      close(dash);
      break;
    case 'pause':
      if (speed > 0) dash.resumeAt = speed;
      world.setSpeed(speed > 0 ? 0 : dash.resumeAt, now());
      break;
    case 'step':
      dash.note = world.step(now()) ?? '';
      recordCounts(dash.history, world.view());
      break;
    case 'rule':
      dash.note = world.ruleKept() ?? '';
      if (dash.note === '' && rule !== undefined) world.switchRule?.(rule, now());
      recordCounts(dash.history, world.view());
      break;
    case 'faster':
    case 'slower': {
      const base = speed > 0 ? speed : dash.resumeAt;
      const next = Math.max(SLOWEST, Math.min(FASTEST, intent === 'faster' ? base * 2 : base / 2));
      if (speed > 0) world.setSpeed(next, now());
      else {
        dash.resumeAt = next;
        dash.note = `paused; x${Number(next.toFixed(3))} once it goes on`;
      }
      break;
    }
  }
}

function draw(dash: Running): void {
  const { world, now, stdout, state, look, history, note } = dash;
  world.catchUp(now());
  const changed = dash.painter?.paint(
    dashModel({
      view: world.view(),
      state,
      size: sizeOf(stdout),
      look,
      words: dashWords,
      history,
      nowUs: world.nowUs(now()),
      speed: world.speed(),
      outcome: world.outcome(),
      note,
      rules: RULES,
      refsOf: (module) => world.closer.refsOf(module),
      logTail: (lines) => world.closer.logTail(lines),
    }),
  );
  dash.drawnMs = now();
  dash.dirty = false;
  if (changed === true) dash.screen?.render();
}

/** Runs what is due, draws if it is time, and asks to be woken for the next. */
function turn(dash: Running): void {
  clearTimeout(dash.timer);
  if (dash.screen === undefined) return;
  const { world, now } = dash;
  const due = world.wakeMs(now());
  if (due !== undefined && due <= now()) {
    world.run(now(), () => recordCounts(dash.history, world.view()));
    dash.dirty = true;
  }
  const moving = world.speed() > 0 && world.moving();
  if ((dash.dirty || moving) && now() - dash.drawnMs >= FRAME_MS) draw(dash);
  const next = Math.min(
    world.wakeMs(now()) ?? Number.POSITIVE_INFINITY,
    dash.dirty || moving ? dash.drawnMs + FRAME_MS : Number.POSITIVE_INFINITY,
  );
  if (next === Number.POSITIVE_INFINITY) return;
  dash.timer = setTimeout(turn, Math.max(1, Math.min(Math.ceil(next - now()), SLEEP_MAX_MS)), dash);
}
