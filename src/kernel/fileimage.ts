/** From a driver's description to its module file: what a compiler and modpost would have made of its C twin. */
import type { Driver, ParamSpec } from './driver.ts';
import type { ModinfoEntry, ModuleImage } from './image.ts';

const PAGE = 4_096;
const DEFAULT_SIZE = 4 * PAGE;
const DEFAULT_INIT_SIZE = 3 * PAGE;
/** What every module refers to, and what its parameters add. */
const ALWAYS = ['module_layout', '__fentry__', '__x86_return_thunk', '_printk'];

const paramType = (spec: ParamSpec): string => (spec.type === undefined ? '' : ` (${spec.type})`);

/** A checksum in the place of genksyms': FNV-1a of the symbol's name, so that it is the same in every file. */
export function symbolCrc(symbol: string): number {
  let hash = 0x811c9dc5;
  for (const char of symbol) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}

/** The names of the modules that export what this one needs, in the order of first need. */
function dependsOn(driver: Driver, all: readonly Driver[]): string[] {
  const names = new Set<string>();
  for (const symbol of driver.needs ?? []) {
    const owner = all.find((other) => other.exports !== undefined && symbol in other.exports);
    if (owner !== undefined) names.add(owner.name);
  }
  return [...names];
}

/** The image of a driver's module; `all` are the drivers among which it finds its providers. */
export function imageOf(driver: Driver, all: readonly Driver[], vermagic: string): ModuleImage {
  const params = Object.entries(driver.params ?? {});
  const modinfo: ModinfoEntry[] = [];
  for (const alias of driver.aliases ?? []) modinfo.push(['alias', alias]);
  if (driver.version !== undefined) modinfo.push(['version', driver.version]);
  if (driver.description !== undefined) modinfo.push(['description', driver.description]);
  if (driver.author !== undefined) modinfo.push(['author', driver.author]);
  if (driver.license !== undefined) modinfo.push(['license', driver.license]);
  if (driver.srcversion !== undefined) modinfo.push(['srcversion', driver.srcversion]);
  modinfo.push(['depends', dependsOn(driver, all).join(',')], ['retpoline', 'Y'], ['name', driver.name], ['vermagic', vermagic]);
  for (const [name, spec] of params) modinfo.push(['parm', `${name}:${spec.description ?? ''}${paramType(spec)}`]);
  const paramSymbols = new Set(params.flatMap(([, spec]) => (spec.type === undefined ? [] : [`param_ops_${spec.type}`])));
  const needed = [...ALWAYS, ...paramSymbols, ...(driver.needs ?? []), ...(driver.kernelSymbols ?? [])];
  return {
    driver: driver.name,
    name: driver.name,
    modinfo,
    exports: Object.entries(driver.exports ?? {}).map(([name, spec]) => ({ name, crc: symbolCrc(name), gpl: spec.gpl === true })),
    needs: needed.map((name) => ({ name, crc: symbolCrc(name) })),
    coreSize: Math.ceil((driver.size ?? DEFAULT_SIZE) / PAGE) * PAGE,
    initSize: driver.initSize ?? DEFAULT_INIT_SIZE,
  };
}
