/** Plain data of modules that a path reads again after it has changed it, kept apart so that each run of a path finds it fresh. */
import type { ModuleRecord } from '../../kernel/module.ts';
import type { ParamValue } from '../../kernel/params.ts';

/** The plain data of a module that a path of its own may change while it runs. */
export interface Plain {
  readonly uses: readonly number[];
  readonly users: readonly number[];
  readonly inSysfs: boolean;
  readonly params: ReadonlyMap<string, ParamValue>;
  readonly data: ReadonlyMap<string, string>;
}

function plainOf(m: ModuleRecord): Plain {
  return { uses: [...m.uses], users: [...m.users], inSysfs: m.inSysfs, params: new Map(m.params), data: new Map(m.data) };
}

/** Puts a record's plain data back. */
export function restore(m: ModuleRecord, plain: Plain): void {
  m.uses.splice(0, m.uses.length, ...plain.uses);
  m.users.splice(0, m.users.length, ...plain.users);
  m.inSysfs = plain.inSysfs;
  m.params.clear();
  for (const [name, value] of plain.params) m.params.set(name, value);
  m.data.clear();
  for (const [key, value] of plain.data) m.data.set(key, value);
}

/** What the modules' records say now. */
export const dataOf = (records: Iterable<ModuleRecord>): Map<number, Plain> => new Map([...records].map((m) => [m.id, plainOf(m)]));
