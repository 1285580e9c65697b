/** From a world to the model that is searched: values, automata and cells, until nothing new is found. */
import type { CellId, Effect, Step, Test } from '../../engine/step.ts';
import { moduleOf } from '../../kernel/kernel.ts';
import type { ModuleRecord } from '../../kernel/module.ts';
import { inDeadlineOrder } from '../deadlines.ts';
import type { CellRef, Model, ModelCell, ModelNode, ModelTask, RestRule } from '../model.ts';
import type { World } from '../world.ts';
import { type AutoNode, reachable } from './automaton.ts';
import { makeOwnCells, type OwnCells, type TaskAutomaton } from './compiler.ts';
import { widenValues } from './ranges.ts';
import { compileTasks } from './tasks.ts';
import { addValue, createValues, type ValueTable, valuesOf } from './values.ts';

const ROUNDS_MAX = 40;
/** How far above its start a cell is followed at first; a search that leaves this starts again with more. */
export const FIRST_SLACK = 24;

/** Compiles a world. `slack`: how far adds are followed where loops would add without end. */
export function compileWorld(w: World, own: OwnCells, slack = FIRST_SLACK): Model {
  const values = createValues(w.machine.cells);
  if (own.faultsLeft !== -1) for (let left = 0; left <= w.params.faultBudget; left += 1) addValue(values, own.faultsLeft, left);
  let runs = 0;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const compiled = compileTasks(w, values, own);
    runs += compiled.runs;
    if (
      !widenValues(
        values,
        compiled.tasks.map((task) => task.start),
        slack,
      )
    )
      return normalise(w, values, own, compiled.tasks, runs);
  }
  throw new Error('the values that cells may have do not come to an end');
}

export { makeOwnCells };

interface Folder {
  readonly index: ReadonlyMap<CellId, number>;
  readonly values: ValueTable;
}

const UNBOUNDED_LOW = -0x80000000;
const UNBOUNDED_HIGH = 0x7fffffff;

/** Cells that somebody looks at, in a test, for an answer that matters, or because they have a range: the others decide nothing. */
function lookedAt(w: World, tasks: readonly TaskAutomaton[], own: OwnCells): Set<CellId> {
  const { cells } = w.machine;
  const seen = new Set<CellId>(own.pending.values());
  if (own.faultsLeft !== -1) seen.add(own.faultsLeft);
  for (const { id } of w.modules) {
    const m = moduleOf(w.k, id);
    for (const cell of [m.cells.state, m.cells.objects, m.cells.dependents, m.cells.gate, ...m.cells.perCpu]) seen.add(cell);
  }
  for (const dev of w.k.netdevs.byId.values()) for (const cell of [dev.refcnt, dev.registered]) seen.add(cell);
  for (const table of [w.k.chrdevs.byId, w.k.families.byId]) for (const one of table.values()) seen.add(one.registered);
  for (const node of tasks.flatMap((task) => reachable(task.start))) {
    const { step } = node;
    if (step === undefined) continue;
    for (const one of step.when) for (const cell of one.cells) seen.add(cell);
    const answers = new Set(node.branches.values()).size;
    if (step.reads >= 0 && answers > 1) seen.add(step.reads as CellId);
    for (const { cell } of step.effects) if (cells.mins[cell] !== UNBOUNDED_LOW || cells.maxs[cell] !== UNBOUNDED_HIGH) seen.add(cell);
  }
  for (const cell of [...seen]) if ((cells.lives[cell] ?? -1) >= 0) seen.add(cells.lives[cell] as CellId);
  for (const cell of tasks.flatMap((task) => reachable(task.start)).flatMap((node) => node.step?.effects ?? [])) {
    const life = cells.lives[cell.cell] ?? -1;
    if (life >= 0) seen.add(life as CellId);
  }
  return seen;
}

/** Cells that some step adds to: with one value only, every such step leaves the range, and that is a finding. */
const addedTo = (tasks: readonly TaskAutomaton[]): Set<CellId> =>
  new Set(
    tasks
      .flatMap((task) => reachable(task.start))
      .flatMap((node) => node.step?.effects ?? [])
      .filter((effect) => effect.how === 'add' && effect.by !== 0)
      .map((effect) => effect.cell),
  );

function indexCells(
  w: World,
  values: ValueTable,
  looked: ReadonlySet<CellId>,
  added: ReadonlySet<CellId>,
): { cells: ModelCell[]; index: Map<CellId, number> } {
  const store = w.machine.cells;
  const index = new Map<CellId, number>();
  const cells: ModelCell[] = [];
  for (const id of [...values.sets.keys()].sort((a, b) => a - b)) {
    const known = valuesOf(values, id);
    if ((known.length < 2 && !added.has(id)) || !looked.has(id)) continue;
    index.set(id, cells.length);
    cells.push({
      name: `${store.owners[id]}.${store.fields[id]}`,
      id,
      init: store.values[id] as number,
      lo: known[0] as number,
      hi: known.at(-1) as number,
      min: store.mins[id] as number,
      max: store.maxs[id] as number,
    });
  }
  return { cells, index };
}

