/** Key scripts for tests: `"rmm" tab C-a M-.` becomes the keys that a terminal would send. */
import { type Key, pressed, typed } from '../../src/tui/key.ts';
import { graphemesOf } from '../../src/tui/text/segments.ts';

const NAMES: Readonly<Record<string, string>> = { enter: 'return', bs: 'backspace', esc: 'escape', del: 'delete', space: 'space' };

/** `"text"` types text (with \n as Enter), `<text>` pastes it (with \n as newline); other words are chords such as `C-a`, `S-tab`, `enter`. */
export function keysOf(script: string): Key[] {
  const keys: Key[] = [];
  for (const [word] of script.matchAll(/"(?:[^"\\]|\\.)*"|<[^>]*>|\S+/g)) {
    if (word.startsWith('"'))
      for (const one of graphemesOf(JSON.parse(word) as string)) keys.push(one === '\n' ? pressed('return') : typed(one));
    else if (word.startsWith('<')) keys.push({ kind: 'paste', text: word.slice(1, -1).replaceAll('\\n', '\n').replaceAll('\\r', '\r') });
    else keys.push(chord(word));
  }
  return keys;
}

function chord(word: string): Key {
  let rest = word;
  const modifiers = { ctrl: false, meta: false, shift: false };
  for (;;) {
    if (rest.startsWith('C-') && rest.length > 2) modifiers.ctrl = true;
    else if (rest.startsWith('M-') && rest.length > 2) modifiers.meta = true;
    else if (rest.startsWith('S-') && rest.length > 2) modifiers.shift = true;
    else break;
    rest = rest.slice(2);
  }
  if (rest === '?' && word === '?') return typed('?');
  return pressed(NAMES[rest] ?? rest, modifiers);
}
