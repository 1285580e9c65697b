import { refCount } from '../../engine/ledger.ts';
import type { Invariant } from './invariant.ts';

/** I4: each get that succeeded has exactly one put. */
export const getsPut: Invariant = {
  id: 'I4',
  title: 'every get has exactly one put',
  atRest(watch, { m }) {
    const { ledger } = watch.kernel.machine;
    const left = refCount(ledger, m.cells.refcnt);
    if (left > 0) return `${left} references that nobody will put`;
    const extra = ledger.unmatched.get(m.cells.refcnt) ?? 0;
    return extra > 0 ? `${extra} puts without a get` : undefined;
  },
};
