/** /sys/module, /sys/class: directories that are there exactly while what they show is. */

import { ERRNO } from '../../engine/errno.ts';
import { add, tryAtomic } from '../../engine/ops.ts';
import { type Path, plus, test } from '../../engine/step.ts';
import type { OrErrno } from '../../engine/sys.ts';
import { showAddress } from '../address.ts';
import { driverContext } from '../context.ts';
import type { ParamSpec } from '../driver.ts';
import { inText } from '../enter.ts';
import { kernfsOrder } from '../holders.ts';
import { type Kernel, RELEASE } from '../kernel.ts';
import { setParam } from '../load.ts';
import type { ModuleRecord } from '../module.ts';
import type { MadeDirectory, MadeFile, VNode } from '../os/node.ts';
import { showParam } from '../params.ts';
import { moduleNamed } from '../tables/modules.ts';
import { initState, refcntOf } from '../text/modules.ts';
import { BUILD_ID, BUILD_SALT, buildId, LTO_INFO, note } from './notes.ts';
import { ueventFile } from './uevent.ts';

const SYSFS_SIZE = 4_096;
const SECTIONS = [
  '.data',
  '.exit.text',
  '.gnu.linkonce.this_module',
  '.init.text',
  '.note.Linux',
  '.note.gnu.build-id',
  '.return_sites',
  '.rodata',
  '.strtab',
  '.symtab',
  '.text',
  '__mcount_loc',
];
/** MODULE_SECT_READ_SIZE: `0x`, sixteen digits, newline. */
const SECTION_FILE_SIZE = 19;

/** The notes of a module file, as they lie in memory: bytes, one in each character. */
const NOTES: readonly { readonly name: string; text(module: string): string }[] = [
  { name: '.note.Linux', text: () => note('Linux', BUILD_SALT, `${RELEASE}\0`) + note('Linux', LTO_INFO, '\0\0\0\0') },
  { name: '.note.gnu.build-id', text: (module) => note('GNU', BUILD_ID, buildId(module)) },
];

/** A read-only file with a text of its own. */
export const showFile = (mode: number, read: () => string, size = SYSFS_SIZE): MadeFile => ({ kind: 'made', mode, read, size });

/** A directory with fixed names whose nodes are made when asked for. */
export function fixedDir(entries: () => ReadonlyMap<string, VNode>, mode = 0o755): MadeDirectory {
  return { kind: 'madeDir', mode, list: () => kernfsOrder([...entries().keys()]), get: (name) => entries().get(name) };
}

/** Enters one of the module's sysfs files: while somebody is inside, its removal waits (kernfs active references). */
function* insideSysfs<T>(m: ModuleRecord, body: Path<T>): Path<T | number> {
  const at = 'kernfs_get_active';
  const entered = yield* tryAtomic([test(m.cells.sysfsOpen, '==', 1)], [plus(m.cells.sysfsActive, 1)], at);
  if (!entered) return -ERRNO.ENODEV;
  const result = yield* body;
  yield* add(m.cells.sysfsActive, -1, 'kernfs_put_active');
  return result;
}

function* readParam(k: Kernel, m: ModuleRecord, name: string, spec: ParamSpec): Path<OrErrno<string>> {
  if (spec.get === undefined) return `${showParam(spec, m.params.get(name) ?? '')}\n`;
  return `${yield* inText(m, `${m.name}_${name}_get`, spec.get(driverContext(k, m)))}\n`;
}

function paramFile(k: Kernel, m: ModuleRecord, name: string, spec: ParamSpec): MadeFile {
  return {
    kind: 'made',
    mode: spec.mode,
    size: SYSFS_SIZE,
    read: () => insideSysfs(m, readParam(k, m, name, spec)),
    *write(data) {
      const result = yield* insideSysfs(m, setParam(k, m, [name, spec], data));
      return result < 0 ? result : data.length;
    },
  };
}

function parameters(k: Kernel, m: ModuleRecord): Map<string, VNode> {
  const shown = Object.entries(m.driver.params ?? {}).filter(([, spec]) => spec.mode !== 0);
  return new Map(shown.map(([name, spec]) => [name, paramFile(k, m, name, spec)]));
}

/** The users that a module's directory has links to: there while a user's own directory is (add_usage_links, del_usage_links). */
const linkedUsers = (k: Kernel, m: ModuleRecord): string[] =>
  m.users.flatMap((id) => k.modules.byId.get(id) ?? []).flatMap((user) => (user.inSysfs ? [user.name] : []));

/** Is there a count to read? Not in a kernel that removes no module. */
const hasRefcnt = (k: Kernel): boolean => k.rules.sheet.unloads;

/** What /sys/module says of a module in numbers and names; undefined where there is nothing to read. */
export function sysfsSays(k: Kernel, m: ModuleRecord): { size: number; count: number | undefined; holders: string[] } | undefined {
  if (!m.inSysfs) return undefined;
  return { size: m.coreSize, count: hasRefcnt(k) ? refcntOf(k, m) : undefined, holders: kernfsOrder(linkedUsers(k, m)) };
}

