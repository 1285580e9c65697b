/** Typing, deleting and pasting. */
import { nextBoundary, previousBoundary } from '../text/segments.ts';
import { type Change, type EditorState, splice } from './state.ts';

/** Puts typed text at the cursor. */
export const insert = (state: EditorState, text: string): Change => ({
  ...splice(state, state.cursor, state.cursor, text),
  last: { kind: 'type' },
});

/** A newline at the cursor. */
export const newline = (state: EditorState): Change => splice(state, state.cursor, state.cursor, '\n');

// What a terminal or an editor may send along with pasted text and nobody means: controls but newline and tab.
const STRAY = /[\x00-\x08\x0b-\x1f\x7f]/g;

/** A paste is one edit. Line ends become newlines, the last ones go: a paste never runs itself, nor looks as if it did. */
export function paste(state: EditorState, text: string): Change {
  const clean = text.replace(/\r\n?/g, '\n').replace(STRAY, '').replace(/\n+$/, '');
  return splice(state, state.cursor, state.cursor, clean);
}

export const deleteBack = (state: EditorState): Change => splice(state, previousBoundary(state.text, state.cursor), state.cursor, '');

export const deleteForward = (state: EditorState): Change => splice(state, state.cursor, nextBoundary(state.text, state.cursor), '');
