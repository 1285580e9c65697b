/**
 * Step descriptors: the only thing a kernel path ever yields.
 *
 * Every shared access is one frozen, plain-data descriptor of one uniform shape: *if these tests hold, these effects
 * happen, in one indivisible step*. `mode` says what becomes of a step whose tests do not hold. The live machine applies
 * descriptors one at a time (`apply.ts`); the explorer compiles the very same descriptors to automata. No descriptor
 * carries a closure, so no second meaning can hide in one.
 */

/** Names one shared integer (see `cells.ts`). */
export type CellId = number & { readonly __brand: 'CellId' };
/** Virtual microseconds since boot: an integer. */
export type Tick = number;

export type Relation = '==' | '!=' | '>' | '<';
/** Holds when the sum of the cells (usually one) stands in the relation to the value. */
export interface Test {
  readonly cells: readonly CellId[];
  readonly rel: Relation;
  readonly value: number;
}
/** Sets a cell to a value, or adds to it. */
export interface Effect {
  readonly cell: CellId;
  readonly how: 'set' | 'add';
  readonly by: number;
}

/**
 * What a step does when its tests do not hold:
 * `do` has none; `try` answers 0 and changes nothing; `wait` parks until they hold; `waitOrSignal` parks too, and
 * answers 0 when a signal came first, 2 when its time ran out; `must` is a fault.
 */
export type Mode = 'do' | 'try' | 'wait' | 'waitOrSignal' | 'must';

/** What went wrong when a `must` step could not be done, or a count left its range. */
export type FaultKind = 'use-after-unload' | 'double-free' | 'underflow' | 'overflow' | 'bug';

/** The name of the kind, for pictures, ledgers and logs; the meaning lies in the other fields alone. */
export type Op =
  | 'load'
  | 'store'
  | 'add'
  | 'lock'
  | 'unlock'
  | 'wait'
  | 'waitOrSignal'
  | 'sleep'
  | 'tryGet'
  | 'incUnlessZero'
  | 'decIfPositive'
  | 'testAndMark'
  | 'text'
  | 'free'
  | 'choose';

/** Written beside a get or put step, so that the machine can keep the ledger of who holds what. */
export interface RefChange {
  readonly kind: 'get' | 'put';
  /** The cell that counts. */
  readonly on: CellId;
  /** What holds the reference: `file 3`, `socket 1`, `module user`, `init`. A put names the same object as its get. */
  readonly object: string;
}

export interface Step {
  readonly op: Op;
  /** The kernel function that does it, as in the source that the path follows. */
  readonly at: string;
  readonly mode: Mode;
  readonly when: readonly Test[];
  readonly effects: readonly Effect[];
  /** The cell whose value, after the effects, is the answer of a `do` step; -1: the answer is 1. */
  readonly reads: CellId | -1;
  /** The verdict of a `must` step that cannot be done. */
  readonly fault: FaultKind | undefined;
  /** How long a wait may last, in microseconds; -1: no limit. Then it answers 2. */
  readonly timeoutUs: number;
  /** True for a timed wait that only nags (prints and waits again): it is no reason to think that anything will change. */
  readonly nags: boolean;
  /** For `waitOrSignal`: a signal that is there already wins over tests that hold, so that one step decides between the two. */
  readonly signalFirst: boolean;
  /** A look from outside of the modelled memory (a tool that waits): its tests are alternatives, and a dead cell is no fault. */
  readonly watch: boolean;
  /** How many answers a `choose` step may give: 0 to among - 1. */
  readonly among: number;
  readonly ref: RefChange | undefined;
}

/** Plain data about the world beside the cells: names, log lines, table rows. Never decides a schedule by itself. */
export type NoteEvent = { readonly name: string } & { readonly [field: string]: string | number | undefined };

/** Tells the world something (`emit`) or asks it for an integer (`ask`). Not a shared access: no other task runs in between. */
export interface Note {
  readonly op: 'emit' | 'ask';
  readonly at: string;
  readonly event: NoteEvent;
}

/** Enters another path in the same task, as a system call does; the answer is what that path returns. */
export interface Call {
  readonly op: 'call';
  readonly name: string;
  readonly args: readonly unknown[];
}

/** A kernel path or driver entry point: yields steps and notes, is resumed with the integer that each one gave. */
export type Path<T> = Generator<Step | Note, T, number>;
/** A user-space program: yields system calls only, is resumed with what each returned. */
export type UserPath<T> = Generator<Call, T, unknown>;

const NO_TESTS: readonly Test[] = Object.freeze([]);
const NO_EFFECTS: readonly Effect[] = Object.freeze([]);

/** Makes one frozen descriptor; every field always present, so that all steps share one shape. */
export function makeStep(op: Op, at: string, mode: Mode, fields: Partial<Omit<Step, 'op' | 'at' | 'mode'>>): Step {
  const step = Object.freeze({
    op,
    at,
    mode,
    when: fields.when ?? NO_TESTS,
    effects: fields.effects ?? NO_EFFECTS,
    reads: fields.reads ?? -1,
    fault: fields.fault,
    timeoutUs: fields.timeoutUs ?? -1,
    nags: fields.nags ?? false,
    signalFirst: fields.signalFirst ?? false,
    watch: fields.watch ?? false,
    among: fields.among ?? 0,
    ref: fields.ref,
  });
  told?.(step);
  return step;
}

let told: ((step: Step) => void) | undefined;

/** While `run` runs, `tell` is told of each step as it is made: the stack then leads to the place in the source that makes it. */
export function whileTold<T>(tell: (step: Step) => void, run: () => T): T {
  const before = told;
  told = tell;
  try {
    return run();
  } finally {
    told = before;
  }
}

export const test = (cell: CellId, rel: Relation, value: number): Test => ({ cells: [cell], rel, value });
export const testSum = (cells: readonly CellId[], rel: Relation, value: number): Test => ({ cells, rel, value });
export const set = (cell: CellId, by: number): Effect => ({ cell, how: 'set', by });
export const plus = (cell: CellId, by: number): Effect => ({ cell, how: 'add', by });
