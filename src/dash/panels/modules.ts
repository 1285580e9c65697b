/** The table of modules: the rows of the regime's own lsmod, a mark, and who holds it where there is room. */
import type { ModuleView } from '../../engine/view.ts';
import type { Size } from '../layout.ts';
import { type DashLook, signsOf } from '../look.ts';
import type { Body, DashInput } from '../model.ts';
import { chosenModule, sortedModules } from '../state.ts';
import { columnsOf, cutText, fitText, type Line, plain, span, strong } from '../text.ts';

const TITLES = { newest: 'modules', name: 'modules, by name', refs: 'modules, by refs' } as const;
/** From here on there is room for who holds it. */
const WIDE = 70;
/** Below this there is no room for lsmod's row. */
const NARROW = 44;
const COUNT = 6;
/** Columns of lsmod's row that are shown beside who holds it. */
const ROW = 46;

type Mark = ' ' | '~' | '!';

function markOf(module: ModuleView, { view }: DashInput): Mark {
  if (module.miscount !== 0) return '!';
  return module.state !== 'Live' || view.waits.some((wait) => wait.module === module.name) ? '~' : ' ';
}

const roleOf = (mark: Mark): 'danger' | 'wait' | 'plain' => (mark === '!' ? 'danger' : mark === '~' ? 'wait' : 'plain');

/** Too narrow for lsmod's row: name, count, mark. */
function shortRow(module: ModuleView, chosen: boolean, input: DashInput, columns: number): Line {
  const signs = signsOf(input.look);
  const mark = markOf(module, input);
  const body = fitText(module.name, columns - 3 - COUNT, signs.more) + String(module.used).padStart(COUNT);
  return [span(chosen ? signs.chosen : ' ', 'accent'), chosen ? strong(body) : span(body), span(mark, roleOf(mark)), span(' ')];
}

function rowOf(module: ModuleView, chosen: boolean, input: DashInput, columns: number): Line {
  if (columns < NARROW) return shortRow(module, chosen, input, columns);
  const signs = signsOf(input.look);
  const mark = markOf(module, input);
  const wide = columns >= WIDE;
  const body = fitText(rowText(module, wide ? ROW : columns - 3, input.look), wide ? ROW : columns - 3, signs.more);
  const line = [span(chosen ? signs.chosen : ' ', 'accent'), chosen ? strong(body) : span(body), span(mark, roleOf(mark)), span(' ')];
  return wide ? [...line, span(cutText(input.words.heldBy(module), columns - ROW - 3, signs.more))] : line;
}

/** lsmod's row; names that do not fit are counted: `user,user2,+3`. */
function rowText(module: ModuleView, columns: number, look: DashLook): string {
  const { row, holders } = module;
  const list = holders.join(',');
  if (columnsOf(row) <= columns || list === '' || !row.includes(list)) return row;
  const before = row.slice(0, row.indexOf(list));
  for (let kept = holders.length - 1; kept > 0; kept -= 1) {
    const shorter = `${before}${holders.slice(0, kept).join(',')},+${holders.length - kept}`;
    if (columnsOf(shorter) <= columns) return shorter;
  }
  return cutText(row, columns, signsOf(look).more);
}

/** The names of the columns, `Held by` where there is room; what the tools of 2.2 and 2.4 add (`Not tainted`) whole or not at all. */
function headerOf(lsmodHeader: string, columns: number): string {
  if (columns < NARROW) return `${fitText(' Module', columns - 2 - COUNT, '')}${'refs'.padStart(COUNT)}`;
  const wide = columns >= WIDE;
  const room = wide ? ROW + 1 : columns;
  const whole = ` ${lsmodHeader.trimEnd()}`;
  const names = columnsOf(whole) <= room ? whole : whole.replace(/(?<=Used by) .*/, '');
  return wide ? `${fitText(names, room, '')}  Held by` : names;
}

/** Header and as many rows as fit, around the chosen one. */
export function modulesPanel(input: DashInput, room: Size): Body {
  const { view, state } = input;
  const modules = sortedModules(view, state.sort);
  const chosen = chosenModule(state, view);
  const at = modules.findIndex((module) => module.id === chosen?.id);
  const rows = Math.max(1, room.rows - 1);
  const shown = modules.length <= rows ? rows : rows - 1;
  const first = Math.max(0, Math.min(at - Math.floor(shown / 2), modules.length - shown));
  const window = modules.slice(first, first + shown);
  const lines: Line[] = window.map((module) => rowOf(module, module.id === chosen?.id, input, room.columns));
  const others = modules.filter((module) => !window.includes(module));
  const used = others.filter((module) => module.refcnt !== 0).length;
  if (others.length > 0) lines.push(plain(` +${others.length} more${used > 0 ? `, ${used} in use` : ''}`));
  return {
    title: plain(TITLES[state.sort]),
    lines: [[strong(headerOf(view.lsmodHeader, room.columns))], ...lines],
    widget: { kind: 'table' },
  };
}
