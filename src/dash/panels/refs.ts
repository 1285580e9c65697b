/** The references of the chosen module: how many, on what, by whom, taken where, since when. */
import type { RefView } from '../../engine/view.ts';
import type { Size } from '../layout.ts';
import { signsOf } from '../look.ts';
import type { Body, DashInput } from '../model.ts';
import { chosenModule } from '../state.ts';
import { columnsOf, cutText, fitText, type Line, plain, span, strong } from '../text.ts';
import { seconds } from './header.ts';

interface Column {
  readonly title: string;
  /** Inner columns below which it is left out. */
  readonly from: number;
  /** It gives way when the rows are too long, down to this; undefined: never. */
  readonly least?: number;
  readonly text: (row: RefView) => string;
}

const COLUMNS: readonly Column[] = [
  { title: 'REFS', from: 0, text: ({ refs, counted }) => (counted ? `${refs} ` : `(${refs})`).padStart(5) },
  { title: 'OBJECT', from: 0, least: 10, text: ({ object }) => object },
  { title: 'HOLDER', from: 0, least: 8, text: ({ holder }) => holder },
  { title: 'TAKEN BY', from: 66, least: 8, text: ({ sites }) => sites.join(' ') },
  { title: 'SINCE', from: 44, text: ({ since }) => `t ${seconds(since)}` },
];
/** Which column gives way first. */
const GIVING_WAY = ['TAKEN BY', 'OBJECT', 'HOLDER'];

/** The width of each column: what its longest text takes, less where the rows would not fit. */
function widthsOf(shown: readonly Column[], found: readonly RefView[], columns: number): Map<Column, number> {
  const widths = new Map(
    shown.map((column) => [column, Math.max(column.title.length, ...found.map((row) => columnsOf(column.text(row))))]),
  );
  let over = [...widths.values()].reduce((sum, width) => sum + width + 1, -1) - columns;
  for (const title of GIVING_WAY) {
    const column = shown.find((one) => one.title === title);
    const width = column === undefined ? undefined : widths.get(column);
    if (column === undefined || width === undefined || over <= 0) continue;
    const less = Math.max(Math.min(width, column.least ?? width), width - over);
    over -= width - less;
    widths.set(column, less);
  }
  return widths;
}

/** The rows, those that this regime does not count in parentheses. */
export function refsPanel({ view, state, look, refsOf }: DashInput, { columns, rows }: Size): Body {
  const { more } = signsOf(look);
  const chosen = chosenModule(state, view);
  if (chosen === undefined) return { title: plain('refs'), lines: [plain(' no module is loaded')] };
  const found = refsOf(chosen.name);
  const title = [span('refs of '), strong(chosen.name), span(`, refcnt ${chosen.refcnt}`)];
  if (found.length === 0) return { title, lines: [plain(' nobody holds it')] };
  const shown = COLUMNS.filter((column) => columns >= column.from);
  const widths = widthsOf(shown, found, columns);
  const line = (text: (column: Column) => string): string =>
    shown.map((column) => fitText(text(column), widths.get(column) ?? 0, more)).join(' ');
  const lines: Line[] = found.map((row) =>
    plain(
      cutText(
        line((column) => column.text(row)),
        columns,
        more,
      ).trimEnd(),
    ),
  );
  const room = Math.max(1, rows - 1);
  const kept = lines.length <= room ? lines : [...lines.slice(0, room - 1), plain(` +${lines.length - room + 1} more`)];
  return {
    title,
    lines: [
      [
        strong(
          cutText(
            line((column) => column.title),
            columns,
            '',
          ).trimEnd(),
        ),
      ],
      ...kept,
    ],
    widget: { kind: 'table' },
  };
}
