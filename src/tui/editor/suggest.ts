/** The grey rest behind the cursor: the newest entry that begins like this, else what completion would make of the word. */
import { newestStartingWith } from '../history.ts';
import { wordEnd } from '../text/segments.ts';
import type { Change, EditorContext, EditorState } from './state.ts';

/** What would be added at the cursor; empty when there is nothing to suggest. Only at the text's end, only with nothing open. */
export function suggestionFor(state: EditorState, context: EditorContext): string {
  const { text } = state;
  if (state.cursor !== text.length || state.open.kind !== 'nothing' || text.includes('\n')) return '';
  if (context.offered.length > text.length && context.offered.startsWith(text)) return context.offered.slice(text.length);
  if (text.trim() === '') return '';
  const whole = newestStartingWith(context.history, text);
  if (whole !== undefined) return firstLine(whole.slice(text.length));
  return fromCompletion(state, context);
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

function fromCompletion(state: EditorState, context: EditorContext): string {
  const { start, candidates } = context.complete(state.text, state.cursor);
  const word = state.text.slice(start);
  const best = candidates[0];
  return word !== '' && best?.value.startsWith(word) ? best.value.slice(word.length) : '';
}

/** Takes the whole suggestion; undefined when there is none. */
export function takeSuggestion(state: EditorState, context: EditorContext): Change | undefined {
  const rest = suggestionFor(state, context);
  return rest === '' ? undefined : { text: state.text + rest, cursor: state.text.length + rest.length };
}

/** Takes the next word of the suggestion; undefined when there is none. */
export function takeSuggestedWord(state: EditorState, context: EditorContext): Change | undefined {
  const rest = suggestionFor(state, context);
  if (rest === '') return undefined;
  const whole = state.text + rest;
  const end = wordEnd(whole, state.text.length);
  return { text: whole.slice(0, end), cursor: end };
}
