/** Moving the cursor: characters, words, lines, and up and down inside a block of several lines. */
import { lineEnd, lineStart, nextBoundary, previousBoundary, wordEnd, wordStart } from '../text/segments.ts';
import { columnsOf, takeColumns } from '../text/width.ts';
import type { Change, EditorState } from './state.ts';

export const toLineStart = (state: EditorState): Change => ({ cursor: lineStart(state.text, state.cursor) });
export const toLineEnd = (state: EditorState): Change => ({ cursor: lineEnd(state.text, state.cursor) });
export const back = (state: EditorState): Change => ({ cursor: previousBoundary(state.text, state.cursor) });
export const forward = (state: EditorState): Change => ({ cursor: nextBoundary(state.text, state.cursor) });
export const backWord = (state: EditorState): Change => ({ cursor: wordStart(state.text, state.cursor) });
export const forwardWord = (state: EditorState): Change => ({ cursor: wordEnd(state.text, state.cursor) });

const columnOf = (state: EditorState): number => columnsOf(state.text.slice(lineStart(state.text, state.cursor), state.cursor));

/** One line up inside the block; undefined on its first line, where Up means history. */
export function lineUp(state: EditorState): Change | undefined {
  const start = lineStart(state.text, state.cursor);
  if (start === 0) return undefined;
  const goal = state.goal ?? columnOf(state);
  const above = lineStart(state.text, start - 1);
  return { cursor: above + takeColumns(state.text.slice(above, start - 1), goal).length, goal };
}

/** One line down inside the block; undefined on its last line. */
export function lineDown(state: EditorState): Change | undefined {
  const end = lineEnd(state.text, state.cursor);
  if (end === state.text.length) return undefined;
  const goal = state.goal ?? columnOf(state);
  const below = end + 1;
  return { cursor: below + takeColumns(state.text.slice(below, lineEnd(state.text, below)), goal).length, goal };
}
