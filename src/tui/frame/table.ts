/** The live table: lsmod's own rows, byte for byte, and right of them what lsmod leaves unsaid. */
import type { ModuleView, SystemView, WaitView } from '../../engine/view.ts';
import type { Look } from '../look.ts';
import type { Changes, Light } from '../marks.ts';
import { columnsOf, cut, fill } from '../text/width.ts';
import { cutLine, fillLine } from './columns.ts';
import { heldBy, heldByLetters } from './holds.ts';
import { type Signs, signsOf } from './signs.ts';
import { bold, type Role, type Span, type StyledLine, span } from './styled.ts';
import { phaseText } from './waits.ts';

export interface TableInput {
  readonly view: SystemView;
  readonly changes: Changes;
  readonly columns: number;
  /** Lines that the whole table may take, the header and `+N more` included. */
  readonly rows: number;
  /** Modules that may be shown, however much room there is. */
  readonly modulesMax: number;
  readonly look: Look;
}

interface Entry {
  readonly module: ModuleView;
  readonly gone: boolean;
  readonly light: Light | undefined;
  readonly wait: WaitView | undefined;
}

interface Columns {
  /** Columns that lsmod's row has for itself. */
  readonly row: number;
  /** Where the mark, the state and the holders begin; undefined: not shown. */
  readonly mark: number;
  readonly state: number | undefined;
  readonly held: number | undefined;
  readonly letters: boolean;
}

const STATE_WIDTH = 10;

/** Where everything stands at a width: a column that does not fit goes, from the right. */
function columnsAt(columns: number): Columns {
  if (columns >= 120) return { row: 58, mark: 59, state: 61, held: 61 + STATE_WIDTH, letters: false };
  if (columns >= 70) return { row: 50, mark: 50, state: undefined, held: 52, letters: false };
  if (columns >= 56) return { row: 50, mark: 50, state: undefined, held: 52, letters: true };
  if (columns >= 52) return { row: 50, mark: 50, state: undefined, held: undefined, letters: true };
  return { row: columns - 3, mark: columns - 2, state: undefined, held: undefined, letters: true };
}

/** The table made last for each state of the marks: while one types it stays as it is, however many modules are loaded. */
const made = new WeakMap<Changes, { readonly from: TableInput; readonly lines: readonly StyledLine[] }>();
const PARTS = ['view', 'columns', 'rows', 'modulesMax', 'look'] as const satisfies readonly (keyof TableInput)[];

/** Header, rows, and `+12 more` where not all fit; nothing when no module is there or there is no room. */
export function tableLines(input: TableInput): readonly StyledLine[] {
  const last = made.get(input.changes);
  if (last && PARTS.every((part) => last.from[part] === input[part])) return last.lines;
  const { view, changes, columns, rows, modulesMax, look } = input;
  const from = { view, changes, columns, rows, modulesMax, look };
  const lines = newLines(from);
  made.set(changes, { from, lines });
  return lines;
}

function newLines(input: TableInput): StyledLine[] {
  const entries = entriesOf(input);
  if (entries.length === 0 || input.rows < 2) return [];
  const room = Math.min(input.rows - 1, input.modulesMax);
  const whole = entries.length <= room;
  // One row gives way to `+N more`, unless the limit on modules leaves that line free anyway.
  const shown = whole ? entries : mostTelling(entries, Math.max(1, Math.min(room, input.rows - 2)));
  const columns = columnsAt(input.columns);
  const lines = [headerLine(input, columns), ...shown.map((entry) => rowLine(entry, columns, input))];
  if (!whole && lines.length < input.rows) lines.push(moreLine(entries, shown, input));
  return lines.map((styled) => cutLine(styled, input.columns - 1, signsOf(input.look).more));
}

function entriesOf({ view, changes }: TableInput): Entry[] {
  const waits = new Map(view.waits.map((wait) => [wait.module, wait]));
  const entries: Entry[] = view.modules.map((module) => ({
    module,
    gone: false,
    light: changes.lights.get(module.id),
    wait: waits.get(module.name),
  }));
  for (const ghost of changes.ghosts) {
    const above = entries.findIndex((entry) => entry.module.id === ghost.below);
    entries.splice(above + 1, 0, { module: ghost.module, gone: true, light: undefined, wait: undefined });
  }
  return entries;
}

/** The `count` entries that have most to tell, in the order of lsmod. */
function mostTelling(entries: readonly Entry[], count: number): Entry[] {
  const ranked = entries.map((entry, index) => ({ entry, index, rank: rankOf(entry) }));
  ranked.sort((a, b) => a.rank - b.rank || a.index - b.index);
  return ranked
    .slice(0, count)
    .sort((a, b) => a.index - b.index)
    .map(({ entry }) => entry);
}

function rankOf({ module, gone, light, wait }: Entry): number {
  if (wait || module.state === 'Unloading' || module.state === 'Loading') return 0;
  if (light || gone) return 1;
  if (module.miscount !== 0) return 2;
  return module.refcnt !== 0 ? 3 : 4;
}

