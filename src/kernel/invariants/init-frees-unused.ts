import type { Invariant } from './invariant.ts';
import { heldRefs } from './watch.ts';

/** I10: a failed init frees the module only when nobody holds it. Every kernel that shipped breaks this. */
export const initFreesUnused: Invariant = {
  id: 'I10',
  title: 'a failed init frees only what nobody holds',
  afterStep(watch, module, _task, step) {
    if (step.op !== 'free' || step.effects[0]?.cell !== module.m.cells.text || !module.initFailed) return undefined;
    const held = heldRefs(watch, module) - watch.kernel.rules.sheet.base;
    return held > 0 ? `freed with ${held} references` : undefined;
  },
};
