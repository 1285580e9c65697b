/** Runs a key script through the line editor and shows the result as text with the cursor in it. */
import { complete } from '../../src/tui/complete/complete.ts';
import { edit } from '../../src/tui/editor/edit.ts';
import { type EditorContext, type EditorState, type Effect, emptyEditor } from '../../src/tui/editor/state.ts';
import type { History } from '../../src/tui/history.ts';
import { keysOf } from './keys.ts';
import { sources } from './sources.ts';

export const pastOf = (...texts: string[]): History => texts.map((text) => ({ text, status: 0, tookUs: 1_000 }));

/** A block is unfinished while it ends in a backslash or has more `do` than `done`. */
export function contextOf(history: History = [], overrides: Partial<EditorContext> = {}): EditorContext {
  return {
    history,
    complete: (text, cursor) => complete(text, cursor, sources),
    needsMore: (text) => {
      const open = (text.match(/\bdo\b/g)?.length ?? 0) > (text.match(/\bdone\b/g)?.length ?? 0);
      return { more: open || text.endsWith('\\'), open: open ? 'do' : '' };
    },
    offered: '',
    ahead: false,
    ...overrides,
  };
}

export interface Played {
  readonly state: EditorState;
  readonly effects: readonly Effect[];
  /** The text with `|` where the cursor stands. */
  readonly shown: string;
}

export function play(script: string, context: EditorContext = contextOf(), from: EditorState = emptyEditor): Played {
  let state = from;
  const effects: Effect[] = [];
  for (const key of keysOf(script)) {
    const next = edit(state, key, context);
    state = next.state;
    effects.push(...next.effects);
  }
  return { state, effects, shown: `${state.text.slice(0, state.cursor)}|${state.text.slice(state.cursor)}` };
}
