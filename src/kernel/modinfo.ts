/** What a build puts into a module file besides code: the .modinfo section and the symbol versions. */
import type { ModinfoEntry, NeededSymbol } from './image.ts';

export interface ParameterInfo {
  readonly name: string;
  /** `int`, `charp`, `bool` ...; undefined for module_param_cb, which records no type. */
  readonly type?: string;
  readonly description?: string;
}

export interface ModinfoSource {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly version?: string;
  readonly description?: string;
  readonly author?: string;
  readonly license?: string;
  readonly parameters?: readonly ParameterInfo[];
  /** Soft dependencies as in MODULE_SOFTDEP: `pre: a b post: c`. */
  readonly softdeps?: readonly string[];
  readonly srcversion?: string;
  /** Modules whose symbols it uses. */
  readonly depends: readonly string[];
  readonly vermagic: string;
  readonly intree?: boolean;
}

const entry = (key: string, value: string | undefined): ModinfoEntry[] => (value === undefined ? [] : [[key, value]]);

/** Parameters stand in the section in reverse of the source, as gcc places static data; modinfo turns them round again. */
function parameterEntries(parameters: readonly ParameterInfo[]): ModinfoEntry[] {
  return [...parameters]
    .reverse()
    .flatMap(({ name, type, description }) => [
      ...entry('parm', description === undefined ? undefined : `${name}:${description}`),
      ...entry('parmtype', type === undefined ? undefined : `${name}:${type}`),
    ]);
}

/** Returns the .modinfo section in the order that a build of Linux 6.1 gives it (scripts/mod/modpost.c adds the last ones). */
export function modinfoEntries(source: ModinfoSource): ModinfoEntry[] {
  return [
    ...(source.aliases ?? []).flatMap((alias) => entry('alias', alias)),
    ...(source.softdeps ?? []).flatMap((softdep) => entry('softdep', softdep)),
    ...entry('version', source.version),
    ...entry('description', source.description),
    ...entry('author', source.author),
    ...entry('license', source.license),
    ...parameterEntries(source.parameters ?? []),
    ...entry('srcversion', source.srcversion),
    ...entry('depends', source.depends.join(',')),
    ...entry('retpoline', 'Y'),
    ...entry('intree', source.intree === true ? 'Y' : undefined),
    ...entry('name', source.name),
    ...entry('vermagic', source.vermagic),
  ];
}

/** A CRC for a symbol: the same for whoever exports it and whoever needs it. FNV-1a of the name. */
export function symbolCrc(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Symbols of the kernel itself that a module's code needs whatever it does. */
const ALWAYS = ['module_layout', '__fentry__', '__x86_return_thunk', '_printk'];
/** Returns the symbol versions of a module: those of the kernel's symbols that every module needs, of its parameters' types, and its own. */
export function neededSymbols(own: readonly string[], parameters: readonly ParameterInfo[] = []): NeededSymbol[] {
  const types = parameters.flatMap(({ type }) => (type === undefined ? [] : [`param_ops_${type}`]));
  const [layout = '', ...rest] = ALWAYS;
  return [...new Set([layout, ...own, ...types, ...rest])].map((name) => ({ name, crc: symbolCrc(name) }));
}
