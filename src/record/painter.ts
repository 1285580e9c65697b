/** Turns transcript and frames into what is written to a terminal: only what changed, and nothing of it throttled. */
import type { StageFrame, StageOutput } from './stage.ts';

export interface Painter {
  /** The bytes that bring the terminal from what was painted last to this; empty when nothing changed. */
  paint(output: readonly StageOutput[], frame: StageFrame): string;
}

const CSI = '\x1b[';

/** A painter for a fresh terminal of this many rows, its cursor in the upper left corner. A frame taller than that loses its lowest lines. */
export function createPainter(rows: number): Painter {
  let drawn: string[] = [];
  let cursor: StageFrame['cursor'] = { x: 0, y: 0 };
  /** The row of the region in which the terminal's cursor stands, and its column where that is known. */
  let atRow = 0;
  let atColumn: number | undefined = 0;

  /** To the first column of a row. A row that is not there yet is made by a newline, since no cursor movement scrolls. */
  const toRow = (row: number): string => {
    const last = Math.max(0, drawn.length - 1);
    const moved = vertical(Math.min(row, last) - atRow) + (atColumn === 0 ? '' : '\r') + (row > last ? '\n' : '');
    atRow = row;
    atColumn = 0;
    return moved;
  };
  const above = (output: readonly StageOutput[]): string => {
    let text = `${toRow(0)}${CSI}J`;
    for (const one of output) {
      if (one.kind === 'clear') text += `${CSI}H${CSI}J`;
      else text += (one.text.endsWith('\n') ? one.text : `${one.text}\n`).replace(/\r?\n/g, '\r\n');
    }
    drawn = [];
    return text;
  };
  const drawLine = (row: number, line: string): string => {
    const old = drawn[row];
    if (old === line) return '';
    // Erased before it is written: behind a line that fills its row, the erasing would take the last cell.
    const text = `${toRow(row)}${old ? `${CSI}K` : ''}${line}`;
    if (line !== '') atColumn = undefined;
    drawn[row] = line;
    return text;
  };
  return {
    paint(output, frame) {
      const wanted = frame.lines.slice(0, rows);
      let text = output.length > 0 ? above(output) : '';
      for (const [row, line] of wanted.entries()) text += drawLine(row, line);
      if (wanted.length < drawn.length) {
        text += `${toRow(wanted.length)}${CSI}J`;
        drawn.length = wanted.length;
      }
      const shown = frame.cursor;
      if (shown !== undefined && (text !== '' || shown.x !== cursor?.x || shown.y !== cursor.y)) {
        text += toRow(Math.min(shown.y, Math.max(0, wanted.length - 1))) + (shown.x > 0 ? `${CSI}${shown.x}C` : '');
        atColumn = shown.x;
      }
      if ((shown === undefined) !== (cursor === undefined)) text += shown === undefined ? `${CSI}?25l` : `${CSI}?25h`;
      cursor = shown;
      return text;
    },
  };
}

const vertical = (rows: number): string => (rows === 0 ? '' : `${CSI}${Math.abs(rows)}${rows < 0 ? 'A' : 'B'}`);
