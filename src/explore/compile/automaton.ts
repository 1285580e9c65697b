/** Local automata: what one task may do, call after call, as nodes that equal futures share. */
import { type CellId, makeStep, type Step, set, test } from '../../engine/step.ts';
import type { RawNode } from './raw.ts';

/** One local state of a task: the step it stands before, and where each answer leads. */
export interface AutoNode {
  readonly id: number;
  /** Undefined: the task has ended here, or its path broke. */
  readonly step: Step | undefined;
  branches: Map<number, AutoNode>;
  readonly thrown: string | undefined;
  /** A place where even the big lock is not held: before a call, or asleep. */
  readonly free: boolean;
  /** The call that the step belongs to. */
  readonly call: string;
}

export interface AutoStore {
  readonly byKey: Map<string, AutoNode>;
  readonly end: AutoNode;
  /** The big lock makes the edges of calls matter; without it equal futures are one node wherever they begin. */
  readonly keepsFree: boolean;
}

export function createAutoStore(keepsFree: boolean): AutoStore {
  const end: AutoNode = { id: 0, step: undefined, branches: new Map(), thrown: undefined, free: true, call: '' };
  return { byKey: new Map([['end', end]]), end, keepsFree };
}

function intern(store: AutoStore, stepId: string, node: Omit<AutoNode, 'id'>): AutoNode {
  const branches = [...node.branches].map(([answer, to]) => `${answer}>${to.id}`).join(';');
  const key = `${stepId}#${branches}#${node.thrown ?? ''}${store.keepsFree && node.free ? '#free' : ''}`;
  const known = store.byKey.get(key);
  if (known !== undefined) return known;
  const made = { ...node, id: store.byKey.size };
  store.byKey.set(key, made);
  return made;
}

/** Puts a call's tree in front of what follows each of its results. */
export function prepend(
  store: AutoStore,
  keyOf: (step: Step) => string,
  tree: RawNode,
  call: string,
  follow: (result: unknown) => AutoNode,
): AutoNode {
  const done = new Map<RawNode, AutoNode>();
  const build = (raw: RawNode, first: boolean): AutoNode => {
    const known = first ? undefined : done.get(raw);
    if (known !== undefined) return known;
    let made: AutoNode;
    if (raw.step === undefined) {
      made =
        raw.thrown === undefined
          ? follow(raw.result)
          : intern(store, 'broken', { step: undefined, branches: new Map(), thrown: raw.thrown, free: false, call });
    } else {
      const branches = new Map([...raw.branches].map(([answer, to]) => [answer, build(to, false)]));
      const free = first || raw.step.op === 'sleep';
      made = intern(store, keyOf(raw.step), { step: raw.step, branches, thrown: undefined, free, call });
    }
    if (!first) done.set(raw, made);
    return made;
  };
  return build(tree, true);
}

/** A task of one step: somebody presses Ctrl-C. */
export function interruptNode(store: AutoStore, keyOf: (step: Step) => string, pending: CellId, after: AutoNode): AutoNode {
  const step = makeStep('store', 'Ctrl-C', 'do', { effects: [set(pending, 1)] });
  return intern(store, keyOf(step), { step, branches: new Map([[1, after]]), thrown: undefined, free: true, call: 'Ctrl-C' });
}

/** The step at which an armed timer stands: it may fire as soon as it is armed. */
export const armedStep = (armed: CellId, at: string): Step => makeStep('sleep', at, 'wait', { when: [test(armed, '==', 1)] });

/** A node for a step of the explorer's own. */
export const makeNode = (store: AutoStore, key: string, node: Omit<AutoNode, 'id'>): AutoNode => intern(store, key, node);

/** Every node that can be reached, each once, first the start. */
export function reachable(start: AutoNode): AutoNode[] {
  const seen = new Set<AutoNode>([start]);
  for (const node of seen) for (const to of node.branches.values()) seen.add(to);
  return [...seen];
}
