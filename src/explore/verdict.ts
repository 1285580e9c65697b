/** The verdicts, and the judgement of a state in which nothing can move any more. */

import { GONE, LIVE } from '../kernel/module.ts';
import { FAULTS } from './generate/successors.ts';
import type { CellRef, Model, RestRule } from './model.ts';
import type { PlainState } from './packing.ts';

/** Section 1 of what an exploration answers; `overflow` and `bug` besides, for counts with an upper bound and BUG_ON. */
export const VERDICTS = [...FAULTS, 'leak', 'stuck', 'hang', 'starve', 'proved', 'bound'] as const;
export type Verdict = (typeof VERDICTS)[number];

const LEAK = VERDICTS.indexOf('leak');
const STUCK = VERDICTS.indexOf('stuck');
const HANG = VERDICTS.indexOf('hang');

const valueAt = (ref: CellRef, state: PlainState): number => ('cell' in ref ? (state.cells[ref.cell] as number) : ref.constant);

function judgeModule(model: Model, rule: RestRule, state: PlainState): number {
  const at = valueAt(rule.state, state);
  if (at === GONE) return -1;
  if (at !== LIVE) return rule.keepsSlot ? -1 : STUCK;
  if (rule.open.some((cell) => state.cells[cell] === 0)) return STUCK;
  if (model.tasks.some((task) => task.keeps)) return -1;
  const wanted = rule.base + valueAt(rule.dependents, state);
  if (rule.refcnt.reduce((sum, ref) => sum + valueAt(ref, state), 0) !== wanted) return LEAK;
  return rule.counts.some(({ cell, rest }) => state.cells[cell] !== rest) ? LEAK : -1;
}

/** The verdict of a state at rest, as its place in VERDICTS; -1: all is well. */
export function judgeRest(model: Model, state: PlainState): number {
  const waiting = model.tasks.some((task, at) => {
    const node = task.nodes[state.nodes[at] as number];
    if (node === undefined || node.kind === 'end' || task.optional) return false;
    // A timer that stands at the beginning of a round waits for nobody; a task that keeps what it holds waits on purpose.
    return !(task.daemon && node.free) && !task.keeps;
  });
  if (waiting) return HANG;
  return judgeModules(model, state);
}

/** Leak or stuck, as its place in VERDICTS, for modules at rest; -1: neither. */
export function judgeModules(model: Model, state: PlainState): number {
  for (const rule of model.rest) {
    const verdict = judgeModule(model, rule, state);
    if (verdict >= 0) return verdict;
  }
  return -1;
}

/** Number of a fault or verdict at rest as generated code gives it → the word. */
export const verdictOf = (kind: number): Verdict => VERDICTS[kind] ?? 'bug';
