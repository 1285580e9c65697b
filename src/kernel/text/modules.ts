/** The text of /proc/modules, and what sysfs says of a module (Linux 6.1, kernel/module/procfs.c, main.c). */
import { cellValue } from '../../engine/cells.ts';
import { showAddress } from '../address.ts';
import type { Kernel } from '../kernel.ts';
import { COMING, GOING, LIVE, type ModuleRecord, UNFORMED } from '../module.ts';
import { newestFirst } from '../tables/modules.ts';

export const stateOf = (k: Kernel, m: ModuleRecord): number => cellValue(k.machine.cells, m.cells.state);

/** module_refcount: the raw count less the base reference; -1 while exit() runs. */
export const refcntOf = (k: Kernel, m: ModuleRecord): number => cellValue(k.machine.cells, m.cells.refcnt) - k.rules.sheet.base;

/** Modules that a list shows: not those whose name is only reserved. */
export const shownModules = (k: Kernel): ModuleRecord[] => newestFirst(k.modules).filter((m) => stateOf(k, m) < UNFORMED);

export const isPermanent = (k: Kernel, m: ModuleRecord): boolean =>
  k.rules.sheet.noExitIsPermanent && m.driver.init !== undefined && m.driver.exit === undefined;

/** Users by name, newest first. */
export const userNames = (k: Kernel, m: ModuleRecord): string[] => m.users.map((id) => k.modules.byId.get(id)?.name ?? '?');

/** module_flags: taint letters with the sign of the state in brackets; empty for an untainted module. */
export function moduleFlags(k: Kernel, m: ModuleRecord): string {
  if (m.taints === '') return '';
  const state = stateOf(k, m);
  return `(${m.taints}${state === GOING ? '-' : state === COMING ? '+' : ''})`;
}

const STATE_WORDS: Readonly<Record<number, string>> = { [LIVE]: 'Live', [COMING]: 'Loading', [GOING]: 'Unloading' };
export const stateWord = (k: Kernel, m: ModuleRecord): string => STATE_WORDS[stateOf(k, m)] ?? 'Unloading';

/** One line of /proc/modules of 2.6 and later, newline included. `root`: the reader may see addresses. */
export function procModulesLine(k: Kernel, m: ModuleRecord, root: boolean): string {
  const size = m.coreSize + m.initSize;
  const users = userNames(k, m).map((name) => `${name},`);
  if (isPermanent(k, m)) users.push('[permanent],');
  const counted = k.rules.sheet.unloads ? `${refcntOf(k, m)} ${users.join('') || '-'}` : '- -';
  const flags = moduleFlags(k, m);
  return `${m.name} ${size} ${counted} ${stateWord(k, m)} ${showAddress(m.address, root)}${flags === '' ? '' : ` ${flags}`}\n`;
}

/** The whole file. */
export const procModules = (k: Kernel, root: boolean): string =>
  shownModules(k)
    .map((m) => procModulesLine(k, m, root))
    .join('');

/** /sys/module/X/initstate, without the newline. */
export const initState = (k: Kernel, m: ModuleRecord): string => {
  const state = stateOf(k, m);
  return state === LIVE ? 'live' : state === COMING ? 'coming' : 'going';
};
