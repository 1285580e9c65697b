/** C-r: searching history, under the prompt, as one types. */
import { searchHistory } from '../history.ts';
import { chordOf, type KeyPress } from '../key.ts';
import { previousBoundary } from '../text/segments.ts';
import { type Change, type EditorContext, type EditorState, NOTHING, snapshotOf } from './state.ts';

export const openSearch = (state: EditorState): Change => ({
  open: { kind: 'search', query: '', at: 0, before: snapshotOf(state) },
});

/** A key while the search is open. Keys it does not know edit the entry that is marked, as Right does. */
export function searchKey(state: EditorState, key: KeyPress, context: EditorContext): Change {
  if (state.open.kind !== 'search') return {};
  const { open } = state;
  const found = searchHistory(context.history, open.query);
  const marked = found[open.at]?.text;
  const go = (by: number): Change => ({ open: { ...open, at: Math.max(0, Math.min(open.at + by, found.length - 1)) } });
  const chosen = marked === undefined ? open.before : { text: marked, cursor: marked.length };
  switch (chordOf(key)) {
    case 'text':
      return { open: { ...open, query: open.query + key.text, at: 0 } };
    case 'backspace':
      return { open: { ...open, query: open.query.slice(0, previousBoundary(open.query, open.query.length)), at: 0 } };
    case 'C-u':
      return { open: { ...open, query: '', at: 0 } };
    case 'C-r':
    case 'down':
    case 'C-n':
      return go(1);
    case 'C-s':
    case 'up':
    case 'C-p':
      return go(-1);
    case 'return':
    case 'enter':
      return marked === undefined
        ? { ...open.before, open: NOTHING }
        : { ...chosen, open: NOTHING, effects: [{ do: 'submit', text: marked }] };
    case 'escape':
    case 'C-g':
      return { ...open.before, open: NOTHING };
    default:
      return { ...chosen, open: NOTHING };
  }
}
