/** What is open under the prompt: the completion menu and the search in history. */
import type { Candidate } from '../complete/completion.ts';
import type { Open } from '../editor/state.ts';
import { distinctTexts, type History, searchHistory } from '../history.ts';
import type { Look } from '../look.ts';
import { columnsOf, fill, fillLeft } from '../text/width.ts';
import { tenths } from '../time.ts';
import { cutLine, spread, widthOf } from './columns.ts';
import { signsOf } from './signs.ts';
import { type StyledLine, span } from './styled.ts';

type Menu = Extract<Open, { kind: 'menu' }>;
type Search = Extract<Open, { kind: 'search' }>;

/** Rows of the menu, the one with its keys included. */
const MENU_ROWS = 6;
/** Entries that the search shows. */
const SEARCH_ROWS = 8;

/** The part of a list that is shown: `rows` of it, with the marked one inside. */
function windowAround(count: number, marked: number, rows: number): { first: number; last: number } {
  const first = Math.max(0, Math.min(marked - rows + 1 + Math.floor(rows / 2), count - rows));
  return { first, last: Math.min(count, first + rows) };
}

/** The menu in at most `rows` rows; the last row names the keys where there is room for it. */
export function menuLines({ completion, at }: Menu, rows: number, columns: number, look: Look): StyledLine[] {
  const { candidates } = completion;
  const keys = rows > 1;
  const { first, last } = windowAround(candidates.length, at, Math.min(rows, MENU_ROWS) - (keys ? 1 : 0));
  const shown = candidates.slice(first, last);
  const width = Math.max(...shown.map(({ label }) => columnsOf(label)));
  const lines = shown.map((candidate, index) => candidateLine(candidate, first + index === at, width, columns, look));
  if (!keys) return lines;
  const sum = candidates.length < completion.total ? `${candidates.length} of ${completion.total}` : `${candidates.length}`;
  const hint = `${sum} ${completion.noun}   Tab next   Enter take   Esc close`;
  return [...lines, cutLine([span(hint, 'faint')], columns - 1, signsOf(look).more)];
}

function candidateLine({ label, note }: Candidate, marked: boolean, width: number, columns: number, look: Look): StyledLine {
  const { selected, more } = signsOf(look);
  const name = note === '' ? label : fill(label, width);
  const parts = [
    span(marked ? `${selected} ` : '  ', 'accent'),
    { text: name, role: 'plain' as const, reverse: marked && look.theme === 'mono', bold: marked },
  ];
  return cutLine(note === '' ? parts : [...parts, span(`   ${note}`)], columns - 1, more);
}

/** The search line, which stands where the prompt was, and the column of the cursor in it. */
export function searchLine(open: Search, history: History, columns: number): { line: StyledLine; x: number } {
  const left = [span('search', 'accent'), span('> '), span(open.query)];
  const sum = `${searchHistory(history, open.query).length} found, of ${distinctTexts(history)}`;
  const fits = widthOf(left) + 2 + columnsOf(sum) < columns;
  return {
    line: fits ? spread(left, [span(sum, 'faint')], columns - 1) : cutLine(left, columns - 1),
    x: Math.min(widthOf(left), columns - 1),
  };
}

/** What was found, newest first, in at most `rows` rows: status, virtual duration, command. */
export function searchLines(open: Search, history: History, rows: number, columns: number, look: Look): StyledLine[] {
  const { selected, more } = signsOf(look);
  const found = searchHistory(history, open.query);
  const keys = rows > 1;
  const { first, last } = windowAround(found.length, open.at, Math.min(rows - (keys ? 1 : 0), SEARCH_ROWS));
  const lines = found.slice(first, last).map(({ text, status, tookUs }, index): StyledLine => {
    const marked = first + index === open.at;
    const ended = fillLeft(status === undefined ? '-' : String(status), 3);
    const took = fillLeft(tookUs === undefined ? '-' : tenths(tookUs), 9);
    const command = text.replaceAll('\n', ` ${more} `);
    return cutLine(
      [
        span(marked ? `${selected} ` : '  ', 'accent'),
        span(ended, status === undefined || status === 0 ? 'plain' : 'danger'),
        span(took, 'faint'),
        { text: `  ${command}`, role: 'plain', bold: marked },
      ],
      columns - 1,
      more,
    );
  });
  if (!keys) return lines;
  return [
    ...lines,
    cutLine([span('Enter run   Tab or Right edit   Ctrl-R older   Esc back to what was typed', 'faint')], columns - 1, more),
  ];
}
