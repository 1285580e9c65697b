/** Shots as an animated GIF: one palette, each frame only the part that changed, unchanged pixels transparent. */
import type { Shot } from '../shots.ts';
import { createColourBook, type Rgb, reduceColours } from './colours.ts';
import { short } from './glyphs.ts';
import type { GifEncoder, Rasterizer } from './packages.ts';
import { createPalette, drawRow, xml } from './row.ts';
import { drawStrips, numbersOf } from './strips.ts';
import { windowFrame } from './svg.ts';
import { CELL, pictureSize, type Theme, WINDOW } from './theme.ts';

/** Browsers slow down frames that are shorter than this. */
export const FRAME_MIN_US = 50_000;
/** How long the last frame is told to stay; viewers that do not play again rest on it. */
const LAST_MS = 4_000;
/** The longest time that a frame can state. */
const DELAY_MAX_MS = 655_350;
/** The last place of the palette is the transparent one. */
const COLOURS_MAX = 255;

/** One frame by the places of its drawings. */
interface Frame {
  readonly atUs: number;
  readonly bar: number;
  readonly rows: readonly number[];
}

interface Layout {
  readonly width: number;
  readonly height: number;
  readonly rowWidth: number;
}

/** The bytes of a GIF file that plays once. All shots must have the size of the first one. */
export function gifOf(shots: Iterable<Shot>, theme: Theme, rasterizer: Rasterizer, encoder: GifEncoder): Uint8Array {
  const palette = createPalette();
  const [rowDrawings, barDrawings] = [new Map<string, number>(), new Map<string, number>()];
  const numberIn = (drawings: Map<string, number>, elements: string): number => {
    const number = drawings.get(elements) ?? drawings.size;
    drawings.set(elements, number);
    return number;
  };
  let layout: Layout | undefined;
  const frames: Frame[] = [];
  for (const shot of spacedOut(shots)) {
    layout ??= { ...pictureSize(shot.image.cols, shot.image.rows.length), rowWidth: Math.ceil(shot.image.cols * CELL.width) };
    const { cursor } = shot.image;
    const rows = shot.image.rows.map((row, at) =>
      numberIn(rowDrawings, (cursor?.row === at ? cursorAt(cursor.column) : '') + drawRow(row, theme, palette)),
    );
    frames.push({ atUs: shot.atUs, bar: numberIn(barDrawings, barOf(shot, layout.width)), rows });
  }
  if (layout === undefined) throw new RangeError('a GIF needs at least one shot');

  const book = createColourBook();
  const css = palette.css();
  const base = numbersOf(rasterizer.pixels(emptyWindow(theme, layout)).rgba, book);
  const rowKind = { width: layout.rowWidth, height: CELL.height, ground: theme.ground };
  const rowStrips = drawStrips([...rowDrawings.keys()], rowKind, theme, css, rasterizer, book);
  const barStrips = drawStrips([...barDrawings.keys()], barKind(layout, theme), theme, css, rasterizer, book);
  const { palette: colours, places } = reduceColours(book, COLOURS_MAX);

  const canvas = new Uint8Array(base.length);
  const target = Uint8Array.from(base, (number) => places[number] ?? 0);
  const paste = pasteInto(target, layout.width, places);
  for (const [at, frame] of frames.entries()) {
    paste(barStrips[frame.bar], barKind(layout, theme).width, BAR_X, BAR_Y);
    for (const [row, number] of frame.rows.entries()) {
      paste(rowStrips[number], layout.rowWidth, WINDOW.padding, WINDOW.bar + WINDOW.padding + row * CELL.height);
    }
    const delay = delayMs(frame.atUs, frames[at + 1]?.atUs);
    if (at === 0)
      encoder.writeFrame(target, layout.width, layout.height, { ...FRAME, delay, palette: filledUp(colours), transparent: false });
    else writeChanges(encoder, canvas, target, layout.width, delay);
    canvas.set(target);
  }
  encoder.finish();
  return encoder.bytes();
}

/** All 256 places, so that the transparent one lies inside the table. */
const filledUp = (colours: readonly Rgb[]): Rgb[] => [
  ...colours,
  ...Array.from({ length: COLOURS_MAX + 1 - colours.length }, (): Rgb => [0, 0, 0]),
];

const FRAME = { transparent: true, transparentIndex: COLOURS_MAX, dispose: 1, repeat: -1 } as const;

