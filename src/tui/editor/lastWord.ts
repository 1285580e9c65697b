/** M-. puts in the last word of the newest entry; again, that of the entry before, in its place. */
import { lastWordOf } from '../words.ts';
import { type Change, type EditorContext, type EditorState, splice } from './state.ts';

export function insertLastWord(state: EditorState, context: EditorContext): Change {
  const again = state.last.kind === 'lastWord' ? state.last : { start: state.cursor, end: state.cursor, depth: 0 };
  const entry = context.history.at(-1 - again.depth);
  if (!entry) return state.last.kind === 'lastWord' ? { last: state.last } : {};
  const word = lastWordOf(entry.text);
  return {
    ...splice(state, again.start, again.end, word),
    last: { kind: 'lastWord', start: again.start, end: again.start + word.length, depth: again.depth + 1 },
  };
}
