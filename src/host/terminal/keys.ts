/** Bytes from the terminal become keys. Node's decoder does the work, on a private stream: two decoders on stdin would double every Enter. */
import { emitKeypressEvents } from 'node:readline';
import { PassThrough } from 'node:stream';
import { type Key, pressed, typed } from '../../tui/key.ts';

/** What Node says about a key. */
interface NodeKey {
  readonly sequence?: string;
  readonly name?: string | undefined;
  readonly ctrl?: boolean;
  readonly meta?: boolean;
  readonly shift?: boolean;
}

/** How long a lone Escape may be the start of something longer. */
const ESCAPE_MS = 50;
/** A paste whose end never comes is taken as ended after this silence, lest the keyboard seem dead. */
const PASTE_SILENCE_MS = 1_000;

/** Controls that Node leaves without a name. */
const CONTROLS: Readonly<Record<string, string>> = { '\x1c': '\\', '\x1d': ']', '\x1e': '^', '\x1f': '_' };

/** The keys; none for what is none (answers of the terminal, sequences nobody knows). */
function keysOf(text: string | undefined, key: NodeKey): Key[] {
  const { sequence = '', ctrl = false, meta = false, shift = false } = key;
  const control = CONTROLS[sequence];
  if (control !== undefined) return [pressed(control, { ctrl: true })];
  if (text !== undefined && !ctrl && !meta && /^[^\x00-\x1f\x7f]/.test(text)) return [typed(text)];
  if (key.name === 'escape') return [pressed('escape')];
  // Escape and then, quickly, Ctrl-C: two keys. An Escape must never swallow it.
  const letter = /^\x1b([\x01-\x07\x0b\x0c\x0e-\x1a])$/.exec(sequence)?.[1];
  if (letter !== undefined) return [pressed('escape'), pressed(String.fromCharCode(letter.charCodeAt(0) + 96), { ctrl: true })];
  if (key.name !== undefined && key.name !== 'undefined') return [pressed(key.name, { ctrl, meta, shift })];
  // M-. and the like: Escape and one character that has no name.
  return sequence.length === 2 && sequence.startsWith('\x1b') ? [pressed(sequence.slice(1), { meta: true })] : [];
}

export interface KeyReader {
  /** Bytes as they came. */
  write(chunk: Buffer): void;
  close(): void;
}

/** Calls back with all keys of a chunk at once, in order. A bracketed paste is one key. */
export function createKeyReader(onKeys: (keys: readonly Key[]) => void): KeyReader {
  const stream = new PassThrough();
  let keys: Key[] = [];
  let pasted: string | undefined;
  let silence: NodeJS.Timeout | undefined;
  const flush = (): void => {
    const batch = keys;
    keys = [];
    if (batch.length > 0) onKeys(batch);
  };
  const push = (key: Key): void => {
    if (keys.length === 0) queueMicrotask(flush);
    keys.push(key);
  };
  const endPaste = (): void => {
    clearTimeout(silence);
    if (pasted !== undefined) push({ kind: 'paste', text: pasted });
    pasted = undefined;
  };
  const onKeypress = (text: string | undefined, key: NodeKey): void => {
    if (key.name === 'paste-start') {
      pasted = '';
    } else if (key.name === 'paste-end') endPaste();
    else if (pasted !== undefined) pasted += key.sequence ?? text ?? '';
    else for (const found of keysOf(text, key)) push(found);
  };
  emitKeypressEvents(stream, { escapeCodeTimeout: ESCAPE_MS } as unknown as Parameters<typeof emitKeypressEvents>[1]);
  stream.on('keypress', onKeypress);
  return {
    write(chunk) {
      stream.write(chunk);
      clearTimeout(silence);
      if (pasted !== undefined) silence = setTimeout(endPaste, PASTE_SILENCE_MS);
    },
    close() {
      clearTimeout(silence);
      stream.removeAllListeners('keypress');
      stream.end();
    },
  };
}
