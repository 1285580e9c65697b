/** The completion menu: opened by Tab, narrowed by typing, never in the way of it. */
import { type Candidate, type Completion, commonPrefix } from '../complete/completion.ts';
import { type Change, type EditorContext, type EditorState, NOTHING, snapshotOf, splice } from './state.ts';

/** Tab: the only candidate, or the common part and the menu. */
export function openMenu(state: EditorState, context: EditorContext): Change {
  const completion = context.complete(state.text, state.cursor);
  const [first, ...others] = completion.candidates;
  if (!first) return {};
  if (others.length === 0) return take(state, completion, first);
  const prefix = commonPrefix(completion.candidates);
  const grown =
    prefix.length > completion.end - completion.start ? splice(state, completion.start, completion.end, prefix) : snapshotOf(state);
  return {
    ...grown,
    open: { kind: 'menu', completion: { ...completion, end: grown.cursor }, at: 0, before: snapshotOf(state), typedSince: false },
  };
}

/** The candidate in the word's place, and the blank or sign that follows it, unless that is there already. */
function take(state: EditorState, { start, end }: Completion, { value, suffix }: Candidate): Change {
  const follows = suffix !== '' && state.text.startsWith(suffix, end);
  const before = state.open.kind === 'menu' ? state.open.before : snapshotOf(state);
  const put = splice(state, start, end, follows ? value : value + suffix);
  return { text: put.text, cursor: put.cursor + (follows ? suffix.length : 0), open: NOTHING, last: { kind: 'take', before } };
}

/** Enter: takes what is marked, and runs nothing. */
export function takeMarked(state: EditorState): Change {
  if (state.open.kind !== 'menu') return {};
  const chosen = state.open.completion.candidates[state.open.at];
  return chosen ? take(state, state.open.completion, chosen) : { open: NOTHING };
}

/** Marks the next candidate (or the one before, with -1), round and round. */
export function markNext(state: EditorState, by: 1 | -1): Change {
  if (state.open.kind !== 'menu') return {};
  const count = state.open.completion.candidates.length;
  return { open: { ...state.open, at: (state.open.at + by + count) % count } };
}

/** Esc: closes; what Tab put in goes again, unless typing went on since. */
export function closeMenu(state: EditorState): Change {
  if (state.open.kind !== 'menu') return {};
  return state.open.typedSince ? { open: NOTHING } : { ...state.open.before, open: NOTHING };
}

/** After an edit with the menu open: the list anew, or closed when nothing fits any more or another word began. */
export function narrow(state: EditorState, context: EditorContext): Change {
  if (state.open.kind !== 'menu') return {};
  const completion = context.complete(state.text, state.cursor);
  const stays = completion.candidates.length > 0 && completion.start === state.open.completion.start;
  return { open: stays ? { ...state.open, completion, at: 0, typedSince: true } : NOTHING };
}
