/** Hints for a removal that was refused: who holds the module, and the words that free it. */
import type { HoldView, ModuleView, SystemView } from '../../engine/view.ts';
import { heldBy } from '../frame/holds.ts';
import { duration, tenths } from '../time.ts';
import { type Hint, type HintInput, moduleIn } from './hint.ts';

/** Why this module is in use. Undefined when the view knows no holder. */
export function inUseHint(name: string, { view }: HintInput): Hint | undefined {
  const module = moduleIn(view, name);
  if (!module) return undefined;
  if (module.state === 'Loading') return { text: `${name} is still loading: its init() runs` };
  if (module.holders.length > 0) return usersHint(module, view);
  const [first, ...others] = module.holds;
  if (!first) return undefined;
  if (others.length > 0)
    return { text: `${heldBy(module)}; refs ${name} says who, rmmod -w ${name} waits`, short: `refs ${name} says who` };
  return holdHint(first, module, view);
}

function holdHint(hold: HoldView, { name }: ModuleView, view: SystemView): Hint {
  const { kind, count, who, what } = hold;
  if (kind === 'file') return fileHint(hold, name);
  if (kind === 'socket' && who !== '') {
    const sockets = count === 1 ? '1 socket' : `${count} sockets`;
    return { text: `${who} has ${sockets} open; rmmod -w ${name} waits`, short: `${who}; rmmod -w ${name}` };
  }
  if (kind === 'linger') {
    const left = hold.until === undefined ? '' : `, ${duration(hold.until - view.now)} left`;
    const sockets = count === 1 ? '1 closed socket lingers' : `${count} closed sockets linger`;
    return { text: `${sockets}${left}; rmmod -w ${name} waits`, short: `${count} linger${left}; rmmod -w ${name}` };
  }
  if (kind === 'dev_hold' && who.includes(':')) {
    const [device = '', holder = ''] = who.split(/: */);
    return { text: `${holder} holds ${device}; rmmod ${holder} frees it`, short: `rmmod ${holder} frees ${device}` };
  }
  const object = what === undefined ? '' : ` (${what})`;
  return { text: `held by ${who === '' ? heldByKind(hold) : who}${object}; refs ${name} tells more`, short: `refs ${name} tells more` };
}

const heldByKind = ({ kind, count }: HoldView): string => `${count} ${kind}${count === 1 ? '' : 's'}`;

function fileHint({ who, what, count }: HoldView, name: string): Hint {
  const object = what ?? (count === 1 ? 'a file of it' : `${count} files of it`);
  const [, process = who, list = ''] = /^(.+?) fd ([\d,]+)$/.exec(who) ?? [];
  if (process === '')
    return { text: `${count} open files; refs ${name} says whose, rmmod -w ${name} waits`, short: `refs ${name} says whose` };
  const fds = list === '' ? '' : ` (fd ${list})`;
  if (process !== 'sh' || list === '') {
    return { text: `${process} has ${object} open${fds}; rmmod -w ${name} waits`, short: `${who}; rmmod -w ${name}` };
  }
  const close = `exec ${list
    .split(',')
    .map((fd) => `${fd}<&-`)
    .join(' ')}`;
  return { text: `sh has ${object} open${fds}. ${close} closes it; rmmod -w waits`, short: `${who}; ${close}  or  rmmod -w ${name}` };
}

/** All that have to go before `module`, last users first, and the module itself at the end. */
function usersHint(module: ModuleView, view: SystemView): Hint {
  const order: string[] = [];
  const visit = (name: string): void => {
    if (order.includes(name)) return;
    for (const user of moduleIn(view, name)?.holders ?? []) visit(user);
    order.push(name);
  };
  visit(module.name);
  return { text: `rmmod ${order.join(' ')}, in this order (plan ${module.name})`, short: `plan ${module.name} says in which order` };
}

/** rmmod of a module that is on its way out already: kmod then says nothing at all. */
export function goingHint(name: string, { view }: HintInput): Hint | undefined {
  const module = moduleIn(view, name);
  if (!module || (module.refcnt !== -1 && module.state !== 'Unloading')) return undefined;
  const wait = view.waits.find((other) => other.module === name);
  const by = wait ? ` by ${wait.command.split(' ')[0] ?? 'rmmod'} (${wait.pid}) since t ${tenths(wait.since)}` : '';
  return { text: `${name} is being unloaded${by}; kmod is silent here`, short: `${name} is being unloaded${by}` };
}

/** delete_module answered EBUSY though nobody holds the module: it has no way out. */
export function permanentHint(name: string, input: HintInput): Hint | undefined {
  const module = moduleIn(input.view, name);
  if (!module) return undefined;
  if (module.state === 'Loading' || module.refcnt > 0) return inUseHint(name, input);
  if (module.refcnt < 0) return goingHint(name, input);
  return { text: `${name} has no exit function; only rmmod -f removes it` };
}

/** After `rmmod -f` of a held module: what now points into freed memory. */
export function forcedHint({ words, before, view }: HintInput): Hint | undefined {
  const [, ...names] = words.filter((word) => !word.startsWith('-'));
  const held = names
    .map((name) => moduleIn(before, name))
    .find((module) => module && module.holds.length > 0 && !moduleIn(view, module.name));
  if (!held) return undefined;
  const who = held.holds.find((hold) => hold.who !== '')?.who;
  const left = who === undefined ? `${heldBy(held)} still point` : `${who} still points`;
  return { text: `forced, taint R. ${left} into ${held.name}'s freed text`, short: `forced; ${held.name}'s text is freed` };
}
