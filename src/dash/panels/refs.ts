/** The references of the chosen module: how many, on what, by whom, taken where, since when. */
import type { RefView } from '../../engine/view.ts';
import type { Size } from '../layout.ts';
import { signsOf } from '../look.ts';
import type { Body, DashInput } from '../model.ts';
import { chosenModule } from '../state.ts';
import { fitText, type Line, plain, span, strong } from '../text.ts';
import { seconds } from './header.ts';

interface Column {
  readonly title: string;
  /** Columns it wants; what is over goes to the holders. */
  readonly width: number;
  /** Inner columns below which it is left out. */
  readonly from: number;
  readonly text: (row: RefView) => string;
}

const COLUMNS: readonly Column[] = [
  { title: 'REFS', width: 5, from: 0, text: ({ refs, counted }) => (counted ? `${refs} ` : `(${refs})`).padStart(5) },
  { title: 'OBJECT', width: 14, from: 0, text: ({ object }) => object },
  { title: 'HOLDER', width: 0, from: 0, text: ({ holder }) => holder },
  { title: 'TAKEN BY', width: 18, from: 66, text: ({ sites }) => sites.join(' ') },
  { title: 'SINCE', width: 9, from: 44, text: ({ since }) => `t ${seconds(since)}` },
];
/** Wider objects where there is room. */
const ROOMY = 56;
const OBJECT_ROOMY = 19;

/** The rows, those that this regime does not count in parentheses. */
export function refsPanel({ view, state, look, refsOf }: DashInput, { columns, rows }: Size): Body {
  const { more } = signsOf(look);
  const chosen = chosenModule(state, view);
  if (chosen === undefined) return { title: plain('refs'), lines: [plain(' no module is loaded')] };
  const found = refsOf(chosen.name);
  const title = [span('refs of '), strong(chosen.name), span(`, refcnt ${chosen.refcnt}`)];
  if (found.length === 0) return { title, lines: [plain(' nobody holds it')] };
  const shown = COLUMNS.filter((column) => columns >= column.from);
  const widthOf = (column: Column): number => (column.title === 'OBJECT' && columns >= ROOMY ? OBJECT_ROOMY : column.width);
  const taken = shown.reduce((sum, column) => sum + widthOf(column) + 1, 0);
  const line = (text: (column: Column) => string): string =>
    shown.map((column) => fitText(text(column), column.width === 0 ? Math.max(6, columns - taken) : widthOf(column), more)).join(' ');
  const lines: Line[] = found.map((row) => plain(line((column) => column.text(row)).trimEnd()));
  const room = Math.max(1, rows - 1);
  const kept = lines.length <= room ? lines : [...lines.slice(0, room - 1), plain(` +${lines.length - room + 1} more`)];
  return { title, lines: [[strong(line((column) => column.title).trimEnd())], ...kept], widget: { kind: 'table' } };
}
