/** What the reader of keys hands on: plain data, so that a key script can stand in for a terminal. */

export interface KeyPress {
  readonly kind: 'key';
  /** `return`, `tab`, `backspace`, `escape`, `up`, `f1` ...; a letter for C-a and M-a; the character itself for text. */
  readonly name: string;
  readonly ctrl: boolean;
  readonly meta: boolean;
  readonly shift: boolean;
  /** What it types; empty for keys that type nothing. */
  readonly text: string;
}

/** A bracketed paste: one edit, whatever it holds. */
export interface Paste {
  readonly kind: 'paste';
  readonly text: string;
}

export type Key = KeyPress | Paste;

/** The key's name as people write it: `C-a`, `M-b`, `S-tab`, `return`; `text` for anything that types itself. */
export function chordOf(key: KeyPress): string {
  if (key.text !== '' && !key.ctrl && !key.meta) return 'text';
  const shift = key.shift && key.name.length > 1 ? 'S-' : '';
  return (key.ctrl ? 'C-' : '') + (key.meta ? 'M-' : '') + shift + key.name;
}

/** A key that types `text`. */
export const typed = (text: string): KeyPress => ({ kind: 'key', name: text, ctrl: false, meta: false, shift: false, text });
/** A key without text, by name. */
export const pressed = (name: string, modifiers: { ctrl?: boolean; meta?: boolean; shift?: boolean } = {}): KeyPress => ({
  kind: 'key',
  name,
  ctrl: modifiers.ctrl ?? false,
  meta: modifiers.meta ?? false,
  shift: modifiers.shift ?? false,
  text: '',
});
