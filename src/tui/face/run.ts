/** Letting time pass: the machine runs up to where the clock is, and what came of it is gathered. */
import { virtualAt } from '../clock.ts';
import { span } from '../frame/styled.ts';
import { hintFor } from '../hints/hints.ts';
import { cancelNote, caretLines, commitNotes } from '../hints/notes.ts';
import { remember } from '../history.ts';
import { MARK_MS, MARK_STILL_MS, trackChanges } from '../marks.ts';
import { mark133 } from '../osc.ts';
import { reportWaits } from '../plain.ts';
import { lastCommandWords } from '../words.ts';
import { type Face, foregroundWait, write } from './state.ts';
import { endTail, putCommand, putLine, putNotice, putOutput, putRemark, putText } from './transcript.ts';

/**
 * A foreground command may run this far ahead of the clock: what programs cost to start takes virtual time, and nobody
 * should wait for a timer because of it. It also lets commands run while the clock is paused.
 */
const GRACE_US = 10_000;

/** Where virtual time stands at this moment of show time: never behind what the machine has reached. */
export const nowUs = (face: Face, showMs: number): number => Math.max(face.view.now, virtualAt(face.clock, showMs));

/** Up to which virtual time the machine may run now. */
export function targetUs(face: Face, showMs: number): number {
  const { clock, view, state } = face;
  if (state.at !== 'running') return nowUs(face, showMs);
  return clock.speed === 0 ? view.now + GRACE_US : Math.max(view.now, virtualAt(clock, showMs) + GRACE_US);
}

/** Could the machine run now? */
export function isDue(face: Face, showMs: number): boolean {
  const next = face.session.nextEventAt();
  return face.state.at !== 'over' && (face.session.ready() || (next !== undefined && next <= targetUs(face, showMs)));
}

/** Runs what is due, gathers what came of it, and goes on with what was typed ahead. */
export function runFace(face: Face, showMs: number): void {
  for (;;) {
    if (isDue(face, showMs)) runDue(face, showMs);
    gather(face, showMs);
    if (!goOnWithAhead(face, showMs)) return;
  }
}

/** Up to now; and beyond it, event by event, while the foreground runs on: a command that ended leaves the clock where it is. */
function runDue(face: Face, showMs: number): void {
  const { session } = face;
  const horizon = targetUs(face, showMs);
  session.advance(nowUs(face, showMs));
  for (;;) {
    const next = session.nextEventAt();
    if (session.ready() || next === undefined || next > horizon || session.state().at !== 'running') return;
    session.advance(next);
  }
}

/** Reads the session anew: output, notices, view, and whether the block ended. */
export function gather(face: Face, showMs: number): void {
  const { session } = face;
  const previous = face.view;
  face.view = session.view();
  face.state = session.state();
  putOutput(face, session.takeOutput());
  if (session.takeDashboard?.() === true) face.requests.push({ do: 'dashboard' });
  for (const notice of session.takeNotices()) putNotice(face, notice);
  // A wait that went with its kernel neither ended nor crossed any line.
  const fresh = previous.boot !== face.view.boot;
  if (fresh) face.plain?.reports.clear();
  for (const note of fresh ? [] : commitNotes(previous.waits, face.view)) putRemark(face, 'note', note);
  for (const pid of face.warned.keys()) if (!face.view.waits.some((wait) => wait.pid === pid)) face.warned.delete(pid);
  face.changes = trackChanges(face.changes, face.view, showMs, face.look.motion ? MARK_MS : MARK_STILL_MS);
  keepTime(face, showMs);
  const wait = foregroundWait(face);
  if (wait?.pid !== face.waiting?.pid) face.waiting = wait && { pid: wait.pid, sinceMs: showMs };
  if (face.plain) for (const report of reportWaits(face.plain, face.view, nowUs(face, showMs))) putText(face, report);
  if (face.block && face.state.at !== 'running') endBlock(face, showMs);
  if (face.state.at === 'over') endTail(face);
  if (face.dirty === 'no') face.dirty = 'soon';
}

