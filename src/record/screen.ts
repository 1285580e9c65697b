/** A terminal without a window: bytes in, cells out. @xterm/headless does the reading of escape sequences. */
import { Unicode11Addon } from '@xterm/addon-unicode11';
import headless from '@xterm/headless';

/** The terminal's own colour, one of 256, or `#rrggbb`. */
export type Colour = 'default' | number | `#${string}`;

export interface CellStyle {
  readonly fg: Colour;
  readonly bg: Colour;
  readonly bold: boolean;
  readonly faint: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
  readonly strike: boolean;
}

/** Cells side by side that look alike and are equally wide. */
export interface Run {
  /** Its first column. */
  readonly column: number;
  /** How many columns each of its cells takes: 2 for wide characters. */
  readonly width: 1 | 2;
  /** What stands in each cell: a character with its combining marks, or a blank. */
  readonly cells: readonly string[];
  readonly style: CellStyle;
}

/** A row from left to right; plain blanks at its end are left out. */
export type ScreenRow = readonly Run[];

export interface ScreenImage {
  readonly cols: number;
  readonly rows: readonly ScreenRow[];
  /** Undefined: hidden. */
  readonly cursor: { readonly column: number; readonly row: number } | undefined;
}

export interface Screen {
  /** Takes terminal output; the screen has changed when this returns. */
  write(data: string): void;
  resize(cols: number, rows: number): void;
  image(): ScreenImage;
  /** The rows as text, blanks at their ends cut; always as many as the screen has. */
  text(): string[];
  /** Rows that have scrolled off the top since the start, as text, at most `SCROLLBACK_ROWS`. */
  scrolledOff(): string[];
  /** What the last OSC 0 or 2 sequence called the window; empty at first. */
  title(): string;
}

/** Rows that stay readable above the screen. */
export const SCROLLBACK_ROWS = 10_000;

/** The style of text that nothing was asked for. */
export const PLAIN: CellStyle = Object.freeze({
  fg: 'default',
  bg: 'default',
  bold: false,
  faint: false,
  italic: false,
  underline: false,
  inverse: false,
  strike: false,
});

/**
 * The public write() hands its data to a timer. The core has the same call without one; it is safe as long as no parser
 * handler waits for a promise, and none is registered here.
 */
interface WithCore {
  readonly _core: { writeSync(data: string): void };
}

/** A fresh screen. Widths are those of Unicode 11. */
export function createScreen(cols: number, rows: number): Screen {
  const terminal = new headless.Terminal({ cols, rows, allowProposedApi: true, scrollback: SCROLLBACK_ROWS, logLevel: 'off' });
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  const core = (terminal as unknown as WithCore)._core;
  let title = '';
  let cursorShown = true;
  let last: ScreenImage | undefined;
  terminal.onTitleChange((told) => {
    title = told;
  });
  // Answering false lets the terminal's own handler act as well.
  const watch = (final: string, shown: boolean): void => {
    terminal.parser.registerCsiHandler({ prefix: '?', final }, (params) => {
      if (params.includes(25)) cursorShown = shown;
      return false;
    });
  };
  watch('h', true);
  watch('l', false);
  return {
    write: (data) => core.writeSync(data),
    resize: (newCols, newRows) => terminal.resize(newCols, newRows),
    image: () => {
      last = imageOf(terminal, cursorShown, last);
      return last;
    },
    text: () => textRows(terminal, terminal.buffer.active.baseY, terminal.rows),
    scrolledOff: () => textRows(terminal, 0, terminal.buffer.active.baseY),
    title: () => title,
  };
}

function textRows(terminal: headless.Terminal, from: number, count: number): string[] {
  const buffer = terminal.buffer.active;
  return Array.from({ length: count }, (_, row) => (buffer.getLine(from + row)?.translateToString(true) ?? '').trimEnd());
}

