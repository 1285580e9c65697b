/**
 * Source text of the successor functions: one per task, one case per local state, arithmetic on packed words. Only numbers of
 * a checked model get into the text, never a name, so no driver can write code here.
 */
import type { Model, ModelEffect, ModelNode, ModelTask, ModelTest } from '../model.ts';
import { pointOf } from '../model.ts';
import type { Field, Layout } from '../packing.ts';

/** What a successor function answers: nothing could be done, something was, or the task has ended. */
export const BLOCKED = 0;
export const MOVED = 1;
export const ENDED = 2;

/** Numbers of faults in generated code. */
export const FAULTS = ['use-after-unload', 'double-free', 'underflow', 'overflow', 'bug'] as const;
export type FaultName = (typeof FAULTS)[number];
/** A cell left the range that the layout gives it, though not its declared one; the search must be made anew, wider. */
export const TOO_NARROW = FAULTS.length;

function int(value: number): string {
  if (!Number.isInteger(value)) throw new Error(`${value} is no integer`);
  return String(value);
}

export const wordNames = (words: number): string[] => Array.from({ length: words }, (_, at) => `w${at}`);

export const fieldText = (field: Field): string => {
  const mask = field.bits >= 32 ? -1 : (1 << field.bits) - 1;
  return `((w${int(field.word)} >>> ${int(field.shift)}) & ${int(mask)})`;
};

interface Place {
  readonly model: Model;
  readonly layout: Layout;
  readonly task: number;
  readonly node: number;
  /** Arguments of `put` besides the words. */
  readonly extra: string;
}

const cellText = (p: Place, cell: number): string => fieldText(p.layout.cells[cell] as Field);
const lowOf = (p: Place, cell: number): number => (p.model.cells[cell] as Model['cells'][number]).lo;

function testText(p: Place, one: ModelTest): string {
  const sum = one.cells.length === 0 ? '0' : one.cells.map((cell) => cellText(p, cell)).join(' + ');
  const value = one.value - one.cells.reduce((low, cell) => low + lowOf(p, cell), 0);
  const rel = one.rel === '==' ? '===' : one.rel === '!=' ? '!==' : one.rel;
  return `(${sum} ${rel} ${int(value)})`;
}

const faultText = (p: Place, kind: number, cell = -1): string =>
  `{ fault(${int(kind)}, ${int(p.task)}, ${int(p.node)}, ${int(cell)}); return ${MOVED}; }`;

/** Leaving a cell's range is a fault; leaving only the layout's is a reason to widen it. */
function rangeText(p: Place, effect: ModelEffect): string {
  const cell = p.model.cells[effect.cell] as Model['cells'][number];
  const value = cellText(p, effect.cell);
  if (effect.how === 'copy') return '';
  if (effect.how === 'set') {
    if (effect.by < cell.min) return faultText(p, FAULTS.indexOf('underflow'), effect.cell);
    if (effect.by > cell.max) return faultText(p, FAULTS.indexOf('overflow'), effect.cell);
    return effect.by < cell.lo || effect.by > cell.hi ? faultText(p, TOO_NARROW, effect.cell) : '';
  }
  if (effect.by > 0) {
    const kind = cell.hi < cell.max ? TOO_NARROW : FAULTS.indexOf('overflow');
    return `if (${value} + ${int(effect.by)} > ${int(cell.hi - cell.lo)}) ${faultText(p, kind, effect.cell)}`;
  }
  const kind = cell.lo > cell.min ? TOO_NARROW : FAULTS.indexOf('underflow');
  return `if (${value} + ${int(effect.by)} < 0) ${faultText(p, kind, effect.cell)}`;
}

/** The words after the effects, with the node moved by a number or by a table look-up. */
function putText(p: Place, effects: readonly ModelEffect[], target: number | string): string {
  const { words } = p.layout;
  const keep = Array.from({ length: words }, () => -1);
  const plus = Array.from({ length: words }, () => 0);
  const copied: string[][] = Array.from({ length: words }, () => []);
  for (const effect of effects) {
    const field = p.layout.cells[effect.cell] as Field;
    const mask = (field.bits >= 32 ? -1 : (1 << field.bits) - 1) << field.shift;
    if (effect.how !== 'add') keep[field.word] = (keep[field.word] as number) & ~mask;
    if (effect.how === 'copy') copied[field.word]?.push(`(${cellText(p, effect.by)} << ${int(field.shift)})`);
    else if (effect.how === 'set') {
      plus[field.word] = ((plus[field.word] as number) + ((effect.by - lowOf(p, effect.cell)) << field.shift)) | 0;
    } else plus[field.word] = ((plus[field.word] as number) + (effect.by << field.shift)) | 0;
  }
  const at = p.layout.nodes[p.task] as Field;
  if (typeof target === 'number') plus[at.word] = ((plus[at.word] as number) + ((target - p.node) << at.shift)) | 0;
  const texts = wordNames(words).map((name, word) => {
    let text = keep[word] === -1 ? name : `(${name} & ${int(keep[word] as number)})`;
    for (const from of copied[word] ?? []) text = `${text} + ${from}`;
    if (plus[word] !== 0) text = `${text} + ${int(plus[word] as number)}`;
    if (typeof target === 'string' && word === at.word) text = `${text} + ((${target} - ${int(p.node)}) << ${int(at.shift)})`;
    return text === name ? name : `(${text} | 0)`;
  });
  return `put(${[...texts, p.extra].filter((text) => text !== '').join(', ')});`;
}

