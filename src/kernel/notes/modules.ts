/** What `emit` and `ask` about modules do to the tables. Each handler is one table change or look-up, answered at once. */
import { ERRNO } from '../../engine/errno.ts';
import { recordRef } from '../../engine/ledger.ts';
import type { NoteEvent } from '../../engine/step.ts';
import { giveRange, takeRange } from '../address.ts';
import { type Kernel, moduleOf, type NoteHandler } from '../kernel.ts';
import { type ModuleRecord, moduleCells, ownCells } from '../module.ts';
import { findParam, initialValue, parseParam } from '../params.ts';
import { appendLog, ERR } from '../printk.ts';
import { listModule, moduleNamed, unlistModule } from '../tables/modules.ts';
import { checkNotes, taintsOf } from './checks.ts';
import { buryModule } from './graveyard.ts';
import { type Handlers, requestOf, subject } from './subject.ts';
import { symbolNotes } from './symbols.ts';
import { addWork } from './work.ts';

/** A flag of create_module's caller in 2.2 and 2.4 (`insmod -k`); today the same bit says that the file is compressed. */
const MOD_AUTOCLEAN = 4;

function moduleAdd(k: Kernel, event: NoteEvent): number {
  const request = requestOf(k, event);
  const { driver, name } = request;
  const { modules, machine } = k;
  const id = modules.nextId;
  modules.nextId += 1;
  const { sheet } = k.rules;
  const cells = moduleCells(machine.cells, name, sheet.refcntAtLoad, sheet.cpuCounts);
  const m: ModuleRecord = {
    id,
    name,
    driver,
    license: request.license,
    version: request.version,
    srcversion: request.srcversion,
    cells,
    own: ownCells(machine.cells, name, driver, cells.text),
    params: new Map(Object.entries(driver.params ?? {}).map(([param, spec]) => [param, initialValue(spec)])),
    data: new Map(),
    coreSize: request.coreSize,
    initSize: request.initSize,
    address: takeRange(k.addresses, request.coreSize),
    taints: taintsOf(k, request),
    uses: [],
    users: [],
    loadedAt: machine.now,
    inSysfs: false,
    unloader: 0,
    chrdevs: [],
    families: [],
    objects: new Map(),
    resolved: new Map(),
    marks: { autoclean: (request.flags & MOD_AUTOCLEAN) !== 0, visited: false, usedOnce: false, justFreed: false },
    phase: '',
  };
  listModule(modules, m);
  addWork(k, m);
  if (sheet.refcntAtLoad > sheet.base) {
    recordRef(machine.ledger, { kind: 'get', on: cells.refcnt, object: 'init' }, 0, 'module_unload_init', machine.now);
  }
  return id;
}

/** Stores a parameter by its type. 0, or a negative errno. */
function paramStore(k: Kernel, event: NoteEvent): number {
  const m = subject(k, event);
  const found = findParam(m.driver, String(event['param']));
  if (found === undefined || found[1].type === undefined) return -ERRNO.EINVAL;
  const text = event['text'];
  const parsed = parseParam(found[1].type, text === undefined ? undefined : String(text));
  if ('errno' in parsed) {
    if (parsed.errno === ERRNO.ENOSPC) appendLog(k.log, k.machine, ERR, `${found[0]}: string parameter too long`);
    return -parsed.errno;
  }
  m.params.set(found[0], parsed.value);
  return 0;
}

/** The module whose memory begins where that of another one began: what a check of a pointer can tell (2.2, 2.4). 0: none. */
function moduleAt(k: Kernel, event: NoteEvent): number {
  const { address } = moduleOf(k, Number(event['provider']));
  for (const other of k.modules.listed.values()) if (other.address === address) return other.id;
  return 0;
}

/** The next module, after the one named (0: from the top), that a reap may look at by its marks alone; 0 when there is none. */
function reapNext(k: Kernel, event: NoteEvent): number {
  const after = Number(event['after']);
  const ids = [...k.modules.listed.keys()].reverse();
  for (const id of after === 0 ? ids : ids.slice(ids.indexOf(after) + 1)) {
    const m = moduleOf(k, id);
    if (m.marks.autoclean && m.marks.usedOnce && m.users.length === 0) return id;
  }
  return 0;
}

function moduleUnlist(k: Kernel, event: NoteEvent): number {
  const m = subject(k, event);
  for (const symbol of Object.keys(m.driver.exports ?? {})) {
    if (k.modules.symbols.get(symbol)?.module === m.id) k.modules.symbols.delete(symbol);
  }
  unlistModule(k.modules, m);
  k.lastUnloaded = `${m.name}${m.taints === '' ? '' : `(${m.taints})`}`;
  return 0;
}

function moduleGone(k: Kernel, event: NoteEvent): number {
  const m = subject(k, event);
  giveRange(k.addresses, m.address, m.coreSize);
  buryModule(k, m);
  return 0;
}

const handlers: Handlers = {
  ...checkNotes,
  ...symbolNotes,
  module_add: moduleAdd,
  find_module: (k, event) => moduleNamed(k.modules, String(event['module']))?.id ?? 0,
  param_store: paramStore,
  param_int: (k, event) => Number(subject(k, event).params.get(String(event['param'])) ?? 0),
  driver_data: (k, event) => {
    subject(k, event).data.set(String(event['key']), String(event['text']));
    return 0;
  },
  module_sysfs: (k, event) => {
    subject(k, event).inSysfs = true;
    return 0;
  },
  module_sysfs_gone: (k, event) => {
    subject(k, event).inSysfs = false;
    return 0;
  },
  module_live: (k, event) => {
    subject(k, event).initSize = 0;
    return 0;
  },
  module_unlist: moduleUnlist,
  module_gone: moduleGone,
  // A task stays on one CPU in this model, so that a schedule says where each count is written.
  smp_processor_id: (_k, event, task) => (task?.id ?? 0) % Number(event['cpus']),
  ktime_get: (k) => k.machine.now,
  module_at: moduleAt,
  module_used: (k, event) => {
    const { marks } = subject(k, event);
    marks.visited = true;
    marks.usedOnce = true;
    return 0;
  },
  reap_next: reapNext,
  reap_visited: (k, event) => {
    subject(k, event).marks.visited = false;
    return 0;
  },
  reap_done: (k) => {
    for (const m of k.modules.listed.values()) m.marks.justFreed = false;
    return 0;
  },
  module_phase: (k, event, task) => {
    const m = subject(k, event);
    m.phase = String(event['phase']);
    m.unloader = task?.id ?? 0;
    return 0;
  },
  printk: (k, event) => {
    appendLog(k.log, k.machine, Number(event['level']), String(event['text']));
    return 0;
  },
};

/** Handlers bound to a kernel. Events without one (module_load, module_free ...) are only logged. */
export const moduleNotes = (k: Kernel): [string, NoteHandler][] =>
  Object.entries(handlers).map(([name, handle]) => [name, (event, task) => handle(k, event, task)]);
