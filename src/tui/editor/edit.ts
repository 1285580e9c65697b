/** The line editor: `edit(state, key, context)` gives the next state and what is to be done. A pure function. */
import { chordOf, type Key, type KeyPress } from '../key.ts';
import { insert, paste } from './insert.ts';
import { KEYMAP, PREFIXED } from './keymap.ts';
import { closeMenu, markNext, narrow, takeMarked } from './menu.ts';
import { searchKey } from './search.ts';
import { type Change, type Edited, type EditorContext, type EditorState, NOTHING, OTHER, snapshotOf, UNDOS_KEPT } from './state.ts';

/** One key or paste. Effects are in the order in which they are to be done. */
export function edit(state: EditorState, key: Key, context: EditorContext): Edited {
  if (key.kind === 'paste') return pasted(state, key.text, context);
  const chord = chordOf(key);
  if (chord === 'C-_' || chord === 'C-/') return { state: undo(state), effects: [] };
  if (state.open.kind === 'search' && chord !== 'C-c') return settle(state, searchKey(state, key, context));
  if (state.open.kind === 'menu') return menuKey(state, key, context);
  return settle(state, plainKey(state, key, context));
}

function pasted(state: EditorState, text: string, context: EditorContext): Edited {
  if (state.open.kind === 'search') {
    const line = text.split(/[\r\n]/, 1)[0] ?? '';
    return settle(state, { open: { ...state.open, query: state.open.query + line, at: 0 } });
  }
  const { state: next, effects } = settle(state, paste(state, text));
  return next.open.kind === 'menu' ? settle(next, narrow(next, context)) : { state: next, effects };
}

/** Keys that open something, which only makes sense at a prompt. */
const ATTENDED = new Set(['tab', 'C-r']);

function plainKey(state: EditorState, key: KeyPress, context: EditorContext): Change {
  const chord = chordOf(key);
  if (state.prefixed) return PREFIXED.get(chord === 'text' ? key.text : chord)?.(state, context) ?? {};
  if (chord === 'text') return insert(state, key.text);
  if (context.ahead && ATTENDED.has(chord)) return {};
  return KEYMAP.get(chord)?.(state, context) ?? {};
}

const EDITS = new Set(['text', 'backspace', 'delete']);

function menuKey(state: EditorState, key: KeyPress, context: EditorContext): Edited {
  const chord = chordOf(key);
  if (chord === 'tab' || chord === 'down' || chord === 'C-n') return settle(state, markNext(state, 1));
  if (chord === 'S-tab' || chord === 'up' || chord === 'C-p') return settle(state, markNext(state, -1));
  if (chord === 'return' || chord === 'enter') return settle(state, takeMarked(state));
  if (chord === 'escape' || chord === 'C-g') return settle(state, closeMenu(state));
  if (!EDITS.has(chord)) return settle(state, { ...plainKey({ ...state, open: NOTHING }, key, context), open: NOTHING });
  const { state: next, effects } = settle(state, plainKey(state, key, context));
  return { state: { ...next, ...narrow(next, context) }, effects };
}

/** Merges a change; what it does not name goes back to rest, and what it replaced can be undone. */
function settle(state: EditorState, { effects = [], ...change }: Change): Edited {
  const next = { ...state, last: OTHER, browse: undefined, goal: undefined, prefixed: false, ...change };
  // Walking through history is a look, not an edit; typing gathers word by word into one step.
  if (next.text === state.text || (next.browse && state.browse)) return { state: next, effects };
  const gathers = next.last.kind === 'type' && state.last.kind === 'type' && !startsWord(state, next);
  return { state: gathers ? next : { ...next, undo: [...state.undo.slice(1 - UNDOS_KEPT), snapshotOf(state)] }, effects };
}

const startsWord = (state: EditorState, next: EditorState): boolean =>
  /\s$/.test(state.text.slice(0, state.cursor)) && !/\s$/.test(next.text.slice(0, next.cursor));

function undo(state: EditorState): EditorState {
  const before = state.undo.at(-1);
  const rest = { ...state, last: OTHER, browse: undefined, goal: undefined, prefixed: false, open: NOTHING };
  return before ? { ...rest, ...before, undo: state.undo.slice(0, -1) } : rest;
}
