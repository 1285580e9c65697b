/** What `emit` and `ask` about modules do to the tables. Each handler is one table change or look-up, answered at once. */
import { ERRNO } from '../../engine/errno.ts';
import { recordRef } from '../../engine/ledger.ts';
import type { NoteEvent } from '../../engine/step.ts';
import type { Task } from '../../engine/task.ts';
import { giveRange, takeRange } from '../address.ts';
import { sameVermagic } from '../image.ts';
import { type Kernel, type LoadRequest, moduleOf, type NoteHandler } from '../kernel.ts';
import { type ModuleRecord, moduleCells, ownCells } from '../module.ts';
import { findParam, initialValue, parseParam } from '../params.ts';
import { appendLog, ERR, NOTICE, WARN } from '../printk.ts';
import { listModule, moduleNamed, unlistModule } from '../tables/modules.ts';
import { addLetter, isGplCompatible, TAINT_BITS, type TaintLetter, withTaint } from '../taint.ts';
import { buryModule } from './graveyard.ts';
import { addWork } from './work.ts';

const IGNORE_MODVERSIONS = 1;
const IGNORE_VERMAGIC = 2;
/** A flag of create_module's caller in 2.2 and 2.4 (`insmod -k`); today the same bit says that the file is compressed. */
const MOD_AUTOCLEAN = 4;

type Handlers = Record<string, (k: Kernel, event: NoteEvent, task: Task | undefined) => number>;

const subject = (k: Kernel, event: NoteEvent): ModuleRecord => moduleOf(k, Number(event['id']));

const requestOf = (k: Kernel, event: NoteEvent): LoadRequest => {
  const found = k.requests.get(Number(event['request']));
  if (found === undefined) throw new Error('no such load request');
  return found;
};

/** add_taint (Linux 6.1, kernel/panic.c). Some taints make lock debugging unreliable, which is said once. */
export function addTaint(k: Kernel, letter: TaintLetter, lockdepUnreliable: boolean): void {
  if (!knowsTaint(k, letter)) return;
  if (lockdepUnreliable && !k.printedOnce.has('lockdep')) {
    k.printedOnce.add('lockdep');
    appendLog(k.log, k.machine, WARN, 'Disabling lock debugging due to kernel taint');
  }
  k.tainted = withTaint(k.tainted, letter);
}

const knowsTaint = (k: Kernel, letter: TaintLetter): boolean => k.rules.sheet.taints === 'all' || k.rules.sheet.taints.includes(letter);

const hasTaint = (k: Kernel, letter: TaintLetter): boolean => (k.tainted & (1 << TAINT_BITS[letter])) !== 0;

/** try_to_force_load, as Debian builds it (CONFIG_MODULE_FORCE_LOAD=y). */
function forceLoad(k: Kernel, name: string, reason: string): void {
  if (!hasTaint(k, 'F')) appendLog(k.log, k.machine, WARN, `${name}: ${reason}: kernel tainted.`);
  addTaint(k, 'F', true);
}

/** check_modstruct_version and check_modinfo: versions, vermagic, in-tree, licence, with taints and log lines. 0, or a positive errno. */
function checkModinfo(k: Kernel, event: NoteEvent): number {
  const { name, flags, vermagic, intree, license } = requestOf(k, event);
  if ((flags & IGNORE_MODVERSIONS) !== 0) forceLoad(k, name, 'module_layout');
  if ((flags & IGNORE_VERMAGIC) !== 0) forceLoad(k, name, 'bad vermagic');
  else if (!sameVermagic(vermagic, k.vermagic, (flags & IGNORE_MODVERSIONS) === 0)) {
    appendLog(k.log, k.machine, ERR, `${name}: version magic '${vermagic}' should be '${k.vermagic}'`);
    return ERRNO.ENOEXEC;
  }
  if (!intree && knowsTaint(k, 'O')) {
    if (!hasTaint(k, 'O')) appendLog(k.log, k.machine, WARN, `${name}: loading out-of-tree module taints kernel.`);
    addTaint(k, 'O', false);
  }
  if (!isGplCompatible(license) && knowsTaint(k, 'P')) {
    if (!hasTaint(k, 'P')) appendLog(k.log, k.machine, WARN, `${name}: module license '${license}' taints kernel.`);
    addTaint(k, 'P', true);
  }
  return 0;
}

