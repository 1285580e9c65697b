/** A face of lines only: whole lines come in, nothing is ever drawn over. */
import { pressed } from '../key.ts';
import { pressKey } from './keys.ts';
import { runFace } from './run.ts';
import type { Face } from './state.ts';

/** A typed line, without its newline: the next part of a block, input for who reads, or kept until the command is over. */
export function giveLine(face: Face, text: string, showMs: number): void {
  face.ahead.push(text);
  runFace(face, showMs);
}

/** Ctrl-C: drops an unfinished block, or goes to the command. */
export function interruptLines(face: Face, showMs: number): void {
  face.unfinished = '';
  pressKey(face, pressed('c', { ctrl: true }), showMs);
}

/** The end of input: for who reads, or for the shell. */
export const endLines = (face: Face, showMs: number): void => pressKey(face, pressed('d', { ctrl: true }), showMs);

/** What the prompt is now; undefined while a command runs. */
export function linePrompt({ session, state, unfinished }: Face): string | undefined {
  if (state.at !== 'prompt') return undefined;
  if (unfinished === '') return state.promptText;
  return state.continuationText ?? `${session.needsMore(unfinished).open}> `;
}
