/**
 * The live region: prompt, what is open, waits, status line, table, from the first line down. A function of what it is
 * given and nothing else, so that the terminal, the recorder and the tests draw the same.
 */
import type { SystemView } from '../../engine/view.ts';
import type { EditorState } from '../editor/state.ts';
import type { SyntaxSpan } from '../highlight.ts';
import type { History } from '../history.ts';
import type { Look } from '../look.ts';
import type { Changes } from '../marks.ts';
import { graphemesOf } from '../text/segments.ts';
import { cutLine } from './columns.ts';
import { menuLines, searchLine, searchLines } from './menu.ts';
import { continuationPrompt, layoutEdit, promptLines, visible, windowOf } from './prompt.ts';
import { signsOf } from './signs.ts';
import { statusLine } from './status.ts';
import { type Frame, type StyledLine, span } from './styled.ts';
import { tableLines } from './table.ts';
import { waitLines } from './waits.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface FrameInput {
  readonly size: Size;
  readonly look: Look;
  readonly view: SystemView;
  readonly changes: Changes;
  readonly at: 'prompt' | 'running' | 'over';
  readonly promptText: string;
  /** What is open before each further line of the block: `do`, `quote`. */
  readonly open: readonly string[];
  /** PS2, if the user set one. */
  readonly continuationText: string | undefined;
  readonly editor: EditorState;
  readonly syntax: readonly SyntaxSpan[];
  readonly suggestion: string;
  readonly history: History;
  /** While a command runs: lines typed ahead, oldest first. */
  readonly ahead: readonly string[];
  /** A command reads from the terminal: the typed line is shown even when it is empty. */
  readonly reading: boolean;
  /** The last line of output, while it has no newline yet. */
  readonly tail: string;
  readonly foreground: number | undefined;
  readonly jobs: ReadonlyMap<number, number>;
  readonly warned: ReadonlyMap<number, number>;
  readonly nowUs: number;
  readonly showMs: number;
  readonly speed: number;
  readonly table: boolean;
  readonly tour: string | undefined;
}

/** Lines the live region may take: half the screen, and never all of it. */
export const regionRows = ({ rows }: Size): number => Math.max(1, Math.min(Math.floor(rows / 2), rows - 2));

/** Heads in front of a projector's screen hide its lowest rows. */
const PROJECTOR_ROWS: readonly StyledLine[] = [[span(' ')], [span(' ')]];

/** The frame. Never more lines than `regionRows`, never a line wider than the screen less one column. */
export function renderFrame(input: FrameInput): Frame {
  const { columns, rows } = input.size;
  const below = input.look.projector ? PROJECTOR_ROWS : [];
  const all = Math.max(1, regionRows(input.size) - below.length);
  const top = input.at === 'running' ? aheadRows(input, all) : promptRows(input, all);
  const lines: StyledLine[] = [...top.lines];
  const add = (more: readonly StyledLine[]): void => {
    lines.push(...more.slice(0, Math.max(0, all - lines.length)));
  };
  add(waitLines({ ...input, waits: input.view.waits, columns }));
  if (input.table && input.at !== 'over') {
    add([statusLine({ ...input, columns })]);
    const modulesMax = rows >= 36 ? 14 : 8;
    if (columns >= 40 && rows >= 8) add(tableLines({ ...input, columns, rows: all - lines.length, modulesMax }));
  }
  return { lines: [...lines, ...below], cursor: top.cursor };
}

interface Rows {
  readonly lines: readonly StyledLine[];
  readonly cursor: Frame['cursor'];
}

function promptRows(input: FrameInput, rows: number): Rows {
  const { columns } = input.size;
  const { open } = input.editor;
  if (open.kind === 'search') {
    const { line, x } = searchLine(open, input.history, columns);
    return { lines: [line, ...searchLines(open, input.history, rows - 1, columns, input.look)].slice(0, rows), cursor: { x, y: 0 } };
  }
  const edit = layoutEdit({
    prompt: promptLines(input.promptText),
    continuations: input.open.map((what) =>
      input.continuationText === undefined
        ? continuationPrompt(what, input.promptText)
        : (promptLines(input.continuationText).at(-1) ?? []),
    ),
    spans: input.syntax,
    cursor: input.editor.cursor,
    suggestion: input.suggestion,
    columns,
    more: signsOf(input.look).more,
  });
  const shown = windowOf(edit, Math.max(1, rows));
  const left = rows - shown.lines.length;
  const menu = open.kind === 'menu' && left > 0 ? menuLines(open, left, columns, input.look) : [];
  return { lines: [...shown.lines, ...menu.slice(0, left)], cursor: shown.cursor };
}

/** Lines typed ahead that are shown, beside the one being typed. */
const AHEAD_SHOWN = 2;

/** While a command runs there is no prompt: the output's last line, if it has no end yet, and behind it what is typed ahead. */
function aheadRows(input: FrameInput, rows: number): Rows {
  const { columns } = input.size;
  const { text, cursor } = input.editor;
  const waiting = input.ahead
    .slice(-AHEAD_SHOWN)
    .slice(0, rows - 1)
    .map((line) => cutLine([span(plainText(line), 'faint')], columns - 1));
  const tail = cutLine([span(plainText(input.tail))], columns - 1, signsOf(input.look).more);
  if (text === '' && !input.reading) return { lines: [...waiting, ...(input.tail === '' ? [] : [tail])].slice(0, rows), cursor: undefined };
  const edit = layoutEdit({
    prompt: [tail],
    continuations: [],
    spans: [{ text, role: 'plain' }],
    cursor,
    suggestion: '',
    columns,
    more: '',
  });
  const shown = windowOf(edit, Math.max(1, rows - waiting.length));
  return { lines: [...waiting, ...shown.lines], cursor: { x: shown.cursor.x, y: shown.cursor.y + waiting.length } };
}

const plainText = (text: string): string => graphemesOf(text).map(visible).join('');