/** The clock follows changes of speed; and where the machine cannot keep up, time does not run away from it. */
function keepTime(face: Face, showMs: number): void {
  const speed = face.session.speed();
  if (speed === face.clock.speed && !face.session.ready()) return;
  const anchorUs = face.session.ready() ? face.view.now : nowUs(face, showMs);
  face.clock = { anchorMs: showMs, anchorUs, speed };
}

/** Sets the clock to the machine's time: after a skip. */
export function jumpClock(face: Face, showMs: number): void {
  face.clock = { ...face.clock, anchorMs: showMs, anchorUs: face.view.now };
}

/** Runs a block: it goes into the transcript and the history, then to the shell. */
export function startBlock(face: Face, text: string, showMs: number): void {
  const { session } = face;
  putCommand(face, text);
  if (text.trim() === '') return;
  // Time first catches up, so that the command begins when it was typed.
  session.advance(nowUs(face, showMs));
  gather(face, showMs);
  face.block = {
    text,
    sinceUs: face.view.now,
    before: face.view,
    error: session.needsMore(text).error,
    printed: [],
    cancelled: undefined,
    deaf: undefined,
  };
  write(face, 'face', mark133(face.look, 'C'));
  face.history = remember(face.history, { text, status: undefined, tookUs: undefined });
  session.takeLog();
  session.submit(text);
  face.state = session.state();
}

/** The block ended: history gets its status, the transcript our remarks. */
function endBlock(face: Face, showMs: number): void {
  const { block, state, look, session, view, size } = face;
  if (!block) return;
  face.block = undefined;
  endTail(face);
  const entry = { text: block.text, status: state.status, tookUs: view.now - block.sinceUs };
  face.history = remember(face.history, entry);
  face.finished.push(entry);
  if (block.error && look.hints) for (const part of caretLines(block.text, block.error)) putLine(face, [span(part, 'faint')]);
  const cancelled = block.cancelled && state.status === 130 ? cancelNote(block.cancelled, view, nowUs(face, showMs)) : undefined;
  if (cancelled !== undefined) putRemark(face, 'note', cancelled);
  const hint = hintFor({
    lines: block.printed,
    words: lastCommandWords(block.text),
    status: state.status,
    before: block.before,
    view,
    log: session.takeLog(),
    exporterOf: (symbol) => session.exporterOf(symbol),
    sources: session.sources,
    columns: size.columns,
  });
  if (hint !== undefined) putRemark(face, 'hint', hint.replace(/^ *hint: /, ''));
  write(face, 'face', mark133(look, 'D', state.status));
}

/** Lines typed ahead: input for who reads, or the next block. True when something was started. */
function goOnWithAhead(face: Face, showMs: number): boolean {
  const line = face.ahead[0];
  if (face.state.at === 'running') {
    if (!face.state.reading || line === undefined) return false;
    face.ahead.shift();
    giveInput(face, line);
    return true;
  }
  if (face.state.at === 'prompt' && line !== undefined) {
    face.ahead.shift();
    const text = face.unfinished === '' ? line : `${face.unfinished}\n${line}`;
    const more = text.trim() !== '' && face.session.needsMore(text).more;
    face.unfinished = more ? text : '';
    if (!more) startBlock(face, text, showMs);
    return true;
  }
  if (face.state.at === 'prompt' && face.unfinished !== '' && !face.plain) {
    const text = `${face.unfinished}\n${face.editor.text}`;
    face.editor = { ...face.editor, text, cursor: face.unfinished.length + 1 + face.editor.cursor };
    face.unfinished = '';
  }
  return false;
}

/** A line for who reads from the terminal. It stays in the transcript, as a terminal's echo would. */
export function giveInput(face: Face, text: string): void {
  if (!face.plain) write(face, 'face', `${face.tail}${text}\n`);
  face.tail = '';
  face.session.input(`${text}\n`);
  face.state = face.session.state();
}
