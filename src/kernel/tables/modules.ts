/** The module list, the index of names and the table of exported symbols. Newest first, as the kernel lists them. */
import type { ModuleRecord } from '../module.ts';

export interface SymbolEntry {
  /** The module that exports it; 0: the kernel itself. */
  readonly module: number;
  readonly gpl: boolean;
}

export interface ModuleTable {
  /** Every record that a path may still hold, also of modules that are gone. */
  readonly byId: Map<number, ModuleRecord>;
  /** In the list: from the moment the name is reserved until it is given back. Oldest first. */
  readonly listed: Map<number, ModuleRecord>;
  /** Newest last; more than one only where an old kernel loads a second copy of a dying name, none when the last one has gone. */
  readonly byName: Map<string, ModuleRecord[]>;
  readonly symbols: Map<string, SymbolEntry>;
  nextId: number;
  /** Records of gone modules whose cells may be used again once no path can hold them. */
  readonly graveyard: ModuleRecord[];
  /** How many graves make the next look at them due. */
  nextFuneral: number;
}

export const createModuleTable = (): ModuleTable => ({
  byId: new Map(),
  listed: new Map(),
  byName: new Map(),
  symbols: new Map(),
  nextId: 1,
  graveyard: [],
  nextFuneral: 256,
});

/** The newest listed module of a name. */
export const moduleNamed = (table: ModuleTable, name: string): ModuleRecord | undefined => table.byName.get(name)?.at(-1);

export function listModule(table: ModuleTable, m: ModuleRecord): void {
  table.byId.set(m.id, m);
  table.listed.set(m.id, m);
  const same = table.byName.get(m.name);
  if (same === undefined) table.byName.set(m.name, [m]);
  else same.push(m);
}

export function unlistModule(table: ModuleTable, m: ModuleRecord): void {
  table.listed.delete(m.id);
  const same = table.byName.get(m.name) ?? [];
  const at = same.indexOf(m);
  if (at >= 0) same.splice(at, 1);
}

/** All listed modules, newest first. */
export const newestFirst = (table: ModuleTable): ModuleRecord[] => [...table.listed.values()].reverse();
