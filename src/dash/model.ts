/** The whole dashboard as data: a header, panels of lines with what their widgets need, and the keys. A function of what it is given. */
import type { RefView, SystemView } from '../engine/view.ts';
import type { CountHistory } from './history.ts';
import { layoutOf, PROJECTOR_LEAST, type Rect, type Size } from './layout.ts';
import type { DashLook, DashWords } from './look.ts';
import { countsPanel, type Series } from './panels/counts.ts';
import { digitsPanel } from './panels/digits.ts';
import { dmesgPanel } from './panels/dmesg.ts';
import { headerLine } from './panels/header.ts';
import { footerLine, helpPanel } from './panels/keys.ts';
import { kindsPanel } from './panels/kinds.ts';
import { modulesPanel } from './panels/modules.ts';
import { refsPanel } from './panels/refs.ts';
import { rulesPanel } from './panels/rules.ts';
import { type TreeNode, treePanel } from './panels/tree.ts';
import { waitsPanel } from './panels/waits.ts';
import type { DashState } from './state.ts';
import { type Line, plain } from './text.ts';

/** A rule as its list shows it. */
export interface Rule {
  readonly id: string;
  readonly title: string;
}

export interface DashInput {
  readonly view: SystemView;
  readonly state: DashState;
  readonly size: Size;
  readonly look: DashLook;
  readonly words: DashWords;
  readonly history: CountHistory;
  /** Where the virtual clock stands: between two events it is ahead of the view. */
  readonly nowUs: number;
  /** Virtual per real time; 0 is paused. */
  readonly speed: number;
  /** `ended 0`, `stuck`; empty while the shell or the script goes on. */
  readonly outcome: string;
  /** Said in the keys' place until the next key; may be empty. */
  readonly note: string;
  /** The rules there are, in the order of their table. */
  readonly rules: readonly Rule[];
  readonly refsOf: (module: string) => readonly RefView[];
  /** The last lines of the kernel log, as dmesg prints them. */
  readonly logTail: (lines: number) => readonly string[];
}

/** What a widget needs beyond lines. */
export type Widget =
  | { readonly kind: 'line'; readonly series: readonly Series[]; readonly top: number }
  | { readonly kind: 'table' }
  | { readonly kind: 'tree'; readonly roots: readonly TreeNode[] }
  | { readonly kind: 'log' };

export interface Body {
  readonly title: Line;
  /** The panel's inside, drawn with text alone; at most as many lines as it has rows. */
  readonly lines: readonly Line[];
  readonly widget?: Widget;
}

export interface Panel extends Body {
  readonly rect: Rect;
}

export interface DashModel {
  readonly size: Size;
  readonly header: Line;
  readonly panels: readonly Panel[];
  readonly footer: { readonly row: number; readonly line: Line } | undefined;
}

function bodyOf(input: DashInput, { id, width, height }: Rect): Body {
  const room: Size = { columns: width - 2, rows: height - 2 };
  switch (id) {
    case 'counts':
      return countsPanel(input, room);
    case 'kinds':
      return kindsPanel(input, room);
    case 'tree':
      return treePanel(input, room);
    case 'modules':
      return modulesPanel(input, room);
    case 'waits':
      return waitsPanel(input, room);
    case 'refs':
      return refsPanel(input, room);
    case 'dmesg':
      return dmesgPanel(input, room);
    case 'digits':
      return digitsPanel(input, room);
    case 'rules':
      return rulesPanel(input, room);
    case 'help':
      return helpPanel();
  }
}

/** What is to be on the screen now. */
export function dashModel(input: DashInput): DashModel {
  const { size, state } = input;
  const layout = layoutOf(size, state);
  if (layout.size === 'small') {
    const { columns, rows } = PROJECTOR_LEAST;
    const text = `needs ${columns}x${rows}, this is ${size.columns}x${size.rows}; q leaves`;
    return { size, header: plain(text.slice(0, size.columns)), panels: [], footer: undefined };
  }
  return {
    size,
    header: headerLine(input),
    panels: layout.panels.map((rect) => ({ rect, ...bodyOf(input, rect) })),
    footer: layout.footer === undefined ? undefined : { row: layout.footer, line: footerLine(input) },
  };
}
