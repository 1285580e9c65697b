/** Where each panel stands: a table of three sizes, in cells. What a screen has beyond its size goes to the left and to the middle. */
import type { DashState, PanelId } from './state.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface Rect {
  readonly id: PanelId;
  readonly row: number;
  readonly column: number;
  readonly height: number;
  readonly width: number;
}

export type SizeClass = 'S' | 'M' | 'L' | 'projector' | 'small';

export interface Layout {
  readonly size: SizeClass;
  readonly panels: readonly Rect[];
  /** The row of the keys; undefined: they are not shown. */
  readonly footer: number | undefined;
}

/** The least that the projector's panels need. */
export const PROJECTOR_LEAST: Size = { columns: 60, rows: 18 };

/** The largest class that fits. */
export function sizeClassOf({ columns, rows }: Size, projector = false): SizeClass {
  if (columns < PROJECTOR_LEAST.columns || rows < PROJECTOR_LEAST.rows) return 'small';
  if (projector || columns < 80 || rows < 24) return 'projector';
  if (columns >= 200 && rows >= 50) return 'L';
  return columns >= 120 && rows >= 36 ? 'M' : 'S';
}

const rect = (id: PanelId, row: number, column: number, height: number, width: number): Rect => ({ id, row, column, height, width });

function small({ columns, rows }: Size, state: DashState): Rect[] {
  const beyond = rows - 24;
  const upper = 10 + Math.floor(beyond * 0.4);
  const middle = 7 + Math.floor(beyond * 0.3);
  const left = columns - 28;
  return [
    rect(state.refs ? 'refs' : 'counts', 1, 0, upper, left),
    rect(state.tree ? 'tree' : 'kinds', 1, left, upper, 28),
    rect('modules', 1 + upper, 0, middle, left),
    rect('waits', 1 + upper, left, middle, 28),
    rect('dmesg', 1 + upper + middle, 0, rows - 2 - upper - middle, columns),
  ];
}

function medium({ columns, rows }: Size, state: DashState): Rect[] {
  const beyond = rows - 36;
  const upper = 14 + Math.floor(beyond * 0.4);
  const middle = 12 + Math.floor(beyond * 0.3);
  return [
    rect('counts', 1, 0, upper, columns - 48),
    rect('kinds', 1, columns - 48, upper, 48),
    rect('modules', 1 + upper, 0, middle, columns - 72),
    rect(state.refs ? 'refs' : 'tree', 1 + upper, columns - 72, middle, 36),
    rect('waits', 1 + upper, columns - 36, middle, 36),
    rect('dmesg', 1 + upper + middle, 0, rows - 2 - upper - middle, columns),
  ];
}

function large({ columns, rows }: Size): Rect[] {
  const beyond = rows - 50;
  const upper = 20 + Math.floor(beyond * 0.4);
  const middle = 18 + Math.floor(beyond * 0.3);
  return [
    rect('counts', 1, 0, upper, columns - 100),
    rect('kinds', 1, columns - 100, upper, 50),
    rect('tree', 1, columns - 50, upper, 50),
    rect('modules', 1 + upper, 0, middle, columns - 120),
    rect('waits', 1 + upper, columns - 120, middle, 60),
    rect('refs', 1 + upper, columns - 60, middle, 60),
    rect('dmesg', 1 + upper + middle, 0, rows - 2 - upper - middle, columns),
  ];
}

/** Digits above, modules and waits below; the lowest two rows stay empty, since heads are in front of them. */
function projected({ columns, rows }: Size): Rect[] {
  const upper = 7;
  const lower = rows - 3 - upper;
  const left = Math.ceil(columns * 0.57);
  return [
    rect('digits', 1, 0, upper, columns),
    rect('modules', 1 + upper, 0, lower, left),
    rect('waits', 1 + upper, left, lower, columns - left),
  ];
}

/** All panels of a screen of this size. */
export function layoutOf(size: Size, state: DashState): Layout {
  const found = sizeClassOf(size, state.projector);
  if (found === 'small') return { size: found, panels: [], footer: undefined };
  const footer = found === 'projector' ? undefined : size.rows - 1;
  const one =
    state.rule !== undefined ? 'rules' : state.help ? 'help' : state.full === undefined ? undefined : state.refs ? 'refs' : state.full;
  const height = size.rows - (footer === undefined ? 3 : 2);
  if (one !== undefined) return { size: found, panels: [rect(one, 1, 0, height, size.columns)], footer };
  if (found === 'projector') {
    const panels = projected(size);
    return { size: found, panels: state.refs ? [...panels.slice(0, 1), refsBelow(panels, size)] : panels, footer };
  }
  const panels = found === 'L' ? large(size) : found === 'M' ? medium(size, state) : small(size, state);
  return { size: found, panels, footer };
}

function refsBelow(panels: readonly Rect[], { columns }: Size): Rect {
  const [, below] = panels;
  return rect('refs', below?.row ?? 8, 0, below?.height ?? 7, columns);
}
