import { describe, expect, it } from 'vitest';
import { parseLevels, showLine } from '../../../src/commands/system/dmesg.ts';
import { runScript } from '../../helpers/system.ts';

const LINE = { t: 7_336_728, level: 6, text: 'chardev: init' };
const STYLE = { time: 'seconds', delta: false, decode: false, levels: new Set([6]) } as const;

describe('a line of the kernel log', () => {
  const rows: readonly (readonly [string, object, string])[] = [
    ['with its time in seconds, 12 wide', {}, '[    7.336728] chardev: init\n'],
    ['decoded', { decode: true }, 'kern  :info  : [    7.336728] chardev: init\n'],
    ['with the date', { time: 'date' }, '[Thu Jan  1 00:00:07 1970] chardev: init\n'],
    ['without a time', { time: 'none' }, 'chardev: init\n'],
    ['decoded without a time', { time: 'none', decode: true }, 'kern  :info  : chardev: init\n'],
    ['raw', { time: 'raw' }, '<6>[    7.336728] chardev: init\n'],
    ['with the time since the line before', { delta: true }, '[    7.336728 <    0.336728>] chardev: init\n'],
  ];
  for (const [rule, style, want] of rows)
    it(rule, () => expect(showLine(LINE, { ...STYLE, ...style }, { ...LINE, t: 7_000_000 })).toBe(want));
  it('the first line has no line before', () =>
    expect(showLine(LINE, { ...STYLE, delta: true })).toBe('[    7.336728 <    0.000000>] chardev: init\n'));
});

describe('levels', () => {
  const rows: readonly (readonly [string, unknown])[] = [
    ['err,warn', new Set([3, 4])],
    ['err+', new Set([0, 1, 2, 3])],
    ['+notice', new Set([5, 6, 7])],
    ['debug', new Set([7])],
    ['foo', { unknown: 'foo' }],
    ['err,foo', { unknown: 'foo' }],
  ];
  for (const [list, want] of rows) it(list, () => expect(parseLevels(list)).toEqual(want));
});

describe('dmesg on the kernel’s own log', () => {
  const script = 'insmod chardev.ko; ';
  const rows: readonly (readonly [rule: string, script: string, stdout: string])[] = [
    ['-t, the last line', `${script}dmesg -t | tail -n 1`, 'chardev: init, greeting=hello bufsize=64\n'],
    ['-C empties the log', `${script}dmesg -C; dmesg; rmmod chardev; dmesg -t`, 'chardev: exit\n'],
    ['-c shows and empties it', `${script}dmesg -ct | wc -l; dmesg | wc -l`, '3\n0\n'],
    ['-l picks levels', `${script}dmesg -l emerg,alert; dmesg -t -l +info | tail -n 1`, 'chardev: init, greeting=hello bufsize=64\n'],
    ['-x, as the records use it', `${script}dmesg -C; rmmod chardev; dmesg -x | cut -d'[' -f1 | sort -u`, 'kern  :info  : \n'],
    ['userspace wrote nothing', `${script}dmesg -u; dmesg -f daemon`, ''],
    [
      '-w follows until a signal',
      `dmesg -wt & sleep 1; insmod core.ko; sleep 1; kill $!; wait $! 2>/dev/null; echo "$?"`,
      'core: loading out-of-tree module taints kernel.\ncore: module verification failed: signature and/or required key missing - tainting kernel\ncore: init\n143\n',
    ],
    [
      '-W leaves out what was there',
      `${script}dmesg -Wt & sleep 1; rmmod chardev; sleep 1; kill $!; wait $! 2>/dev/null`,
      'chardev: exit\n',
    ],
  ];
  for (const [rule, text, stdout] of rows) it(rule, () => expect(runScript(text).stdout).toBe(stdout));

  const errors: readonly (readonly [string, string])[] = [
    ['dmesg x', "dmesg: bad usage\nTry 'dmesg --help' for more information.\n"],
    ['dmesg -z', "dmesg: invalid option -- 'z'\nTry 'dmesg --help' for more information.\n"],
    ['dmesg -l foo', "dmesg: unknown level 'foo'\n"],
    ['dmesg -n 9', "dmesg: unknown level '9'\n"],
    ['dmesg -f foo', "dmesg: unknown facility 'foo'\n"],
    ['dmesg -c -C', 'dmesg: mutually exclusive arguments: --clear --console-off --console-on --read-clear --console-level --raw\n'],
    ['setpriv --bounding-set -all dmesg -C', 'dmesg: clear kernel buffer failed: Operation not permitted\n'],
  ];
  for (const [line, stderr] of errors) it(`${line} is refused`, () => expect(runScript(line)).toMatchObject({ stderr, status: 1 }));
});
