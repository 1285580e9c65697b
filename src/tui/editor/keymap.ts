/** Which key does what, when nothing is open: the keys of readline and fish. */
import { down, newer, older, up } from './browse.ts';
import { enter } from './enter.ts';
import { deleteBack, deleteForward, newline } from './insert.ts';
import { killToBlank, killToEnd, killToStart, killWord, killWordBack, yank, yankPop } from './kill.ts';
import { insertLastWord } from './lastWord.ts';
import { openMenu } from './menu.ts';
import { back, backWord, forward, forwardWord, toLineEnd, toLineStart } from './move.ts';
import { openSearch } from './search.ts';
import type { Change, EditorContext, EditorState } from './state.ts';
import { takeSuggestedWord, takeSuggestion } from './suggest.ts';
import { transposeCharacters, transposeWords } from './transpose.ts';

type Action = (state: EditorState, context: EditorContext) => Change;

const forwardOrTake: Action = (state, context) => takeSuggestion(state, context) ?? forward(state);
const endOrTake: Action = (state, context) => takeSuggestion(state, context) ?? toLineEnd(state);
const wordOrTake: Action = (state, context) => takeSuggestedWord(state, context) ?? forwardWord(state);
const endOfInput: Action = (state) => (state.text === '' ? { effects: [{ do: 'endOfInput' }] } : deleteForward(state));

/** Esc right after Enter took something from the menu brings back what was typed; else it closes nothing, since nothing is open. */
const undoTake: Action = (state) => (state.last.kind === 'take' ? { ...state.last.before } : {});

export const KEYMAP: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['C-a', toLineStart],
  ['home', toLineStart],
  ['C-e', endOrTake],
  ['end', endOrTake],
  ['C-b', back],
  ['left', back],
  ['C-f', forwardOrTake],
  ['right', forwardOrTake],
  ['M-b', backWord],
  ['M-left', backWord],
  ['C-left', backWord],
  ['M-f', wordOrTake],
  ['M-right', wordOrTake],
  ['C-right', wordOrTake],
  ['up', up],
  ['down', (state) => down(state)],
  ['C-p', older],
  ['C-n', (state) => newer(state)],
  ['C-k', killToEnd],
  ['C-u', killToStart],
  ['C-w', killToBlank],
  ['M-d', killWord],
  ['M-backspace', killWordBack],
  ['C-y', yank],
  ['M-y', yankPop],
  ['C-t', transposeCharacters],
  ['M-t', transposeWords],
  ['backspace', deleteBack],
  ['delete', deleteForward],
  ['C-d', endOfInput],
  ['M-.', insertLastWord],
  ['C-r', openSearch],
  ['tab', openMenu],
  ['return', enter],
  ['enter', enter],
  ['M-return', newline],
  ['M-enter', newline],
  ['C-c', (state) => ({ effects: [{ do: 'drop', text: state.text }] })],
  ['C-l', () => ({ effects: [{ do: 'clear' }] })],
  ['C-x', () => ({ prefixed: true })],
  ['escape', undoTake],
  ['f1', () => ({ effects: [{ do: 'help' }] })],
  ['f2', () => ({ effects: [{ do: 'table' }] })],
]);

/** The second key after C-x. */
export const PREFIXED: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['C-e', (state) => ({ effects: [{ do: 'edit', text: state.text }] })],
  ['?', (state, context) => ({ effects: [{ do: 'list', completion: context.complete(state.text, state.cursor) }] })],
]);
