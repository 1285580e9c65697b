/** Up and Down: through the entries that begin with what is typed, and back to it. */
import { startingWith } from '../history.ts';
import { lineDown, lineUp } from './move.ts';
import { type Browse, type Change, type EditorContext, type EditorState, snapshotOf } from './state.ts';

function show(browse: Browse, at: number): Change {
  const text = browse.found[at];
  if (text === undefined) return { ...browse.typed, browse: { ...browse, at: -1 } };
  return { text, cursor: text.length, browse: { ...browse, at } };
}

/** The next older entry; on the oldest it stays. */
export function older(state: EditorState, context: EditorContext): Change {
  const browse = state.browse ?? { typed: snapshotOf(state), found: startingWith(context.history, state.text), at: -1 };
  if (browse.found.length === 0) return {};
  return show(browse, Math.min(browse.at + 1, browse.found.length - 1));
}

/** The next newer entry; after the newest, what was typed. */
export function newer(state: EditorState): Change {
  return state.browse ? show(state.browse, Math.max(state.browse.at - 1, -1)) : {};
}

/** Up: a line up in the block, and history from its first line on. */
export const up = (state: EditorState, context: EditorContext): Change => lineUp(state) ?? older(state, context);

/** Down: a line down in the block, and history from its last line on. */
export const down = (state: EditorState): Change => lineDown(state) ?? newer(state);
