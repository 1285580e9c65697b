/** Enter: takes from the menu, spells out `!!`, goes on in an unfinished block, or runs the block. */
import { spellOut } from './bang.ts';
import { newline } from './insert.ts';
import type { Change, EditorContext, EditorState } from './state.ts';

export function enter(state: EditorState, context: EditorContext): Change {
  if (context.ahead) return { effects: [{ do: 'submit', text: state.text }] };
  const spelled = spellOut(state.text, context.history);
  if (spelled !== undefined) return { text: spelled, cursor: spelled.length };
  if (state.text.trim() !== '' && context.needsMore(state.text).more) return newline(state);
  return { effects: [{ do: 'submit', text: state.text }] };
}
