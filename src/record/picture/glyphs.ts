/**
 * Characters that fonts lack or draw with gaps: box lines, blocks, braille and a few signs, as SVG path data.
 * The origin is the upper left corner of the cell.
 */
import { CELL } from './theme.ts';

export interface Glyph {
  readonly how: 'fill' | 'stroke';
  readonly d: string;
  /** Shades are drawn with less of the colour. */
  readonly opacity: number;
}

const { width: W, height: H } = CELL;
const [MIDDLE_X, MIDDLE_Y] = [W / 2, H / 2];
/** How thick lines are, by weight: none, light, heavy, each line of a double one. */
const THICK = [0, 1.2, 2.4, 1] as const;
/** How far the two lines of a double one lie from its middle. */
const APART = 1.6;

/** At most two decimals, no useless zeros. */
export const short = (value: number): string => String(Math.round(value * 100) / 100).replace(/^(-?)0\./, '$1.');

const rect = (x: number, y: number, width: number, height: number): string =>
  `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}z`;

/** The glyph in a cell whose left edge is at `x`; undefined when a font should draw it. */
export function glyphOf(character: string, x: number): Glyph | undefined {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x2500 && code <= 0x257f) return boxGlyph(code - 0x2500, x);
  if (code >= 0x2580 && code <= 0x259f) return blockGlyph(code - 0x2580, x);
  if (code >= 0x2800 && code <= 0x28ff) return fill(braille(code - 0x2800, x));
  const sign = SIGNS[character];
  return sign === undefined ? undefined : { how: sign.how, d: `M${short(x + sign.from[0])} ${sign.from[1]}${sign.rest}`, opacity: 1 };
}

const fill = (d: string, opacity = 1): Glyph => ({ how: 'fill', d, opacity });

// Relative paths, so that only their beginning depends on the column.
const SIGNS: Readonly<
  Record<string, { readonly how: 'fill' | 'stroke'; readonly from: readonly [number, number]; readonly rest: string }>
> = {
  '✓': { how: 'stroke', from: [1.4, 9.6], rest: 'l2 3l3.8-7.2' },
  '▸': { how: 'fill', from: [1.8, 5.4], rest: 'l5 3.9l-5 3.9z' },
  '↑': { how: 'stroke', from: [4.2, 13.4], rest: 'v-9m-2.6 2.8l2.6-2.8l2.6 2.8' },
  '↓': { how: 'stroke', from: [4.2, 4.4], rest: 'v9m-2.6-2.8l2.6 2.8l2.6-2.8' },
};

/** U+2500 to U+257F: the weights of the arms to the left, right, up and down; `-`: drawn below. */
const ARMS = (
  '1100 2200 0011 0022 ---- ---- ---- ---- ---- ---- ---- ---- 0101 0201 0102 0202 ' +
  '1001 2001 1002 2002 0110 0210 0120 0220 1010 2010 1020 2020 0111 0211 0121 0112 ' +
  '0122 0221 0212 0222 1011 2011 1021 1012 1022 2021 2012 2022 1101 2101 1201 2201 ' +
  '1102 2102 1202 2202 1110 2110 1210 2210 1120 2120 1220 2220 1111 2111 1211 2211 ' +
  '1121 1112 1122 2121 1221 2112 1212 2221 2212 2122 1222 2222 ---- ---- ---- ---- ' +
  '3300 0033 0301 0103 0303 3001 1003 3003 0310 0130 0330 3010 1030 3030 0311 0133 ' +
  '0333 3011 1033 3033 3301 1103 3303 3310 1130 3330 3311 1133 3333 ---- ---- ---- ' +
  '---- ---- ---- ---- 1000 0010 0100 0001 2000 0020 0200 0002 1200 0012 2100 0021'
).split(' ');

function boxGlyph(at: number, x: number): Glyph {
  const arms = ARMS[at];
  if (arms !== undefined && arms !== '----') return fill(boxLines(arms, x));
  if (at === 0x71 || at === 0x72 || at === 0x73) return { how: 'stroke', d: diagonals(at, x), opacity: 1 };
  if (at >= 0x6d) return { how: 'stroke', d: corner(at, x), opacity: 1 };
  return fill(dashes(at, x));
}

/** Which weight an arm has, and which ones lie across it on either side. */
function boxLines(arms: string, x: number): string {
  const [left, right, up, down] = [...arms].map(Number) as [number, number, number, number];
  const across = (sign: 1 | -1, from: number, at: number, thick: number): string =>
    sign > 0 ? rect(x + from, at - thick / 2, W - from, thick) : rect(x, at - thick / 2, from, thick);
  const along = (sign: 1 | -1, from: number, at: number, thick: number): string =>
    sign > 0 ? rect(x + at - thick / 2, from, thick, H - from) : rect(x + at - thick / 2, 0, thick, from);
  return (
    arm(left, right, [up, down], -1, MIDDLE_X, MIDDLE_Y, across) +
    arm(right, left, [up, down], 1, MIDDLE_X, MIDDLE_Y, across) +
    arm(up, down, [left, right], -1, MIDDLE_Y, MIDDLE_X, along) +
    arm(down, up, [left, right], 1, MIDDLE_Y, MIDDLE_X, along)
  );
}

