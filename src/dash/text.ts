/** Text with roles, as the panels of the dashboard make it. Which colour a role gets, the drawing says. */
import stringWidth from 'string-width';

export type Role = 'plain' | 'accent' | 'good' | 'wait' | 'danger' | 'change';

export interface Span {
  readonly text: string;
  readonly role: Role;
  readonly bold?: boolean;
}

export type Line = readonly Span[];

export const span = (text: string, role: Role = 'plain'): Span => ({ text, role });
export const strong = (text: string, role: Role = 'plain'): Span => ({ text, role, bold: true });
export const plain = (text: string): Line => [span(text)];

/** Its text alone. */
export const textOf = (line: Line): string => line.map((part) => part.text).join('');

const ASCII = /^[\x20-\x7e]*$/;

/** Columns that a text takes. */
export const columnsOf = (text: string): number => (ASCII.test(text) ? text.length : stringWidth(text));

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

function takeColumns(text: string, columns: number): string {
  if (ASCII.test(text)) return text.slice(0, Math.max(0, columns));
  let taken = '';
  let width = 0;
  for (const { segment } of segmenter.segment(text)) {
    width += columnsOf(segment);
    if (width > columns) break;
    taken += segment;
  }
  return taken;
}

/** The text if it fits, else its beginning and `more`. */
export const cutText = (text: string, columns: number, more: string): string =>
  columnsOf(text) <= columns ? text : takeColumns(text, columns - columnsOf(more)) + takeColumns(more, columns);

/** The text, cut and filled with blanks to exactly this many columns. */
export function fitText(text: string, columns: number, more: string): string {
  const kept = cutText(text, columns, more);
  return kept + ' '.repeat(Math.max(0, columns - columnsOf(kept)));
}

/** The line cut to these columns. */
export function cutLine(line: Line, columns: number, more = ''): Line {
  if (columnsOf(textOf(line)) <= columns) return line;
  let room = columns - columnsOf(more);
  const kept: Span[] = [];
  for (const part of line) {
    const text = takeColumns(part.text, room);
    if (text !== '') kept.push({ ...part, text });
    room -= columnsOf(text);
    if (text.length < part.text.length) break;
  }
  return [...kept, span(takeColumns(more, columns))];
}

/** Left text, and right text that ends in column `columns`; the left one gives way. */
export function spread(left: Line, right: Line, columns: number, more = ''): Line {
  const width = columnsOf(textOf(right));
  if (width === 0) return cutLine(left, columns, more);
  const kept = cutLine(left, Math.max(0, columns - width - 1), more);
  return [...kept, span(' '.repeat(Math.max(1, columns - width - columnsOf(textOf(kept))))), ...right];
}