function holders(k: Kernel, m: ModuleRecord): MadeDirectory {
  const linked = (): string[] => linkedUsers(k, m);
  const link = (name: string): VNode => ({ kind: 'link', target: `../../${name}`, ino: 0, mode: 0o777, uid: 0, mtime: m.loadedAt });
  return {
    kind: 'madeDir',
    mode: 0o755,
    list: () => kernfsOrder(linked()),
    get: (name) => (linked().includes(name) ? link(name) : undefined),
  };
}

/** /sys/module/NAME. */
function moduleDir(k: Kernel, m: ModuleRecord): MadeDirectory {
  const names = (): string[] => {
    const found = ['coresize', 'holders', 'initsize', 'initstate', 'notes', 'sections', 'taint', 'uevent'];
    if (hasRefcnt(k)) found.push('refcnt');
    if (Object.values(m.driver.params ?? {}).some((spec) => spec.mode !== 0)) found.push('parameters');
    if (m.version !== undefined) found.push('version');
    if (m.srcversion !== undefined) found.push('srcversion');
    return found;
  };
  const make = (name: string): VNode | undefined => {
    switch (name) {
      case 'coresize':
        return showFile(0o444, () => `${m.coreSize}\n`);
      case 'initsize':
        return showFile(0o444, () => `${m.initSize}\n`);
      case 'initstate':
        return showFile(0o444, () => `${initState(k, m)}\n`);
      case 'refcnt':
        return showFile(0o444, () => `${refcntOf(k, m)}\n`);
      case 'taint':
        return showFile(0o444, () => `${m.taints}\n`);
      case 'version':
        return showFile(0o444, () => `${m.version}\n`);
      case 'srcversion':
        return showFile(0o444, () => `${m.srcversion}\n`);
      case 'uevent':
        return ueventFile(m);
      case 'holders':
        return holders(k, m);
      case 'parameters':
        return fixedDir(() => parameters(k, m));
      case 'sections':
        return fixedDir(
          () =>
            new Map(SECTIONS.map((section) => [section, showFile(0o400, () => `${showAddress(m.address, true)}\n`, SECTION_FILE_SIZE)])),
        );
      case 'notes':
        return fixedDir(() => new Map(NOTES.map(({ name, text }) => [name, showFile(0o444, () => text(m.name), text(m.name).length)])));
      default:
        return undefined;
    }
  };
  return {
    kind: 'madeDir',
    mode: 0o755,
    list: () => kernfsOrder(names()),
    get: (name) => (names().includes(name) ? make(name) : undefined),
  };
}

/** /sys/module. */
export function sysModule(k: Kernel): MadeDirectory {
  return {
    kind: 'madeDir',
    mode: 0o755,
    list: () => kernfsOrder([...k.modules.listed.values()].filter((m) => m.inSysfs).map((m) => m.name)),
    get: (name) => {
      const m = moduleNamed(k.modules, name);
      return m?.inSysfs === true ? moduleDir(k, m) : undefined;
    },
  };
}

/** /sys/class/net. */
export function sysClassNet(k: Kernel): MadeDirectory {
  const up = (cell: number): boolean => k.machine.cells.values[cell] === 1;
  const loopback = new Map<string, VNode>([
    ['address', showFile(0o444, () => '00:00:00:00:00:00\n')],
    ['ifindex', showFile(0o444, () => '1\n')],
    ['mtu', showFile(0o644, () => '65536\n')],
    ['operstate', showFile(0o444, () => 'unknown\n')],
  ]);
  return fixedDir(() => {
    const devices = new Map<string, VNode>([['lo', fixedDir(() => loopback)]]);
    for (const dev of k.netdevs.byName.values()) {
      devices.set(
        dev.name,
        fixedDir(
          () =>
            new Map<string, VNode>([
              ['address', showFile(0o444, () => `${dev.address}\n`)],
              ['ifindex', showFile(0o444, () => `${dev.index}\n`)],
              ['mtu', showFile(0o644, () => `${dev.mtu}\n`)],
              ['operstate', showFile(0o444, () => (up(dev.up) ? 'unknown\n' : 'down\n'))],
            ]),
        ),
      );
    }
    return devices;
  });
}

/** The other directories of /sys/class: those that drivers made, each with its devices. */
export function sysClass(k: Kernel): MadeDirectory {
  const net = sysClassNet(k);
  const classes = (): ReadonlyMap<string, VNode> => {
    const found = new Map<string, VNode>([['net', net]]);
    for (const { className } of k.chrdevs.devices.values()) {
      if (!found.has(className))
        found.set(
          className,
          fixedDir(() => devicesOf(k, className)),
        );
    }
    return found;
  };
  return fixedDir(classes);
}

function devicesOf(k: Kernel, className: string): Map<string, VNode> {
  const found = new Map<string, VNode>();
  for (const device of k.chrdevs.devices.values()) {
    if (device.className !== className) continue;
    const { major, minor, name } = device;
    found.set(
      name,
      fixedDir(
        () =>
          new Map<string, VNode>([
            ['dev', showFile(0o444, () => `${major}:${minor}\n`)],
            ['uevent', showFile(0o644, () => `MAJOR=${major}\nMINOR=${minor}\nDEVNAME=${name}\n`)],
          ]),
      ),
    );
  }
  return found;
}