/** Tables of targets by answer, shared by the functions of one task. */
interface Tables {
  readonly texts: string[];
}

function doneText(p: Place, node: ModelNode, tables: Tables): string {
  const checks = node.effects.map((effect) => rangeText(p, effect)).filter((text) => text !== '');
  const point = pointOf(p.model, node);
  if (point >= 0 && node.hazard !== undefined) {
    checks.unshift(`if ${testText(p, { ...node.hazard, rel: '==' })} hazards[${int(point)}] = 1;`);
  }
  if (node.reads < 0) {
    const target = node.next.get(1) as number;
    return `${checks.join(' ')} ${putText(p, node.effects, target)} return ${MOVED};`;
  }
  const { lo, hi } = p.model.cells[node.reads] as Model['cells'][number];
  const effect = node.effects.find((one) => one.cell === node.reads);
  const name = `n${int(p.task)}_${int(p.node)}`;
  const targets = Array.from({ length: hi - lo + 1 }, (_, at) => node.next.get(lo + at) ?? -1);
  tables.texts.push(`const ${name} = new Int32Array([${targets.map(int).join(', ')}]);`);
  const raw =
    effect === undefined
      ? cellText(p, node.reads)
      : effect.how === 'set'
        ? int(effect.by - lo)
        : `${cellText(p, node.reads)} + ${int(effect.by)}`;
  const gap = `if (to < 0) ${faultText(p, TOO_NARROW, node.reads)}`;
  return `${checks.join(' ')} { const to = ${name}[${raw}]; ${gap} ${putText(p, node.effects, 'to')} return ${MOVED}; }`;
}

/** A signal that is there ends the wait. */
function signalText(p: Place, task: ModelTask, node: ModelNode): string {
  if (task.pending < 0 || node.onSignal < 0) return '';
  return `if (${cellText(p, task.pending)} === ${int(1 - lowOf(p, task.pending))}) { ${putText(p, [], node.onSignal)} return ${MOVED}; }`;
}

function elseText(p: Place, task: ModelTask, node: ModelNode): string {
  if (node.fault !== undefined) return faultText(p, FAULTS.indexOf(node.fault));
  if (node.onFail >= 0) return `${putText(p, [], node.onFail)} return ${MOVED};`;
  const parts: string[] = [];
  if (node.onSignal >= 0) parts.push(signalText(p, task, node));
  if (node.onTimeout >= 0) parts.push(`${putText(p, [], node.onTimeout)} return ${MOVED};`);
  return [...parts, node.onTimeout >= 0 ? '' : `return ${BLOCKED};`].join(' ');
}

function caseText(p: Place, task: ModelTask, node: ModelNode, tables: Tables): string {
  switch (node.kind) {
    case 'end':
      return `return ${ENDED};`;
    case 'broken':
      return faultText(p, FAULTS.indexOf('bug'));
    case 'choose': {
      const moves = [...node.next].map(([answer, to]) => {
        if (answer === 0 || node.budget < 0) return putText(p, [], to);
        const spend = [{ cell: node.budget, how: 'add', by: -1 } as const];
        return `if (${cellText(p, node.budget)} > ${int(-lowOf(p, node.budget))}) { ${putText(p, spend, to)} }`;
      });
      return `${moves.join(' ')} return ${MOVED};`;
    }
    case 'step': {
      const dead = node.lives.map((cell) => `if (${cellText(p, cell)} === ${int(-lowOf(p, cell))}) ${faultText(p, 0, cell)}`);
      if (node.never) return [...dead, elseText(p, task, node)].join(' ');
      if (node.when.length === 0) return [...dead, node.signalFirst ? signalText(p, task, node) : '', doneText(p, node, tables)].join(' ');
      const holds = node.when.map((one) => testText(p, one)).join(node.any ? ' || ' : ' && ');
      if (node.signalFirst) dead.push(signalText(p, task, node));
      return `${dead.join(' ')} if (${holds}) { ${doneText(p, node, tables)} } ${elseText(p, task, node)}`;
    }
  }
}

/** One function a task, `t0` and so on, and `call(task, words...)`. `extra`: a further argument for `put`. */
export function successorText(model: Model, layout: Layout, extra = ''): string {
  const words = wordNames(layout.words).join(', ');
  const tables: Tables = { texts: [] };
  const functions = model.tasks.map((task, at) => {
    const cases = task.nodes.map((node, number) => {
      const text = caseText({ model, layout, task: at, node: number, extra }, task, node, tables);
      return `    case ${int(number)}: { ${text} }`;
    });
    return [
      `function t${at}(${words}) {`,
      `  switch (${fieldText(layout.nodes[at] as Field)}) {`,
      ...cases,
      '  }',
      `  return ${BLOCKED};`,
      '}',
    ].join('\n');
  });
  const calls = model.tasks.map((_, at) => `    case ${at}: return t${at}(${words});`);
  const call = [`function call(task, ${words}) {`, '  switch (task) {', ...calls, '  }', `  return ${BLOCKED};`, '}'].join('\n');
  return [...tables.texts, ...functions, call].join('\n');
}
