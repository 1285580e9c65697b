/** Who holds a module, in words and in letters. */
import type { HoldKind, HoldView, ModuleView } from '../../engine/view.ts';

const ORDER: readonly HoldKind[] = ['file', 'socket', 'linger', 'dev_hold', 'thread', 'timer', 'object', 'init', 'exit', 'self'];
const LETTERS: Readonly<Partial<Record<HoldKind, string>>> = {
  file: 'f',
  socket: 's',
  linger: 'l',
  dev_hold: 'd',
  thread: 't',
  timer: 'k',
  object: 'o',
};
/** Kinds that are no objects to be counted. */
const STATES: Readonly<Partial<Record<HoldKind, string>>> = { init: 'init', exit: 'exit()', self: 'self' };

const inOrder = (holds: readonly HoldView[]): HoldView[] =>
  [...holds].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || Number(b.counted) - Number(a.counted));

/** `1 file`, `2 sockets`, `2 linger`. */
export const countOf = (count: number, kind: HoldKind): string =>
  STATES[kind] ?? `${count} ${kind}${count === 1 || kind === 'linger' ? '' : 's'}`;

/** As a sentence has it: `2 lingering sockets`. */
export const namedCount = (count: number, kind: HoldKind): string =>
  kind === 'linger' ? `${count} lingering socket${count === 1 ? '' : 's'}` : countOf(count, kind);

function sumOf({ kind, count, each, counted }: HoldView): string {
  const sum = countOf(count, kind) + (each > 1 ? ` x${each}` : '');
  return counted ? sum : `(${sum})`;
}

/**
 * What lsmod leaves unnamed: `1 file x2: sh fd 3`, `2 sockets x2 + 1 linger`, `(1 dev_hold) mdev0: devholder`. In
 * parentheses stands what this regime does not count. Empty when nobody holds it.
 */
export function heldBy(module: ModuleView): string {
  const holds = inOrder(module.holds);
  const sum = holds.map(sumOf).join(' + ');
  const [only] = holds;
  if (!only || holds.length > 1 || only.who === '') return sum;
  return only.who.includes(':') ? `${sum} ${only.who}` : `${sum}: ${only.who}`;
}

/** The same in letters, for narrow screens: `1f x2`, `2l`. */
export function heldByLetters(module: ModuleView): string {
  return inOrder(module.holds)
    .map(({ kind, count, each, counted }) => {
      const letter = LETTERS[kind];
      const sum = (letter === undefined ? (STATES[kind] ?? kind) : `${count}${letter}`) + (each > 1 ? ` x${each}` : '');
      return counted ? sum : `(${sum})`;
    })
    .join(' ');
}

/** For the completion menu: `refcnt 2, sh fd 3`; `refcnt 2, user,user2`. */
export function moduleNote(module: ModuleView): string {
  const who = module.holds.find((hold) => hold.who !== '')?.who ?? module.holders.join(',');
  return who === '' ? `refcnt ${module.refcnt}` : `refcnt ${module.refcnt}, ${who}`;
}

/** The loaded modules of a view as completion shows them. */
export const moduleNotes = (modules: readonly ModuleView[]): { name: string; note: string }[] =>
  modules.map((module) => ({ name: module.name, note: moduleNote(module) }));
