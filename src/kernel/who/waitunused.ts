/** The wait of a tool for a module to become unused: no call of a real kernel, but what `rmmod -w` stands in. */
import { watchAny } from '../../engine/ops.ts';
import { type Call, type Path, test, testSum, type UserPath } from '../../engine/step.ts';
import type { Kernel } from '../kernel.ts';
import { GONE } from '../module.ts';
import type { Syscalls } from '../os/os.ts';
import { moduleNamed } from '../tables/modules.ts';
import { WAIT_UNUSED } from './waits.ts';

/** Waits until nobody uses the module or it is gone; a signal ends the wait, as it ends any call of a tool. */
function* waitUnused(k: Kernel, name: string): Path<number> {
  const m = moduleNamed(k.modules, name);
  if (m === undefined) return 0;
  yield* watchAny([testSum([...m.cells.perCpu, m.cells.objects], '==', k.rules.sheet.base), test(m.cells.state, '==', GONE)], WAIT_UNUSED);
  return 0;
}

/** The call, for the table of system calls. */
export const waitCalls = (k: Kernel): Syscalls => ({ [WAIT_UNUSED]: (_task, args) => waitUnused(k, String(args[0])) });

/** The call, for the tools. */
export function* waitUntilUnused(module: string): UserPath<void> {
  const call: Call = { op: 'call', name: WAIT_UNUSED, args: [module] };
  yield call;
}