/** Rows that are as they were stay the same object, so that whoever looks again can compare cheaply. */
function imageOf(terminal: headless.Terminal, cursorShown: boolean, before: ScreenImage | undefined): ScreenImage {
  const buffer = terminal.buffer.active;
  const rows = Array.from({ length: terminal.rows }, (_, at) => {
    const row = rowOf(terminal, buffer.baseY + at);
    const old = before?.rows[at];
    return old !== undefined && sameRow(old, row) ? old : row;
  });
  const column = Math.min(buffer.cursorX, terminal.cols - 1);
  return { cols: terminal.cols, rows, cursor: cursorShown ? { column, row: buffer.cursorY } : undefined };
}

function rowOf(terminal: headless.Terminal, y: number): ScreenRow {
  const line = terminal.buffer.active.getLine(y);
  const runs: Run[] = [];
  if (line === undefined) return runs;
  let open: { column: number; width: 1 | 2; cells: string[]; style: CellStyle } | undefined;
  const cell = terminal.buffer.active.getNullCell();
  for (let column = 0; column < terminal.cols; column += 1) {
    const found = line.getCell(column, cell);
    if (found === undefined || found.getWidth() === 0) continue;
    const style = styleOf(found);
    const width = found.getWidth() === 2 ? 2 : 1;
    const text = found.isInvisible() ? ' ' : found.getChars() || ' ';
    if (open !== undefined && open.width === width && sameStyle(open.style, style)) open.cells.push(text);
    else {
      open = { column, width, cells: [text], style };
      runs.push(open);
    }
  }
  return withoutTrailingBlanks(runs);
}

/** Blanks of the plain ground say nothing; a row of them is an empty row. */
function withoutTrailingBlanks(runs: readonly Run[]): ScreenRow {
  const last = runs.at(-1);
  if (last === undefined || last.style.bg !== 'default' || last.style.inverse || last.style.underline || last.style.strike) return runs;
  const end = last.cells.findLastIndex((text) => text !== ' ') + 1;
  if (end === last.cells.length) return runs;
  const before = runs.slice(0, -1);
  return end === 0 ? withoutTrailingBlanks(before) : [...before, { ...last, cells: last.cells.slice(0, end) }];
}

/** A row's text, each run at its column. */
export function rowText(row: ScreenRow): string {
  let text = '';
  let column = 0;
  for (const run of row) {
    text += ' '.repeat(run.column - column) + run.cells.join('');
    column = run.column + run.cells.length * run.width;
  }
  return text;
}

/** Do two rows look alike? */
export function sameRow(a: ScreenRow, b: ScreenRow): boolean {
  if (a === b) return true;
  return (
    a.length === b.length &&
    a.every((run, at) => {
      const other = b[at];
      return other !== undefined && sameRun(run, other);
    })
  );
}

const sameRun = (a: Run, b: Run): boolean =>
  a.column === b.column &&
  a.width === b.width &&
  sameStyle(a.style, b.style) &&
  a.cells.length === b.cells.length &&
  a.cells.every((text, at) => text === b.cells[at]);

type Cell = NonNullable<ReturnType<NonNullable<ReturnType<headless.Terminal['buffer']['active']['getLine']>>['getCell']>>;

function styleOf(cell: Cell): CellStyle {
  if (cell.isAttributeDefault()) return PLAIN;
  return {
    fg: colourOf(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor()),
    bg: colourOf(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor()),
    bold: cell.isBold() !== 0,
    faint: cell.isDim() !== 0,
    italic: cell.isItalic() !== 0,
    underline: cell.isUnderline() !== 0,
    inverse: cell.isInverse() !== 0,
    strike: cell.isStrikethrough() !== 0,
  };
}

function colourOf(isDefault: boolean, isRgb: boolean, value: number): Colour {
  if (isDefault) return 'default';
  return isRgb ? `#${value.toString(16).padStart(6, '0')}` : value;
}

/** Do two cells look alike? */
export function sameStyle(a: CellStyle, b: CellStyle): boolean {
  return (
    a === b ||
    (a.fg === b.fg &&
      a.bg === b.bg &&
      a.bold === b.bold &&
      a.faint === b.faint &&
      a.italic === b.italic &&
      a.underline === b.underline &&
      a.inverse === b.inverse &&
      a.strike === b.strike)
  );
}
