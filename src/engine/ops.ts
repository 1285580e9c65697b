/** Typed helpers over step descriptors. Kernel paths say `yield* load(...)`, never `yield` by hand. */
import {
  type CellId,
  type Effect,
  makeStep,
  type NoteEvent,
  type Path,
  plus,
  type RefChange,
  type Step,
  set,
  type Test,
  test,
} from './step.ts';

type Steps<T> = Generator<Step, T, number>;

/** Reads a cell. */
export function* load(cell: CellId, at: string): Steps<number> {
  return yield makeStep('load', at, 'do', { reads: cell });
}

/** Writes a cell. */
export function* store(cell: CellId, value: number, at: string, ref?: RefChange): Steps<void> {
  yield makeStep('store', at, 'do', { effects: [set(cell, value)], ref });
}

/** Adds atomically and answers the new value (atomic_add_return). */
export function* add(cell: CellId, by: number, at: string, ref?: RefChange): Steps<number> {
  return yield makeStep('add', at, 'do', { effects: [plus(cell, by)], reads: cell, ref });
}

/** Adds atomically, and nobody looks at the result (atomic_inc, atomic_dec): the answer is 1. */
export function* adjust(cell: CellId, by: number, at: string, ref?: RefChange): Steps<void> {
  yield makeStep('add', at, 'do', { effects: [plus(cell, by)], ref });
}

/** Takes a lock, waiting uninterruptibly while it is held. */
export function* lock(cell: CellId, at: string): Steps<void> {
  yield makeStep('lock', at, 'wait', { when: [test(cell, '==', 0)], effects: [set(cell, 1)] });
}

/** Takes a lock; false when a signal came first (mutex_lock_interruptible). */
export function* lockInterruptible(cell: CellId, at: string): Steps<boolean> {
  return (yield makeStep('lock', at, 'waitOrSignal', { when: [test(cell, '==', 0)], effects: [set(cell, 1)] })) === 1;
}

/** Gives a lock back. */
export function* unlock(cell: CellId, at: string): Steps<void> {
  yield makeStep('unlock', at, 'do', { effects: [set(cell, 0)] });
}

/** Parks, deaf to signals, until all tests hold; then the effects happen in the same step. */
export function* waitFor(when: readonly Test[], at: string, effects: readonly Effect[] = []): Steps<void> {
  yield makeStep('wait', at, 'wait', { when, effects });
}

/** Parks, deaf to signals, at most so long. False when the time ran out. `nags`: see Step.nags. */
export function* waitForAtMost(when: readonly Test[], timeoutUs: number, at: string, nags = false): Steps<boolean> {
  return (yield makeStep('wait', at, 'wait', { when, timeoutUs, nags })) === 1;
}

export type Waited = 'met' | 'signal' | 'timeout';
const WAITED: readonly Waited[] = ['signal', 'met', 'timeout'];

/** Parks until all tests hold, a signal comes, or the time (microseconds, -1: none) runs out. */
export function* waitOrSignal(when: readonly Test[], at: string, timeoutUs = -1, effects: readonly Effect[] = []): Steps<Waited> {
  return WAITED[yield makeStep('waitOrSignal', at, 'waitOrSignal', { when, timeoutUs, effects })] ?? 'met';
}

/** Watches cells from user space, whatever becomes of their owners, until one of the tests holds; false when a signal came first. */
export function* watchAny(when: readonly Test[], at: string): Steps<boolean> {
  return (yield makeStep('waitOrSignal', at, 'waitOrSignal', { when, watch: true })) === 1;
}

/** The same, decided in one step: a signal that has come wins, even when all tests hold. */
export function* commitOrSignal(when: readonly Test[], effects: readonly Effect[], at: string, timeoutUs = -1): Steps<Waited> {
  return WAITED[yield makeStep('waitOrSignal', at, 'waitOrSignal', { when, effects, timeoutUs, signalFirst: true })] ?? 'met';
}

const NEVER: readonly Test[] = Object.freeze([Object.freeze({ cells: Object.freeze([]), rel: '!=', value: 0 } as const)]);

/** Sleeps for so many microseconds, deaf to signals (msleep). */
export function* sleep(us: number, at: string): Steps<void> {
  yield makeStep('sleep', at, 'wait', { when: NEVER, timeoutUs: us });
}

/** Sleeps; false when a signal ended it early (msleep_interruptible). */
export function* sleepInterruptible(us: number, at: string): Steps<boolean> {
  return (yield makeStep('sleep', at, 'waitOrSignal', { when: NEVER, timeoutUs: us })) === 2;
}

/** Tests and, if all hold, changes, in one step: the word-sized atomics of the kernel. */
export function* tryAtomic(
  when: readonly Test[],
  effects: readonly Effect[],
  at: string,
  op: Step['op'] = 'testAndMark',
  ref?: RefChange,
): Steps<boolean> {
  return (yield makeStep(op, at, 'try', { when, effects, ref })) === 1;
}

/** atomic_inc_not_zero. */
export const incUnlessZero = (cell: CellId, at: string, ref?: RefChange): Steps<boolean> =>
  tryAtomic([test(cell, '!=', 0)], [plus(cell, 1)], at, 'incUnlessZero', ref);

/** atomic_dec_if_positive: false when the cell was not above zero. */
export const decIfPositive = (cell: CellId, at: string, ref?: RefChange): Steps<boolean> =>
  tryAtomic([test(cell, '>', 0)], [plus(cell, -1)], at, 'decIfPositive', ref);

/** The CPU executes module code here: a fault once that code is gone. `textCell` is 1 while it is mapped. */
export function* text(textCell: CellId, at: string): Steps<void> {
  yield makeStep('text', at, 'must', { when: [test(textCell, '==', 1)], fault: 'use-after-unload' });
}

/** Gives module code and data back; doing so twice is a fault. */
export function* free(textCell: CellId, at: string): Steps<void> {
  yield makeStep('free', at, 'must', { when: [test(textCell, '==', 1)], effects: [set(textCell, 0)], fault: 'double-free' });
}

/** One of `among` outcomes at a named site (a fault that may be injected). The live machine answers 0 unless told otherwise. */
export function* choose(among: number, at: string): Steps<number> {
  return yield makeStep('choose', at, 'do', { among });
}

/** Tells the world; not a shared access. The answer is whatever the world says (a new handle, or 0). */
export function* emit(at: string, event: NoteEvent): Path<number> {
  return yield { op: 'emit', at, event };
}

/** Asks the world for an integer; not a shared access. */
export function* ask(at: string, event: NoteEvent): Path<number> {
  return yield { op: 'ask', at, event };
}