/** A test over the cells that vary; undefined: it always holds, `never`: it cannot. */
function foldTest(f: Folder, one: Test): { cells: number[]; rel: Test['rel']; value: number } | 'never' | undefined {
  let { value } = one;
  const cells: number[] = [];
  for (const cell of one.cells) {
    const at = f.index.get(cell);
    if (at === undefined) value -= f.values.cells.values[cell] as number;
    else cells.push(at);
  }
  if (cells.length > 0) return { cells, rel: one.rel, value };
  const holds = one.rel === '==' ? value === 0 : one.rel === '!=' ? value !== 0 : one.rel === '>' ? value < 0 : value > 0;
  return holds ? undefined : 'never';
}

function foldEffects(f: Folder, effects: readonly Effect[]): ModelNode['effects'] {
  return effects.flatMap((effect) => {
    const cell = f.index.get(effect.cell);
    return cell === undefined || (effect.how === 'add' && effect.by === 0) ? [] : [{ cell, how: effect.how, by: effect.by }];
  });
}

/** Cells that say whether the memory which a step touches is still there. */
function livesOf(f: Folder, step: Step): number[] {
  const { lives } = f.values.cells;
  if (step.watch) return [];
  const touched = [...step.effects.map((effect) => effect.cell), ...step.when.flatMap((one) => one.cells)];
  if (step.reads >= 0) touched.push(step.reads as CellId);
  const found = new Set<number>();
  for (const cell of touched) {
    const at = f.index.get((lives[cell] ?? -1) as CellId);
    if (at !== undefined) found.add(at);
  }
  return [...found];
}

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

interface NodeContext extends Folder {
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

function taskOf(f: NodeContext, task: TaskAutomaton): ModelTask {
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

const refTo = (f: Folder, cell: CellId): CellRef => {
  const at = f.index.get(cell);
  return at === undefined ? { constant: f.values.cells.values[cell] as number } : { cell: at };
};

function restOf(w: World, f: Folder, m: ModuleRecord): RestRule {
  const { sheet } = w.k.rules;
  const counts: { name: string; cell: number; rest: number }[] = [];
  const count = (name: string, cell: CellId, rest: number): void => {
    const at = f.index.get(cell);
    if (at !== undefined) counts.push({ name, cell: at, rest });
  };
  const own = m.driver.cells ?? {};
  for (const [name, cell] of m.own) if (own[name]?.min === 0 && own[name].max === undefined) count(name, cell, own[name].init);
  const open: number[] = [];
  const gate = (cell: CellId): void => {
    const at = f.index.get(cell);
    if (at !== undefined) open.push(at);
  };
  gate(m.cells.gate);
  for (const slot of w.k.chrdevs.byId.values()) if (slot.module === m.id) gate(slot.registered);
  for (const family of w.k.families.byId.values()) if (family.module === m.id) gate(family.registered);
  for (const dev of w.k.netdevs.byId.values()) {
    if (dev.module !== m.id) continue;
    gate(dev.registered);
    count(`${dev.name}.refcnt`, dev.refcnt, sheet.deviceBase + 1);
  }
  return {
    module: m.name,
    state: refTo(f, m.cells.state),
    refcnt: [...m.cells.perCpu, m.cells.objects].map((cell) => refTo(f, cell)),
    base: sheet.base,
    dependents: sheet.dependentsCount ? refTo(f, m.cells.dependents) : { constant: 0 },
    counts,
    open,
    keepsSlot: sheet.failedInitKeepsSlot,
  };
}

function normalise(w: World, values: ValueTable, own: OwnCells, tasks: readonly TaskAutomaton[], runs: number): Model {
  const { cells, index } = indexCells(w, values, lookedAt(w, tasks, own), addedTo(tasks));
  const modules = w.modules.map(({ id }) => moduleOf(w.k, id));
  const hazards = new Map<CellId, NonNullable<ModelNode['hazard']>>();
  for (const m of modules) {
    let value: number = w.k.rules.sheet.base;
    const counted: number[] = [];
    for (const cell of [...m.cells.perCpu, m.cells.objects]) {
      const at = index.get(cell);
      if (at === undefined) value -= w.machine.cells.values[cell] as number;
      else counted.push(at);
    }
    hazards.set(m.cells.text, { cells: counted, value });
  }
  const f: NodeContext = { index, values, own, hazards };
  const made = tasks.map((task) => taskOf(f, task));
  const points = new Set<string>();
  for (const node of made.flatMap((task) => task.nodes)) if (node.hazard !== undefined && node.step !== undefined) points.add(node.step.at);
  const model: Model = {
    cells,
    tasks: made,
    rest: modules.map((m) => restOf(w, f, m)),
    points: [...points].sort(),
    only: w.plan.only,
    bigLock: w.params.model === 'big-lock',
    anyOrder: undefined,
    runs,
  };
  if (w.params.timers === 'any') return model;
  return inDeadlineOrder(
    model,
    tasks.map((task) => task.span),
  );
}
