/** A loaded module: its cells, and the plain data beside them. */
import { addCell, type Cells, dropCell } from '../engine/cells.ts';
import type { CellId, Tick } from '../engine/step.ts';
import type { Driver } from './driver.ts';
import type { ParamValue } from './params.ts';

/** enum module_state (Linux 6.1, include/linux/module.h), and GONE for a record that only old pointers still reach. */
export const LIVE = 0;
export const COMING = 1;
export const GOING = 2;
export const UNFORMED = 3;
export const GONE = 4;

export interface ModuleCells {
  /** One of the states above. */
  readonly state: CellId;
  readonly refcnt: CellId;
  /** 1 while the module's code and data are mapped. */
  readonly text: CellId;
  /** Modules that use a symbol of this one (source_list). */
  readonly dependents: CellId;
  /** Readers and writers inside its sysfs files now. */
  readonly sysfsActive: CellId;
  /** 1 while new ones may enter. */
  readonly sysfsOpen: CellId;
  /** Gate of regimes that close one before they drain: 1 open, 0 closed; elsewhere never read. */
  readonly gate: CellId;
}

export interface ModuleRecord {
  readonly id: number;
  readonly name: string;
  readonly driver: Driver;
  readonly license: string;
  readonly version: string | undefined;
  readonly srcversion: string | undefined;
  readonly cells: ModuleCells;
  /** The driver's own cells by name. They die with the module. */
  readonly own: ReadonlyMap<string, CellId>;
  readonly params: Map<string, ParamValue>;
  /** The driver's own text data: buffers and the like, which never decide a schedule. */
  readonly data: Map<string, string>;
  readonly coreSize: number;
  initSize: number;
  readonly address: number;
  /** Taint letters of its own, without state signs: `OE`. */
  taints: string;
  /** Modules whose symbols it uses, in the order in which it resolved them. */
  readonly uses: number[];
  /** Modules that use its symbols, newest first. */
  readonly users: number[];
  readonly loadedAt: Tick;
  /** True from the moment its sysfs directory is there. */
  inSysfs: boolean;
  /** The task that runs its unload, or 0. */
  unloader: number;
  /** Table slots that it registered, and whose cells live as long as its record. */
  readonly chrdevs: number[];
  readonly families: number[];
  /** Objects alive that belong to it, by kind: for views and drains. */
  readonly objects: Map<string, number>;
}

/** Makes the cells of a module that begins with `refcnt` references. */
export function moduleCells(cells: Cells, name: string, refcnt: number): ModuleCells {
  const text = addCell(cells, name, 'text', { init: 1, min: 0, max: 1 });
  return {
    state: addCell(cells, name, 'state', { init: UNFORMED, min: LIVE, max: GONE }),
    refcnt: addCell(cells, name, 'refcnt', { init: refcnt, life: text }),
    text,
    dependents: addCell(cells, name, 'dependents', { init: 0, min: 0 }),
    sysfsActive: addCell(cells, name, 'sysfsActive', { init: 0, min: 0 }),
    sysfsOpen: addCell(cells, name, 'sysfsOpen', { init: 0, min: 0, max: 1 }),
    gate: addCell(cells, name, 'gate', { init: 1, min: 0, max: 1 }),
  };
}

/** The driver's own cells: data of the module, gone when its memory is. */
export function ownCells(cells: Cells, name: string, driver: Driver, text: CellId): Map<string, CellId> {
  const own = new Map<string, CellId>();
  for (const [field, spec] of Object.entries(driver.cells ?? {})) {
    own.set(field, addCell(cells, name, field, { ...spec, life: text }));
  }
  return own;
}

/** Every cell of a module that nobody can reach any more. */
export function dropModuleCells(cells: Cells, m: ModuleRecord): void {
  for (const cell of Object.values(m.cells)) dropCell(cells, cell as CellId);
  for (const cell of m.own.values()) dropCell(cells, cell);
}
