/**
 * Which tasks may be exchanged: those with the same automaton, each with the cells that nobody else touches (a socket with
 * its timer and its armed flag). Found from the model alone and checked node by node, never declared.
 */
import type { Model, ModelEffect, ModelNode, ModelTask } from './model.ts';
import type { Block, SymmetryClass } from './packing.ts';

const cellsOf = (effect: ModelEffect): number[] => (effect.how === 'copy' ? [effect.cell, effect.by] : [effect.cell]);

/** Cells that each task touches in any of its nodes. */
function touchedBy(task: ModelTask): Set<number> {
  const touched = new Set<number>();
  for (const node of task.nodes) {
    for (const effect of node.effects) for (const cell of cellsOf(effect)) touched.add(cell);
    for (const one of node.when) for (const cell of one.cells) touched.add(cell);
    for (const cell of node.lives) touched.add(cell);
    if (node.reads >= 0) touched.add(node.reads);
    if (node.budget >= 0) touched.add(node.budget);
  }
  if (task.pending >= 0) touched.add(task.pending);
  return touched;
}

/** Cells in the order in which the nodes name them, so that like tasks name like cells at like places. */
function privateInOrder(task: ModelTask, mine: ReadonlySet<number>): number[] {
  const order = new Set<number>();
  for (const node of task.nodes) {
    for (const one of node.when) for (const cell of one.cells) if (mine.has(cell)) order.add(cell);
    for (const effect of node.effects) for (const cell of cellsOf(effect)) if (mine.has(cell)) order.add(cell);
    if (node.reads >= 0 && mine.has(node.reads)) order.add(node.reads);
  }
  if (task.pending >= 0 && mine.has(task.pending)) order.add(task.pending);
  return [...order];
}

function nodeKey(node: ModelNode, rename: (cell: number) => string): string {
  const tests = node.when.map((one) => `${one.cells.map(rename).join('+')}${one.rel}${one.value}`).join('&');
  const effects = node.effects
    .map((effect) => `${rename(effect.cell)}${effect.how}${effect.how === 'copy' ? rename(effect.by) : effect.by}`)
    .join(',');
  const next = [...node.next].map(([answer, to]) => `${answer}>${to}`).join(';');
  const rest = [node.onFail, node.onSignal, node.onTimeout, node.fault ?? '', node.never, node.free, node.any, node.signalFirst].join(' ');
  const cells = `${node.lives.map(rename).join(',')}|${node.reads < 0 ? '' : rename(node.reads)}|${node.budget}`;
  return `${node.kind}|${tests}|${effects}|${next}|${rest}|${cells}|${node.hazard?.cells.map(rename).join('+') ?? ''}`;
}

function taskKey(model: Model, task: ModelTask, own: readonly number[]): string {
  const place = new Map(own.map((cell, at) => [cell, at]));
  const rename = (cell: number): string => {
    const at = place.get(cell);
    if (at === undefined) return `#${cell}`;
    const { init, lo, hi, min, max } = model.cells[cell] as Model['cells'][number];
    return `own${at}[${init},${lo},${hi},${min},${max}]`;
  };
  const flags = [task.kind, task.daemon, task.optional, task.endless, task.keeps, task.pending < 0 ? '' : rename(task.pending)].join(' ');
  return `${flags}\n${task.nodes.map((node) => nodeKey(node, rename)).join('\n')}`;
}

/** Tasks that share a cell which only they touch, and only they of their kind: a socket's user and its timer. */
function groupTasks(model: Model): number[][] {
  const touched = model.tasks.map(touchedBy);
  const users = model.cells.map((_, cell) => model.tasks.flatMap((_task, at) => (touched[at]?.has(cell) ? [at] : [])));
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

/** Timers and Ctrl-C belong to some task. */
const isAuxiliary = (task: ModelTask): boolean => task.worldTask < 0;

/** Every class of exchangeable blocks. */
export function findSymmetry(model: Model): SymmetryClass[] {
  const touched = model.tasks.map(touchedBy);
  const owners = model.cells.map((_, cell) => model.tasks.flatMap((_task, at) => (touched[at]?.has(cell) ? [at] : [])));
  const watched = new Set<number>();
  for (const rule of model.rest) {
    for (const cell of rule.open) watched.add(cell);
    for (const { cell } of rule.counts) watched.add(cell);
    for (const ref of [rule.state, ...rule.refcnt, rule.dependents]) if ('cell' in ref) watched.add(ref.cell);
  }
  const classes = new Map<string, Block[]>();
  for (const tasks of groupTasks(model)) {
    const mine = new Set(
      model.cells.flatMap((_, cell) => {
        const users = owners[cell] ?? [];
        return users.length > 0 && users.every((at) => tasks.includes(at)) && !watched.has(cell) ? [cell] : [];
      }),
    );
    const cells = [...new Set(tasks.flatMap((at) => privateInOrder(model.tasks[at] as ModelTask, mine)))];
    const key = tasks.map((at) => taskKey(model, model.tasks[at] as ModelTask, cells)).join('\n\n');
    classes.set(key, [...(classes.get(key) ?? []), { tasks, cells }]);
  }
  return [...classes.values()].filter((blocks) => blocks.length > 1);
}
