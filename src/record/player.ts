/** Plays a tape on a stage and tells, on the tape's own clock, what a terminal would have been sent. */
import type { CastEvent } from './cast/cast.ts';
import { createPainter, type Painter } from './painter.ts';
import { type Place, quoted, RecordProblem } from './problem.ts';
import { createScreen, type Screen, type ScreenImage } from './screen.ts';
import { clockText, type Shot, type TimedEvent } from './shots.ts';
import { bytesOf, type Stage, type StageOutput } from './stage.ts';
import { RHYTHM, type Tape, type TapeStep, type Until } from './tape/tape.ts';

export interface PlayOptions {
  readonly cols: number;
  readonly rows: number;
  /** 2 plays twice as fast; on top of the tape's own speed. */
  readonly speed?: number;
  /** Of a wait no more than this is shown; the rest passes at once. */
  readonly idleLimitUs?: number;
  /** Also tell the keys, as input events. */
  readonly input?: boolean;
}

/** What playing a tape gives, in order of time. */
export type Played =
  | { readonly kind: 'event'; readonly event: TimedEvent }
  /** The screen as it is now: for a screenshot, or for a frame of a golden text. */
  | { readonly kind: 'screenshot'; readonly path: string; readonly shot: Shot }
  /** What was to be read, without colours: the transcript as it grows, and at the end what stands below it. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'frame'; readonly rows: readonly string[] };

/** Show time between two looks at the stage: twenty a second. Spinners (4 a second) and marks fall on this grid. */
export const LOOK_US = 50_000;

interface Player {
  readonly stage: Stage;
  /** What the recording's terminal is sent. */
  readonly painter: Painter;
  /** The terminal as it would be had nothing been hidden: waits look for their patterns here. */
  readonly watched: { readonly painter: Painter; readonly screen: Screen };
  readonly options: PlayOptions;
  /** Events by the tape's clock are this much nearer together. */
  readonly speed: number;
  /** Show time so far; the stage has been told all of it. */
  stageUs: number;
  /** Show time that is in the recording: without what was hidden and what a limit cut out. */
  tapeUs: number;
  /** While hidden or over the limit, the stage goes on and the recording stands still. */
  hidden: boolean;
  /** Output that came while hidden. */
  held: StageOutput[];
  /** The last marker: the window's title. */
  marker: string;
  /** Lines that came since the last Enter. */
  linesSinceEnter: number;
}

/**
 * Plays the tape to its end. Constant memory: events are given out as they happen. The same tape on an equal stage gives
 * equal events. Throws a RecordProblem with the place in the tape when a wait ends in vain.
 */
export function* playTape(tape: Tape, stage: Stage, options: PlayOptions): Generator<Played, void> {
  const player: Player = {
    stage,
    painter: createPainter(options.rows),
    watched: { painter: createPainter(options.rows), screen: createScreen(options.cols, options.rows) },
    options,
    speed: tape.playbackSpeed * (options.speed ?? 1),
    stageUs: 0,
    tapeUs: 0,
    hidden: tape.steps.find((step) => step.do !== 'marker')?.do === 'hide',
    held: [],
    marker: '',
    linesSinceEnter: 0,
  };
  yield* look(player);
  for (const step of tape.steps) yield* play(player, step);
  player.hidden = false;
  yield* look(player);
  yield* pass(player, RHYTHM.lastUs);
  yield { kind: 'text', text: withoutColours(`${stage.frame().lines.join('\n')}\n`) };
  // Players take the last event's time for the length, so the last frame needs one to be seen.
  yield told(player, 'o', '');
  yield told(player, 'x', String(stage.over() ?? 0));
}

function* play(player: Player, step: TapeStep): Generator<Played, void> {
  switch (step.do) {
    case 'press':
      if (player.stage.over() !== undefined) throw new RecordProblem(step.place, 'the shell has ended, nobody takes this key');
      player.stage.press(step.key);
      if (player.options.input && !player.hidden) yield told(player, 'i', bytesOf(step.key));
      if (step.key.name === 'return') player.linesSinceEnter = 0;
      yield* look(player);
      return yield* pass(player, step.thenUs);
    case 'sleep':
      return yield* pass(player, step.us);
    case 'wait':
      return yield* waitUntil(player, step.until, step.timeoutUs, step.place);
    case 'read':
      return yield* pass(player, readingUs(player.linesSinceEnter));
    case 'hide':
      player.hidden = true;
      return;
    case 'show':
      player.hidden = false;
      return yield* look(player);
    case 'marker':
      player.marker = step.name;
      yield told(player, 'm', step.name);
      return;
    case 'screenshot':
      yield { kind: 'screenshot', path: step.path, shot: shotOf(player) };
      return;
    case 'frame':
      if (!player.hidden) yield { kind: 'frame', rows: player.watched.screen.text() };
  }
}

