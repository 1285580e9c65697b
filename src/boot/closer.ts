/** What a view leaves out because it is long, looked up in the system when it is asked for. */
import { refRows } from '../commands/who/refs.ts';
import type { CloserLook } from '../engine/view.ts';
import { moduleNamed } from '../kernel/tables/modules.ts';
import { dmesgLine } from './report.ts';
import type { System } from './system.ts';

/** A closer look at a running system. */
export function closerLook(system: System): CloserLook {
  const { kernel } = system;
  return {
    refsOf(name) {
      const m = moduleNamed(kernel.modules, name);
      return m === undefined ? [] : refRows(system, m);
    },
    logTail: (lines) => (lines <= 0 ? [] : kernel.log.lines.slice(-lines).map(dmesgLine)),
  };
}
