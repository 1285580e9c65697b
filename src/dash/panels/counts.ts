/** The refcnt of the chosen module over the last minute, and of up to three more. */
import type { ModuleView } from '../../engine/view.ts';
import { countsOver } from '../history.ts';
import type { Size } from '../layout.ts';
import { type DashSigns, signsOf } from '../look.ts';
import type { Body, DashInput } from '../model.ts';
import { chosenModule, sortedModules } from '../state.ts';
import { columnsOf, cutLine, type Line, plain, type Role, type Span, span } from '../text.ts';

export interface Series {
  readonly name: string;
  readonly role: Role;
  readonly chosen: boolean;
  /** Counts at evenly spaced moments, the last one now. */
  readonly counts: readonly number[];
}

/** One colour each; the first is the chosen module's. */
const ROLES: readonly Role[] = ['wait', 'accent', 'change', 'plain'];
/** Moments of the chart with braille dots: two in each column. */
const DOTS = 2;

/** The chosen module first, then the busiest of the others. */
function shownModules({ state, view }: DashInput): ModuleView[] {
  const chosen = chosenModule(state, view);
  if (chosen === undefined) return [];
  const others = sortedModules(view, 'refs').filter((module) => module.id !== chosen.id);
  return [chosen, ...others.slice(0, state.more)];
}

/** The axis ends at a multiple of 2, and is never lower than this. */
const TOP_LEAST = 4;

/** Counts at the ends of the y axis; lines for the text chart, series for the widget. */
export function countsPanel(input: DashInput, room: Size): Body {
  const { history, nowUs, look } = input;
  const modules = shownModules(input);
  const signs = signsOf(look);
  if (modules.length === 0) return { title: plain('refcnt over time'), lines: [[], plain('  no module is loaded')] };
  const names = modules.map((module, at): Span => ({ text: module.name, role: ROLES[at] ?? 'plain', bold: at === 0 }));
  const title = [span('refcnt of '), ...names.flatMap((name, at) => (at === 0 ? [name] : [span(', '), name])), span(', last 60 s')];
  const seriesOf = (points: number): Series[] =>
    modules.map((module, at) => ({
      name: module.name,
      role: ROLES[at] ?? 'plain',
      chosen: at === 0,
      counts: countsOver(history.samples.get(module.id) ?? [], nowUs, points),
    }));
  const dots = seriesOf(Math.max(8, (room.columns - 5) * DOTS));
  const highest = Math.max(...dots.flatMap(({ counts }) => counts));
  const top = Math.max(TOP_LEAST, highest + (highest % 2));
  const body: Body = { title: cutLine(title, room.columns - 2, signs.more), lines: textChart(seriesOf, top, room, signs) };
  return look.braille ? { ...body, widget: { kind: 'line', series: dots, top } } : body;
}

/** A chart of box-drawing characters: for terminals whose font has no braille. */
function textChart(seriesOf: (points: number) => Series[], top: number, { columns, rows }: Size, signs: DashSigns): Line[] {
  const plot = Math.max(2, rows - 1);
  const unit = Math.ceil(top / (plot - 1));
  const every = unit === 1 && plot - 1 >= top * 2 ? Math.floor((plot - 1) / top) : 1;
  const digits = String(Math.max(top, unit * (plot - 1))).length;
  const left = digits + 3;
  const width = Math.max(4, columns - left - 2);
  const cells: Span[][] = Array.from({ length: plot }, () => Array.from({ length: width }, () => span(' ')));
  const rowOf = (count: number): number => plot - 1 - Math.min(plot - 1, Math.round((count * every) / unit));
  for (const series of seriesOf(width).reverse()) drawSeries(cells, series, rowOf, signs);
  const lines: Line[] = cells.map((row, at) => {
    const step = plot - 1 - at;
    const value = (step * unit) / every;
    const labelled = Number.isInteger(value) && value <= Math.max(top, unit * (plot - 1)) && (every > 1 || step % 2 === 0);
    const axis = step === 0 ? signs.axis.zero : labelled ? signs.axis.tick : signs.axis.line;
    return [span(` ${(labelled ? String(value) : '').padStart(digits)} ${axis}`), ...joined(row)];
  });
  return [...lines, plain(timeAxis(columns))];
}

function drawSeries(cells: Span[][], { counts, role, chosen }: Series, rowOf: (count: number) => number, { chart }: DashSigns): void {
  const put = (row: number, column: number, text: string): void => {
    const cell = cells[row];
    if (cell !== undefined) cell[column] = { text, role, bold: chosen };
  };
  let last = rowOf(counts[0] ?? 0);
  for (const [column, count] of counts.entries()) {
    const row = rowOf(count);
    if (row === last) put(row, column, chart.flat);
    else {
      for (let between = Math.min(row, last) + 1; between < Math.max(row, last); between += 1) put(between, column, chart.upright);
      put(last, column, row < last ? chart.riseFrom : chart.fallFrom);
      put(row, column, row < last ? chart.riseTo : chart.fallTo);
    }
    last = row;
  }
}

/** Neighbours of one style become one span. */
function joined(row: readonly Span[]): Span[] {
  const spans: Span[] = [];
  for (const cell of row) {
    const last = spans.at(-1);
    if (last !== undefined && last.role === cell.role && last.bold === cell.bold)
      spans[spans.length - 1] = { ...last, text: last.text + cell.text };
    else spans.push(cell);
  }
  return spans;
}

const AXIS = ['-60 s', '-40 s', '-20 s', 'now'];

function timeAxis(columns: number): string {
  let text = '  ';
  for (const [at, label] of AXIS.entries()) {
    const end = at === AXIS.length - 1;
    const column = end ? columns - 2 - columnsOf(label) : 2 + Math.round(((columns - 7) * at) / (AXIS.length - 1));
    text = text.padEnd(column) + label;
  }
  return text;
}