/** How long a viewer needs for so many lines: half a second and 0.2 s a line, at most 3 s. */
export const readingUs = (lines: number): number => Math.min(RHYTHM.readMaxUs, RHYTHM.readUs + RHYTHM.readLineUs * lines);

const shotOf = (player: Player): Shot => ({
  atUs: Math.round(player.tapeUs / player.speed),
  image: player.watched.screen.image(),
  title: player.marker,
  clock: clockText(player.stage.virtualUs()),
});

const told = (player: Player, code: string, data: string): Played => {
  const event: CastEvent = { atUs: Math.round(player.tapeUs / player.speed), code, data };
  return { kind: 'event', event: { ...event, virtualUs: player.stage.virtualUs() } };
};

/** Looks at the stage; an output event if the terminal would change and nothing is hidden. */
function* look(player: Player): Generator<Played, void> {
  const { stage, watched } = player;
  const output = stage.takeOutput();
  const frame = stage.frame();
  for (const one of output) if (one.kind === 'text') player.linesSinceEnter += one.text.split('\n').length - 1;
  watched.screen.write(watched.painter.paint(output, frame));
  if (player.hidden) {
    // What was cleared while nobody saw it needs not be told at all.
    for (const one of output) player.held = one.kind === 'clear' ? [one] : [...player.held, one];
    return;
  }
  const shown = [...player.held, ...output];
  player.held = [];
  for (const one of shown) if (one.kind === 'text') yield { kind: 'text', text: withoutColours(one.text) };
  const data = player.painter.paint(shown, frame);
  if (data !== '') yield told(player, 'o', data);
}

const withoutColours = (text: string): string => text.replace(/\x1b\[[\d;]*m/g, '');

/** Lets show time pass, looking at every point of the grid and at the end. */
function* pass(player: Player, us: number): Generator<Played, void> {
  const end = player.stageUs + us;
  while (player.stageUs < end) {
    tick(player, Math.min(end, nextLook(player.stageUs)));
    yield* look(player);
  }
}

const nextLook = (us: number): number => (Math.floor(us / LOOK_US) + 1) * LOOK_US;

function tick(player: Player, untilUs: number): void {
  const us = untilUs - player.stageUs;
  player.stage.advance(us);
  player.stageUs = untilUs;
  if (!player.hidden) player.tapeUs += us;
}

function* waitUntil(player: Player, until: Until, timeoutUs: number, place: Place): Generator<Played, void> {
  const start = player.stageUs;
  const limitUs = player.options.idleLimitUs ?? Number.POSITIVE_INFINITY;
  const wasHidden = player.hidden;
  while (!isReached(player, until)) {
    const waited = player.stageUs - start;
    if (waited >= timeoutUs) throw new RecordProblem(place, inVain(player, until, timeoutUs));
    if (waited >= limitUs) player.hidden = true;
    tick(player, Math.min(start + timeoutUs, nextLook(player.stageUs)));
    yield* look(player);
  }
  player.hidden = wasHidden;
  yield* look(player);
}

function isReached(player: Player, until: Until): boolean {
  const { stage, watched } = player;
  if (until.kind === 'prompt') return stage.idle() || stage.over() !== undefined;
  const rows = watched.screen.text();
  return until.pattern.test(until.where === 'screen' ? rows.join('\n') : (rows[cursorRow(watched.screen.image())] ?? ''));
}

const cursorRow = (image: ScreenImage): number => image.cursor?.row ?? image.rows.findLastIndex((row) => row.length > 0);

function inVain(player: Player, until: Until, timeoutUs: number): string {
  const what = until.kind === 'prompt' ? 'the prompt did not come back' : `nothing matched ${quoted(until.pattern.source)}`;
  const last = player.watched.screen.text().findLast((row) => row !== '') ?? '';
  return `waited ${timeoutUs / 1_000_000} s, ${what}; the last line is ${quoted(last, 60)}`;
}
