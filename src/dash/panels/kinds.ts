/** What holds the modules, by kind: a bar and a number each. In parentheses stands what this regime does not count. */
import type { HoldKind, ModuleView } from '../../engine/view.ts';
import type { Size } from '../layout.ts';
import { signsOf } from '../look.ts';
import type { Body, DashInput } from '../model.ts';
import { chosenModule } from '../state.ts';
import { type Line, plain, type Role, span } from '../text.ts';

interface Kind {
  readonly name: string;
  readonly holds: readonly HoldKind[];
  readonly role: Role;
  /** Shown also when there is none. */
  readonly always: boolean;
}

const KINDS: readonly Kind[] = [
  { name: 'file', holds: ['file'], role: 'accent', always: true },
  { name: 'socket', holds: ['socket'], role: 'change', always: true },
  { name: 'linger', holds: ['linger'], role: 'wait', always: true },
  { name: 'dev_hold', holds: ['dev_hold'], role: 'wait', always: true },
  { name: 'module', holds: [], role: 'plain', always: true },
  { name: 'thread', holds: ['thread'], role: 'plain', always: false },
  { name: 'timer', holds: ['timer'], role: 'plain', always: false },
  { name: 'init', holds: ['init'], role: 'wait', always: false },
  { name: 'exit', holds: ['exit'], role: 'wait', always: false },
  { name: 'self', holds: ['self'], role: 'plain', always: false },
  { name: 'object', holds: ['object'], role: 'plain', always: true },
];

interface Count {
  readonly counted: number;
  readonly uncounted: number;
}

function countOf(kind: Kind, modules: readonly ModuleView[]): Count {
  if (kind.name === 'module') return { counted: modules.reduce((sum, module) => sum + module.holders.length, 0), uncounted: 0 };
  const holds = modules.flatMap((module) => module.holds).filter((hold) => kind.holds.includes(hold.kind));
  const sum = (counted: boolean): number => holds.filter((hold) => hold.counted === counted).reduce((all, hold) => all + hold.count, 0);
  return { counted: sum(true), uncounted: sum(false) };
}

const NAME = 9;

/** Bars of all modules; while the references of one are open, of that one alone. */
export function kindsPanel({ view, state, look }: DashInput, room: Size): Body {
  const { bars } = signsOf(look);
  const one = state.refs ? chosenModule(state, view) : undefined;
  const modules = one === undefined ? view.modules : [one];
  const counts = KINDS.map((kind) => ({ kind, ...countOf(kind, modules) }));
  const shown = counts.filter(({ kind, counted, uncounted }) => kind.always || counted + uncounted > 0);
  const largest = Math.max(0, ...shown.map(({ counted, uncounted }) => counted + uncounted));
  const space = Math.max(1, room.columns - NAME - 2 - 6);
  const scale = largest > space ? space / largest : 1;
  const lines: Line[] = shown.map(({ kind, counted, uncounted }) => {
    const sum = counted + uncounted;
    const name = ` ${kind.name.padEnd(NAME)}`;
    if (sum === 0) return plain(name.trimEnd());
    const fill = bars[Math.min(KINDS.indexOf(kind), bars.length - 1)] ?? '';
    const bar = fill.repeat(Math.max(1, Math.round(sum * scale)));
    const number = [...(counted > 0 ? [String(counted)] : []), ...(uncounted > 0 ? [`(${uncounted})`] : [])].join(' ');
    return [span(name), span(bar, kind.role), span(` ${number}`)];
  });
  const note = plain(' (n) not counted');
  while (lines.length < room.rows - 1) lines.push([]);
  return {
    title: plain(one === undefined ? 'held, by kind' : `held, ${one.name}`),
    lines: lines.length < room.rows ? [...lines, note] : lines.slice(0, room.rows),
  };
}
