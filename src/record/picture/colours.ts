/** Few colours that stand for many: the one palette of a GIF. */

export type Rgb = readonly [number, number, number];

/** Colour numbers are kept in 16 bits. */
const BOOK_MAX = 65_536;

/** Numbers every colour that it is shown, in the order of first sight, and counts it. Colours are 0xrrggbb. */
export interface ColourBook {
  numberOf(rgb: number): number;
  readonly colours: readonly number[];
  readonly counts: readonly number[];
}

export function createColourBook(): ColourBook {
  const numbers = new Map<number, number>();
  const colours: number[] = [];
  const counts: number[] = [];
  return {
    colours,
    counts,
    numberOf(rgb) {
      let number = numbers.get(rgb);
      if (number === undefined) {
        number = colours.length;
        if (number === BOOK_MAX) throw new RangeError(`a picture with more than ${BOOK_MAX} colours`);
        numbers.set(rgb, number);
        colours.push(rgb);
        counts.push(0);
      }
      counts[number] = (counts[number] ?? 0) + 1;
      return number;
    },
  };
}

export interface Reduced {
  readonly palette: readonly Rgb[];
  /** For each colour of the book its place in the palette. */
  readonly places: Uint8Array;
}

/**
 * At most `max` of the book's colours, the frequent ones first, none nearer to another than needed; every colour goes to
 * its nearest. Edges of letters are blends of two colours, so neighbours can stand for each other unseen.
 */
export function reduceColours(book: ColourBook, max: number): Reduced {
  const byCount = book.colours.map((_, number) => number).sort((a, b) => (book.counts[b] ?? 0) - (book.counts[a] ?? 0) || a - b);
  const rgbs = book.colours.map(rgbOf);
  for (let apart = 0; ; apart = apart === 0 ? 4 : apart * 2) {
    const kept = spreadOut(byCount, rgbs, apart, max);
    if (kept === undefined) continue;
    return { palette: kept, places: Uint8Array.from(rgbs, (rgb) => nearest(kept, rgb)) };
  }
}

/** The colours that are farther than `apart` (squared distance) from all frequenter ones; undefined when more than `max`. */
function spreadOut(byCount: readonly number[], rgbs: readonly Rgb[], apart: number, max: number): Rgb[] | undefined {
  const kept: Rgb[] = [];
  for (const number of byCount) {
    const rgb = rgbs[number];
    if (rgb === undefined || kept.some((other) => distance(other, rgb) <= apart)) continue;
    if (kept.length === max) return undefined;
    kept.push(rgb);
  }
  return kept;
}

const rgbOf = (rgb: number): Rgb => [rgb >> 16, (rgb >> 8) & 255, rgb & 255];
const distance = (a: Rgb, b: Rgb): number => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;

function nearest(palette: readonly Rgb[], rgb: Rgb): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (const [place, other] of palette.entries()) {
    const far = distance(other, rgb);
    if (far < least) [best, least] = [place, far];
  }
  return best;
}
