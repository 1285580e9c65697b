/** The prompt, the line or block being typed, and where the cursor stands in it. */
import type { SyntaxSpan } from '../highlight.ts';
import { graphemesOf } from '../text/segments.ts';
import { columnsOf, fillLeft, takeColumns } from '../text/width.ts';
import { cutLine } from './columns.ts';
import { type Role, type Span, type StyledLine, span, textOf } from './styled.ts';

/** `today# `, `today [1]$ `: the prompt that modsh makes itself. */
const OWN = /^(\S+)(?: (\[\d+\]))?([#$] )$/;
const ESCAPES = /\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)|[\x00-\x08\x0b-\x1f\x7f]/g;

/** The prompt's lines: ours with its colours, one of the user's own as plain text. Escapes in it are taken out. */
export function promptLines(text: string): StyledLine[] {
  const clean = text.replace(ESCAPES, '');
  const own = OWN.exec(clean);
  if (!own) return clean.split('\n').map((part) => [span(part)]);
  const [, id = '', status, sign = ''] = own;
  return [status === undefined ? [span(id, 'accent'), span(sign)] : [span(id, 'accent'), span(' '), span(status, 'danger'), span(sign)]];
}

/** What stands before the second and later lines of a block: what is open, right-aligned with the prompt. */
export const continuationPrompt = (open: string, promptText: string): StyledLine => {
  const last = promptLines(promptText).at(-1) ?? [];
  return [span(fillLeft(`${open}> `, columnsOf(textOf(last))), 'faint')];
};

export interface EditInput {
  /** Lines of prompt; the text begins after the last one. */
  readonly prompt: readonly StyledLine[];
  /** For each further line of the text. */
  readonly continuations: readonly StyledLine[];
  readonly spans: readonly SyntaxSpan[];
  readonly cursor: number;
  readonly suggestion: string;
  readonly columns: number;
  readonly more: string;
}

export interface EditRows {
  readonly lines: readonly StyledLine[];
  readonly cursor: { readonly x: number; readonly y: number };
}

const ROLES: Readonly<Record<SyntaxSpan['role'], Role>> = {
  command: 'command',
  unknown: 'unknown',
  string: 'string',
  comment: 'comment',
  plain: 'plain',
};

/** A character as it is shown while it is edited: tabs as blanks, other controls as `^A`. */
export function visible(grapheme: string): string {
  if (grapheme === '\t') return '    ';
  const code = grapheme.charCodeAt(0);
  if (code < 32) return `^${String.fromCharCode(code + 64)}`;
  return code === 127 ? '^?' : grapheme;
}

/** The typed text in rows that fit, wrapped between characters; one column stays free, so that no terminal wraps by itself. */
export function layoutEdit(input: EditInput): EditRows {
  const room = Math.max(1, input.columns - 1);
  const rows: Span[][] = input.prompt.map((part) => [...cutLine(part, room)]);
  if (rows.length === 0) rows.push([]);
  let x = columnsOf(textOf(rows.at(-1) ?? []));
  let at = 0;
  let line = 0;
  let cursor = { x, y: rows.length - 1 };
  const append = (text: string, role: Role): void => {
    const width = columnsOf(text);
    if (x + width > room) {
      rows.push([]);
      x = 0;
    }
    rows.at(-1)?.push(span(text, role));
    x += width;
  };
  for (const part of input.spans) {
    for (const grapheme of graphemesOf(part.text)) {
      if (at === input.cursor) cursor = { x, y: rows.length - 1 };
      at += grapheme.length;
      if (grapheme === '\n') {
        const start = cutLine(input.continuations[line] ?? [], room);
        line += 1;
        rows.push([...start]);
        x = columnsOf(textOf(start));
      } else append(visible(grapheme), ROLES[part.role]);
    }
  }
  if (at === input.cursor) cursor = { x, y: rows.length - 1 };
  if (input.suggestion !== '') rows.at(-1)?.push(span(suggested(input.suggestion, room - x, input.more), 'faint'));
  return { lines: rows.map(joined), cursor };
}

function suggested(text: string, room: number, more: string): string {
  if (columnsOf(text) <= room) return text;
  return room < columnsOf(more) ? '' : takeColumns(text, room - columnsOf(more)) + more;
}

/** Neighbours of one style become one span. */
function joined(spans: readonly Span[]): StyledLine {
  const out: Span[] = [];
  for (const part of spans) {
    const last = out.at(-1);
    if (last && last.role === part.role && last.bold === part.bold && last.reverse === part.reverse) {
      out[out.length - 1] = { ...last, text: last.text + part.text };
    } else out.push(part);
  }
  return out;
}

/** At most `rows` of them, around the cursor. */
export function windowOf({ lines, cursor }: EditRows, rows: number): EditRows {
  if (lines.length <= rows) return { lines, cursor };
  const first = Math.max(0, Math.min(cursor.y - Math.floor(rows / 2), lines.length - rows));
  return { lines: lines.slice(first, first + rows), cursor: { x: cursor.x, y: cursor.y - first } };
}
