/** `refs MODULE`: every reference with its object, holder, call site and age. */
import { refsOn } from '../../engine/ledger.ts';
import type { UserPath } from '../../engine/step.ts';
import type { ModuleRecord } from '../../kernel/module.ts';
import type { KernelSystem } from '../../kernel/system.ts';
import { moduleNamed } from '../../kernel/tables/modules.ts';
import { refcntOf, userNames } from '../../kernel/text/modules.ts';
import { type Hold, holdsOn, miscount } from '../../kernel/who/holds.ts';
import { pluralKind } from '../../kernel/who/kinds.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { left, moment } from './say.ts';
import type { WhoServices } from './services.ts';

/** One row of the table. */
export interface RefRow {
  readonly refs: number;
  readonly counted: boolean;
  readonly object: string;
  readonly holder: string;
  readonly sites: readonly string[];
  readonly since: number;
}

/** Holds of one kind by one holder, taken at the same sites, make one row. */
function holdRows(system: KernelSystem, holds: readonly Hold[]): RefRow[] {
  const groups = new Map<string, Hold[]>();
  for (const hold of holds) {
    const key = `${hold.kind} ${hold.counted} ${hold.kind === 'file' ? hold.object : hold.who} ${hold.sites.join(' ')}`;
    const same = groups.get(key);
    if (same === undefined) groups.set(key, [hold]);
    else same.push(hold);
  }
  return [...groups.values()].map((same) => toRow(system, same));
}

function toRow(system: KernelSystem, same: readonly Hold[]): RefRow {
  const first = same[0] as Hold;
  const until = Math.max(...same.map((hold) => hold.until ?? 0));
  const object = first.kind === 'dev_hold' || first.kind === 'file' ? first.what || first.object : pluralKind(first.kind, same.length);
  return {
    refs: same.reduce((sum, hold) => sum + hold.refs, 0),
    counted: first.counted,
    object,
    holder: first.kind === 'linger' ? `timer, ${left(until, system.machine.now)} left` : first.who,
    sites: first.sites,
    since: Math.min(...same.map((hold) => hold.since)),
  };
}

/** Modules that use its symbols, a row each. */
function userRows(system: KernelSystem, m: ModuleRecord): RefRow[] {
  const rows = refsOn(system.machine.ledger, m.cells.refcnt).filter((row) => row.object.startsWith('module '));
  return rows.map((row) => ({
    refs: 1,
    counted: true,
    object: row.object,
    holder: row.object.slice(7),
    sites: [row.site],
    since: row.since,
  }));
}

/** All rows of a module, counted ones first. */
export function refRows(system: KernelSystem, m: ModuleRecord): RefRow[] {
  const holds = holdsOn(system, m);
  return [
    ...userRows(system, m),
    ...holdRows(
      system,
      holds.filter((hold) => hold.counted),
    ),
    ...holdRows(
      system,
      holds.filter((hold) => !hold.counted),
    ),
  ];
}

/** `proto: refcnt 5 = 2 sockets x2 + 1 lingering socket`. */
function sumLine(system: KernelSystem, m: ModuleRecord): string {
  const holds = holdsOn(system, m).filter((hold) => hold.counted);
  const users = userNames(system.kernel, m);
  const parts: string[] = [];
  if (users.length > 0 && system.kernel.rules.sheet.dependentsCount)
    parts.push(users.length === 1 ? `1 module (${users[0]})` : `${users.length} modules (${users.join(', ')})`);
  for (const kind of new Set(holds.map((hold) => hold.kind))) {
    const same = holds.filter((hold) => hold.kind === kind);
    const each = same.reduce((sum, hold) => sum + hold.refs, 0) / same.length;
    parts.push(`${pluralKind(kind, same.length)}${each === 1 ? '' : ` x${each}`}`);
  }
  return `${m.name}: refcnt ${refcntOf(system.kernel, m)}${parts.length === 0 ? '' : ` = ${parts.join(' + ')}`}`;
}

/** The whole text, newline-ended. */
export function refsText(system: KernelSystem, m: ModuleRecord): string {
  const rows = refRows(system, m);
  const lines = [sumLine(system, m)];
  if (rows.length > 0) {
    const width = (title: string, of: (row: RefRow) => string, least: number): number =>
      Math.max(least, title.length, ...rows.map((row) => of(row).length));
    const objects = width('OBJECT', (row) => row.object, 19);
    const holders = width('HOLDER', (row) => row.holder, 16);
    const sites = width('TAKEN BY', (row) => row.sites.join(' '), 20);
    lines.push(`REFS  ${'OBJECT'.padEnd(objects)}  ${'HOLDER'.padEnd(holders)}  ${'TAKEN BY'.padEnd(sites)}  SINCE`);
    for (const row of rows) {
      const count = row.counted ? String(row.refs) : `(${row.refs})`;
      lines.push(
        `${count.padStart(4)}  ${row.object.padEnd(objects)}  ${row.holder.padEnd(holders)}  ${row.sites.join(' ').padEnd(sites)}  ${moment(row.since)}`,
      );
    }
  }
  const { rules } = system.kernel;
  if (rows.some((row) => !row.counted)) lines.push(`(n) is not in the count under ${rules.id}: rmmod starts, exit() waits. See: regime`);
  const missing = miscount(system, m);
  if (missing !== 0 && refcntOf(system.kernel, m) >= 0) lines.push(miscountLine(system, m, missing));
  return `${lines.join('\n')}\n`;
}

function miscountLine(system: KernelSystem, m: ModuleRecord, missing: number): string {
  const count = refcntOf(system.kernel, m);
  const what =
    missing > 0 ? `${missing} put ${missing === 1 ? 'is' : 'are'} missing` : `${-missing} put ${missing === -1 ? 'was' : 'were'} too many`;
  return `! refcnt ${count}, but the ledger has ${count - missing}: ${what}`;
}

function* run({ args, name, out, err, services }: CommandContext<WhoServices>): UserPath<number> {
  const json = args.includes('--json');
  const names = args.filter((word) => word !== '--json');
  if (names.length === 0) {
    yield* err(`${name}: usage: refs [--json] MODULE ...\n`);
    return 2;
  }
  let status = 0;
  for (const one of names) {
    const m = moduleNamed(services.system.kernel.modules, one.replaceAll('-', '_'));
    if (m === undefined) {
      yield* err(`${name}: module ${one} is not loaded\n`);
      status = 1;
    } else if (json) {
      yield* out(
        `${JSON.stringify({ version: 1, module: m.name, refcnt: refcntOf(services.system.kernel, m), refs: refRows(services.system, m) })}\n`,
      );
    } else yield* out(refsText(services.system, m));
  }
  return status;
}

export const refs: Command<WhoServices> = {
  name: 'refs',
  usage: 'refs [--json] MODULE ...',
  summary: 'every reference on a module: who, what, since when',
  group: 'who',
  ours: true,
  examples: ['refs chardev', 'refs --json proto'],
  run,
};
