/** Writing into the transcript, which lives in the terminal's own scrollback. */
import { paint } from '../frame/paint.ts';
import { continuationPrompt, promptLines } from '../frame/prompt.ts';
import { type Role, type StyledLine, span } from '../frame/styled.ts';
import { mark133 } from '../osc.ts';
import type { Notice, Output } from '../session.ts';
import { knownCommands, syntaxOf } from './context.ts';
import { type Face, write } from './state.ts';

/** Printed lines that are kept for hints. */
const PRINTED_KEPT = 200;
/** A line longer than this is written out before its newline comes. */
const TAIL_MAX = 4_096;

/** One line of ours. Output that had no newline yet gets one first. */
export function putLine(face: Face, styled: StyledLine): void {
  endTail(face);
  write(face, 'face', `${paint(styled, face.look)}\n`);
}

export const putText = (face: Face, text: string, role: Role = 'plain'): void => {
  for (const part of text.replace(/\n$/, '').split('\n')) putLine(face, [span(part, role)]);
};

/** Ends output that had no newline. */
export function endTail(face: Face): void {
  if (face.tail === '') return;
  write(face, 'out', `${face.tail}\n`);
  face.tail = '';
}

/** What commands wrote, byte for byte; only a line that is not finished stays back. */
export function putOutput(face: Face, outputs: readonly Output[]): void {
  for (const { stream, text } of outputs) {
    if (face.plain) {
      write(face, stream, text);
      keepPrinted(face, text);
      continue;
    }
    const whole = face.tail + text;
    const end = whole.length > TAIL_MAX && !whole.includes('\n') ? whole.length : whole.lastIndexOf('\n') + 1;
    const done = whole.slice(0, end);
    // Colours that a command left on must not run into the live region.
    write(face, stream, done.includes('\x1b') ? `${done}\x1b[0m` : done);
    face.tail = whole.slice(end);
    keepPrinted(face, done);
  }
}

function keepPrinted(face: Face, text: string): void {
  if (!face.block || text === '') return;
  const { printed } = face.block;
  printed.push(...text.replace(/\n$/, '').split('\n').slice(-PRINTED_KEPT));
  printed.splice(0, printed.length - PRINTED_KEPT);
}

/** A hint or note of ours: two blanks, its word, faint. Nothing under `MODSH_HINTS=0`; no hint twice in a row. */
export function putRemark(face: Face, kind: 'hint' | 'note', text: string): void {
  if (!face.look.hints || text === '') return;
  if (kind === 'hint') {
    if (face.lastHint === text) return;
    face.lastHint = text;
  }
  putLine(face, [span(`  ${kind}: ${text}`, 'faint')]);
}

/** What the shell itself has to say. Kernel warnings about one wait are told once and then counted. */
export function putNotice(face: Face, { kind, text }: Notice): void {
  if (kind === 'hint' || kind === 'note') putRemark(face, kind, text);
  else if (kind === 'job') putText(face, text);
  else if (!countWarning(face, text)) {
    const [first = '', ...rest] = text.replace(/\n$/, '').split('\n');
    putLine(face, [span(first, 'danger')]);
    for (const part of rest) putLine(face, [span(part)]);
  }
}

/** True for a warning about a wait that has been warned about before. */
function countWarning(face: Face, text: string): boolean {
  const object = /waiting for (\S+)/.exec(text)?.[1];
  const wait = object === undefined ? undefined : face.view.waits.find(({ reason }) => reason.includes(object));
  if (!wait) return false;
  const times = (face.warned.get(wait.pid) ?? 0) + 1;
  face.warned.set(wait.pid, times);
  return times > 1;
}

/** The prompt and what was typed at it, as they stay in the transcript; `after` stands behind the last character. */
export function putCommand(face: Face, text: string, after = ''): void {
  endTail(face);
  // A plain terminal echoes by itself, but for the line's end after ^C.
  if (face.plain) {
    write(face, 'face', after === '' ? '' : '\n');
    return;
  }
  const { look, state } = face;
  const syntax = syntaxOf(text, text.length + 1, knownCommands(face));
  const lines: StyledLine[] = [[]];
  for (const part of syntax) {
    for (const [index, piece] of part.text.split('\n').entries()) {
      if (index > 0) lines.push([]);
      const last = lines.length - 1;
      lines[last] = [...(lines[last] ?? []), span(piece, part.role)];
    }
  }
  const prompts = promptLines(state.promptText);
  const before = prompts.slice(0, -1).map((part) => `${paint(part, look)}\n`);
  const blocks = lines.map((part, index) => {
    const prompt = index === 0 ? (prompts.at(-1) ?? []) : continuationOf(face, text, index);
    return paint(prompt, look) + (index === 0 ? mark133(look, 'B') : '') + paint(part, look);
  });
  write(face, 'face', `${mark133(look, 'A')}${before.join('')}${blocks.join('\n')}${after}\n`);
}

/** What stands before the `line`-th line of a block (counted from 0). */
export function continuationOf({ session, state }: Face, text: string, line: number): StyledLine {
  if (state.continuationText !== undefined) return promptLines(state.continuationText).at(-1) ?? [];
  return continuationPrompt(session.needsMore(text.split('\n').slice(0, line).join('\n')).open, state.promptText);
}
