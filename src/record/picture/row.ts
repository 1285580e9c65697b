/** A row of the screen as SVG elements, drawn from the upper left corner of its first cell. */
import type { CellStyle, Run, ScreenRow } from '../screen.ts';
import { glyphOf, short } from './glyphs.ts';
import { CELL, hexOf, type Theme } from './theme.ts';

/** Text as it may stand in XML: markup escaped, what XML forbids replaced. */
export const xml = (text: string): string =>
  text
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '\ufffd',
    )
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');

/** Gives colours short class names, in the order in which they are first asked for. */
export interface Palette {
  classOf(hex: string): string;
  /** CSS rules of all classes that were asked for. */
  css(): string;
}

export function createPalette(): Palette {
  const names = new Map<string, string>();
  return {
    classOf(hex) {
      const name = names.get(hex) ?? `c${names.size}`;
      names.set(hex, name);
      return name;
    },
    css: () => [...names].map(([hex, name]) => `.${name}{color:${hex}}`).join(''),
  };
}

/** The elements of one row; empty for an empty one. */
export function drawRow(row: ScreenRow, theme: Theme, palette: Palette): string {
  return row.map((run) => drawRun(run, theme, palette)).join('');
}

function drawRun(run: Run, theme: Theme, palette: Palette): string {
  const { fg, bg } = coloursOf(run.style, theme);
  const x = run.column * CELL.width;
  const width = run.cells.length * run.width * CELL.width;
  const ground =
    bg === undefined ? '' : `<path class="${palette.classOf(bg)}" d="M${short(x)} 0h${short(width)}v${CELL.height}h${short(-width)}z"/>`;
  const classes = classesOf(run.style, fg, palette);
  const lines = run.style.underline ? line(x, width, CELL.baseline + 2.5, classes) : '';
  const strike = run.style.strike ? line(x, width, CELL.baseline - 4, classes) : '';
  return ground + drawText(run, classes) + lines + strike;
}

const line = (x: number, width: number, y: number, classes: string): string =>
  `<path${classes} d="M${short(x)} ${short(y)}h${short(width)}v1h${short(-width)}z"/>`;

function coloursOf(style: CellStyle, theme: Theme): { readonly fg: string | undefined; readonly bg: string | undefined } {
  const [fg, bg] = [hexOf(style.fg, theme), hexOf(style.bg, theme)];
  return style.inverse ? { fg: bg ?? theme.ground, bg: fg ?? theme.text } : { fg, bg };
}

function classesOf(style: CellStyle, fg: string | undefined, palette: Palette): string {
  const names = [fg === undefined ? '' : palette.classOf(fg), style.bold ? 'b' : '', style.faint ? 'f' : '', style.italic ? 'i' : ''];
  const used = names.filter((name) => name !== '').join(' ');
  return used === '' ? '' : ` class="${used}"`;
}

/** Text in pieces (two blanks part them), and paths for what is drawn by hand. */
function drawText(run: Run, classes: string): string {
  const columnWidth = run.width * CELL.width;
  const left = (index: number): number => run.column * CELL.width + index * columnWidth;
  const paths = new Map<string, string>();
  let drawn = '';
  for (let at = 0; at < run.cells.length; ) {
    const cell = run.cells[at] ?? ' ';
    const glyph = glyphOf(cell, left(at));
    if (glyph !== undefined) {
      const look = `${glyph.how === 'stroke' ? withClass(classes, 's') : classes}${glyph.opacity === 1 ? '' : ` opacity="${glyph.opacity}"`}`;
      paths.set(look, (paths.get(look) ?? '') + glyph.d);
      at += 1;
    } else if (cell === ' ') at += 1;
    else {
      const end = pieceEnd(run.cells, at);
      const length = short((end - at) * columnWidth);
      drawn += `<text x="${short(left(at))}" y="${CELL.baseline}" textLength="${length}"${classes}>${xml(run.cells.slice(at, end).join(''))}</text>`;
      at = end;
    }
  }
  return [...paths].map(([look, d]) => `<path${look} d="${d}"/>`).join('') + drawn;
}

const withClass = (classes: string, name: string): string => (classes === '' ? ` class="${name}"` : classes.replace(/"$/, ` ${name}"`));

function pieceEnd(cells: readonly string[], from: number): number {
  let at = from + 1;
  while (at < cells.length) {
    const cell = cells[at] ?? ' ';
    const nextBlank = cell === ' ' && (cells[at + 1] ?? ' ') === ' ';
    if (nextBlank || glyphOf(cell, 0) !== undefined) break;
    at += 1;
  }
  // A single blank before a drawn sign belongs to nobody.
  return cells[at - 1] === ' ' ? at - 1 : at;
}
