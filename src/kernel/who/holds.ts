/** Who holds what: the rows of the ledger, put into the words that faces and `refs` use. */

import { type Ref, refsOn } from '../../engine/ledger.ts';
import type { Tick } from '../../engine/step.ts';
import type { HoldKind, HoldView } from '../../engine/view.ts';
import type { ModuleRecord } from '../module.ts';
import type { KernelSystem } from '../system.ts';
import { refcntOf } from '../text/modules.ts';
import { UNNAMED_HOLDER } from './kinds.ts';

/** One object that holds references on a module or on a device of it. */
export interface Hold {
  readonly kind: HoldKind;
  /** The ledger's own name for it: `file 3`. */
  readonly object: string;
  /** `/dev/chardev0`, `socket`, `mdev0`. */
  readonly what: string;
  /** `sh fd 3`, `psock (104)`, `devholder`. */
  readonly who: string;
  readonly pid: number;
  readonly refs: number;
  readonly sites: readonly string[];
  readonly since: Tick;
  readonly until: Tick | undefined;
  readonly counted: boolean;
}

const OBJECTS: readonly (readonly [RegExp, HoldKind])[] = [
  [/^file \d+$/, 'file'],
  [/^(creating )?socket \d+$/, 'socket'],
  [/^linger \d+$/, 'linger'],
  [/^dev_hold /, 'dev_hold'],
  [/^kthread /, 'thread'],
  [/^timer /, 'timer'],
  [/^init$/, 'init'],
  [/^self$/, 'self'],
];

const kindOf = (object: string): HoldKind => OBJECTS.find(([pattern]) => pattern.test(object))?.[1] ?? 'object';
const number = (object: string): number => Number(/(\d+)$/.exec(object)?.[1] ?? -1);

/** `sh fd 3,5`: who has an open file, by the descriptors that stand for it. */
function holdersOfFile(system: KernelSystem, file: number): { who: string; pid: number; what: string } {
  const found: string[] = [];
  let pid = 0;
  let what = '';
  for (const process of system.os.processes.values()) {
    // Whoever asks has inherited the descriptor for the moment of the question.
    if (process.task === system.machine.running && process.ppid !== 1) continue;
    const fds = [...process.fds].filter(([, open]) => open.id === file).map(([fd]) => fd);
    if (fds.length === 0) continue;
    if (pid === 0) pid = process.pid;
    what = process.fds.get(fds[0] as number)?.path ?? '';
    found.push(`${process.name} fd ${fds.join(',')}`);
  }
  return { who: found.join(', '), pid, what };
}

function holderOfSocket(system: KernelSystem, socket: number): { who: string; pid: number } {
  const path = `socket:[${socket}]`;
  for (const process of system.os.processes.values()) {
    for (const open of process.fds.values()) if (open.path === path) return { who: `${process.name} (${process.pid})`, pid: process.pid };
  }
  return { who: '', pid: 0 };
}

function describe(system: KernelSystem, kind: HoldKind, object: string): Pick<Hold, 'what' | 'who' | 'pid' | 'until'> {
  switch (kind) {
    case 'file':
      return { ...holdersOfFile(system, number(object)), until: undefined };
    case 'socket':
      return { what: 'socket', ...holderOfSocket(system, number(object)), until: undefined };
    case 'linger': {
      const until = system.kernel.families.sockets.get(number(object))?.lingersUntil;
      return { what: 'lingering socket', who: 'timer', pid: 0, until };
    }
    case 'dev_hold': {
      const [, device = '', ...holder] = object.split(' ');
      return { what: device, who: holder.join(' '), pid: 0, until: undefined };
    }
    default:
      if (object === UNNAMED_HOLDER) return { what: object, who: 'not in the list', pid: 0, until: undefined };
      return { what: object, who: kind === 'init' ? 'init()' : kind === 'self' ? 'the module itself' : '', pid: 0, until: undefined };
  }
}

function grouped(rows: readonly Ref[]): Map<string, Ref[]> {
  const byObject = new Map<string, Ref[]>();
  for (const row of rows) {
    const same = byObject.get(row.object);
    if (same === undefined) byObject.set(row.object, [row]);
    else same.push(row);
  }
  return byObject;
}

const toHold = (system: KernelSystem, object: string, rows: readonly Ref[], counted: boolean): Hold => {
  const kind = kindOf(object);
  return {
    kind,
    object,
    ...describe(system, kind, object),
    refs: rows.length,
    sites: [...new Set(rows.map((row) => row.site))],
    since: Math.min(...rows.map((row) => row.since)),
    counted,
  };
};

const AT_REST = /^(base|registered)$/;

/** Everything that holds a module, or a device of it that its count does not know of. Modules that use it are not among them. */
export function holdsOn(system: KernelSystem, m: ModuleRecord): Hold[] {
  const { machine, kernel } = system;
  const holds: Hold[] = [];
  for (const [object, rows] of grouped(refsOn(machine.ledger, m.cells.refcnt))) {
    if (!object.startsWith('module ')) holds.push(toHold(system, object, rows, true));
  }
  for (const dev of kernel.netdevs.byId.values()) {
    if (dev.module !== m.id || kernel.rules.sheet.devHoldHolds) continue;
    for (const [holder, rows] of grouped(refsOn(machine.ledger, dev.refcnt))) {
      if (!AT_REST.test(holder)) holds.push(toHold(system, `dev_hold ${dev.name} ${holder}`, rows, false));
    }
  }
  return holds;
}

/** How far the count is from what the ledger explains; 0 when every reference has its row, and while exit() runs. */
export function miscount(system: KernelSystem, m: ModuleRecord): number {
  const count = refcntOf(system.kernel, m);
  return count < 0 ? 0 : count - refsOn(system.machine.ledger, m.cells.refcnt).length;
}

const ORDER: readonly HoldKind[] = ['file', 'socket', 'linger', 'dev_hold', 'thread', 'timer', 'object', 'init', 'self', 'exit'];

/** Holds by kind, in the order of the table's column. */
export function holdViews(holds: readonly Hold[]): HoldView[] {
  const views: HoldView[] = [];
  for (const kind of ORDER) {
    for (const counted of [true, false]) {
      const same = holds.filter((hold) => hold.kind === kind && hold.counted === counted);
      const [first] = same;
      if (first === undefined) continue;
      const refs = same.reduce((sum, hold) => sum + hold.refs, 0);
      const until = same.every((hold) => hold.until !== undefined) ? Math.max(...same.map((hold) => hold.until ?? 0)) : undefined;
      const whos = [...new Set(same.map((hold) => hold.who))];
      views.push({
        kind,
        count: kind === 'dev_hold' ? refs : same.length,
        each: kind === 'dev_hold' ? 1 : Math.round(refs / same.length),
        counted,
        who: whos.length === 1 ? whoText(first) : '',
        ...(kind === 'file' ? { what: first.what } : {}),
        ...(until === undefined ? {} : { until }),
      });
    }
  }
  return views;
}

function whoText(hold: Hold): string {
  if (hold.kind === 'dev_hold') return `${hold.what}: ${hold.who}`;
  if (hold.kind === 'linger' || hold.kind === 'init' || hold.kind === 'self') return '';
  return hold.who;
}
