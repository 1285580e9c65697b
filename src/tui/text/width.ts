/** How many terminal columns a text takes, and cutting and filling by columns. */
import stringWidth from 'string-width';
import { graphemesOf } from './segments.ts';

const ASCII = /^[\x20-\x7e]*$/;

/** Columns of a text without escapes. */
export const columnsOf = (text: string): number => (ASCII.test(text) ? text.length : stringWidth(text));

/** The longest beginning of `text` that fits into `columns`. */
export function takeColumns(text: string, columns: number): string {
  if (columns <= 0) return '';
  if (ASCII.test(text)) return text.slice(0, columns);
  let taken = '';
  let width = 0;
  for (const grapheme of graphemesOf(text)) {
    width += columnsOf(grapheme);
    if (width > columns) break;
    taken += grapheme;
  }
  return taken;
}

/** The text itself if it fits, else its beginning and `more`, together at most `columns` wide. */
export function cut(text: string, columns: number, more: string): string {
  if (columnsOf(text) <= columns) return text;
  const room = columns - columnsOf(more);
  return room < 0 ? takeColumns(text, columns) : takeColumns(text, room) + more;
}

/** Filled with blanks on the right up to `columns`. */
export const fill = (text: string, columns: number): string => text + ' '.repeat(Math.max(0, columns - columnsOf(text)));

/** Filled with blanks on the left up to `columns`. */
export const fillLeft = (text: string, columns: number): string => ' '.repeat(Math.max(0, columns - columnsOf(text))) + text;
