import { describe, expect, test } from 'vitest';
import type { HintInput } from '../../src/tui/hints/hint.ts';
import { hintFor } from '../../src/tui/hints/hints.ts';
import { cancelNote, cannotCancel, caretLines, commitNotes } from '../../src/tui/hints/notes.ts';
import { sources } from '../helpers/sources.ts';
import { at, chardev, core, hold, moduleOf, netdev, netdevWait, phasesAt, proto, user, user2, viewOf, waitOf } from '../helpers/views.ts';

const view = viewOf({ now: at(25), modules: [chardev, user2, user, core, proto, netdev, moduleOf('noexit')] });
const going = viewOf({
  modules: [{ ...netdev, refcnt: -1, state: 'Unloading' }],
  waits: [{ ...netdevWait, since: at(3) }],
});

function hint(said: string, overrides: Partial<HintInput> = {}): string | undefined {
  return hintFor({
    lines: said === '' ? [] : said.split('\n'),
    words: [],
    status: 1,
    before: view,
    view,
    log: [],
    exporterOf: (symbol) => (symbol === 'core_add' ? 'core' : undefined),
    sources,
    columns: 80,
    ...overrides,
  });
}

const oneSocket = { ...proto, holds: [hold('linger', { until: at(66) })] };
const rows: readonly (readonly [rule: string, said: string, overrides: Partial<HintInput>, hint: string | undefined])[] = [
  [
    'a held device names the descriptor and how to close it',
    'rmmod: ERROR: Module chardev is in use',
    {},
    'sh has /dev/chardev0 open (fd 3). exec 3<&- closes it; rmmod -w waits',
  ],
  ['at 60 columns it is shorter', 'rmmod: ERROR: Module chardev is in use', { columns: 60 }, 'sh fd 3; exec 3<&-  or  rmmod -w chardev'],
  ['where even that does not fit there is none', 'rmmod: ERROR: Module chardev is in use', { columns: 40 }, undefined],
  [
    'two descriptors of one file are closed together',
    'rmmod: ERROR: Module chardev is in use',
    { view: viewOf({ modules: [{ ...chardev, holds: [hold('file', { who: 'sh fd 3,5', what: '/dev/chardev0' })] }] }), columns: 100 },
    'sh has /dev/chardev0 open (fd 3,5). exec 3<&- 5<&- closes it; rmmod -w waits',
  ],
  [
    'modprobe says it with a full stop',
    'modprobe: FATAL: Module chardev is in use.',
    {},
    'sh has /dev/chardev0 open (fd 3). exec 3<&- closes it; rmmod -w waits',
  ],
  [
    'another process that has it open is named',
    'rmmod: ERROR: Module x is in use',
    { view: viewOf({ modules: [moduleOf('x', { holds: [hold('file', { who: 'sleep fd 0', what: '/dev/x' })] })] }) },
    'sleep has /dev/x open (fd 0); rmmod -w x waits',
  ],
  [
    'users are given in the order of removal',
    'rmmod: ERROR: Module core is in use by: user user2',
    {},
    'rmmod user2 user core, in this order (plan core)',
  ],
  [
    'lingering sockets have their time',
    'rmmod: ERROR: Module proto is in use',
    {},
    '2 closed sockets linger, 41 s left; rmmod -w proto waits',
  ],
  [
    'one lingering socket is one',
    'rmmod: ERROR: Module proto is in use',
    { view: viewOf({ now: at(25), modules: [oneSocket] }) },
    '1 closed socket lingers, 41 s left; rmmod -w proto waits',
  ],
  [
    'open sockets name their owner',
    'rmmod: ERROR: Module p is in use',
    { view: viewOf({ modules: [moduleOf('p', { holds: [hold('socket', { count: 2, each: 2, who: 'psock' })] })] }) },
    'psock has 2 sockets open; rmmod -w p waits',
  ],
  ['a hold on a device names the holder', 'rmmod: ERROR: Module netdev is in use', {}, 'devholder holds mdev0; rmmod devholder frees it'],
  [
    'several kinds point to refs',
    'rmmod: ERROR: Module m is in use',
    { view: viewOf({ modules: [moduleOf('m', { holds: [hold('file'), hold('linger')] })] }) },
    '1 file + 1 linger; refs m says who, rmmod -w m waits',
  ],
  [
    'a module that is loading says so',
    'rmmod: ERROR: Module s is in use',
    { view: viewOf({ modules: [moduleOf('s', { state: 'Loading', refcnt: 1, holds: [hold('init')] })] }) },
    's is still loading: its init() runs',
  ],
  [
    'kmod is silent about a module on its way out',
    '',
    { words: ['rmmod', 'netdev'], view: going },
    'netdev is being unloaded by rmmod (107) since t 3.0 s',
  ],
  [
    'a refusal sent to a file is hinted at all the same',
    '',
    { words: ['rmmod', 'chardev'] },
    'sh has /dev/chardev0 open (fd 3). exec 3<&- closes it; rmmod -w waits',
  ],
  ['other commands may fail in silence', '', { words: ['grep', 'chardev'] }, undefined],
  [
    'a permanent module',
    'rmmod: ERROR: could not remove module noexit: Device or resource busy',
    {},
    'noexit has no exit function; only rmmod -f removes it',
  ],
  [
    'a missing symbol names its exporter',
    'insmod: ERROR: could not insert module user.ko: Unknown symbol in module',
    { view: viewOf({ modules: [] }), log: ['[    1.000000] user: Unknown symbol core_add (err -2)'] },
    'core_add is exported by core; insmod core.ko first, or modprobe user',
  ],
  [
    'the old one in the way',
    "modprobe: ERROR: could not insert 'netdev': Device or resource busy",
    { view: going },
    'the old netdev is still unloading (exit() waits for mdev0)',
  ],
  ['insmod says the same as File exists', 'insmod: ERROR: could not insert module netdev.ko: File exists', {}, undefined],
  [
    'wrong parameters: the kernel knows more',
    'insmod: ERROR: could not insert module chardev.ko: Invalid parameters',
    { log: ["[    2.100000] chardev: `x' invalid for parameter `bufsize'"] },
    "dmesg says: chardev: `x' invalid for parameter `bufsize'",
  ],
  [
    'a wrong format too',
    'insmod: ERROR: could not insert module x.ko: Invalid module format',
    { log: ['[    2.100000] x: version magic'] },
    'dmesg says: x: version magic',
  ],
  [
    'without a new kernel line there is nothing to say',
    'insmod: ERROR: could not insert module x.ko: Invalid module format',
    {},
    undefined,
  ],
  ['a mistyped command', 'modsh: rmod: command not found', { status: 127 }, 'did you mean rmmod?'],
  ['a mistyped command, as dash says it', 'sh: lsmdo: not found', { status: 127 }, 'did you mean lsmod?'],
  ['a word that is like none', 'modsh: frobnicate: command not found', { status: 127 }, undefined],
  ['a mistyped file', 'insmod: ERROR: could not load module chardv.ko: No such file or directory', {}, 'did you mean chardev.ko?'],
  ['a mistyped loaded module', 'rmmod: ERROR: Module chardv is not currently loaded', {}, 'did you mean chardev?'],
  ['a mistyped module for modprobe', 'modprobe: FATAL: Module protoo not found in directory /lib/modules/6.1.0', {}, 'did you mean proto?'],
  [
    'a forced removal names who is left behind',
    '',
    { words: ['rmmod', '-f', 'chardev'], status: 0, view: viewOf({ modules: [] }) },
    "forced, taint R. sh fd 3 still points into chardev's freed text",
  ],
  [
    'a forced removal of a free module needs no hint',
    '',
    { words: ['rmmod', '-f', 'user2'], status: 0, view: viewOf({ modules: [] }) },
    undefined,
  ],
  [
    'what other commands print is not a refusal',
    '[    1.0] rmmod: ERROR: Module chardev is in use',
    { words: ['dmesg'], status: 0 },
    undefined,
  ],
  [
    'cat of a kept refusal is',
    'rmmod: ERROR: Module chardev is in use',
    { words: ['cat', 'e'], status: 0 },
    'sh has /dev/chardev0 open (fd 3). exec 3<&- closes it; rmmod -w waits',
  ],
  ['success without words says nothing', '', { status: 0 }, undefined],
];

