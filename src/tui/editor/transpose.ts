/** C-t and M-t: exchanging two characters or two words, the cursor going on behind them. */
import { lineEnd, lineStart, nextBoundary, previousBoundary, wordEnd, wordStart } from '../text/segments.ts';
import type { Change, EditorState } from './state.ts';

/** The character before the cursor and the one at it change places; at the end of a line, the last two. */
export function transposeCharacters(state: EditorState): Change {
  const { text } = state;
  const first = lineStart(text, state.cursor);
  const middle = state.cursor === lineEnd(text, state.cursor) ? previousBoundary(text, state.cursor) : state.cursor;
  if (middle <= first) return {};
  const start = previousBoundary(text, middle);
  const end = nextBoundary(text, middle);
  return { text: text.slice(0, start) + text.slice(middle, end) + text.slice(start, middle) + text.slice(end), cursor: end };
}

/** The word before the cursor and the one after it change places; at the end, the last two words. */
export function transposeWords(state: EditorState): Change {
  const { text } = state;
  const end = wordEnd(text, state.cursor);
  const second = wordStart(text, end);
  const first = wordStart(text, second);
  const firstEnd = wordEnd(text, first);
  if (first === second || firstEnd > second) return {};
  const swapped = text.slice(second, end) + text.slice(firstEnd, second) + text.slice(first, firstEnd);
  return { text: text.slice(0, first) + swapped + text.slice(end), cursor: end };
}
