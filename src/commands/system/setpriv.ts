import type { UserPath } from '../../engine/step.ts';
import { exitStatus } from '../../engine/sys.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { notStarted, runChild } from '../child.ts';
import { hasOption, optionValue, type ParsedOptions } from '../getopt.ts';
import { quote } from '../quote.ts';
import { defineTool, errorText, fail } from '../tool.ts';
import { userNumber } from './id.ts';

/** The capabilities of Linux 6.1 (include/uapi/linux/capability.h), by their numbers. */
const CAPABILITIES = [
  'chown', 'dac_override', 'dac_read_search', 'fowner', 'fsetid', 'kill', 'setgid', 'setuid', 'setpcap', 'linux_immutable', 'net_bind_service',
  'net_broadcast', 'net_admin', 'net_raw', 'ipc_lock', 'ipc_owner', 'sys_module', 'sys_rawio', 'sys_chroot', 'sys_ptrace', 'sys_pacct', 'sys_admin',
  'sys_boot', 'sys_nice', 'sys_resource', 'sys_time', 'sys_tty_config', 'mknod', 'lease', 'audit_write', 'audit_control', 'setfcap', 'mac_override',
  'mac_admin', 'syslog', 'wake_alarm', 'block_suspend', 'audit_read', 'perfmon', 'bpf', 'checkpoint_restore',
]; // biome-ignore format: a table of words

/** What a list of capabilities takes away: the right to load modules, all other rights of root. */
interface Dropped {
  readonly modules: boolean;
  readonly rest: boolean;
}

/** What a list of capabilities (`-sys_module`, `-all,+kill`) comes to; or an error text. */
export function capabilityList(list: string): Dropped | { readonly error: string } {
  let modules = false;
  let rest = false;
  for (const word of list.split(',')) {
    const [, sign, name = ''] = /^([-+])(.*)$/.exec(word) ?? [];
    if (sign === undefined) return { error: 'bad capability string' };
    if (name !== 'all' && !CAPABILITIES.includes(name)) return { error: `unknown capability ${JSON.stringify(name)}` };
    if (name === 'all' || name === 'sys_module') modules = sign === '-';
    if (name === 'all') rest = sign === '-';
  }
  return { modules, rest };
}

const LISTS = ['bounding-set', 'inh-caps', 'ambient-caps'];
const USERS = ['reuid', 'ruid', 'euid'];
const GROUPS = ['regid', 'rgid', 'egid'];
/** Options that name what there is no more than one of here. */
const WITH_VALUE = ['groups', 'securebits', 'selinux-label', 'apparmor-profile', 'pdeathsig'];
const FLAGS = ['clear-groups', 'keep-groups', 'init-groups', 'nnp', 'no-new-privs', 'reset-env'];

interface Rights {
  readonly drops: Dropped;
  readonly uid: number | undefined;
}

/** What the options take away, or an error text. */
export function rightsAfter(options: ParsedOptions): Rights | { readonly error: string } {
  let drops: Dropped = { modules: false, rest: false };
  for (const key of LISTS) {
    const list = optionValue(options, key);
    const dropped = list === undefined ? drops : capabilityList(list);
    if ('error' in dropped) return dropped;
    // Root gets its rights anew at each exec from the bounding set; the other two sets only ever add to those.
    if (key === 'bounding-set') drops = dropped;
  }
  let uid: number | undefined;
  for (const key of [...USERS, ...GROUPS]) {
    const text = optionValue(options, key);
    if (text === undefined) continue;
    const number = /^\d+$/.test(text) ? Number(text) : userNumber(text);
    if (number === undefined) return { error: `failed to parse ${key}: ${quote(text)}` };
    if (USERS.includes(key)) uid = number;
  }
  const keeps = ['keep-groups', 'clear-groups', 'init-groups', 'groups'].some((key) => hasOption(options, key));
  if (GROUPS.some((key) => hasOption(options, key)) && !keeps) {
    return { error: '--[re]gid requires --keep-groups, --clear-groups, --init-groups, or --groups' };
  }
  return { drops, uid };
}

function* run(context: CommandContext, options: ParsedOptions): UserPath<number> {
  const { sys } = context;
  const rights = rightsAfter(options);
  if ('error' in rights) return yield* fail(context, rights.error);
  const [name] = options.operands;
  if (name === undefined) return yield* fail(context, 'No program specified');
  if (rights.drops.modules) yield* sys.setcap(!rights.drops.rest, false);
  else if (rights.drops.rest) yield* sys.setcap(false);
  if (rights.uid !== undefined) {
    const result = yield* sys.setuid(rights.uid);
    if (result < 0) return yield* fail(context, `setresuid failed: ${errorText(result)}`);
  }
  const ended = yield* runChild(context, options.operands);
  if (typeof ended !== 'number') return exitStatus(ended);
  return yield* fail(context, `failed to execute ${name}: ${errorText(ended)}`, notStarted(ended));
}

export const setpriv: Command = defineTool({
  name: 'setpriv',
  usage: '[--bounding-set CAPS] [--inh-caps CAPS] [--reuid UID] ... PROGRAM [ARG]...',
  summary: 'run a program with fewer rights',
  group: 'system',
  examples: ['setpriv --bounding-set -sys_module insmod chardev.ko'],
  grammar: {
    short: '',
    long: Object.fromEntries([
      ...[...LISTS, ...USERS, ...GROUPS, ...WITH_VALUE].map((name) => [name, `${name}:`]),
      ...FLAGS.map((name) => [name, name]),
    ]),
    stopAtOperand: true,
  },
  run,
});
