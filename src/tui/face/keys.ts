/** What a key does: at the prompt it edits, while a command runs a few steer it and all others are typed ahead. */
import type { WaitView } from '../../engine/view.ts';
import type { Completion } from '../complete/completion.ts';
import { edit } from '../editor/edit.ts';
import { type Effect, freshLine } from '../editor/state.ts';
import { span } from '../frame/styled.ts';
import { cannotCancel, leftBehind } from '../hints/notes.ts';
import { chordOf, type Key } from '../key.ts';
import { fill } from '../text/width.ts';
import { contextOf } from './context.ts';
import { gather, giveInput, jumpClock, nowUs, runFace, startBlock } from './run.ts';
import { type Face, foregroundWait, write } from './state.ts';
import { putCommand, putLine, putRemark, putText } from './transcript.ts';

/** A key or a paste came at this moment of show time. */
export function pressKey(face: Face, key: Key, showMs: number): void {
  if (face.state.at === 'over') return;
  face.dirty = 'now';
  const chord = key.kind === 'key' ? chordOf(key) : '';
  if (face.state.at === 'running' && steer(face, chord, showMs)) return;
  const { open } = face.editor;
  const { state, effects } = edit(face.editor, key, contextOf(face));
  face.editor = state;
  for (const effect of effects) {
    perform(face, effect, showMs);
    if (open.kind === 'search' && effect.do === 'submit' && ONLY_LOOKS.test(effect.text))
      face.editor = { ...freshLine(face.editor, open.before.text), cursor: open.before.cursor };
  }
}

/** A word that only looks: found in the history while something is typed, it leaves that as it was. */
const ONLY_LOOKS = /^\s*modtop\s*$/;

/** The keys that a running command answers to. True when it was one of them. */
function steer(face: Face, chord: string, showMs: number): boolean {
  const { session } = face;
  switch (chord) {
    case 'C-c':
      interrupt(face);
      break;
    case 'C-z':
      echo(face, '^Z');
      letGo(face, foregroundWait(face));
      break;
    case 'C-\\':
      echo(face, '^\\');
      session.quit();
      break;
    case 'C-t':
      putText(face, session.details());
      break;
    case 'C-f':
      noteOf(face, skip(face, showMs));
      return true;
    case 'C-d':
      if (!face.state.reading || face.editor.text !== '') return false;
      session.endOfInput();
      break;
    default:
      return false;
  }
  runFace(face, showMs);
  return true;
}

function echo(face: Face, sign: string): void {
  write(face, 'face', face.plain ? '\n' : `${face.tail}${sign}\n`);
  face.tail = '';
}

/** Stops the foreground. What the kernel cannot stop is left in the background, and that is said: no signal ends it. */
function letGo(face: Face, wait: WaitView | undefined): void {
  face.session.suspend();
  if (wait && !wait.cancellable && wait.whyNot !== '') putRemark(face, 'note', leftBehind(wait));
}

/** Ctrl-C: what was typed ahead is dropped, as a terminal does. A wait it cannot end is explained, then left behind. */
function interrupt(face: Face): void {
  const { session, block } = face;
  face.ahead = [];
  face.unfinished = '';
  face.editor = freshLine(face.editor);
  echo(face, '^C');
  const wait = foregroundWait(face);
  if (wait && !wait.cancellable && block?.deaf === wait.pid) {
    letGo(face, wait);
    return;
  }
  session.interrupt();
  if (!wait || !block) return;
  if (wait.cancellable) {
    block.cancelled = wait;
    return;
  }
  block.deaf = wait.pid;
  const { note, hint } = cannotCancel(wait);
  putRemark(face, 'note', note);
  face.lastHint = '';
  putRemark(face, 'hint', hint);
}

function noteOf(face: Face, note: string | undefined): void {
  if (note !== undefined) putRemark(face, 'note', note);
}

/** Ctrl-F: to the next event that changes a shown line. Answers with a note where nothing is due. */
export function skip(face: Face, showMs: number): string | undefined {
  const note = face.session.skip();
  gather(face, showMs);
  jumpClock(face, showMs);
  runFace(face, showMs);
  return note;
}

function perform(face: Face, effect: Effect, showMs: number): void {
  const { session } = face;
  switch (effect.do) {
    case 'submit':
      submit(face, effect.text, showMs);
      break;
    case 'drop':
      putCommand(face, effect.text, '^C');
      face.editor = freshLine(face.editor);
      session.interrupt();
      runFace(face, showMs);
      break;
    case 'endOfInput':
      leave(face, showMs);
      break;
    case 'clear':
      face.requests.push(effect);
      break;
    case 'edit':
      if (face.state.at === 'prompt') face.requests.push(effect);
      break;
    case 'list':
      list(face, effect.completion);
      break;
    case 'help':
      putText(face, session.help());
      break;
    case 'table':
      session.showTable(!(face.state.table ?? true));
      gather(face, showMs);
      break;
  }
}

function submit(face: Face, text: string, showMs: number): void {
  face.editor = freshLine(face.editor);
  if (face.state.at === 'running' && face.state.reading) giveInput(face, text);
  else if (face.state.at === 'running') face.ahead.push(...text.split('\n'));
  else startBlock(face, text, showMs);
  runFace(face, showMs);
}

function leave(face: Face, showMs: number): void {
  const { session } = face;
  if (face.state.at === 'running') return;
  session.advance(nowUs(face, showMs));
  session.endOfInput();
  runFace(face, showMs);
}

/** Everything that completes, for C-x ?. */
function list(face: Face, { candidates, noun, total }: Completion): void {
  const width = Math.max(0, ...candidates.map(({ label }) => label.length));
  for (const { label, note } of candidates) putLine(face, [span(`  ${note === '' ? label : `${fill(label, width)}   ${note}`}`)]);
  if (candidates.length === 0) putLine(face, [span('  nothing completes this', 'faint')]);
  else putLine(face, [span(`  ${candidates.length} of ${total} ${noun}`, 'faint')]);
}

/** A text that was edited outside comes back to the prompt. It is not run. */
export function replaceText(face: Face, text: string): void {
  const clean = text.replace(/\n+$/, '');
  face.editor = { ...freshLine(face.editor, clean), undo: [...face.editor.undo, { text: face.editor.text, cursor: face.editor.cursor }] };
  face.dirty = 'now';
}
