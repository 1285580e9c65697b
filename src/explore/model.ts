/**
 * The model that is searched: cells with the range they need, and per task a table of local states. Everything in it is
 * numbers; generated code is made from nothing else.
 */
import type { FaultKind, Relation, Step } from '../engine/step.ts';

export interface ModelCell {
  readonly name: string;
  /** The world's cell, or -1: one that only the search has. */
  readonly id: number;
  readonly init: number;
  /** Range kept in a packed state. */
  readonly lo: number;
  readonly hi: number;
  /** Declared range: leaving it is an underflow or an overflow. */
  readonly min: number;
  readonly max: number;
}

export interface ModelTest {
  /** Indices into the model's cells. */
  readonly cells: readonly number[];
  readonly rel: Relation;
  readonly value: number;
}

export interface ModelEffect {
  readonly cell: number;
  /** `copy` sets it to what another cell of the same range had before the step. */
  readonly how: 'set' | 'add' | 'copy';
  /** The value, what is added, or the cell that is copied. */
  readonly by: number;
}

/** One local state of a task. Targets are node numbers of the same task. */
export interface ModelNode {
  readonly kind: 'end' | 'broken' | 'step' | 'choose';
  readonly when: readonly ModelTest[];
  /** One test that holds is enough: a look from outside. */
  readonly any: boolean;
  /** A signal that is there wins over tests that hold. */
  readonly signalFirst: boolean;
  /** True when a test can never hold, whatever the cells: a sleep. */
  readonly never: boolean;
  readonly effects: readonly ModelEffect[];
  /** Cells that are 0 once the memory this step touches has been given back. */
  readonly lives: readonly number[];
  /** Cell whose value after the effects is the answer, or -1: then `next` has the one target. */
  readonly reads: number;
  /** Targets by answer. */
  readonly next: ReadonlyMap<number, number>;
  /** Where a failed try goes, or -1. */
  readonly onFail: number;
  /** Where a signal that came first goes, or -1. */
  readonly onSignal: number;
  /** Where a wait goes whose time has run out, or -1. */
  readonly onTimeout: number;
  /** What it is when the tests of a `must` step do not hold. */
  readonly fault: FaultKind | undefined;
  /** Cell that must be above zero, and is lowered, when a choice other than 0 is taken; -1: choices are free. */
  readonly budget: number;
  /** Module text is executed while these cells add up to this value: the hazard. */
  readonly hazard: { readonly cells: readonly number[]; readonly value: number } | undefined;
  /** The big lock is not held here. */
  readonly free: boolean;
  readonly step: Step | undefined;
  readonly call: string;
}

export interface ModelTask {
  readonly name: string;
  readonly kind: string;
  readonly nodes: readonly ModelNode[];
  readonly daemon: boolean;
  readonly optional: boolean;
  readonly endless: boolean;
  readonly keeps: boolean;
  /** Cell that says a signal is pending, or -1. */
  readonly pending: number;
  /** Index of the world's task, or -1: a timer or Ctrl-C. */
  readonly worldTask: number;
  readonly isTimer: boolean;
}

/** What must be true of a module when everything has come to rest. */
export interface RestRule {
  readonly module: string;
  /** Cell index, or the constant it is when no task changes it. */
  readonly state: CellRef;
  /** The cells whose sum is the module's count. */
  readonly refcnt: readonly CellRef[];
  readonly base: number;
  /** Modules that use it, each counted once, where the regime counts them. */
  readonly dependents: CellRef;
  /** Objects that must be back at this number: name, cell, rest value. */
  readonly counts: readonly { readonly name: string; readonly cell: number; readonly rest: number }[];
  /** Cells that are 1 in a usable module. */
  readonly open: readonly number[];
  /** A failed init leaves the module where it is, in this regime. */
  readonly keepsSlot: boolean;
}

export type CellRef = { readonly cell: number } | { readonly constant: number };

export interface Model {
  readonly cells: readonly ModelCell[];
  readonly tasks: readonly ModelTask[];
  readonly rest: readonly RestRule[];
  /** Program points of module text, by the number used in hazard counts. */
  readonly points: readonly string[];
  /** Only this verdict is looked for; undefined: all. */
  readonly only: string | undefined;
  readonly bigLock: boolean;
  /** The same model with timers that fire in any order, where this one holds them to their deadlines. */
  readonly anyOrder: Model | undefined;
  /** Paths run to compile it. */
  readonly runs: number;
}

/** True when some task may come back to a local state: then waiting for ever is not only a dead end. */
export const hasLoops = (model: Model): boolean => model.tasks.some((task) => task.endless);

/** Number of the text point of a node, or -1. */
export const pointOf = (model: Model, node: ModelNode): number =>
  node.hazard === undefined || node.step === undefined ? -1 : model.points.indexOf(node.step.at);
