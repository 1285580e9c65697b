/** Building the fields of a word: what is quoted, what is split at IFS, what may be a file name pattern (POSIX 2.6.5). */
import { quotePattern } from './pattern.ts';

export interface Field {
  readonly text: string;
  /** The field as a pattern, when some unquoted `*`, `?` or `[` is in it. */
  readonly pattern: string | undefined;
}

export interface Fields {
  readonly done: Field[];
  text: string;
  pattern: string | undefined;
  /** True when the field under way exists even if it is empty. */
  open: boolean;
  /** The last thing added was the white space that ended a field. */
  endedByWhite: boolean;
  /** The characters to split at; undefined: nothing is split. */
  readonly ifs: string | undefined;
}

/** Starts on a word. `ifs` undefined: it stays one field. `asPattern`: the result is wanted as a pattern. */
export const createFields = (ifs: string | undefined, asPattern = false): Fields => ({
  done: [],
  text: '',
  pattern: asPattern ? '' : undefined,
  open: false,
  endedByWhite: false,
  ifs,
});

const ACTIVE = /[*?[]/;

/** Adds text that means just itself. */
export function addQuoted(fields: Fields, text: string): void {
  fields.text += text;
  if (fields.pattern !== undefined) fields.pattern += quotePattern(text);
  fields.open = true;
  fields.endedByWhite = false;
}

/** Adds unquoted text that is not split: it stood in the script, or nothing is split here. */
export function addLiteral(fields: Fields, text: string): void {
  if (text === '') return;
  if (fields.pattern !== undefined) fields.pattern += text;
  else if (ACTIVE.test(text)) fields.pattern = quotePattern(fields.text) + text;
  fields.text += text;
  fields.open = true;
  fields.endedByWhite = false;
}

/** Ends the field under way, if there is one. */
export function endField(fields: Fields): void {
  if (fields.open) pushField(fields);
}

/** Ends the field under way, even if it is empty. */
export function pushField(fields: Fields): void {
  fields.done.push({ text: fields.text, pattern: fields.pattern });
  fields.text = '';
  fields.pattern = undefined;
  fields.open = false;
}

const isWhite = (character: string): boolean => character === ' ' || character === '\t' || character === '\n';

/** Adds the unquoted result of an expansion, split at IFS. */
export function addSplit(fields: Fields, text: string): void {
  const { ifs } = fields;
  if (ifs === undefined || ifs === '') {
    addLiteral(fields, text);
    return;
  }
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    if (!ifs.includes(character)) continue;
    if (at > from) addLiteral(fields, text.slice(from, at));
    delimit(fields, isWhite(character));
    from = at + 1;
  }
  if (from < text.length) addLiteral(fields, text.slice(from));
}

/** White space ends a field; another delimiter ends one too, except where white space beside it has just done so. */
function delimit(fields: Fields, white: boolean): void {
  if (white) {
    if (!fields.open) return;
    pushField(fields);
    fields.endedByWhite = true;
  } else if (fields.endedByWhite) fields.endedByWhite = false;
  else pushField(fields);
}