describe('hints', () => {
  test.each(rows)('%s', (_, said, overrides, expected) => {
    expect(hint(said, overrides)).toBe(expected === undefined ? undefined : `  hint: ${expected}`);
  });

  test('a loaded exporter cannot be the cure, so the kernel line is shown', () => {
    const log = ['[    1.000000] proprietary: Unknown symbol core_add (err -2)'];
    expect(hint('insmod: ERROR: could not insert module proprietary.ko: Unknown symbol in module', { log })).toBe(
      '  hint: dmesg says: proprietary: Unknown symbol core_add (err -2)',
    );
  });
});

describe('the kernel log in hints', () => {
  test('only a line that names the module is shown', () => {
    const said = 'insmod: ERROR: could not insert module chardev.ko: Invalid parameters';
    const log = ["[    2.1] chardev: `x' invalid for parameter `bufsize'", '[    2.2] slowexit: init'];
    expect(hint(said, { log })).toBe("  hint: dmesg says: chardev: `x' invalid for parameter `bufsize'");
    expect(hint(said, { log: log.slice(1) })).toBeUndefined();
  });
});

describe('notes', () => {
  test('a cancelled wait says after how long and what is left', () => {
    expect(cancelNote(waitOf({ since: at(6) }), viewOf({ modules: [proto] }), at(9.2))).toBe(
      'cancelled after 3.2 s; nothing was closed, proto is live, 2 refs',
    );
  });

  test('a cancelled drain names its phase', () => {
    expect(cancelNote(waitOf({ since: at(6), phases: phasesAt('drain') }), viewOf({ modules: [proto] }), at(29))).toBe(
      'cancelled in drain after 23 s; gate open again, proto is live',
    );
  });

  test('a module that went all the same is not called live', () => {
    expect(cancelNote(waitOf(), viewOf({ modules: [] }), at(9))).toBeUndefined();
  });

  test('crossing the commit is noted once', () => {
    const view = viewOf({ now: at(63), waits: [waitOf({ phases: phasesAt('exit') })] });
    const before = [waitOf({ phases: phasesAt('commit') })];
    expect(commitNotes(before, view)).toEqual(['committed at t 63.0 s']);
    expect(commitNotes(view.waits, view)).toEqual([]);
    expect(commitNotes(before, viewOf({ waits: before }))).toEqual([]);
    expect(commitNotes(before, viewOf({ now: at(66), modules: [] }))).toEqual(['committed at t 66.0 s']);
    expect(commitNotes(before, viewOf({ modules: [proto] }))).toEqual([]);
  });

  test('a wait that cannot be cancelled says why and what would end it', () => {
    expect(cannotCancel(netdevWait)).toEqual({
      note: 'SIGINT is pending, and stays so: exit() runs and has no way back',
      hint: 'rmmod devholder frees mdev0; Ctrl-C again leaves this in the background',
    });
  });

  test('carets stand under the word', () => {
    expect(caretLines('if lsmod; fi', { line: 1, column: 11, near: 'fi' })).toEqual(['  if lsmod; fi', '            ^^']);
    expect(caretLines('a\nb ) c', { line: 2, column: 3, near: '' })).toEqual(['  b ) c', '    ^']);
    expect(caretLines('a', { line: 9, column: 9, near: '' })).toEqual(['  ', '  ^']);
  });
});
