/**
 * Which tasks may be exchanged: those with the same automaton, each with its own objects (a socket with its timer and its armed
 * flag, a device, a processor's count). Found from the model alone and checked node by node, never declared.
 */
import { cellShape, cellsOf, exchanged, exchangeOf, nodeKey, sameFrom, taskFlags } from './exchange.ts';
import type { Model, ModelNode, ModelTask } from './model.ts';
import type { Block, Exchange, SymmetryClass } from './packing.ts';

/** Cells in the order in which the nodes name them, so that like tasks name like cells at like places. */
function touchedInOrder(task: ModelTask): number[] {
  const order = new Set<number>();
  for (const node of task.nodes) for (const cell of cellsNamed(node)) order.add(cell);
  if (task.pending >= 0) order.add(task.pending);
  return [...order];
}

function cellsNamed(node: ModelNode): number[] {
  const named = [...node.when.flatMap((one) => one.cells), ...node.effects.flatMap(cellsOf), ...node.lives];
  for (const cell of [node.reads, node.budget]) if (cell >= 0) named.push(cell);
  return named;
}

function taskKey(model: Model, task: ModelTask, own: readonly number[]): string {
  const place = new Map(own.map((cell, at) => [cell, at]));
  const rename = (cell: number): string => {
    const at = place.get(cell);
    return at === undefined ? `#${cell}` : `own${at}[${cellShape(model, cell)}]`;
  };
  return `${taskFlags(task, rename)}\n${task.nodes.map((node) => nodeKey(node, rename)).join('\n')}`;
}

/** Timers and Ctrl-C belong to some task. */
const isAuxiliary = (task: ModelTask): boolean => task.worldTask < 0;

/** The tasks that touch each cell. */
const usersOf = (model: Model, touched: readonly (readonly number[])[]): number[][] =>
  model.cells.map((_, cell) => touched.flatMap((cells, at) => (cells.includes(cell) ? [at] : [])));

/** Tasks that share a cell which only they touch, and only they of their kind: a socket's user and its timer. */
function groupTasks(model: Model, users: readonly (readonly number[])[]): number[][] {
  const leader = model.tasks.map((_, at) => at);
  const find = (at: number): number => (leader[at] === at ? at : find(leader[at] as number));
  for (const tasks of users) {
    const kinds = tasks.map((at) => (model.tasks[at] as ModelTask).kind);
    if (tasks.length < 2 || new Set(kinds).size !== kinds.length || tasks.length > 3) continue;
    if (tasks.every((at) => isAuxiliary(model.tasks[at] as ModelTask) || at === tasks[0])) {
      for (const at of tasks) leader[find(at)] = find(tasks[0] as number);
    }
  }
  const groups = new Map<number, number[]>();
  for (const [at] of model.tasks.entries()) groups.set(find(at), [...(groups.get(find(at)) ?? []), at]);
  return [...groups.values()];
}

const pairsOf = (count: number): [number, number][] =>
  Array.from({ length: count }, (_, first) => first).flatMap((first) =>
    Array.from({ length: count - first - 1 }, (_, more): [number, number] => [first, first + 1 + more]),
  );

/** Blocks whose cells nobody else touches: any two of a kind may be exchanged at any time. */
function privateClasses(model: Model, touched: readonly (readonly number[])[]): SymmetryClass[] {
  const users = usersOf(model, touched);
  const watched = new Set<number>();
  for (const rule of model.rest) {
    for (const cell of rule.open) watched.add(cell);
    for (const { cell } of rule.counts) watched.add(cell);
    for (const ref of [rule.state, ...rule.refcnt, rule.dependents]) if ('cell' in ref) watched.add(ref.cell);
  }
  const classes = new Map<string, Block[]>();
  for (const tasks of groupTasks(model, users)) {
    const isMine = (cell: number): boolean => !watched.has(cell) && (users[cell] ?? []).every((at) => tasks.includes(at));
    const cells = [...new Set(tasks.flatMap((at) => (touched[at] ?? []).filter(isMine)))];
    const key = tasks.map((at) => taskKey(model, model.tasks[at] as ModelTask, cells)).join('\n\n');
    classes.set(key, [...(classes.get(key) ?? []), { tasks, cells }]);
  }
  return [...classes.values()]
    .filter((blocks) => blocks.length > 1)
    .map((blocks) => ({ blocks, exchanges: pairsOf(blocks.length).map(([first, second]) => ({ first, second, when: [] })) }));
}

/** Two tasks side by side: which cell of the one stands where which of the other does. Undefined: they do not go together. */
function sideBySide(touched: readonly (readonly number[])[], a: number, b: number): [number, number][] | undefined {
  const [first, second] = [touched[a] ?? [], touched[b] ?? []];
  if (first.length !== second.length) return undefined;
  return first.map((cell, at): [number, number] => [cell, second[at] as number]).filter(([one, other]) => one !== other);
}

