/** The keys that a tape names. */
import { keyNamed, type StageKeyPress, typing } from '../stage.ts';

/** Commands that press one key, by name. */
export const KEY_COMMANDS: Readonly<Record<string, StageKeyPress>> = {
  Enter: keyNamed('return'),
  Backspace: keyNamed('backspace'),
  Delete: keyNamed('delete'),
  Insert: keyNamed('insert'),
  Tab: keyNamed('tab'),
  Space: typing(' '),
  Escape: keyNamed('escape'),
  Up: keyNamed('up'),
  Down: keyNamed('down'),
  Left: keyNamed('left'),
  Right: keyNamed('right'),
  Home: keyNamed('home'),
  End: keyNamed('end'),
  PageUp: keyNamed('pageup'),
  PageDown: keyNamed('pagedown'),
};

/** What a terminal cannot tell from another key. */
const SAME: Readonly<Record<string, string>> = { i: 'tab', m: 'return', '[': 'escape' };

/** The key of `Ctrl+Alt+X` and its like; undefined when there is no such key. `rest`: what stands after the first word. */
export function chordKey(first: 'Ctrl' | 'Alt' | 'Shift', rest: readonly string[]): StageKeyPress | undefined {
  const held = new Set<string>([first]);
  const [name, ...more] = rest.filter((word) => {
    const modifies = word === 'Alt' || word === 'Shift' || word === 'Ctrl';
    if (modifies) held.add(word);
    return !modifies;
  });
  if (name === undefined || more.length > 0) return undefined;
  const [ctrl, meta, shift] = [held.has('Ctrl'), held.has('Alt'), held.has('Shift')];
  const named = KEY_COMMANDS[name];
  if (named !== undefined) return { ...named, ctrl, meta, shift, text: ctrl || meta ? '' : named.text };
  if ([...name].length !== 1) return undefined;
  if (!ctrl && !meta) return typing(name.toUpperCase());
  const letter = ctrl ? name.toLowerCase() : name;
  const same = ctrl && !meta && !shift ? SAME[letter] : undefined;
  return same === undefined ? keyNamed(letter, { ctrl, meta, shift }) : keyNamed(same);
}