/** One arm from the middle of the cell to its edge. `sides`: the arms that cross it, before and behind. */
function arm(
  weight: number,
  opposite: number,
  sides: readonly [number, number],
  sign: 1 | -1,
  middle: number,
  at: number,
  draw: (sign: 1 | -1, from: number, at: number, thick: number) => string,
): string {
  const thick = THICK[weight] ?? 0;
  if (thick === 0) return '';
  if (weight !== 3) return draw(sign, middle + sign * singleStart(opposite, sides), at, thick);
  return ([0, 1] as const)
    .map((side) => {
      const [same, other] = [sides[side], sides[1 - side] ?? 0];
      const start = same === 3 ? APART - 0.5 : same > 0 ? 0 : other === 3 ? -APART - 0.5 : other > 0 ? -(THICK[other] ?? 0) / 2 : 0;
      return draw(sign, middle + sign * start, at + (side === 0 ? -APART : APART), thick);
    })
    .join('');
}

/** Where a single line begins, seen from the middle: it closes corners, and does not enter a double line that it meets. */
function singleStart(opposite: number, [before, behind]: readonly [number, number]): number {
  if (opposite > 0) return 0;
  if (before === 3 && behind === 3) return APART - 0.5;
  const widest = Math.max(before, behind);
  return widest === 3 ? -APART - 0.5 : -(THICK[widest] ?? 0) / 2;
}

function dashes(at: number, x: number): string {
  const count = at >= 0x4c ? 2 : at >= 0x08 ? 4 : 3;
  const thick = THICK[at % 2 === 0 ? 1 : 2];
  const isVertical = at % 4 >= 2;
  const length = (isVertical ? H : W) / count;
  return Array.from({ length: count }, (_, index) => {
    const from = length * (index + 0.15);
    return isVertical
      ? rect(x + MIDDLE_X - thick / 2, from, thick, length * 0.7)
      : rect(x + from, MIDDLE_Y - thick / 2, length * 0.7, thick);
  }).join('');
}

/** `╭╮╯╰`: a quarter of a circle and the rest of the vertical arm. */
function corner(at: number, x: number): string {
  const right = at === 0x6d || at === 0x70;
  const down = at === 0x6d || at === 0x6e;
  const [edgeX, edgeY] = [x + (right ? W : 0), down ? H : 0];
  const turn = MIDDLE_Y + (down ? 1 : -1) * MIDDLE_X;
  const sweep = right === down ? 1 : 0;
  return `M${short(x + MIDDLE_X)} ${short(edgeY)}V${short(turn)}A${short(MIDDLE_X)} ${short(MIDDLE_X)} 0 0 ${sweep} ${short(edgeX)} ${short(MIDDLE_Y)}`;
}

function diagonals(at: number, x: number): string {
  const rising = `M${short(x)} ${H}l${W}-${H}`;
  const falling = `M${short(x)} 0l${W} ${H}`;
  return at === 0x71 ? rising : at === 0x72 ? falling : rising + falling;
}

/** U+2596 to U+259F: which quarters are full: upper left 1, upper right 2, lower left 4, lower right 8. */
const QUARTERS = [4, 8, 1, 13, 9, 7, 11, 2, 6, 14] as const;

/** U+2580 to U+259F: halves, eighths, shades, quarters. */
function blockGlyph(at: number, x: number): Glyph {
  if (at === 0) return fill(rect(x, 0, W, H / 2));
  if (at <= 8) return fill(rect(x, H - (H * at) / 8, W, (H * at) / 8));
  if (at <= 0x0f) return fill(rect(x, 0, (W * (16 - at)) / 8, H));
  if (at === 0x10) return fill(rect(x + W / 2, 0, W / 2, H));
  if (at <= 0x13) return fill(rect(x, 0, W, H), (at - 0x10) / 4);
  if (at === 0x14) return fill(rect(x, 0, W, H / 8));
  if (at === 0x15) return fill(rect(x + (W * 7) / 8, 0, W / 8, H));
  const quarters = QUARTERS[at - 0x16] ?? 0;
  const full = [0, 1, 2, 3].filter((bit) => (quarters >> bit) % 2 === 1);
  return fill(full.map((bit) => rect(x + ((bit % 2) * W) / 2, bit < 2 ? 0 : H / 2, W / 2, H / 2)).join(''));
}

/** Dots 1 2 3 7 stand in the left column from the top, 4 5 6 8 in the right one. */
const DOTS = [
  [0, 0],
  [0, 1],
  [0, 2],
  [1, 0],
  [1, 1],
  [1, 2],
  [0, 3],
  [1, 3],
] as const;

function braille(bits: number, x: number): string {
  return DOTS.filter((_, bit) => (bits >> bit) % 2 === 1)
    .map(([column, row]) => `M${short(x + 1.5 + column * 3.2)} ${short(3 + row * 4)}a1.1 1.1 0 1 0 2.2 0a1.1 1.1 0 1 0-2.2 0z`)
    .join('');
}
