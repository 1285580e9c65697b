import type { Invariant } from './invariant.ts';
import { heldRefs } from './watch.ts';

/** I1: memory is given back only when nobody holds a reference and nobody is in the text, unless by force. */
export const freedUnused: Invariant = {
  id: 'I1',
  title: 'freed only without references and with nobody inside',
  afterStep(watch, module, task, step) {
    if (step.op !== 'free' || step.effects[0]?.cell !== module.m.cells.text || module.forced || module.initFailed) return undefined;
    const held = heldRefs(watch, module);
    if (held !== 0) return `freed with ${held} references`;
    const others = [...module.inText.keys()].filter((id) => id !== task.id);
    return others.length > 0 ? `freed with task ${others[0]} inside` : undefined;
  },
};
