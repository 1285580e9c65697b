/**
 * The model as Promela, for SPIN to search: one label a local state, one atomic block an outcome, and no process ever ends.
 * Without reductions SPIN then stores exactly the states that the explorer does. With -DREST a watcher also judges states
 * at rest (leak, stuck); it adds a process of its own, so the count is not comparable then.
 */

import { GONE, LIVE } from '../kernel/module.ts';
import type { CellRef, Model, ModelEffect, ModelNode, ModelTask, ModelTest } from './model.ts';
import { firstState } from './packing.ts';

const cellText = (cell: number): string => `c${cell}`;
const comment = (text: string): string => text.replace(/[^\w .,:;()<>=+\-"]/g, '');

function testText(one: ModelTest): string {
  const sum = one.cells.length === 0 ? '0' : one.cells.map(cellText).join(' + ');
  return `(${sum} ${one.rel} ${one.value})`;
}

function effectsText(effects: readonly ModelEffect[]): string {
  return effects
    .map(({ cell, how, by }) => `${cellText(cell)} = ${how === 'set' ? by : how === 'copy' ? cellText(by) : `${cellText(cell)} + ${by}`}; `)
    .join('');
}

interface Branch {
  readonly guard: string;
  readonly body: string;
}

const go = (to: number, effects: readonly ModelEffect[] = []): string => `${effectsText(effects)}goto n${to}`;
const FAULT = 'assert(false)';

/** What leaves a cell's declared range is a fault of its own. */
function rangeTests(model: Model, effects: readonly ModelEffect[]): string[] {
  return effects.flatMap(({ cell, how, by }) => {
    const { min, max, lo, hi } = model.cells[cell] as Model['cells'][number];
    if (how === 'copy') return [];
    if (how === 'set') return by < min || by > max ? ['true'] : [];
    if (by < 0 && lo + by < min) return [`(${cellText(cell)} + ${by} < ${min})`];
    if (by > 0 && hi + by > max) return [`(${cellText(cell)} + ${by} > ${max})`];
    return [];
  });
}

function doneBranches(model: Model, node: ModelNode, holds: string): Branch[] {
  const wrong = rangeTests(model, node.effects);
  const faulty: Branch[] = wrong.length === 0 ? [] : [{ guard: `${holds} && (${wrong.join(' || ')})`, body: FAULT }];
  const right = wrong.length === 0 ? holds : `${holds} && !(${wrong.join(' || ')})`;
  if (node.reads < 0) return [...faulty, { guard: right, body: go(node.next.get(1) as number, node.effects) }];
  const effect = node.effects.find((one) => one.cell === node.reads);
  const by = effect?.how === 'add' ? effect.by : 0;
  const answers = [...node.next].map(([answer, to]) => {
    const told = effect?.how === 'set' ? 'true' : `(${cellText(node.reads)} == ${answer - by})`;
    return { guard: `${right} && ${told}`, body: go(to, node.effects) };
  });
  return [...faulty, ...answers];
}

function stepBranches(model: Model, task: ModelTask, node: ModelNode): Branch[] {
  const alive = node.lives.map((cell) => `(${cellText(cell)} != 0)`);
  const living = alive.length === 0 ? 'true' : alive.join(' && ');
  const dead: Branch[] = alive.length === 0 ? [] : [{ guard: `!(${living})`, body: FAULT }];
  const signal = node.onSignal >= 0 && task.pending >= 0 ? `(${cellText(task.pending)} == 1)` : undefined;
  const tests = node.when.map(testText);
  const met = node.never ? 'false' : tests.length === 0 ? 'true' : `(${tests.join(node.any ? ' || ' : ' && ')})`;
  const first = node.signalFirst && signal !== undefined;
  const holds = first ? `${living} && !${signal} && ${met}` : `${living} && ${met}`;
  const branches = [...dead, ...(met === 'false' ? [] : doneBranches(model, node, holds))];
  if (met === 'true' && !first) return branches;
  const fails = met === 'false' ? living : `${living} && !${met}`;
  if (node.fault !== undefined) return [...branches, { guard: fails, body: FAULT }];
  if (node.onFail >= 0) return [...branches, { guard: fails, body: go(node.onFail) }];
  if (signal !== undefined) branches.push({ guard: `${first ? living : fails} && ${signal}`, body: go(node.onSignal) });
  if (node.onTimeout >= 0) branches.push({ guard: signal === undefined ? fails : `${fails} && !${signal}`, body: go(node.onTimeout) });
  return branches;
}

function branchesOf(model: Model, task: ModelTask, node: ModelNode): Branch[] {
  if (node.kind === 'broken') return [{ guard: 'true', body: FAULT }];
  if (node.kind === 'step') return stepBranches(model, task, node);
  return [...node.next].map(([answer, to]) => {
    if (answer === 0 || node.budget < 0) return { guard: 'true', body: go(to) };
    return { guard: `(${cellText(node.budget)} > 0)`, body: go(to, [{ cell: node.budget, how: 'add', by: -1 }]) };
  });
}

/** Places where a process may stand for ever without a hang: its end, a timer that is not armed, a key that nobody presses. */
const mayStand = (task: ModelTask, node: ModelNode): boolean =>
  node.kind === 'end' || task.optional || task.keeps || (task.daemon && node.free);

function taskText(model: Model, task: ModelTask, number: number): string {
  const lines = [`/* ${comment(task.name)} */`, `active proctype t${number}() {`, '  goto n0;'];
  for (const [at, node] of task.nodes.entries()) {
    const end = mayStand(task, node) ? `end${at}: ` : '';
    if (node.kind === 'end') {
      lines.push(`n${at}: ${end}(false);`);
      continue;
    }
    lines.push(`n${at}: ${end}if /* ${comment(node.step?.at ?? node.call)} */`);
    for (const { guard, body } of branchesOf(model, task, node)) lines.push(`  :: atomic { (${guard}) -> ${body} }`);
    lines.push('  fi;');
  }
  return [...lines, '}'].join('\n');
}

const refText = (ref: CellRef): string => ('cell' in ref ? cellText(ref.cell) : String(ref.constant));

/** What must be true when nothing moves any more. */
function restText(model: Model): string {
  const keeps = model.tasks.some((task) => task.keeps);
  const rules = model.rest.map((rule) => {
    const state = refText(rule.state);
    const usable = [
      ...rule.open.map((cell) => `${cellText(cell)} != 0`),
      ...(keeps ? [] : [`${rule.refcnt.map(refText).join(' + ')} == ${rule.base} + ${refText(rule.dependents)}`]),
      ...(keeps ? [] : rule.counts.map(({ cell, rest }) => `${cellText(cell)} == ${rest}`)),
    ];
    const gone = rule.keepsSlot ? `${state} != ${LIVE}` : `${state} == ${GONE}`;
    return `(${gone} || (${[`${state} == ${LIVE}`, ...usable].join(' && ')}))`;
  });
  return rules.length === 0 ? 'true' : rules.join(' && ');
}

/** The Promela text of a model. `title` goes into its first comment. */
export function promelaText(model: Model, title: string): string {
  const { cells } = firstState(model);
  const globals = model.cells.map((cell, at) => `int ${cellText(at)} = ${cells[at]}; /* ${comment(cell.name)} */`);
  const watcher = ['#ifdef REST', 'active proctype rest() {', `  end: atomic { timeout -> assert(${restText(model)}) }`, '}', '#endif'];
  return `${[`/* ${comment(title)} */`, ...globals, ...model.tasks.map((task, at) => taskText(model, task, at)), ...watcher].join('\n')}\n`;
}
