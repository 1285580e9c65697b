import type { Invariant } from './invariant.ts';

/** I3: at most one task unloads a module. */
export const oneUnloader: Invariant = {
  id: 'I3',
  title: 'at most one unloader past admission',
  afterStep: (_watch, module) => (module.unloaders.size > 1 ? `${module.unloaders.size} tasks unload it` : undefined),
};
