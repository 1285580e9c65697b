/** never: modules are not removed (CONFIG_MODULE_UNLOAD=n). */
import { ERRNO } from '../engine/errno.ts';
import { load } from '../engine/ops.ts';
import { isHidden } from '../kernel/enter.ts';
import { COMING, GOING } from '../kernel/module.ts';
import { noCount } from './2.2.ts';
import type { Regime } from './regime.ts';
import { today } from './today.ts';

export const never: Regime = {
  id: 'never',
  title: 'modules are not removed',
  real: true,
  source: 'Linux 6.1 with CONFIG_MODULE_UNLOAD=n, kernel/module/main.c',
  costs: 'nothing, but the memory',
  breaks: 'an init that fails still frees the module under whoever got in',
  ...noCount,
  sheet: {
    ...today.sheet,
    whoCounts: 'nobody',
    countCost: 'nothing',
    refcntAtLoad: 0,
    base: 0,
    dependentsCount: false,
    dependentsRecorded: false,
    unloads: false,
    force: false,
    inUse: ERRNO.ENOSYS,
    hasDependents: ERRNO.ENOSYS,
    rmmodWait: 'never',
    forceTaint: '',
  },
  *tryGet(_k, m, _object, at) {
    return (yield* load(m.cells.state, at)) !== GOING;
  },
  *use(_k, m, _object, at) {
    const state = yield* load(m.cells.state, at);
    if (state === COMING) return ERRNO.EBUSY;
    return isHidden(state) || state === GOING ? ERRNO.ENOENT : 0;
  },
  *mayGo(k) {
    return k.rules.sheet.inUse;
  },
  *hold(_k, m, _object, at) {
    return (yield* load(m.cells.state, at)) !== GOING;
  },
  *initDone() {
    // Nothing was held.
  },
  *initFailed() {
    // Nothing was held.
  },
  *moduleCounts() {
    // Nobody counts.
  },
};
