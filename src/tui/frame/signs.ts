/** The signs of the face, each in UTF-8 and in ASCII. All but the ASCII `||` and `...` are one column wide. */
import type { Look } from '../look.ts';

export interface Signs {
  readonly spinner: readonly string[];
  /** In place of the spinner where nothing may move. */
  readonly still: string;
  readonly more: string;
  readonly done: string;
  readonly now: string;
  readonly commit: string;
  readonly selected: string;
  readonly rose: string;
  readonly fell: string;
  readonly gauge: { readonly full: string; readonly empty: string; readonly left: string; readonly right: string };
}

const UNICODE: Signs = {
  spinner: ['⠇', '⠋', '⠙', '⠸', '⠴', '⠦'],
  still: '…',
  more: '…',
  done: '✓',
  now: '▸',
  commit: '║',
  selected: '▸',
  rose: '↑',
  fell: '↓',
  gauge: { full: '█', empty: '░', left: '', right: '' },
};

const ASCII: Signs = {
  spinner: ['-', '\\', '|', '/'],
  still: '.',
  more: '...',
  done: '*',
  now: '>',
  commit: '||',
  selected: '>',
  rose: '^',
  fell: 'v',
  gauge: { full: '#', empty: '-', left: '[', right: ']' },
};

export const signsOf = (look: Look): Signs => (look.signs === 'ascii' ? ASCII : UNICODE);

/** Show time that one frame of the spinner stays, in milliseconds. */
export const SPIN_MS = 250;

/** The spinner at a moment of show time: all spinners turn in step. */
export function spinnerAt(look: Look, showMs: number): string {
  const { spinner, still } = signsOf(look);
  return look.motion ? (spinner[Math.floor(showMs / SPIN_MS) % spinner.length] ?? still) : still;
}
