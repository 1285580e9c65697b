/** Where in the source a step comes from: the stack at the moment it is made, read only for steps that are shown. */
import { type Step, whileTold } from '../engine/step.ts';

/**
 * From a stack to the place of its first frame that is no helper of the engine: `src/kernel/unload.ts:87`, or
 * `mydriver.js:12` for a file of the user's; empty where it knows none. The host knows the files.
 */
export type ReadStack = (stack: string) => string;

export interface Places {
  /** Runs something whose steps may be asked for later. */
  during<T>(run: () => T): T;
  /** The place of a step, or empty. */
  of(step: Step | undefined): string;
}

/** Keeps nothing where nobody can read stacks. */
export function createPlaces(read: ReadStack | undefined): Places {
  if (read === undefined) return { during: (run) => run(), of: () => '' };
  const stacks = new WeakMap<Step, string>();
  const note = (step: Step): void => void stacks.set(step, new Error().stack ?? '');
  return {
    during: (run) => whileTold(note, run),
    of: (step) => read((step && stacks.get(step)) ?? ''),
  };
}
