/** The colours of pictures, and the size of everything in them. */
import type { Colour } from '../screen.ts';

export interface Theme {
  readonly id: 'dark' | 'light';
  readonly ground: string;
  readonly text: string;
  /** The bar above the screen, and the line around the window. */
  readonly bar: string;
  readonly edge: string;
  /** ANSI colours 0 to 7; 8 is grey, 9 to 15 are as bright as 1 to 7 already. */
  readonly colours: readonly [string, string, string, string, string, string, string, string];
  readonly grey: string;
  /** How much of the text's colour faint text keeps. */
  readonly faint: number;
}

// All text colours stand at least 5.3 to 1 against their ground, faint text 5.5 to 1.
export const themes = {
  dark: {
    id: 'dark',
    ground: '#16191f',
    text: '#dfe3ea',
    bar: '#20242c',
    edge: '#363c47',
    colours: ['#16191f', '#ff6f66', '#8fcf7a', '#f2d06b', '#6f9dff', '#e7a8f5', '#5fd0d6', '#dfe3ea'],
    grey: '#8b93a1',
    faint: 0.6,
  },
  light: {
    id: 'light',
    ground: '#fbfaf6',
    text: '#24272e',
    bar: '#efede6',
    edge: '#d3d0c6',
    colours: ['#24272e', '#a8201a', '#2f6b1f', '#8a6200', '#1a4fc0', '#7d2a92', '#0b6670', '#5c6470'],
    grey: '#5c6470',
    faint: 0.7,
  },
} as const satisfies Record<string, Theme>;

/** In pixels. 80x24 gives a picture of 696 x 484. */
export const CELL = { width: 8.4, height: 18, fontSize: 14, baseline: 13 } as const;
export const WINDOW = { padding: 12, corner: 8, bar: 28, titleBaseline: 19, titleSize: 13 } as const;

/** The size of a picture in whole pixels. */
export const pictureSize = (cols: number, rows: number): { readonly width: number; readonly height: number } => ({
  width: Math.ceil(cols * CELL.width + 2 * WINDOW.padding),
  height: rows * CELL.height + WINDOW.bar + 2 * WINDOW.padding,
});

/** A colour of the screen as `#rrggbb`; undefined for the terminal's own. */
export function hexOf(colour: Colour, theme: Theme): string | undefined {
  if (colour === 'default') return undefined;
  if (typeof colour === 'string') return colour;
  if (colour === 8) return theme.grey;
  if (colour < 16) return theme.colours[colour % 8];
  if (colour >= 232) return hex([colour, colour, colour].map(() => 8 + 10 * (colour - 232)));
  const at = colour - 16;
  return hex([Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map((level) => (level === 0 ? 0 : 55 + 40 * level)));
}

const hex = (levels: readonly number[]): string => `#${levels.map((level) => level.toString(16).padStart(2, '0')).join('')}`;
