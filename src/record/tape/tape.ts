/** A tape that may be played: everything that can be refused has been refused before. Times in show microseconds. */
import type { Place } from '../problem.ts';
import type { StageKeyPress } from '../stage.ts';

export type Until =
  | { readonly kind: 'prompt' }
  /** `line`: the row with the cursor; `screen`: all rows, joined by newlines. */
  | { readonly kind: 'pattern'; readonly pattern: RegExp; readonly where: 'line' | 'screen' };

export type TapeStep = { readonly place: Place } & (
  | { readonly do: 'press'; readonly key: StageKeyPress; readonly thenUs: number }
  | { readonly do: 'sleep'; readonly us: number }
  | { readonly do: 'wait'; readonly until: Until; readonly timeoutUs: number }
  /** Time to read what came since the last Enter. */
  | { readonly do: 'read' }
  | { readonly do: 'hide' | 'show' }
  | { readonly do: 'marker'; readonly name: string }
  | { readonly do: 'screenshot'; readonly path: string }
  /** The end of a command: where a golden text takes its frame. */
  | { readonly do: 'frame' }
);

export interface TapeOutput {
  readonly path: string;
  readonly place: Place;
}

export interface Tape {
  readonly steps: readonly TapeStep[];
  readonly outputs: readonly TapeOutput[];
  readonly env: ReadonlyMap<string, string>;
  readonly theme?: 'dark' | 'light';
  /** 2 plays twice as fast. */
  readonly playbackSpeed: number;
}

/** The rhythm of typing and reading. */
export const RHYTHM = {
  keyUs: 45_000,
  /** After a blank and `;`, where a hand rests. */
  pauseKeyUs: 90_000,
  beforeEnterUs: 350_000,
  readUs: 500_000,
  readLineUs: 200_000,
  readMaxUs: 3_000_000,
  /** How long the last frame stays. */
  lastUs: 4_000_000,
} as const;

/** How long the key for this text takes when no TypingSpeed was set. */
export const keyTimeUs = (text: string): number => (text === ' ' || text === ';' ? RHYTHM.pauseKeyUs : RHYTHM.keyUs);

/** What a recording can be written as. */
export type OutputKind = 'cast' | 'svg' | 'gif' | 'png' | 'txt';

const KINDS: Readonly<Record<string, OutputKind>> = {
  '.cast': 'cast',
  '.svg': 'svg',
  '.gif': 'gif',
  '.png': 'png',
  '.txt': 'txt',
  '.ascii': 'txt',
  '.test': 'txt',
};

/** What the ending of a path asks for; undefined when it is nothing that can be written. */
export const outputKindOf = (path: string): OutputKind | undefined => KINDS[/\.[a-z]+$/.exec(path)?.[0] ?? ''];
