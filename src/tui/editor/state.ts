/** The line editor's state, its effects, and what it asks of the world: all plain data and pure functions. */
import type { Completion } from '../complete/completion.ts';
import type { History } from '../history.ts';

/** A text and where the cursor stands in it; what undo brings back. */
export interface Snapshot {
  readonly text: string;
  readonly cursor: number;
}

/** What the key before this one did, where the next one depends on it. */
export type Last =
  | { readonly kind: 'other' }
  | { readonly kind: 'type' }
  | { readonly kind: 'kill' }
  | { readonly kind: 'yank'; readonly start: number; readonly end: number; readonly nth: number }
  | { readonly kind: 'lastWord'; readonly start: number; readonly end: number; readonly depth: number }
  | { readonly kind: 'take'; readonly before: Snapshot };

/** Walking through history: which entries fit what was typed, and which one is shown (-1: what was typed). */
export interface Browse {
  readonly typed: Snapshot;
  readonly found: readonly string[];
  readonly at: number;
}

/** Something open under the prompt. There is never more than one. */
export type Open =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'menu';
      readonly completion: Completion;
      readonly at: number;
      /** What stood there before Tab; Esc brings it back unless more was typed since. */
      readonly before: Snapshot;
      readonly typedSince: boolean;
    }
  | { readonly kind: 'search'; readonly query: string; readonly at: number; readonly before: Snapshot };

export interface EditorState extends Snapshot {
  readonly undo: readonly Snapshot[];
  /** Killed texts, newest first. */
  readonly kills: readonly string[];
  readonly last: Last;
  readonly browse: Browse | undefined;
  readonly open: Open;
  /** C-x was pressed and waits for its second key. */
  readonly prefixed: boolean;
  /** The column that Up and Down aim at while they pass shorter lines. */
  readonly goal: number | undefined;
}

/** What the editor wants done; it does nothing itself. */
export type Effect =
  | { readonly do: 'submit'; readonly text: string }
  | { readonly do: 'drop'; readonly text: string }
  | { readonly do: 'endOfInput' }
  | { readonly do: 'clear' }
  | { readonly do: 'edit'; readonly text: string }
  | { readonly do: 'list'; readonly completion: Completion }
  | { readonly do: 'help' }
  | { readonly do: 'table' };

/** Whether a block is complete, as the shell's parser sees it. */
export interface More {
  readonly more: boolean;
  /** What is open: `do`, `quote`, `then`; empty when nothing is. */
  readonly open: string;
  readonly error?: { readonly message: string; readonly line: number; readonly column: number; readonly near: string };
}

/** What the editor asks while it works. Same questions, same answers: it stays a pure function. */
export interface EditorContext {
  readonly history: History;
  complete(text: string, cursor: number): Completion;
  needsMore(text: string): More;
  /** A command that is offered as the grey suggestion before all others (the tour does); empty: none. */
  readonly offered: string;
  /** True while a command runs: a line is then only kept, so Enter asks for nothing. */
  readonly ahead: boolean;
}

/** What a key changes; whatever it does not name goes back to rest (browse, goal, prefix, last). */
export type Change = Partial<EditorState> & { readonly effects?: readonly Effect[] };

/** The result of one key. */
export interface Edited {
  readonly state: EditorState;
  readonly effects: readonly Effect[];
}

export const OTHER: Last = Object.freeze({ kind: 'other' });
export const NOTHING: Open = Object.freeze({ kind: 'nothing' });
/** Killed texts that are kept. */
export const KILLS_KEPT = 60;
/** Steps that can be undone. */
export const UNDOS_KEPT = 500;

/** An editor with nothing typed. */
export const emptyEditor: EditorState = Object.freeze({
  text: '',
  cursor: 0,
  undo: [],
  kills: [],
  last: OTHER,
  browse: undefined,
  open: NOTHING,
  prefixed: false,
  goal: undefined,
});

/** A fresh line; what was killed stays. */
export const freshLine = (state: EditorState, text = ''): EditorState => ({
  ...emptyEditor,
  kills: state.kills,
  text,
  cursor: text.length,
});

/** The text with `put` in place of what is between two offsets, the cursor after it. */
export const splice = (state: Snapshot, start: number, end: number, put: string): Snapshot => ({
  text: state.text.slice(0, start) + put + state.text.slice(end),
  cursor: start + put.length,
});

export const snapshotOf = (state: Snapshot): Snapshot => ({ text: state.text, cursor: state.cursor });
