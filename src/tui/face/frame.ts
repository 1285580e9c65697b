/** The face as a frame, the title of its window, and when it next has to run or to be drawn. */
import { showAt } from '../clock.ts';
import { suggestionFor } from '../editor/suggest.ts';
import { renderFrame } from '../frame/render.ts';
import { SPIN_MS } from '../frame/signs.ts';
import type { Frame } from '../frame/styled.ts';
import { timeLeft } from '../frame/waits.ts';
import { nextExpiry, trackChanges } from '../marks.ts';
import { nextReport } from '../plain.ts';
import { contextOf, knownCommands, syntaxOf } from './context.ts';
import { isDue, nowUs } from './run.ts';
import { type Face, foregroundWait } from './state.ts';

/** Frames that events may cause are at least this far apart, in show time. Keys are answered at once. */
export const FRAME_MS = 100;
/** A foreground wait older than this is named in the window's title. */
const TITLE_AFTER_MS = 2_000;
/** Where nothing may move, the time left is counted once a second. */
const STILL_MS = 1_000;

/** What the live region shows at this moment. Counts as drawn. */
export function faceFrame(face: Face, showMs: number): Frame {
  const { state, editor, view } = face;
  face.changes = trackChanges(face.changes, view, showMs);
  face.dirty = 'no';
  face.drawnMs = showMs;
  const prompting = state.at === 'prompt';
  return renderFrame({
    size: face.size,
    look: face.look,
    view,
    changes: face.changes,
    at: state.at,
    promptText: state.promptText,
    open: prompting ? openOf(face) : [],
    continuationText: state.continuationText,
    editor,
    syntax: prompting ? syntaxOf(editor.text, editor.cursor, knownCommands(face)) : [],
    suggestion: prompting ? suggestionFor(editor, contextOf(face)) : '',
    history: face.history,
    ahead: face.ahead,
    reading: state.reading ?? false,
    tail: face.tail,
    foreground: state.foreground?.group,
    jobs: new Map((state.jobs ?? []).map(({ group, number }) => [group, number])),
    warned: face.warned,
    nowUs: nowUs(face, showMs),
    showMs,
    speed: face.clock.speed,
    table: state.table ?? true,
    tour: state.tour,
  });
}

/** For each line of the block but the first: what is open before it. */
function openOf({ session, editor }: Face): string[] {
  const lines = editor.text.split('\n');
  return lines.slice(1).map((_, index) => session.needsMore(lines.slice(0, index + 1).join('\n')).open);
}

/** `rmmod -w proto, 57 s left` while the foreground waits for longer than a glance; else empty. */
export function titleOf(face: Face, showMs: number): string {
  const wait = foregroundWait(face);
  if (!wait || !face.waiting || showMs - face.waiting.sinceMs < TITLE_AFTER_MS) return '';
  return `${wait.command}, ${timeLeft(wait, nowUs(face, showMs)).replace(/\.\d+/, '')}`;
}

export interface Wakes {
  /** When the machine has something to do, in show time. */
  readonly runMs: number | undefined;
  /** When a frame is due. */
  readonly drawMs: number | undefined;
}

/** When to come back: undefined for never, until a key comes. An idle face asks for nothing. */
export function wakesOf(face: Face, showMs: number): Wakes {
  const next = face.session.nextEventAt();
  const runMs = isDue(face, showMs) ? showMs : next === undefined || face.state.at === 'over' ? undefined : showAt(face.clock, next);
  if (face.plain) return { runMs: earliest(runMs, reportMs(face, showMs)), drawMs: undefined };
  const times: number[] = [];
  if (face.dirty === 'now') times.push(showMs);
  if (face.dirty === 'soon') times.push(Math.max(showMs, face.drawnMs + FRAME_MS));
  if (face.view.waits.length > 0) times.push(nextTurn(face, showMs));
  const expiry = nextExpiry(face.changes);
  if (expiry !== undefined) times.push(Math.max(showMs, expiry));
  return { runMs, drawMs: times.length === 0 ? undefined : Math.min(...times) };
}

/** When a wait has to report again. */
function reportMs({ plain, clock }: Face, showMs: number): number | undefined {
  const next = plain && nextReport(plain);
  const at = next === undefined ? undefined : showAt(clock, next);
  return at === undefined ? undefined : Math.max(showMs, at);
}

const earliest = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : b === undefined ? a : Math.min(a, b);

/** When the spinner turns, or where it must not, when the seconds do. A frame drawn just now is not drawn again. */
function nextTurn(face: Face, showMs: number): number {
  const step = face.look.motion ? SPIN_MS : STILL_MS;
  return (Math.floor(showMs / step) + 1) * step;
}
