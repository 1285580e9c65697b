/** /proc: the files that modules change, and the few others that scripts read. */
import { cellValue } from '../../engine/cells.ts';
import { ERRNO } from '../../engine/errno.ts';
import { lock, store, unlock } from '../../engine/ops.ts';
import type { Path } from '../../engine/step.ts';
import type { Task } from '../../engine/task.ts';
import type { Kernel } from '../kernel.ts';
import type { MadeDirectory, MadeFile, VNode } from '../os/node.ts';
import { TAINT_FLAGS } from '../taint.ts';
import { procKsyms, procModules } from '../text/modules.ts';
import { procDevices, procNetProtocols } from '../text/proc.ts';

/** May this task's process see kernel addresses (kptr_restrict, CAP_SYSLOG)? */
export type SeesAddresses = (task: Task) => boolean;

const made = (read: (task: Task) => string, mode = 0o444): MadeFile => ({ kind: 'made', mode, size: 0, read });

/** /proc/modules. Where the loader's lock is held over exit(), the reader waits for it too, deaf to signals (Linux 2.6.0, m_start). */
function moduleList(k: Kernel, sees: SeesAddresses): MadeFile {
  if (!k.rules.sheet.lockOverExit) return made((task) => procModules(k, sees(task)));
  return { kind: 'made', mode: 0o444, size: 0, read: (task) => readLocked(k, sees(task)) };
}

/** The text of /proc/modules, read under the loader's lock. */
export function* readLocked(k: Kernel, root: boolean): Path<string> {
  yield* lock(k.locks.modules, 'm_start');
  const text = procModules(k, root);
  yield* unlock(k.locks.modules, 'm_stop');
  return text;
}

/** The first number of a text as sysctl files take it (kernel/sysctl.c, proc_get_long): any base that C writes, blanks around it, the rest does not count. */
function sysctlNumber(data: string): number | undefined {
  const match = /^[ \t\n\r\v\f]*(-?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)(?=[ \t\n\0]|$)/.exec(data);
  if (match === null) return undefined;
  const [, sign = '', digits = ''] = match;
  const size = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return sign === '-' ? -size : size;
}

/** A writable number under /proc/sys within limits; `take` may refuse it with a positive errno. */
function sysctl(mode: number, read: () => number, take: (value: number) => Path<number>): MadeFile {
  return {
    kind: 'made',
    mode,
    size: 0,
    read: () => `${read()}\n`,
    *write(data) {
      const value = sysctlNumber(data);
      if (value === undefined) return -ERRNO.EINVAL;
      const err = yield* take(value);
      return err === 0 ? data.length : -err;
    },
  };
}

const WARN_SECONDS_MAX = 3_600;

/** A folder of files by relative path, whose deeper folders are made of the paths; `rest` knows the names that are not there. */
function folderOf(files: ReadonlyMap<string, VNode>, rest?: MadeDirectory): MadeDirectory {
  const here = new Map<string, VNode>();
  const below = new Map<string, Map<string, VNode>>();
  for (const [path, node] of files) {
    const cut = path.indexOf('/');
    if (cut < 0) here.set(path, node);
    else {
      const name = path.slice(0, cut);
      below.set(name, (below.get(name) ?? new Map<string, VNode>()).set(path.slice(cut + 1), node));
    }
  }
  for (const [name, deeper] of below) here.set(name, folderOf(deeper));
  return {
    kind: 'madeDir',
    mode: 0o555,
    list: () => [...here.keys(), ...(rest?.list() ?? [])],
    get: (name) => here.get(name) ?? rest?.get(name),
  };
}

/** /proc: the module core's files, and the directories of processes. */
export const procRoot = (k: Kernel, sees: SeesAddresses, processes: MadeDirectory): MadeDirectory =>
  folderOf(procFiles(k, sees), processes);

/** Every file, by its path below /proc. */
function procFiles(k: Kernel, sees: SeesAddresses): ReadonlyMap<string, VNode> {
  const { machine } = k;
  return new Map<string, VNode>([
    ['modules', moduleList(k, sees)],
    ...(k.rules.sheet.symbols === 'insmod' ? [['ksyms', made(() => procKsyms(k))] as const] : []),
    ['devices', made(() => procDevices(k))],
    ['net/protocols', made(() => procNetProtocols(k))],
    ['uptime', made(() => `${(machine.now / 1_000_000).toFixed(2)} ${(machine.now / 1_000_000).toFixed(2)}\n`)],
    ['version', made(() => `Linux version ${k.release} (modsh) #1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2\n`)],
    ['cmdline', made(() => `BOOT_IMAGE=/boot/vmlinuz-${k.release} quiet\n`)],
    ['sys/kernel/ostype', made(() => 'Linux\n')],
    ['sys/kernel/osrelease', made(() => `${k.release}\n`)],
    ['sys/kernel/hostname', made(() => 'modsh\n', 0o644)],
    [
      'sys/kernel/tainted',
      sysctl(
        0o644,
        () => k.tainted,
        (value) => writeTainted(k, value),
      ),
    ],
    [
      'sys/kernel/modules_disabled',
      sysctl(
        0o644,
        () => cellValue(machine.cells, k.modulesDisabled),
        (value) => disableModules(k, value),
      ),
    ],
    ['sys/kernel/modprobe', modprobePath(k)],
    [
      'sys/net/core/netdev_unregister_timeout_secs',
      sysctl(
        0o644,
        () => k.netdevWarnSeconds,
        (value) => writeWarnSeconds(k, value),
      ),
    ],
  ]);
}

/** KMOD_PATH_LEN: the buffer of the path, its final zero included. */
const MODPROBE_PATH_SIZE = 256;

/** kernel.modprobe (kernel/kmod.c; proc_dostring takes one line, and cuts it at the size of the buffer). */
const modprobePath = (k: Kernel): MadeFile => ({
  kind: 'made',
  mode: 0o644,
  size: 0,
  read: () => `${k.modprobePath}\n`,
  *write(data) {
    k.modprobePath = (data.split(/[\n\0]/)[0] ?? '').slice(0, MODPROBE_PATH_SIZE - 1);
    return data.length;
  },
});

/** modules_disabled goes from 0 to 1 and never back (kernel/sysctl.c: minimum and maximum are both one). */
function* disableModules(k: Kernel, value: number): Path<number> {
  if (value !== 1) return ERRNO.EINVAL;
  yield* store(k.modulesDisabled, 1, 'proc_dointvec_minmax');
  return 0;
}

/** proc_taint: bits can be added, never taken; those that mean nothing are left out. */
function* writeTainted(k: Kernel, value: number): Path<number> {
  if (value < 0 || value > Number.MAX_SAFE_INTEGER) return ERRNO.EINVAL;
  k.tainted |= Number(BigInt.asUintN(TAINT_FLAGS, BigInt(value)));
  return 0;
}

function* writeWarnSeconds(k: Kernel, value: number): Path<number> {
  if (value < 1 || value > WARN_SECONDS_MAX) return ERRNO.EINVAL;
  k.netdevWarnSeconds = value;
  return 0;
}
