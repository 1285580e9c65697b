/** What notes about symbols and their users do to the tables. */
import { ERRNO } from '../../engine/errno.ts';
import type { NoteEvent } from '../../engine/step.ts';
import { type Kernel, moduleOf } from '../kernel.ts';
import { appendLog, ERR, WARN } from '../printk.ts';
import { addLetter, isGplCompatible } from '../taint.ts';
import { type Handlers, subject } from './subject.ts';

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

export const symbolNotes: Handlers = {
  find_symbol: findSymbol,
  query_symbol: querySymbol,
  already_uses: (k, event) => (subject(k, event).uses.includes(Number(event['provider'])) ? 1 : 0),
  verify_exported_symbols: verifyExportedSymbols,
  module_use: moduleUse,
  module_unuse: moduleUnuse,
  module_resolved: (k, event) => {
    subject(k, event).resolved.set(String(event['symbol']), Number(event['provider']));
    return 0;
  },
};
