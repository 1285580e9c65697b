/** The text of /proc/modules, and what sysfs says of a module (Linux 6.1, kernel/module/procfs.c, main.c). */
import { cellValue } from '../../engine/cells.ts';
import { showAddress } from '../address.ts';
import type { Kernel } from '../kernel.ts';
import { COMING, GOING, LIVE, type ModuleRecord, UNFORMED } from '../module.ts';
import { newestFirst } from '../tables/modules.ts';

export const stateOf = (k: Kernel, m: ModuleRecord): number => cellValue(k.machine.cells, m.cells.state);

/** module_refcount: the counts of all CPUs and of objects that are counted apart, less the base reference; -1 while today's exit() runs. */
export function refcntOf(k: Kernel, m: ModuleRecord): number {
  const { cells } = k.machine;
  let sum = cellValue(cells, m.cells.objects) - k.rules.sheet.base;
  for (const count of m.cells.perCpu) sum += cellValue(cells, count);
  return sum;
}

/** Modules that a list shows: not those whose name is only reserved, where the kernel hides those. */
export const shownModules = (k: Kernel): ModuleRecord[] => {
  const last = k.rules.sheet.hidden.includes(UNFORMED) ? GOING : UNFORMED;
  return newestFirst(k.modules).filter((m) => stateOf(k, m) <= last);
};

export const isPermanent = (k: Kernel, m: ModuleRecord): boolean =>
  k.rules.sheet.noExitIsPermanent && m.driver.init !== undefined && m.driver.exit === undefined;

/** Users by name, newest first. */
export const userNames = (k: Kernel, m: ModuleRecord): string[] => m.users.map((id) => k.modules.byId.get(id)?.name ?? '?');

/** module_flags: taint letters with the sign of the state in brackets; empty for an untainted module. */
export function moduleFlags(k: Kernel, m: ModuleRecord): string {
  if (m.taints === '' || k.rules.sheet.taints !== 'all') return '';
  const state = stateOf(k, m);
  return `(${m.taints}${state === GOING ? '-' : state === COMING ? '+' : ''})`;
}

const STATE_WORDS: Readonly<Record<number, string>> = { [LIVE]: 'Live', [COMING]: 'Loading', [GOING]: 'Unloading' };
export const stateWord = (k: Kernel, m: ModuleRecord): string => STATE_WORDS[stateOf(k, m)] ?? 'Unloading';

/** What stands among the users of a module without a way out. */
export const PERMANENT = '[permanent]';

/** What /proc/modules says of a module in numbers and names. */
export interface Listed {
  readonly size: number;
  /** Undefined: the line has none. */
  readonly count: number | undefined;
  readonly users: readonly string[];
}

function listedSince25(k: Kernel, m: ModuleRecord): Listed {
  const size = m.coreSize + m.initSize;
  if (!k.rules.sheet.unloads) return { size, count: undefined, users: [] };
  return { size, count: refcntOf(k, m), users: isPermanent(k, m) ? [...userNames(k, m), PERMANENT] : userNames(k, m) };
}

/** One line of /proc/modules of 2.5 and later, newline included. `root`: the reader may see addresses. */
function lineSince25(k: Kernel, m: ModuleRecord, root: boolean): string {
  const { size, count, users } = listedSince25(k, m);
  const counted = `${count ?? '-'} ${users.map((name) => `${name},`).join('') || '-'}`;
  const flags = moduleFlags(k, m);
  return `${m.name} ${size} ${counted} ${stateWord(k, m)} ${showAddress(m.address, root)}${flags === '' ? '' : ` ${flags}`}\n`;
}

/** The count that 2.2 and 2.4 show: -1 where the module is asked and not counted. */
const shownCount = (k: Kernel, m: ModuleRecord): number =>
  k.rules.sheet.whoCounts === 'predicate' && m.driver.canUnload !== undefined ? -1 : refcntOf(k, m);

/** The words of 2.2 and 2.4 behind the count, each with a blank in front. */
function flagWords(k: Kernel, m: ModuleRecord): string {
  const state = stateOf(k, m);
  if (state === GOING) return ' (deleted)';
  if (state === COMING) return ' (initializing)';
  if (state !== LIVE) return ' (uninitialized)';
  return `${m.marks.autoclean ? ' (autoclean)' : ''}${m.marks.usedOnce ? '' : ' (unused)'}`;
}

/** A count only for a module that runs. */
function listedUntil24(k: Kernel, m: ModuleRecord): Listed {
  const state = stateOf(k, m);
  const count = state === LIVE || state === GOING ? shownCount(k, m) : undefined;
  return { size: m.coreSize, count, users: userNames(k, m) };
}

/** One line of /proc/modules of 2.2 and 2.4 (kernel/module.c, get_module_list). */
function lineUntil24(k: Kernel, m: ModuleRecord): string {
  const { size, count, users } = listedUntil24(k, m);
  const counted = count === undefined ? '' : String(count).padStart(4);
  return `${m.name.padEnd(20)}${String(size).padStart(8)}${counted}${flagWords(k, m)}${users.length > 0 ? ` [${users.join(' ')}]` : ''}\n`;
}

/** What the kernel's own /proc/modules says of a module. */
export const listed = (k: Kernel, m: ModuleRecord): Listed =>
  k.rules.sheet.era === 'modutils' ? listedUntil24(k, m) : listedSince25(k, m);

/** The page that 2.2 and 2.4 write the whole file into: what does not fit is not there. */
const PAGE_SIZE = 4_096;

/** The whole file. */
export function procModules(k: Kernel, root: boolean): string {
  const shown = shownModules(k);
  if (k.rules.sheet.era !== 'modutils') {
    // Addresses are hidden from those without rights since 2.6.38 (kptr_restrict).
    const seen = root || k.rules.sheet.era === 'module-init-tools';
    return shown.map((m) => lineSince25(k, m, seen)).join('');
  }
  return shown
    .map((m) => lineUntil24(k, m))
    .join('')
    .slice(0, PAGE_SIZE);
}

/** One line of /proc/ksyms of 2.2 and 2.4: address, symbol, module in brackets. */
export function procKsyms(k: Kernel): string {
  const lines: string[] = [];
  for (const m of newestFirst(k.modules)) {
    Object.keys(m.driver.exports ?? {}).forEach((symbol, at) => {
      if (k.modules.symbols.get(symbol)?.module === m.id)
        lines.push(`${showAddress(m.address + at * SYMBOL_BYTES, true).slice(2)} ${symbol}\t[${m.name}]\n`);
    });
  }
  return lines.join('');
}
/** How far apart the functions of a module's symbols lie in the model. */
const SYMBOL_BYTES = 64;

/** /sys/module/X/initstate, without the newline. */
export const initState = (k: Kernel, m: ModuleRecord): string => {
  const state = stateOf(k, m);
  return state === LIVE ? 'live' : state === COMING ? 'coming' : 'going';
};
