/**
 * From a path to the tree of all that it may do. A generator cannot be copied, but what it does depends on its answers
 * alone; so it is run once for each history of answers, and equal ends of histories are kept once.
 */
import type { Path, Step } from '../../engine/step.ts';
import { CannotExplore } from '../problem.ts';

/** What follows after some history: a step with its branches by answer, the path's result, or a broken path. */
export interface RawNode {
  readonly id: number;
  readonly step: Step | undefined;
  readonly branches: ReadonlyMap<number, RawNode>;
  readonly result: unknown;
  /** What a path threw instead of going on. */
  readonly thrown: string | undefined;
}

/** How a path is run: made afresh, its notes answered, its steps given the answers that they may get. */
export interface Runner {
  fresh(): Path<unknown>;
  /** Goes to the next step that is a shared access; the notes on the way are answered. */
  advance(path: Path<unknown>, answer: number): IteratorResult<Step, unknown>;
  answers(step: Step): readonly number[];
}

export interface RawStore {
  /** The call whose path it is, for messages. */
  readonly name: string;
  readonly byKey: Map<string, RawNode>;
  /** Paths run from their start so far. */
  runs: number;
}

export const createRawStore = (name: string): RawStore => ({ name, byKey: new Map(), runs: 0 });

const HISTORY_MAX = 3_000;
/** Forty times what the largest case of the matrix needs. */
const RUNS_MAX = 50_000;

/** A path that branches so often that its tree is not made. The message is for the user. */
export class TooManyPaths extends Error {
  override readonly name = 'TooManyPaths';
}

/** Everything about a step that decides what it does; where it stands in the source counts for module text only. */
export function stepKey(step: Step): string {
  const tests = step.when.map((one) => `${one.cells.join('+')}${one.rel}${one.value}`).join('&');
  const effects = step.effects.map((effect) => `${effect.cell}${effect.how === 'set' ? '=' : '+'}${effect.by}`).join(',');
  const place = step.op === 'text' ? step.at : '';
  const time = step.timeoutUs < 0 || step.nags ? '' : 't';
  return `${step.mode}|${tests}|${effects}|${step.reads}|${step.fault ?? ''}|${time}|${step.among}|${step.op === 'sleep' ? 's' : ''}${step.signalFirst ? 'f' : ''}${step.watch ? 'w' : ''}|${place}`;
}

function intern(store: RawStore, node: Omit<RawNode, 'id'>): RawNode {
  const branches = [...node.branches].map(([answer, to]) => `${answer}>${to.id}`).join(';');
  const key =
    node.step === undefined ? `${node.thrown ?? ''} ${JSON.stringify(node.result) ?? 'void'}` : `${stepKey(node.step)}#${branches}`;
  const known = store.byKey.get(key);
  if (known !== undefined) return known;
  const made = { ...node, id: store.byKey.size };
  store.byKey.set(key, made);
  return made;
}

const NO_BRANCHES: ReadonlyMap<number, RawNode> = new Map();

const leaf = (store: RawStore, result: unknown): RawNode =>
  intern(store, { step: undefined, branches: NO_BRANCHES, result, thrown: undefined });
const broken = (store: RawStore, error: unknown): RawNode =>
  intern(store, {
    step: undefined,
    branches: NO_BRANCHES,
    result: undefined,
    thrown: error instanceof Error ? error.message : String(error),
  });

/** Runs a fresh path along a history; throws when it does not come to the same step: it has hidden state. */
function rerun(store: RawStore, runner: Runner, history: readonly number[], expected: Step): Path<unknown> {
  store.runs += 1;
  if (store.runs > RUNS_MAX) throw new TooManyPaths(`${store.name} may go more than ${RUNS_MAX} ways`);
  const path = runner.fresh();
  let at = runner.advance(path, 0);
  for (const answer of history) at = runner.advance(path, answer);
  const same = at.done !== true && stepKey(at.value) === stepKey(expected);
  if (!same) throw new HiddenState(`${expected.at}: the same answers led to another step; a driver has hidden state or chance`);
  return path;
}

/** A path that does not depend on its answers alone: no schedule of it can be trusted. */
export class HiddenState extends CannotExplore {
  override readonly name = 'HiddenState';
}

/** Everything that a path may do. */
export function rawTree(store: RawStore, runner: Runner): RawNode {
  const history: number[] = [];
  const walk = (path: Path<unknown>, answer: number): RawNode => {
    let at: IteratorResult<Step, unknown>;
    try {
      at = runner.advance(path, answer);
    } catch (error) {
      if (error instanceof HiddenState || error instanceof TooManyPaths) throw error;
      return broken(store, error);
    }
    if (at.done === true) return leaf(store, at.value);
    const step = at.value;
    if (history.length >= HISTORY_MAX) throw new TooManyPaths(`${step.at}: one call makes more than ${HISTORY_MAX} shared accesses`);
    const branches = new Map<number, RawNode>();
    let first = true;
    for (const given of runner.answers(step)) {
      const from = first ? path : rerun(store, runner, history, step);
      first = false;
      history.push(given);
      branches.set(given, walk(from, given));
      history.pop();
    }
    return intern(store, { step, branches, result: undefined, thrown: undefined });
  };
  store.runs += 1;
  return walk(runner.fresh(), 0);
}
