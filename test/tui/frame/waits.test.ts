import { describe, expect, test } from 'vitest';
import type { WaitView } from '../../../src/engine/view.ts';
import { heldBy, heldByLetters } from '../../../src/tui/frame/holds.ts';
import { blockersText, phaseText, timeLeft } from '../../../src/tui/frame/waits.ts';
import { drawn } from '../../helpers/frames.ts';
import { at, hold, moduleOf, netdevWait, phasesAt, viewOf, waitOf } from '../../helpers/views.ts';

const blocked = (...blockers: WaitView['blockers'][number][]): WaitView => waitOf({ blockers, until: undefined });

describe('what a wait waits for', () => {
  test.each([
    ['one kind with its holder', [{ kind: 'file', count: 1, who: 'sh fd 3' }], '1 file (sh fd 3)'],
    [
      'several kinds, biggest first, without holders',
      [
        { kind: 'file', count: 1, who: 'sh' },
        { kind: 'linger', count: 2, who: '' },
      ],
      '2 lingering sockets, 1 file',
    ],
    [
      'the same kind twice is one',
      [
        { kind: 'linger', count: 1, who: 'a' },
        { kind: 'linger', count: 1, who: 'b' },
      ],
      '2 lingering sockets',
    ],
    [
      'three kinds, then how many more',
      [
        { kind: 'file', count: 4, who: '' },
        { kind: 'socket', count: 3, who: '' },
        { kind: 'thread', count: 2, who: '' },
        { kind: 'timer', count: 1, who: '' },
        { kind: 'object', count: 1, who: '' },
      ],
      '4 files, 3 sockets, 2 threads, +2 more',
    ],
    ['nothing', [], ''],
  ] as const)('%s', (_, blockers, text) => {
    expect(blockersText(blocked(...blockers))).toBe(text);
  });

  test.each([
    ['a known end', waitOf(), '57 s left'],
    ['an end that has passed', waitOf({ until: at(3) }), '0.0 s left'],
    ['no end', netdevWait, 'no limit'],
    [
      'no end, by whom',
      blocked({ kind: 'linger', count: 1, who: '' }, { kind: 'socket', count: 1, who: 'psock (104)' }),
      'no limit: psock (104)',
    ],
  ])('%s', (_, wait, text) => {
    expect(timeLeft(wait, at(9))).toBe(text);
  });

  test.each([
    ['gate', 'gate 1/5'],
    ['drain', 'drain 4/5'],
    ['commit', 'commit 5/5'],
    ['exit', 'exit 6/8'],
  ])('in phase %s it stands at %s', (name, text) => {
    expect(phaseText(phasesAt(name))).toBe(text);
  });

  test('a wait that is deaf by the rule of its kernel is not called committed', () => {
    const deaf = waitOf({ reason: 'deaf: the kernel sleeps uninterruptibly', cancellable: false });
    expect(drawn({ at: 'running', foreground: 107, view: viewOf({ waits: [deaf] }) })).toContain(
      '  cannot be cancelled   Ctrl-C why   Ctrl-Z background',
    );
  });
});

describe('who holds a module', () => {
  test.each([
    ['one file that counts twice', [hold('file', { each: 2, who: 'sh fd 3' })], '1 file x2: sh fd 3', '1f x2'],
    [
      'several kinds, only counts',
      [hold('linger', { count: 2 }), hold('socket', { each: 2, who: 'psock' })],
      '1 socket x2 + 2 linger',
      '1s x2 2l',
    ],
    [
      'what is not counted stands in parentheses',
      [hold('dev_hold', { counted: false, who: 'mdev0: devholder' })],
      '(1 dev_hold) mdev0: devholder',
      '(1d)',
    ],
    ['a module that loads', [hold('init')], 'init', 'init'],
    ['a module whose exit() runs', [hold('exit')], 'exit()', 'exit()'],
    ['nobody', [], '', ''],
  ] as const)('%s', (_, holds, words, letters) => {
    const module = moduleOf('m', { holds });
    expect([heldBy(module), heldByLetters(module)]).toEqual([words, letters]);
  });
});

describe('rows that are too long', () => {
  const many = moduleOf('core', { refcnt: 9, holders: ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot', 'golf'] });

  test('lose names of users and say how many', () => {
    expect(drawn({ view: viewOf({ modules: [many] }) }).split('\n')[3]).toBe('core                   16384  9 alpha,bravo,+5');
  });

  test('the module with most to tell is kept when not all fit', () => {
    const modules = [...Array.from({ length: 12 }, (_, index) => moduleOf(`m${index}`)), moduleOf('proto', { refcnt: 1 })];
    const text = drawn({ view: viewOf({ modules, waits: [waitOf()] }) });
    expect(text).toMatch(/^proto .* ~/m);
    expect(text.split('\n').at(-1)).toBe('+6 more, 0 in use (modtop shows all)');
  });
});
