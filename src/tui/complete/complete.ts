/** Completion: of a text and a cursor, what could stand there. Pure over the sources it is given. */
import { lex, type Word } from '../words.ts';
import { type Completion, type CompletionSources, NO_COMPLETION } from './completion.ts';
import { itemsFor, type Place, wordsOf } from './kinds.ts';
import { completePath } from './paths.ts';
import { completeVariable } from './variables.ts';

/** What could stand at the cursor. `candidates` is empty when nothing fits. */
export function complete(text: string, cursor: number, sources: CompletionSources): Completion {
  const place = placeOf(text, cursor);
  if (!place) return NO_COMPLETION;
  const variable = completeVariable(text, cursor, sources);
  if (variable) return variable;
  if (place.role === 'target' || (place.role === 'assignment' && place.value.includes('='))) return completePath(place, sources);
  const items = itemsFor(place, sources);
  return items ? wordsOf(place, items) : completePath(place, sources, pathFilter(place));
}

const pathFilter = ({ command, role }: Place): ((name: string, folder: boolean) => boolean) => {
  if (command === 'insmod' && role === 'argument') return (name, folder) => folder || name.endsWith('.ko');
  if (command === 'cd' || command === 'rmdir') return (_, folder) => folder;
  return () => true;
};

/** The word at the cursor and the command it belongs to; undefined where nothing can be completed (comments, text blocks). */
function placeOf(text: string, cursor: number): Place | undefined {
  // What is right of the cursor takes no part: the lexer sees the text as if it ended here.
  const found = lex(text.slice(0, cursor));
  const last = found.at(-1);
  if (last?.kind === 'comment' || (last?.kind === 'hereDocument' && last.end === cursor)) return undefined;
  if (last?.kind === 'word' && last.end === cursor) return { ...wordPlace(last), ...commandBefore(text, found.length - 1, cursor) };
  // A word that is not there yet: one letter tells which part it would play.
  const imagined = lex(`${text.slice(0, cursor)}x`).at(-1);
  if (imagined?.kind !== 'word' || imagined.start !== cursor) return undefined;
  return { ...wordPlace({ ...imagined, end: cursor, value: '' }), ...commandBefore(text, found.length, cursor) };
}

const wordPlace = (word: Word): Pick<Place, 'start' | 'end' | 'role' | 'value' | 'open'> => ({
  start: word.start,
  end: word.end,
  role: word.role === 'keyword' ? 'command' : word.role,
  value: word.value,
  open: word.open,
});

function commandBefore(text: string, count: number, cursor: number): Pick<Place, 'command' | 'before'> {
  const before: string[] = [];
  for (const lexeme of lex(text.slice(0, cursor)).slice(0, count).reverse()) {
    if (lexeme.kind !== 'word') {
      if (lexeme.kind === 'operator' && /[<>]/.test(lexeme.text)) continue;
      break;
    }
    if (lexeme.role === 'command') return { command: lexeme.value, before: before.reverse() };
    if (lexeme.role === 'argument') before.push(lexeme.value);
  }
  return { command: '', before: [] };
}
