/** Text with roles, cut and filled to columns. Apart from styled.ts, since the tables of Unicode take 40 ms to load. */
import { columnsOf, takeColumns } from '../text/width.ts';
import { type Role, type Span, type StyledLine, span, textOf } from './styled.ts';

/** Columns that it takes. */
export const widthOf = (styled: StyledLine): number => columnsOf(textOf(styled));

/** Its beginning, at most `columns` wide; `more` at the end of what was cut. */
export function cutLine(styled: StyledLine, columns: number, more = ''): StyledLine {
  if (widthOf(styled) <= columns) return styled;
  let room = Math.max(0, columns - columnsOf(more));
  const kept: Span[] = [];
  let role: Role = 'plain';
  for (const part of styled) {
    const text = takeColumns(part.text, room);
    if (text !== '') kept.push({ ...part, text });
    role = part.role;
    room -= columnsOf(text);
    if (text.length < part.text.length) break;
  }
  return more === '' ? kept : [...kept, span(takeColumns(more, columns), role)];
}

/** With blanks up to `columns`. */
export function fillLine(styled: StyledLine, columns: number): StyledLine {
  const missing = columns - widthOf(styled);
  return missing > 0 ? [...styled, span(' '.repeat(missing))] : styled;
}

/** Left text, and right text that ends in column `columns`; the left one is cut so that two blanks stay between them. */
export function spread(left: StyledLine, right: StyledLine, columns: number, more = ''): StyledLine {
  const room = columns - widthOf(right);
  if (widthOf(right) === 0) return cutLine(left, columns, more);
  return [...fillLine(cutLine(left, Math.max(0, room - 2), more), room), ...right];
}
