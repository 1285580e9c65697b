import type { UserPath } from '../../engine/step.ts';
import type { CommandContext } from '../../shell/command.ts';
import type { ParsedOptions } from '../getopt.ts';
import { defineTool } from '../tool.ts';

const STATUS_USAGE = 1;
/** Options about user and group ids and other state that this system has no more than one of. */
const ACCEPTED = ['reuid', 'regid', 'groups', 'securebits', 'selinux-label', 'apparmor-profile', 'pdeathsig', 'ambient-caps'];
const FLAGS = ['clear-groups', 'keep-groups', 'init-groups', 'nnp', 'no-new-privs', 'reset-env', 'dump'];

/** Does a list of capabilities (`-sys_module`, `-all`) take the right to load modules away? */
export const dropsModules = (list: string): boolean =>
  list.split(',').some((word) => word === '-sys_module' || word === '-all' || word === '-cap_sys_module');

function drops({ given }: ParsedOptions): boolean {
  const value = (key: string): string | undefined => given.findLast((one) => one.key === key)?.value;
  const caps = ['bounding-set', 'inh-caps'].some((key) => dropsModules(value(key) ?? ''));
  const uid = value('reuid') ?? value('ruid') ?? value('euid');
  return caps || (uid !== undefined && uid !== '0' && uid !== 'root');
}

function* run(context: CommandContext, options: ParsedOptions): UserPath<number> {
  if (options.operands.length === 0) {
    yield* context.err(`${context.name}: No program specified\n`);
    return STATUS_USAGE;
  }
  if (drops(options)) yield* context.sys.setcap(false);
  return yield* context.runWords(options.operands);
}

export const setpriv = defineTool({
  name: 'setpriv',
  usage: '[--bounding-set CAPS] [--inh-caps CAPS] [--reuid UID] ... PROGRAM [ARG]...',
  summary: 'run a program with fewer rights',
  group: 'system',
  grammar: {
    short: '',
    long: Object.fromEntries([
      ...['bounding-set', 'inh-caps', 'ruid', 'euid', 'rgid', 'egid', ...ACCEPTED].map((name) => [name, `${name}:`]),
      ...FLAGS.map((name) => [name, name]),
    ]),
    stopAtOperand: true,
  },
  run,
});
