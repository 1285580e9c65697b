/** Hints for a load that failed: the missing symbol, the module in the way, the line in the kernel log. */
import { cut } from '../text/width.ts';
import { type Hint, type HintInput, moduleIn } from './hint.ts';

/** `Unknown symbol in module`: who exports it. */
export function symbolHint(name: string, { log, exporterOf, view }: HintInput): Hint | undefined {
  for (const line of log) {
    const symbol = /Unknown symbol (\S+)/.exec(line)?.[1];
    const exporter = symbol === undefined ? undefined : exporterOf(symbol);
    if (symbol === undefined || exporter === undefined || moduleIn(view, exporter)) continue;
    return {
      text: `${symbol} is exported by ${exporter}; insmod ${exporter}.ko first, or modprobe ${name}`,
      short: `${symbol} is in ${exporter}; modprobe ${name} loads both`,
    };
  }
  return undefined;
}

/** EBUSY or EEXIST at loading: the old one is not gone yet. */
export function inTheWayHint(name: string, { view }: HintInput): Hint | undefined {
  const module = moduleIn(view, name);
  if (module?.state === 'Loading') return { text: `another ${name} is still loading: its init() runs` };
  if (module?.state !== 'Unloading') return undefined;
  const reason = view.waits.find((wait) => wait.module === name)?.reason.replace(/: .*/, '');
  return {
    text: `the old ${name} is still unloading${reason === undefined ? '' : ` (${reason})`}`,
    short: `the old ${name} is still unloading`,
  };
}

/** The last new line of the kernel log that names the module, without its time. */
export function dmesgHint(name: string, { log, columns }: HintInput): Hint | undefined {
  const last = log.findLast((line) => line.includes(name))?.replace(/^(?:<\d+>)?\[ *\d+\.\d+\] /, '');
  if (last === undefined) return undefined;
  return { text: cut(`dmesg says: ${last}`, columns - 9, '...') };
}
