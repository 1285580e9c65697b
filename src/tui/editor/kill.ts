/** Cutting and pasting: the kill ring. Kills that follow each other gather in one entry, as in Emacs and readline. */
import { blankStart, lineEnd, lineStart, wordEnd, wordStart } from '../text/segments.ts';
import { type Change, type EditorState, KILLS_KEPT, splice } from './state.ts';

function kill(state: EditorState, start: number, end: number): Change {
  if (start === end) return { last: state.last.kind === 'kill' ? state.last : { kind: 'other' } };
  const cut = state.text.slice(start, end);
  const forward = start === state.cursor;
  const [newest = '', ...older] = state.kills;
  const gathers = state.last.kind === 'kill';
  const kills = gathers ? [forward ? newest + cut : cut + newest, ...older] : [cut, ...state.kills].slice(0, KILLS_KEPT);
  return { ...splice(state, start, end, ''), kills, last: { kind: 'kill' } };
}

/** To the end of the line; at its end, the newline. */
export function killToEnd(state: EditorState): Change {
  const end = lineEnd(state.text, state.cursor);
  return kill(state, state.cursor, end === state.cursor ? Math.min(end + 1, state.text.length) : end);
}

/** To the start of the line; at its start, the newline before it. */
export function killToStart(state: EditorState): Change {
  const start = lineStart(state.text, state.cursor);
  return kill(state, start === state.cursor ? Math.max(0, start - 1) : start, state.cursor);
}

export const killWord = (state: EditorState): Change => kill(state, state.cursor, wordEnd(state.text, state.cursor));
export const killWordBack = (state: EditorState): Change => kill(state, wordStart(state.text, state.cursor), state.cursor);
export const killToBlank = (state: EditorState): Change => kill(state, blankStart(state.text, state.cursor), state.cursor);

/** Puts back what was killed last. */
export function yank(state: EditorState): Change {
  const text = state.kills[0];
  if (text === undefined) return {};
  return {
    ...splice(state, state.cursor, state.cursor, text),
    last: { kind: 'yank', start: state.cursor, end: state.cursor + text.length, nth: 0 },
  };
}

/** Right after a yank: the kill before that one instead, round and round. */
export function yankPop(state: EditorState): Change {
  if (state.last.kind !== 'yank') return {};
  const { start, end } = state.last;
  const nth = (state.last.nth + 1) % state.kills.length;
  const text = state.kills[nth] ?? '';
  return { ...splice(state, start, end, text), last: { kind: 'yank', start, end: start + text.length, nth } };
}
