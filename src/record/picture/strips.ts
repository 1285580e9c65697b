/** Draws each different row once: many of them in one sheet, cut into strips of colour numbers. */
import type { ColourBook } from './colours.ts';
import type { Rasterizer } from './packages.ts';
import { styleRules } from './svg.ts';
import type { Theme } from './theme.ts';

/** Rows of one height that are drawn together. */
export interface StripKind {
  readonly width: number;
  readonly height: number;
  readonly ground: string;
}

/** Strips in one sheet: large enough to be quick, small enough for any memory. */
const SHEET_STRIPS = 64;

/** The number of every pixel's colour, strip by strip, in the order of `drawings` (SVG elements from a strip's corner on). */
export function drawStrips(
  drawings: readonly string[],
  kind: StripKind,
  theme: Theme,
  paletteCss: string,
  rasterizer: Rasterizer,
  book: ColourBook,
): Uint16Array[] {
  const strips: Uint16Array[] = [];
  const size = kind.width * kind.height;
  for (let from = 0; from < drawings.length; from += SHEET_STRIPS) {
    const some = drawings.slice(from, from + SHEET_STRIPS);
    const numbers = numbersOf(rasterizer.pixels(sheet(some, kind, theme, paletteCss)).rgba, book);
    for (let at = 0; at < some.length; at += 1) strips.push(numbers.slice(at * size, (at + 1) * size));
  }
  return strips;
}

function sheet(drawings: readonly string[], { width, height, ground }: StripKind, theme: Theme, paletteCss: string): string {
  const total = height * drawings.length;
  // A strip is clipped to its own height, so that no letter reaches into its neighbour.
  const strips = drawings.map((elements, at) => `<svg x="0" y="${at * height}" width="${width}" height="${height}">${elements}</svg>`);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}">` +
    `<style>${styleRules(theme)}${paletteCss}.w text{visibility:visible}</style>` +
    `<path style="fill:${ground}" d="M0 0h${width}v${total}h-${width}z"/>${strips.join('')}</svg>`
  );
}

/** Every pixel's colour number; pixels of one colour stand side by side, so the last one is remembered. */
export function numbersOf(rgba: Uint8Array, book: ColourBook): Uint16Array {
  const numbers = new Uint16Array(rgba.length / 4);
  let [lastRgb, lastNumber] = [-1, 0];
  for (let at = 0; at < numbers.length; at += 1) {
    const rgb = ((rgba[at * 4] ?? 0) << 16) | ((rgba[at * 4 + 1] ?? 0) << 8) | (rgba[at * 4 + 2] ?? 0);
    if (rgb !== lastRgb) {
      lastRgb = rgb;
      lastNumber = book.numberOf(rgb);
    }
    numbers[at] = lastNumber;
  }
  return numbers;
}