function headerLine({ view }: TableInput, columns: Columns): StyledLine {
  const whole = columnsOf(view.lsmodHeader) <= columns.row;
  // A column name that is cut tells less than none: the tools of 2.2 and 2.4 say `Not tainted`, the status line does too.
  const fitting = whole ? view.lsmodHeader : cut(view.lsmodHeader, columns.row, '').replace(/ {2,}\S+(?: \S*)?$/, '');
  const names = fill(fitting, columns.row);
  const state = columns.state === undefined ? '' : fill('', columns.state - columns.row) + fill('State', STATE_WIDTH);
  const held =
    columns.held === undefined || columns.letters ? '' : fill(names + state, columns.held).slice((names + state).length) + 'Held by';
  return [bold((names + state + held).trimEnd())];
}

interface Mark {
  readonly text: string;
  readonly role: Role;
}

function markOf({ module, gone, light, wait }: Entry, signs: Signs): Mark {
  if (gone) return { text: 'x', role: 'change' };
  if (module.miscount !== 0) return { text: '!', role: 'danger' };
  if (light?.sign === 'added') return { text: '+', role: 'change' };
  if (light?.sign === 'rose') return { text: signs.rose, role: 'change' };
  if (light?.sign === 'fell') return { text: signs.fell, role: 'change' };
  const changing = light !== undefined || wait !== undefined || module.state === 'Unloading' || module.state === 'Loading';
  return changing ? { text: '~', role: 'wait' } : { text: ' ', role: 'plain' };
}

function rowLine(entry: Entry, columns: Columns, { look, columns: width }: TableInput): StyledLine {
  const signs = signsOf(look);
  const { module, gone, light } = entry;
  const row = clampNames(module, columns.row, signs.more);
  const mark = markOf(entry, signs);
  let line: Span[] = gone ? [span(row, 'faint')] : rowSpans(row, module, light);
  line = [...fillLine(line, columns.mark), span(mark.text, mark.role)];
  if (columns.state !== undefined) {
    const lit = light?.field === 'state';
    line = [
      ...fillLine(line, columns.state),
      { text: fill(gone ? 'gone' : module.state, STATE_WIDTH), role: gone ? 'faint' : 'plain', bold: lit },
    ];
  }
  if (columns.held !== undefined) {
    const held = gone ? '' : columns.letters ? heldByLetters(module) : heldText(entry, width);
    line = [...fillLine(line, columns.held), ...cutLine([span(held)], width - 1 - columns.held, signs.more)];
  }
  return trimEnd(line);
}

/** With the reason of a wait that has a gate: `(2 linger) gate closed, 4/5 drain`. */
function heldText({ module, wait }: Entry, width: number): string {
  const held = heldBy(module);
  if (!wait || wait.phases.length === 0) return held;
  const [name = '', step = ''] = phaseText(wait.phases).split(' ');
  const gate = width >= 120 && name !== '' ? `gate closed, ${step} ${name}` : 'gate closed';
  return held === '' ? gate : `${held} ${gate}`;
}

/** The row, with the field that changed in bold. */
function rowSpans(row: string, module: ModuleView, light: Light | undefined): Span[] {
  if (light?.field === 'name') return [bold(row.slice(0, module.name.length)), span(row.slice(module.name.length))];
  const found = light?.field === 'number' ? /^(\S+\s+\d+\s+)(-?\d+)/.exec(row) : null;
  if (!found) return [span(row)];
  const [all, before = '', number = ''] = found;
  return [span(before), bold(number), span(row.slice(all.length))];
}

/** A row too long for its columns loses names of users, and says how many: `user,user2,+3`. */
function clampNames({ row, holders }: ModuleView, columns: number, more: string): string {
  if (columnsOf(row) <= columns) return row;
  const list = holders.join(',');
  const start = list === '' ? -1 : row.indexOf(list);
  for (let kept = holders.length - 1; start >= 0 && kept > 0; kept -= 1) {
    const shorter = `${row.slice(0, start)}${holders.slice(0, kept).join(',')},+${holders.length - kept}`;
    if (columnsOf(shorter) <= columns) return shorter;
  }
  return cut(row, columns, more);
}

function moreLine(entries: readonly Entry[], shown: readonly Entry[], { columns }: TableInput): StyledLine {
  const hidden = entries.filter((entry) => !shown.includes(entry) && !entry.gone);
  const inUse = hidden.filter((entry) => entry.module.refcnt !== 0).length;
  return [span(`+${hidden.length} more, ${inUse} in use ${columns < 70 ? '(modtop)' : '(modtop shows all)'}`, 'faint')];
}

/** Without blanks at its end. */
function trimEnd(styled: StyledLine): StyledLine {
  const line = [...styled];
  for (let last = line.at(-1); last && (last.text === '' || last.text.trimEnd() !== last.text); last = line.at(-1)) {
    line.pop();
    const text = last.text.trimEnd();
    if (text !== '') line.push({ ...last, text });
  }
  return line;
}
