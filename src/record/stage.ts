/**
 * What a tape is played on: a running shell with its face, as seen and handled by somebody at a terminal. The composition
 * root implements this over the shell, its key reducer and its frames; tests with a small stand-in.
 */

/** A key as the reader of keys hands it on. */
export interface StageKeyPress {
  readonly kind: 'key';
  /** `return`, `tab`, `backspace`, `escape`, `up` ...; a letter for Ctrl and Alt; the character itself for text. */
  readonly name: string;
  readonly ctrl: boolean;
  readonly meta: boolean;
  readonly shift: boolean;
  /** What it types; empty for keys that type nothing. */
  readonly text: string;
}

/** What went into the transcript, or the wish (C-l, `clear`) that the screen be empty. */
export type StageOutput = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'clear' };

/** The region below the transcript. */
export interface StageFrame {
  /** Lines painted with SGR sequences, each closed at its end and at most as wide as the terminal; no newlines. */
  readonly lines: readonly string[];
  /** Undefined: hidden. */
  readonly cursor: { readonly x: number; readonly y: number } | undefined;
}

export interface Stage {
  press(key: StageKeyPress): void;
  /** Lets this much show time pass, in microseconds; virtual time passes at the shell's own speed. */
  advance(showUs: number): void;
  /** What was added to the transcript since the last call: text in whole lines, with newlines (`\n`) and SGR sequences. */
  takeOutput(): readonly StageOutput[];
  frame(): StageFrame;
  /** Does the editor wait for keys, with nothing in the foreground (a continuation prompt counts)? */
  idle(): boolean;
  /** The shell's exit status once it has ended. */
  over(): number | undefined;
  /** Virtual microseconds since boot. */
  virtualUs(): number;
}

/** A key that types this text. */
export const typing = (text: string): StageKeyPress => ({ kind: 'key', name: text, ctrl: false, meta: false, shift: false, text });

/** A key that types nothing, by name. */
export const keyNamed = (name: string, modifiers: { ctrl?: boolean; meta?: boolean; shift?: boolean } = {}): StageKeyPress => ({
  kind: 'key',
  name,
  ctrl: modifiers.ctrl ?? false,
  meta: modifiers.meta ?? false,
  shift: modifiers.shift ?? false,
  text: '',
});

const BYTES: Readonly<Record<string, string>> = {
  return: '\r',
  tab: '\t',
  backspace: '\x7f',
  escape: '\x1b',
  space: ' ',
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  home: '\x1b[H',
  end: '\x1b[F',
  insert: '\x1b[2~',
  delete: '\x1b[3~',
  pageup: '\x1b[5~',
  pagedown: '\x1b[6~',
};

/** What a terminal sends for a key: the data of an input event. */
export function bytesOf(key: StageKeyPress): string {
  if (key.name === 'tab' && key.shift) return '\x1b[Z';
  const named = BYTES[key.name];
  const arrow = key.ctrl ? named?.match(/^\x1b\[([A-F])$/)?.[1] : undefined;
  if (arrow !== undefined) return `\x1b[1;5${arrow}`;
  const plain = key.text || (named ?? key.name);
  const sent = key.ctrl && plain.length === 1 ? String.fromCharCode(plain.toUpperCase().charCodeAt(0) & 31) : plain;
  return key.meta ? `\x1b${sent}` : sent;
}
