/** How the dashboard looks, and the words that the shell's face lends it: both are given in, decided once. */
import type { ModuleView, PhaseView, WaitView } from '../engine/view.ts';

export interface DashLook {
  readonly theme: 'dark' | 'light' | 'mono';
  readonly signs: 'unicode' | 'ascii';
  /** May gauges flow? */
  readonly motion: boolean;
  /** Has the terminal's font braille dots, which the line chart is made of? */
  readonly braille: boolean;
}

/** Words that the shell's live region uses too: one thing is called the same in both. */
export interface DashWords {
  /** `1 file x2: sh fd 3`. */
  heldBy(module: ModuleView): string;
  /** `2 lingering sockets`; short: `2 linger`. */
  blockers(wait: WaitView, short: boolean): string;
  /** `57 s left`, `no limit`. */
  timeLeft(wait: WaitView, nowUs: number): string;
  /** `drain 4/5`. */
  phase(phases: readonly PhaseView[]): string;
}

export interface DashSigns {
  readonly more: string;
  readonly chosen: string;
  readonly done: string;
  readonly now: string;
  readonly commit: string;
  readonly full: string;
  readonly empty: string;
  /** Corners of a chart's line: up from the left, up to the right, down from the left, down to the right; flat, upright. */
  readonly chart: {
    readonly riseFrom: string;
    readonly riseTo: string;
    readonly fallFrom: string;
    readonly fallTo: string;
    readonly flat: string;
    readonly upright: string;
  };
  readonly axis: { readonly line: string; readonly tick: string; readonly zero: string };
  readonly tree: { readonly branch: string; readonly last: string; readonly through: string };
  /** Corners and sides of a panel, for pictures made of text. */
  readonly box: readonly [string, string, string, string, string, string];
  /** Fills of the bars: file, socket, linger, dev_hold, module, all others. */
  readonly bars: readonly [string, string, string, string, string, string];
}

const UNICODE: DashSigns = {
  more: '…',
  chosen: '▸',
  done: '✓',
  now: '▸',
  commit: '║',
  full: '█',
  empty: '░',
  chart: { riseFrom: '┘', riseTo: '┌', fallFrom: '┐', fallTo: '└', flat: '─', upright: '│' },
  axis: { line: '│', tick: '┤', zero: '┼' },
  tree: { branch: '├─ ', last: '└─ ', through: '│  ' },
  box: ['┌', '┐', '└', '┘', '─', '│'],
  bars: ['█', '▓', '░', '▒', '█', '▓'],
};

const ASCII: DashSigns = {
  more: '...',
  chosen: '>',
  done: '*',
  now: '>',
  commit: '||',
  full: '#',
  empty: '-',
  chart: { riseFrom: '+', riseTo: '+', fallFrom: '+', fallTo: '+', flat: '-', upright: '|' },
  axis: { line: '|', tick: '+', zero: '+' },
  tree: { branch: '|- ', last: '`- ', through: '|  ' },
  box: ['+', '+', '+', '+', '-', '|'],
  bars: ['#', '=', '.', ':', '#', '='],
};

export const signsOf = (look: DashLook): DashSigns => (look.signs === 'ascii' ? ASCII : UNICODE);
