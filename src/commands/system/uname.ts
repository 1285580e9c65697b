import { failed } from '../../engine/sys.ts';
import { readFile } from '../kmod/tool.ts';
import { defineTool, misuse } from '../tool.ts';
import { NODE_NAME } from './hostname.ts';

/** What uname(2) answers, by the option that asks for it, in the order in which `-a` prints it. The release is asked for. */
const FIELDS: readonly (readonly [string, string])[] = [
  ['s', 'Linux'],
  ['n', NODE_NAME],
  ['r', ''],
  ['v', '#1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2 (2026-11-16)'],
  ['m', 'x86_64'],
  ['p', 'unknown'],
  ['i', 'unknown'],
  ['o', 'GNU/Linux'],
];
const UNKNOWN_TO_ALL = new Set(['p', 'i']);

export const uname = defineTool({
  name: 'uname',
  usage: '[-asnrvmpio]',
  summary: 'what system this is',
  group: 'system',
  grammar: {
    short: 'asnrvmpio',
    long: {
      all: 'a',
      'kernel-name': 's',
      nodename: 'n',
      'kernel-release': 'r',
      'kernel-version': 'v',
      machine: 'm',
      processor: 'p',
      'hardware-platform': 'i',
      'operating-system': 'o',
    },
  },
  *run(context, { given, operands }) {
    const [extra] = operands;
    if (extra !== undefined) return yield* misuse(context, `extra operand '${extra}'`);
    const keys = new Set(given.map(({ key }) => key));
    if (keys.size === 0) keys.add('s');
    const shown = FIELDS.filter(([key]) => (keys.has('a') ? !UNKNOWN_TO_ALL.has(key) : keys.has(key)));
    const text = keys.has('r') || keys.has('a') ? yield* readFile(context.sys, '/proc/sys/kernel/osrelease') : '';
    const release = failed(text) ? '' : text.trim();
    yield* context.out(`${shown.map(([key, value]) => (key === 'r' ? release : value)).join(' ')}\n`);
    return 0;
  },
});
