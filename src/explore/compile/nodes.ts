/** Local states as they stand in a model. */
import type { CellId } from '../../engine/step.ts';
import type { ModelNode, ModelTask } from '../model.ts';
import { type AutoNode, reachable } from './automaton.ts';
import type { OwnCells, TaskAutomaton } from './compiler.ts';
import { type Folder, foldEffects, foldTest, livesOf } from './fold.ts';

const PLAIN = {
  when: [],
  any: false,
  signalFirst: false,
  never: false,
  effects: [],
  lives: [],
  reads: -1,
  onFail: -1,
  onSignal: -1,
  onTimeout: -1,
  fault: undefined,
  budget: -1,
  hazard: undefined,
} as const;

/** What nodes are made with. */
export interface NodeContext extends Folder {
  readonly own: OwnCells;
  readonly hazards: ReadonlyMap<CellId, NonNullable<ModelNode['hazard']>>;
}

const isEntryOfItsOwn = (at: string): boolean => /_(?:init|exit)(?: \(return\))?$/.test(at);

function nodeOf(f: NodeContext, node: AutoNode, number: ReadonlyMap<AutoNode, number>, interruptible: boolean): ModelNode {
  const { step, free, call } = node;
  const to = (answer: number): number => {
    const target = node.branches.get(answer);
    return target === undefined ? -1 : (number.get(target) as number);
  };
  if (step === undefined) {
    const kind = node.thrown === undefined ? 'end' : 'broken';
    return { ...PLAIN, kind, next: new Map(), free: true, step: undefined, call: node.thrown ?? call };
  }
  const targets = new Map([...node.branches].map(([answer, target]) => [answer, number.get(target) as number]));
  if (step.among > 0) {
    const budget = f.own.faultsLeft === -1 || step.at === 'pick' ? -1 : (f.index.get(f.own.faultsLeft) ?? -1);
    return { ...PLAIN, kind: 'choose', next: targets, budget, free, step, call };
  }
  const folded = step.when.map((one) => foldTest(f, one));
  const waits = step.mode === 'wait' || step.mode === 'waitOrSignal' || step.mode === 'do';
  const timed = waits && step.timeoutUs >= 0 && !step.nags;
  const failing = [step.mode === 'try' ? 0 : -1, timed ? 2 : -1];
  const single = step.reads < 0 || new Set(targets.values()).size === 1;
  const next = step.reads < 0 ? new Map([[1, to(1)]]) : new Map([...targets].filter(([answer]) => !failing.includes(answer) || single));
  const [first] = targets.values();
  const [textCell] = step.op === 'text' ? (step.when[0]?.cells ?? []) : [];
  return {
    kind: 'step',
    when: step.watch && folded.includes(undefined) ? [] : folded.filter((one) => one !== undefined && one !== 'never'),
    any: step.watch,
    signalFirst: step.signalFirst && interruptible,
    never: step.watch ? folded.length > 0 && folded.every((one) => one === 'never') : folded.includes('never'),
    effects: foldEffects(f, step.effects),
    lives: livesOf(f, step),
    reads: single || step.reads < 0 ? -1 : (f.index.get(step.reads as CellId) ?? -1),
    next: single && step.reads >= 0 && first !== undefined ? new Map([[1, first]]) : next,
    onFail: step.mode === 'try' ? to(0) : -1,
    onSignal: step.mode === 'waitOrSignal' && interruptible ? to(0) : -1,
    onTimeout: timed ? to(2) : -1,
    fault: step.mode === 'must' ? (step.fault ?? 'bug') : undefined,
    budget: -1,
    hazard: textCell === undefined || isEntryOfItsOwn(step.at) ? undefined : f.hazards.get(textCell),
    free,
    step,
    call,
  };
}

/** A task of the model. */
export function taskOf(f: NodeContext, task: TaskAutomaton): ModelTask {
  const nodes = reachable(task.start);
  const number = new Map(nodes.map((node, at) => [node, at]));
  return {
    name: task.name,
    kind: task.kind,
    nodes: nodes.map((node) => nodeOf(f, node, number, task.pending >= 0)),
    daemon: task.daemon,
    optional: task.optional,
    endless: task.endless,
    keeps: task.keeps,
    pending: task.pending < 0 ? -1 : (f.index.get(task.pending as CellId) ?? -1),
    worldTask: task.worldTask,
    isTimer: task.isTimer,
  };
}