function taintsOf(k: Kernel, request: LoadRequest): string {
  let taints = request.intree || !knowsTaint(k, 'O') ? '' : 'O';
  if (!isGplCompatible(request.license) && knowsTaint(k, 'P')) taints = addLetter(taints, 'P');
  return (request.flags & (IGNORE_MODVERSIONS | IGNORE_VERMAGIC)) === 0 ? taints : addLetter(taints, 'F');
}

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

function moduleSigCheck(k: Kernel, event: NoteEvent): number {
  if (requestOf(k, event).signed || !knowsTaint(k, 'E')) return 0;
  const m = subject(k, event);
  if (!k.printedOnce.has('signature')) {
    k.printedOnce.add('signature');
    appendLog(k.log, k.machine, NOTICE, `${m.name}: module verification failed: signature and/or required key missing - tainting kernel`);
  }
  addTaint(k, 'E', false);
  m.taints = addLetter(m.taints, 'E');
  return 0;
}

/** find_symbol: -1 for the kernel's own, 0 for none that this module may use, else the owner. */
function findSymbol(k: Kernel, event: NoteEvent): number {
  const entry = k.modules.symbols.get(String(event['symbol']));
  if (entry === undefined) return 0;
  if (entry.gpl && !isGplCompatible(subject(k, event).license)) return 0;
  return entry.module === 0 ? -1 : entry.module;
}

/** What query_module of 2.2 and 2.4 tells an insmod about a symbol: -1 the kernel's own, 0 none, else its owner. GPL-only symbols came later. */
function querySymbol(k: Kernel, event: NoteEvent): number {
  const entry = k.modules.symbols.get(String(event['symbol']));
  if (entry === undefined || (entry.gpl && !isGplCompatible(String(event['license'])))) return 0;
  return entry.module === 0 ? -1 : entry.module;
}

/** Symbols of a module whose name is taken by another: ENOEXEC. Otherwise they are exported from now on. */
function verifyExportedSymbols(k: Kernel, event: NoteEvent): number {
  const m = subject(k, event);
  for (const symbol of Object.keys(m.driver.exports ?? {})) {
    const taken = k.modules.symbols.get(symbol);
    if (taken !== undefined) {
      const owner = taken.module === 0 ? 'kernel' : moduleOf(k, taken.module).name;
      appendLog(k.log, k.machine, ERR, `${m.name}: exports duplicate symbol ${symbol} (owned by ${owner})`);
      return ERRNO.ENOEXEC;
    }
  }
  for (const [symbol, spec] of Object.entries(m.driver.exports ?? {}))
    k.modules.symbols.set(symbol, { module: m.id, gpl: spec.gpl === true });
  return 0;
}

function moduleUse(k: Kernel, event: NoteEvent): number {
  const m = subject(k, event);
  const owner = moduleOf(k, Number(event['provider']));
  m.uses.push(owner.id);
  m.resolved.set(String(event['symbol']), owner.id);
  owner.marks.usedOnce = true;
  owner.users.unshift(m.id);
  if (owner.taints.includes('P') && !m.taints.includes('P')) {
    appendLog(
      k.log,
      k.machine,
      WARN,
      `${m.name}: module uses symbols ${event['symbol']} from proprietary module ${owner.name}, inheriting taint.`,
    );
    m.taints = addLetter(m.taints, 'P');
  }
  return 0;
}

function moduleUnuse(k: Kernel, event: NoteEvent): number {
  const m = subject(k, event);
  const owner = moduleOf(k, Number(event['provider']));
  m.uses.splice(m.uses.indexOf(owner.id), 1);
  owner.users.splice(owner.users.indexOf(m.id), 1);
  if (owner.users.length === 0) owner.marks.justFreed = true;
  return 0;
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
  check_modinfo: checkModinfo,
  module_add: moduleAdd,
  module_sig_check: moduleSigCheck,
  find_module: (k, event) => moduleNamed(k.modules, String(event['module']))?.id ?? 0,
  find_symbol: findSymbol,
  query_symbol: querySymbol,
  already_uses: (k, event) => (subject(k, event).uses.includes(Number(event['provider'])) ? 1 : 0),
  verify_exported_symbols: verifyExportedSymbols,
  module_use: moduleUse,
  module_unuse: moduleUnuse,
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
  forced_rmmod: (k) => {
    if (k.rules.sheet.forceTaint !== '') addTaint(k, k.rules.sheet.forceTaint, true);
    return 0;
  },
  module_resolved: (k, event) => {
    subject(k, event).resolved.set(String(event['symbol']), Number(event['provider']));
    return 0;
  },
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
