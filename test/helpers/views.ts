/** Systems as faces see them, put together by hand for tests of frames, marks and hints. */
import type { HoldView, ModuleView, PhaseView, SystemView, WaitView } from '../../src/engine/view.ts';

type Ticks = SystemView['now'];
/** Seconds of virtual time. */
export const at = (seconds: number): Ticks => (seconds * 1_000_000) as Ticks;

export const hold = (kind: HoldView['kind'], overrides: Partial<HoldView> = {}): HoldView => ({
  kind,
  count: 1,
  each: 1,
  counted: true,
  who: '',
  ...overrides,
});

const ids = new Map<string, number>();
const idOf = (name: string): number => {
  if (!ids.has(name)) ids.set(name, ids.size + 1);
  return ids.get(name) ?? 0;
};

export function moduleOf(name: string, overrides: Partial<Omit<ModuleView, 'row'>> = {}): ModuleView {
  const { size = 16_384, refcnt = 0, used = refcnt, holders = [] } = overrides;
  const row = `${name.padEnd(19)} ${String(size).padStart(8)}  ${used}${holders.length > 0 ? ` ${holders.join(',')}` : ''}`;
  return { id: idOf(name), name, size, refcnt, used, holders, state: 'Live', taint: '', holds: [], miscount: 0, ...overrides, row };
}

export const chardev = moduleOf('chardev', { refcnt: 2, holds: [hold('file', { each: 2, who: 'sh fd 3', what: '/dev/chardev0' })] });
export const user2 = moduleOf('user2');
export const user = moduleOf('user', { refcnt: 1, holders: ['user2'] });
export const core = moduleOf('core', { refcnt: 2, holders: ['user', 'user2'] });
export const proto = moduleOf('proto', { refcnt: 2, holds: [hold('linger', { count: 2, until: at(66) })] });
export const netdev = moduleOf('netdev', {
  refcnt: 0,
  holds: [hold('dev_hold', { counted: false, who: 'mdev0: devholder', what: 'mdev0' })],
});

export const phasesAt = (name: string): PhaseView[] => {
  const names = ['gate', 'refs', 'quiesce', 'drain', 'commit', 'exit', 'grace', 'free'];
  const now = names.indexOf(name);
  return names.map((phase, index) => ({
    name: phase,
    state: index < now ? 'done' : index === now ? 'now' : 'ahead',
    commit: phase === 'commit',
  }));
};

export const waitOf = (overrides: Partial<WaitView> = {}): WaitView => ({
  pid: 107,
  group: 107,
  command: 'rmmod -w proto',
  module: 'proto',
  since: at(6),
  reason: 'waits for 2 lingering sockets',
  blockers: [{ kind: 'linger', count: 2, who: '' }],
  until: at(66),
  phases: [],
  cancellable: true,
  whyNot: '',
  wayOut: '',
  ...overrides,
});

export const netdevWait = waitOf({
  command: 'rmmod netdev',
  module: 'netdev',
  reason: 'exit() waits for mdev0: 1 dev_hold (devholder)',
  blockers: [{ kind: 'dev_hold', count: 1, who: 'devholder' }],
  until: undefined,
  cancellable: false,
  whyNot: 'SIGINT is pending, and stays so: exit() runs and has no way back',
  wayOut: 'rmmod devholder frees mdev0',
});

export const viewOf = (overrides: Partial<SystemView> = {}): SystemView => ({
  boot: 0,
  now: at(9.2),
  regime: 'today',
  model: 'smp',
  modules: [chardev, user2, user, core],
  lsmodHeader: 'Module                  Size  Used by',
  waits: [],
  taint: 'OE',
  logLines: 7,
  logUnread: 7,
  ...overrides,
});
