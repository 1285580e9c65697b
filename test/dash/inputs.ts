/** What a dashboard is drawn from, put together by hand. */
import { type CountHistory, createHistory, recordCounts } from '../../src/dash/history.ts';
import type { DashLook } from '../../src/dash/look.ts';
import type { DashInput } from '../../src/dash/model.ts';
import { firstState } from '../../src/dash/state.ts';
import type { RefView, SystemView } from '../../src/engine/view.ts';
import { dashWords } from '../../src/host/dash/words.ts';
import { regimes } from '../../src/regimes/index.ts';
import { at, chardev, core, hold, moduleOf, user, user2, viewOf, waitOf } from '../helpers/views.ts';

export const LOOK: DashLook = { theme: 'dark', signs: 'unicode', motion: true, braille: false };

const proto = moduleOf('proto', {
  refcnt: 4,
  holds: [hold('socket', { each: 1, count: 2, who: 'psock (104)' }), hold('linger', { count: 2, until: at(66) })],
});

/** Four modules, a wait of which a third is over. */
export const busy: SystemView = viewOf({
  now: at(44),
  modules: [proto, chardev, core, user, user2],
  waits: [waitOf({ until: at(66), since: at(6) })],
});

/** The counts of proto over a minute: up in two steps, down in one. */
export function historyOf(view: SystemView): CountHistory {
  const history = createHistory();
  const counts: readonly (readonly [number, number])[] = [
    [-12, 0],
    [-8, 2],
    [2, 4],
    [14, 6],
    [22, 4],
    [40, 3],
    [44, 4],
  ];
  for (const [second, refcnt] of counts) {
    const modules = view.modules.map((module) => (module.name === 'proto' ? { ...module, refcnt } : module));
    recordCounts(history, { ...view, now: at(second), modules });
  }
  return history;
}

export const REFS: readonly RefView[] = [
  { refs: 2, counted: true, object: '2 sockets', holder: 'psock (104)', sites: ['sock_create', 'sk_alloc'], since: at(3) },
  { refs: 2, counted: true, object: '2 lingering sockets', holder: 'timer, 22 s left', sites: ['sk_alloc'], since: at(2) },
  { refs: 1, counted: false, object: 'mdev0', holder: 'devholder', sites: ['dev_hold'], since: at(1.2) },
];

const LOG = [
  '[    2.100000] proto: socket, 2 open now',
  '[    3.000000] proto: close, lingers 60000 ms, 1 lingering',
  '[    4.000000] proto: close, lingers 60000 ms, 2 lingering',
];

export const inputOf = (overrides: Partial<DashInput> = {}): DashInput => ({
  view: busy,
  state: firstState(false),
  size: { columns: 80, rows: 24 },
  look: LOOK,
  words: dashWords,
  history: historyOf(overrides.view ?? busy),
  nowUs: at(44),
  speed: 1,
  outcome: '',
  note: '',
  refsOf: (name) => (name === 'proto' ? REFS : []),
  rules: regimes.map(({ id, title }) => ({ id, title })),
  logTail: (lines) => LOG.slice(-lines),
  ...overrides,
});
