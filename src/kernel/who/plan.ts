/** What has to go before a module can, and in which order. */
import type { Kernel } from '../kernel.ts';
import { moduleOf } from '../kernel.ts';
import type { ModuleRecord } from '../module.ts';
import type { KernelSystem } from '../system.ts';
import { isPermanent } from '../text/modules.ts';
import { type Hold, holdsOn } from './holds.ts';
import { UNNAMED_HOLDER } from './kinds.ts';

export interface PlanStep {
  /** What to type; empty where only time helps. */
  readonly command: string;
  readonly why: string;
}

export interface Plan {
  readonly steps: readonly PlanStep[];
  /** Why it cannot go at all; empty when it can. */
  readonly never: string;
  /** When the last thing that ends by itself has ended; undefined: nothing has to be waited for, or no limit is known. */
  readonly waitsUntil: number | undefined;
}

/** The modules that use this one, each before those that it uses: the order in which they can go. The module itself is last. */
export function unloadOrder(k: Kernel, m: ModuleRecord): ModuleRecord[] {
  const order: ModuleRecord[] = [];
  const seen = new Set<number>();
  const visit = (one: ModuleRecord): void => {
    if (seen.has(one.id)) return;
    seen.add(one.id);
    for (const user of one.users) visit(moduleOf(k, user));
    order.push(one);
  };
  visit(m);
  return order;
}

function closeFile(hold: Hold): PlanStep {
  const fds = [...hold.who.matchAll(/fd (\d+(?:,\d+)*)/g)].flatMap((match) => (match[1] ?? '').split(','));
  const isShell = /^(?:sh|modsh|bash) fd/.test(hold.who) && !hold.who.includes(', ');
  const command = isShell ? `exec ${fds.map((fd) => `${fd}<&-`).join(' ')}` : `kill ${hold.pid}`;
  return { command, why: `${hold.who} has ${hold.what} open` };
}

/** A list of modules gives numbers only: what kinds of things to look for. */
const unnamedText = (m: ModuleRecord, refs: number): string =>
  `end what holds ${m.name} ${refs === 1 ? 'once' : `${refs} times`} and no list names: an open file, a socket, a mount, an interface, a timer`;

/** What ends one hold. */
function stepFor(system: KernelSystem, m: ModuleRecord, hold: Hold): PlanStep | undefined {
  switch (hold.kind) {
    case 'file':
      return closeFile(hold);
    case 'socket':
      return { command: `kill ${hold.pid}`, why: `${hold.who} has a socket open` };
    case 'dev_hold':
      return { command: `rmmod ${hold.who}`, why: `${hold.who} holds ${hold.what}; until then exit() of ${m.name} waits` };
    case 'self': {
      const drop = `/sys/module/${m.name}/parameters/drop`;
      return 'drop' in (m.driver.params ?? {}) ? { command: `echo 1 > ${drop}`, why: 'it holds a reference to itself' } : undefined;
    }
    case 'init':
      return { command: '', why: 'its init still runs' };
    case 'linger': {
      const left = Math.max(0, (hold.until ?? system.machine.now) - system.machine.now);
      return { command: `sleep ${Math.ceil(left / 1_000_000)}`, why: 'a closed socket lingers' };
    }
    default:
      return { command: '', why: hold.object === UNNAMED_HOLDER ? unnamedText(m, hold.refs) : `${hold.object} holds it` };
  }
}

/** Steps of one kind and the same command become one. */
function merged(steps: readonly PlanStep[]): PlanStep[] {
  const byCommand = new Map<string, PlanStep>();
  for (const step of steps) {
    const key = step.command === '' ? step.why : step.command.startsWith('sleep ') ? 'sleep' : step.command;
    const old = byCommand.get(key);
    const longer = old !== undefined && key === 'sleep' && Number(old.command.slice(6)) >= Number(step.command.slice(6));
    if (old === undefined || (key === 'sleep' && !longer)) byCommand.set(key, step);
  }
  return [...byCommand.values()];
}

/** The plan for a module that is loaded. */
export function planFor(system: KernelSystem, m: ModuleRecord): Plan {
  const { kernel } = system;
  const steps: PlanStep[] = [];
  let never = '';
  let waitsUntil: number | undefined;
  for (const one of unloadOrder(kernel, m)) {
    if (isPermanent(kernel, one)) never = `${one.name} has no exit function (permanent)`;
    if (!kernel.rules.sheet.unloads) never = 'this kernel unloads no module';
    const holds = holdsOn(system, one);
    for (const hold of holds) {
      const step = stepFor(system, one, hold);
      if (step === undefined) never = `${one.name} holds a reference to itself and has no way to drop it`;
      else steps.push(step);
      if (hold.until !== undefined) waitsUntil = Math.max(waitsUntil ?? 0, hold.until);
    }
    steps.push({
      command: `rmmod ${one.name}`,
      why: one === m ? '' : `uses ${one.uses.map((id) => moduleOf(kernel, id).name).join(', ')}`,
    });
  }
  return { steps: merged(steps), never, waitsUntil };
}