/** Of shots that follow too fast the last one is shown, at the time of the first. */
function* spacedOut(shots: Iterable<Shot>): Generator<Shot> {
  let held: Shot | undefined;
  for (const shot of shots) {
    if (held !== undefined && shot.atUs - held.atUs < FRAME_MIN_US) held = { ...shot, atUs: held.atUs };
    else {
      if (held !== undefined) yield held;
      held = shot;
    }
  }
  if (held !== undefined) yield held;
}

/** Rounded from absolute times, so that roundings do not add up. */
function delayMs(fromUs: number, untilUs: number | undefined): number {
  if (untilUs === undefined) return LAST_MS;
  return Math.min(DELAY_MAX_MS, (Math.round(untilUs / 10_000) - Math.round(fromUs / 10_000)) * 10);
}

const cursorAt = (column: number): string =>
  `<path opacity=".55" d="M${short(column * CELL.width)} 0h${CELL.width}v${CELL.height}h-${CELL.width}z"/>`;

// The bar's strip lies inside its edges, and leaves the round corners alone.
const BAR_X = WINDOW.corner + 1;
const BAR_Y = 4;
const barKind = (layout: Layout, theme: Theme): { width: number; height: number; ground: string } => ({
  width: layout.width - 2 * BAR_X,
  height: WINDOW.bar - 2 * BAR_Y,
  ground: theme.bar,
});

function barOf(shot: Shot, width: number): string {
  const y = WINDOW.titleBaseline - BAR_Y;
  const title = `<text x="${WINDOW.padding + 2 - BAR_X}" y="${y}">${xml(shot.title)}</text>`;
  const clock = `<text class="k" x="${width - WINDOW.padding - 2 - BAR_X}" y="${y}">${xml(shot.clock)}</text>`;
  return `<g class="w">${shot.title === '' ? '' : title}${shot.clock === '' ? '' : clock}</g>`;
}

/** Outside its round corners lies the ground, since a picture without transparent edges fits any page. */
function emptyWindow(theme: Theme, { width, height }: Layout): string {
  const ground = `<path style="fill:${theme.ground}" d="M0 0h${width}v${height}h-${width}z"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${ground}${windowFrame(theme, width, height)}</svg>`;
}

function pasteInto(target: Uint8Array, targetWidth: number, places: Uint8Array) {
  return (strip: Uint16Array | undefined, width: number, x: number, y: number): void => {
    if (strip === undefined) return;
    for (let at = 0, row = 0; at < strip.length; row += 1) {
      const start = (y + row) * targetWidth + x;
      for (let column = 0; column < width; column += 1, at += 1) target[start + column] = places[strip[at] ?? 0] ?? 0;
    }
  };
}

/** Writes the smallest rectangle that holds all changes. */
function writeChanges(encoder: GifEncoder, canvas: Uint8Array, target: Uint8Array, width: number, delay: number): void {
  const { left, top, right, bottom } = changedBox(canvas, target, width);
  const [boxWidth, boxHeight] = [right - left, bottom - top];
  const box = new Uint8Array(boxWidth * boxHeight);
  for (let row = 0, at = 0; row < boxHeight; row += 1) {
    const start = (top + row) * width + left;
    for (let column = 0; column < boxWidth; column += 1, at += 1) {
      const place = target[start + column] ?? 0;
      box[at] = place === canvas[start + column] ? COLOURS_MAX : place;
    }
  }
  const from = encoder.bytesView().length;
  encoder.writeFrame(box, boxWidth, boxHeight, { ...FRAME, delay });
  // gifenc always writes 0, 0 as the place. It stands after the control block (8 bytes) and the descriptor's first byte.
  const bytes = encoder.bytesView();
  for (const [at, value] of [left & 255, left >> 8, top & 255, top >> 8].entries()) bytes[from + 9 + at] = value;
}

function changedBox(canvas: Uint8Array, target: Uint8Array, width: number): { left: number; top: number; right: number; bottom: number } {
  let [left, top, right, bottom] = [width, -1, 0, 0];
  for (let at = 0; at < target.length; at += 1) {
    if (target[at] === canvas[at]) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    if (top < 0) top = y;
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    bottom = y + 1;
  }
  // Two drawings may look the same: one pixel then carries the time.
  return top < 0 ? { left: 0, top: 0, right: 1, bottom: 1 } : { left, top, right, bottom };
}