/** Two tasks with all that must move with them when they are exchanged. Undefined: there is no such exchange. */
function blocksAround(model: Model, touched: readonly (readonly number[])[], a: number, b: number): [Block, Block] | undefined {
  const tasks: [number, number][] = [[a, b]];
  const cells: [number, number][] = [];
  const join = (pairs: readonly [number, number][] | undefined): boolean => {
    if (pairs === undefined) return false;
    for (const [one, other] of pairs) {
      const known = cells.find((pair) => pair.includes(one) || pair.includes(other));
      if (known === undefined) cells.push([one, other]);
      else if (!known.includes(one) || !known.includes(other)) return false;
    }
    return true;
  };
  if (!join(sideBySide(touched, a, b))) return undefined;
  for (let before = 0; before < tasks.length; ) {
    before = tasks.length;
    const rename = exchanged(
      cells.map(([one]) => one),
      cells.map(([, other]) => other),
    );
    const isIn = (at: number): boolean => tasks.some((pair) => pair.includes(at));
    for (const [at, task] of model.tasks.entries()) {
      if (isIn(at) || !cells.some(([one]) => touched[at]?.includes(one)) || sameFrom(task, rename).every((one) => one)) continue;
      const partner = model.tasks.findIndex(
        (other, place) =>
          place !== at && !isIn(place) && other.kind === task.kind && cells.some(([, one]) => touched[place]?.includes(one)),
      );
      if (partner >= 0 && join(sideBySide(touched, at, partner))) tasks.push([at, partner]);
    }
  }
  return [
    { tasks: tasks.map(([one]) => one), cells: cells.map(([one]) => one) },
    { tasks: tasks.map(([, other]) => other), cells: cells.map(([, other]) => other) },
  ];
}

const sameSet = (a: readonly number[], b: readonly number[]): boolean => a.length === b.length && a.every((one) => b.includes(one));
const apart = (a: Block, b: Block): boolean =>
  !a.tasks.some((one) => b.tasks.includes(one)) && !a.cells.some((one) => b.cells.includes(one));

/** Blocks around one task and those like it, whose cells others may look at. */
function blocksFrom(model: Model, touched: readonly (readonly number[])[], task: number): Block[] {
  const blocks: Block[] = [];
  for (let other = task + 1; other < model.tasks.length; other += 1) {
    if (model.tasks[other]?.kind !== model.tasks[task]?.kind) continue;
    const [own, its] = blocksAround(model, touched, task, other) ?? [];
    if (own === undefined || its === undefined || own.cells.length === 0) continue;
    const [first] = blocks;
    if (first === undefined) {
      if (apart(own, its)) blocks.push(own, its);
    } else if (sameSet(first.tasks, own.tasks) && sameSet(first.cells, own.cells) && blocks.every((one) => apart(one, its))) {
      blocks.push({
        tasks: first.tasks.map((one) => its.tasks[own.tasks.indexOf(one)] as number),
        cells: first.cells.map((one) => its.cells[own.cells.indexOf(one)] as number),
      });
    }
  }
  return blocks;
}

/** True when a finer class lies within one of these blocks, or beside them all: then the two sorts do not disturb each other. */
const fits = (finer: SymmetryClass, blocks: readonly Block[]): boolean => {
  const all = { tasks: finer.blocks.flatMap((one) => one.tasks), cells: finer.blocks.flatMap((one) => one.cells) };
  return blocks.every((block) => {
    if (apart(all, block)) return true;
    return all.tasks.every((one) => block.tasks.includes(one)) && all.cells.every((one) => block.cells.includes(one));
  });
};

/** Every class of exchangeable blocks: the finer ones first. */
export function findSymmetry(model: Model): SymmetryClass[] {
  const touched = model.tasks.map(touchedInOrder);
  const classes = privateClasses(model, touched);
  const finer = classes.length;
  for (const [task] of model.tasks.entries()) {
    const blocks = blocksFrom(model, touched, task);
    if (blocks.length < 2 || !classes.slice(0, finer).every((one) => fits(one, blocks))) continue;
    if (!classes.slice(finer).every((one) => one.blocks.every((known) => blocks.every((block) => apart(known, block))))) continue;
    const found = pairsOf(blocks.length).flatMap(([first, second]) => exchangeOf(model, blocks, first, second) ?? []);
    if (found.length > 0) classes.push({ blocks, exchanges: found });
  }
  // A task that is exchanged itself stands somewhere else afterwards: nothing may depend on where it stands.
  const moving = new Set(classes.flatMap((one) => one.blocks.flatMap((block) => block.tasks)));
  const settled = (one: Exchange): boolean => one.when.every(({ task }) => !moving.has(task));
  return classes.map((one) => ({ ...one, exchanges: one.exchanges.filter(settled) })).filter((one) => one.exchanges.length > 0);
}
