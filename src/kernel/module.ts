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
  /** The counts of all CPUs, where each counts for itself: `refcnt` is that of the first. */
  readonly perCpu: readonly CellId[];
  /** Objects of the module that are alive, where a regime counts those apart from references. */
  readonly objects: CellId;
  /** 1 while the module's code and data are mapped. */
  readonly text: CellId;
  /** Modules that use a symbol of this one (source_list). */
  readonly dependents: CellId;
  /** Readers and writers inside its sysfs files now. */
  readonly sysfsActive: CellId;
  /** 1 while new ones may enter. */
  readonly sysfsOpen: CellId;
  /** Gate of regimes that close one before they drain: OPEN, CLOSED or SHUT; elsewhere never read. */
  readonly gate: CellId;
  /** Times that an unload was refused, where a regime closes the gate after so many; elsewhere never written. */
  readonly tries: CellId;
}

/** What a gate may be: closed can be opened again, shut cannot. */
export const CLOSED = 0;
export const OPEN = 1;
export const SHUT = 2;

/** What the automatic reap of 2.2 and 2.4 goes by (module flags, include/linux/module.h). Written beside the count, not with it. */
export interface Marks {
  /** MOD_AUTOCLEAN: loaded on demand (insmod -k). */
  autoclean: boolean;
  /** MOD_VISITED: used since the last reap. */
  visited: boolean;
  /** MOD_USED_ONCE. */
  usedOnce: boolean;
  /** MOD_JUST_FREED: lost its last dependent in this reap. */
  justFreed: boolean;
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
  /** Which module each of its symbols was found in, where that is not the loader's table any more (2.2, 2.4). */
  readonly resolved: Map<string, number>;
  readonly marks: Marks;
  /** The phase that its unload is in, where a regime has phases; empty otherwise. */
  phase: string;
}

/** Makes the cells of a module that begins with `refcnt` references. */
export function moduleCells(cells: Cells, name: string, refcnt: number, cpuCounts = 1): ModuleCells {
  const text = addCell(cells, name, 'text', { init: 1, min: 0, max: 1 });
  const first = addCell(cells, name, 'refcnt', { init: refcnt, life: text });
  const perCpu = [first];
  for (let cpu = 1; cpu < cpuCounts; cpu += 1) perCpu.push(addCell(cells, name, `refcnt${cpu}`, { init: 0, life: text }));
  return {
    state: addCell(cells, name, 'state', { init: UNFORMED, min: LIVE, max: GONE }),
    refcnt: first,
    perCpu,
    objects: addCell(cells, name, 'objects', { init: 0, min: 0, life: text }),
    text,
    dependents: addCell(cells, name, 'dependents', { init: 0, min: 0 }),
    sysfsActive: addCell(cells, name, 'sysfsActive', { init: 0, min: 0 }),
    sysfsOpen: addCell(cells, name, 'sysfsOpen', { init: 0, min: 0, max: 1 }),
    gate: addCell(cells, name, 'gate', { init: OPEN, min: CLOSED, max: SHUT }),
    tries: addCell(cells, name, 'tries', { init: 0, min: 0 }),
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
  const { refcnt: _first, perCpu, ...others } = m.cells;
  for (const cell of [...Object.values(others), ...perCpu]) dropCell(cells, cell);
  for (const cell of m.own.values()) dropCell(cells, cell);
}
