/** Shots as one SVG file: still, or animated with CSS alone. It plays once and rests on its last frame. */
import { rowText } from '../screen.ts';
import type { Shot } from '../shots.ts';
import { short } from './glyphs.ts';
import { createPalette, drawRow, type Palette, xml } from './row.ts';
import { CELL, pictureSize, type Theme, WINDOW } from './theme.ts';
import { createTrack, type Span, type Track, when } from './track.ts';

export interface SvgOptions {
  readonly theme: Theme;
  /** For the file's `<title>`. */
  readonly title: string;
  /** All that was to be read, for the file's `<desc>`; empty: the rows of the last shot. */
  readonly transcript: string;
}

/** An SVG of one shot. Nothing in it moves. */
export const stillSvg = (shot: Shot, options: SvgOptions): string => animatedSvg([{ ...shot, atUs: 0 }], options);

/**
 * An SVG that plays the shots by CSS animation: each row's text stands in the file once and is shown where and when it
 * was seen. With prefers-reduced-motion, and in viewers without animation, only the last frame is shown.
 */
export function animatedSvg(shots: Iterable<Shot>, options: SvgOptions): string {
  const { theme } = options;
  const palette = createPalette();
  const scene = createScene(theme, palette);
  let last: Shot | undefined;
  let [cols, rows] = [1, 1];
  for (const shot of shots) {
    scene.add(shot);
    cols = Math.max(cols, shot.image.cols);
    rows = Math.max(rows, shot.image.rows.length);
    last = shot;
  }
  const { width, height } = pictureSize(cols, rows);
  const body = scene.draw(width);
  const transcript = options.transcript || (last?.image.rows.map(rowText).join('\n') ?? '');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="T D">`,
    `<title id="T">${xml(options.title)}</title>`,
    `<desc id="D">${xml(transcript.trimEnd())}</desc>`,
    `<style>${styleRules(theme)}${palette.css()}</style>`,
    `<defs>${body.defs}</defs>`,
    windowFrame(theme, width, height),
    `<g class="w">${body.bar}</g>`,
    `<g transform="translate(${WINDOW.padding} ${WINDOW.bar + WINDOW.padding})">`,
    `${body.screen}</g>`,
    '</svg>',
    '',
  ].join('\n');
}

/** The rules that row drawings rely on; colours come from the palette. */
export function styleRules(theme: Theme): string {
  return [
    `svg{color:${theme.text};font-size:${CELL.fontSize}px;font-family:ui-monospace,"DejaVu Sans Mono",monospace}`,
    // Drawn things take the colour of their class; what comes and goes is hidden unless it rests at the end.
    'text,path{fill:currentColor}text{white-space:pre}.b{font-weight:700}',
    `.f{opacity:${theme.faint}}.i{font-style:italic}.s{fill:none;stroke:currentColor;stroke-width:1.3}`,
    `.w{font-size:${WINDOW.titleSize}px}.k{color:${theme.grey};text-anchor:end}`,
    'use,.w text{visibility:hidden}use.z,.w .z{visibility:visible}',
    '@keyframes v{from,to{visibility:visible}}@keyframes h{from,to{visibility:hidden}}',
    '@media(prefers-reduced-motion:reduce){use,text{animation:none!important}}',
  ].join('\n');
}

const half = 0.5; // so that a line of one pixel covers one pixel

/** The window without its content: ground, bar and edge. */
export const windowFrame = (theme: Theme, width: number, height: number): string =>
  `<path style="fill:${theme.ground};stroke:${theme.edge}" d="${windowPath(width, height)}"/>\n` +
  `<path style="fill:${theme.bar};stroke:${theme.edge}" d="${barPath(width)}"/>`;

function windowPath(width: number, height: number): string {
  const r = WINDOW.corner;
  const [w, h] = [width - 1 - 2 * r, height - 1 - 2 * r];
  return `M${r + half} ${half}h${w}a${r} ${r} 0 0 1 ${r} ${r}v${h}a${r} ${r} 0 0 1 ${-r} ${r}h${-w}a${r} ${r} 0 0 1 ${-r} ${-r}v${-h}a${r} ${r} 0 0 1 ${r} ${-r}z`;
}

function barPath(width: number): string {
  const r = WINDOW.corner;
  return `M${half} ${WINDOW.bar + half}V${r + half}a${r} ${r} 0 0 1 ${r} ${-r}H${width - r - half}a${r} ${r} 0 0 1 ${r} ${r}V${WINDOW.bar + half}z`;
}

interface Scene {
  add(shot: Shot): void;
  draw(width: number): { readonly defs: string; readonly bar: string; readonly screen: string };
}

function createScene(theme: Theme, palette: Palette): Scene {
  /** What is drawn, by its elements; the id is its place in this map. */
  const drawings = new Map<string, string>();
  const idOf = (elements: string): string => {
    const id = drawings.get(elements) ?? `r${drawings.size.toString(36)}`;
    drawings.set(elements, id);
    return id;
  };
  const rowTracks: Track[] = [];
  const [cursor, title, clock] = [createTrack(), createTrack(), createTrack()];
  return {
    add(shot) {
      const atMs = Math.round(shot.atUs / 1_000);
      for (let row = 0; row < Math.max(rowTracks.length, shot.image.rows.length); row += 1) {
        rowTracks[row] ??= createTrack();
        const elements = drawRow(shot.image.rows[row] ?? [], theme, palette);
        rowTracks[row]?.show(atMs, elements === '' ? '' : idOf(elements));
      }
      const at = shot.image.cursor;
      cursor.show(atMs, at === undefined ? '' : `x="${short(at.column * CELL.width)}" y="${at.row * CELL.height}"`);
      title.show(atMs, shot.title);
      clock.show(atMs, shot.clock);
    },
    draw: (width) => ({
      defs: `<path id="k" opacity=".55" d="M0 0h${CELL.width}v${CELL.height}h-${CELL.width}z"/>${[...drawings].map(([elements, id]) => `<g id="${id}">${elements}</g>`).join('\n')}`,
      bar:
        title
          .spans()
          .map((span) => barText(span, WINDOW.padding + 2, ''))
          .join('') +
        clock
          .spans()
          .map((span) => barText(span, width - WINDOW.padding - 2, 'k'))
          .join(''),
      screen: [cursorUses(cursor), ...rowTracks.map(rowUses)].filter((text) => text !== '').join('\n'),
    }),
  };
}

const barText = (span: Span, x: number, classes: string): string =>
  `<text x="${x}" y="${WINDOW.titleBaseline}"${when(span, classes)}>${xml(span.what)}</text>`;

const cursorUses = (track: Track): string =>
  track
    .spans()
    .map((span) => `<use href="#k" ${span.what}${when(span)}/>`)
    .join('');

function rowUses(track: Track, row: number): string {
  const uses = track.spans().map((span) => `<use href="#${span.what}"${when(span)}/>`);
  return uses.length === 0 ? '' : `<g transform="translate(0 ${row * CELL.height})">${uses.join('')}</g>`;
}
