/** Which commands wait for something about a module, for what, how long, and how the wait may end. */
import type { CellId, Tick } from '../../engine/step.ts';
import type { Process } from '../../engine/sys.ts';
import type { Task } from '../../engine/task.ts';
import type { HoldKind, PhaseView, WaitView } from '../../engine/view.ts';
import type { ModuleRecord } from '../module.ts';
import type { KernelSystem } from '../system.ts';
import { moduleNamed } from '../tables/modules.ts';
import { type Hold, holdsOn } from './holds.ts';
import { pluralKind } from './kinds.ts';

/** The call in which a tool waits until a module may have become unused; its argument is the module's name. */
export const WAIT_UNUSED = 'wait_unused';

/** Phases of an unload that has them, in order: what the kernel calls each, and what a face does. */
const PHASES: readonly (readonly [kernel: string, face: string])[] = [
  ['close gate', 'gate'],
  ['references', 'refs'],
  ['quiesce', 'quiesce'],
  ['objects', 'drain'],
  ['commit', 'commit'],
  ['exit', 'exit'],
  ['grace', 'grace'],
  ['free', 'free'],
];
const COMMIT = 'commit';

/** The strip of phases of a module; empty where its unload has none. */
function phasesOf(m: ModuleRecord): PhaseView[] {
  const now = PHASES.findIndex(([name]) => name === m.phase);
  if (now < 0) return [];
  return PHASES.map(([, name], at) => ({ name, state: at < now ? 'done' : at === now ? 'now' : 'ahead', commit: name === COMMIT }));
}

/** Before the commit everything can be undone. */
const beforeCommit = (m: ModuleRecord): boolean => {
  const now = PHASES.findIndex(([name]) => name === m.phase);
  return now >= 0 && now < PHASES.findIndex(([name]) => name === COMMIT);
};

interface Reason {
  readonly reason: string;
  readonly holds: readonly Hold[];
  readonly until: Tick | undefined;
  readonly cancellable: boolean;
  readonly whyNot: string;
  readonly wayOut: string;
}

/** `2 lingering sockets and 1 file`: blockers by kind, biggest first, three kinds at most. */
export function blockersText(holds: readonly Hold[]): string {
  const counts = new Map<HoldKind, number>();
  for (const hold of holds) counts.set(hold.kind, (counts.get(hold.kind) ?? 0) + (hold.kind === 'dev_hold' ? hold.refs : 1));
  const parts = [...counts].sort((a, b) => b[1] - a[1]).map(([kind, count]) => pluralKind(kind, count));
  if (parts.length > 3) parts.splice(3, parts.length, `${parts.length - 3} more kinds`);
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : (parts[0] ?? '');
}

/** Blockers by kind, biggest first; who, where it is one. */
function blockersOf(holds: readonly Hold[]): WaitView['blockers'] {
  const kinds = [...new Set(holds.map((hold) => hold.kind))];
  return kinds
    .map((kind) => {
      const same = holds.filter((hold) => hold.kind === kind);
      const whos = [...new Set(same.map((hold) => hold.who))];
      const count = same.reduce((sum, hold) => sum + (kind === 'dev_hold' ? hold.refs : 1), 0);
      return { kind, count, who: whos.length === 1 ? (whos[0] ?? '') : '' };
    })
    .sort((a, b) => b.count - a.count);
}

/** When the last of them goes by itself, if each is known to. */
const lastOf = (holds: readonly Hold[]): Tick | undefined =>
  holds.length > 0 && holds.every((hold) => hold.until !== undefined) ? Math.max(...holds.map((hold) => hold.until ?? 0)) : undefined;

function waitForUsers(system: KernelSystem, m: ModuleRecord): Reason {
  const holds = holdsOn(system, m).filter((hold) => hold.counted);
  const users = m.users.map((id) => system.kernel.modules.byId.get(id)?.name ?? '?');
  const what = [blockersText(holds), users.length > 0 ? `module ${users.join(', ')}` : ''].filter((part) => part !== '').join(' and ');
  const named = holds.find((hold) => hold.until === undefined && hold.who !== '');
  return {
    reason: `waits for ${what === '' ? 'the last put' : what}`,
    holds,
    until: users.length === 0 ? lastOf(holds) : undefined,
    cancellable: true,
    whyNot: '',
    wayOut: named === undefined ? '' : named.who,
  };
}

const NO_WAY_BACK = 'exit() runs and has no way back';

function waitInExit(system: KernelSystem, m: ModuleRecord, task: Task): Reason {
  if (beforeCommit(m)) return waitForUsers(system, m);
  const at = task.waiting?.at ?? '';
  const base = { cancellable: false, whyNot: NO_WAY_BACK, wayOut: '' };
  if (at === 'netdev_wait_allrefs_any') {
    const holds = holdsOn(system, m).filter((hold) => hold.kind === 'dev_hold');
    const [first] = holds;
    const count = holds.reduce((sum, hold) => sum + hold.refs, 0);
    const whos = [...new Set(holds.map((hold) => hold.who))];
    const reason =
      first === undefined
        ? 'exit() waits for its device'
        : `exit() waits for ${first.what}: ${pluralKind('dev_hold', count)} (${whos.join(', ')})`;
    return { ...base, reason, holds, until: undefined, wayOut: first === undefined ? '' : `rmmod ${first.who} frees ${first.what}` };
  }
  if (task.waiting?.op === 'sleep') {
    const interruptible = task.waiting.mode === 'waitOrSignal';
    return { ...base, reason: 'exit() sleeps', holds: [], until: task.deadline?.at, whyNot: interruptible ? '' : NO_WAY_BACK };
  }
  if (at === 'mod_sysfs_teardown') return { ...base, reason: 'waits for who is inside its sysfs files', holds: [], until: undefined };
  if (task.waiting?.op === 'lock')
    return { ...base, reason: `waits for the ${lockName(system, task)}`, holds: [], until: undefined, whyNot: 'a lock is awaited' };
  return { ...base, reason: `exit() waits in ${at}`, holds: [], until: task.deadline?.at };
}

function lockName(system: KernelSystem, task: Task): string {
  const cell: CellId | undefined = task.waiting?.when[0]?.cells[0];
  return cell === undefined ? 'lock' : (system.machine.cells.fields[cell] ?? 'lock');
}

function waitInInit(system: KernelSystem, task: Task): Reason {
  const at = task.waiting?.at ?? '';
  const until = task.deadline?.at;
  const asleep = task.waiting?.op === 'sleep';
  const interruptible = task.waiting?.mode === 'waitOrSignal';
  const why = interruptible ? '' : 'init() runs and has no way back';
  if (asleep) return { reason: 'init() sleeps', holds: [], until, cancellable: interruptible, whyNot: why, wayOut: '' };
  if (at === 'add_unformed_module')
    return { reason: 'waits for the other load of this name', holds: [], until, cancellable: true, whyNot: '', wayOut: '' };
  if (at === 'resolve_symbol')
    return { reason: 'waits for the init of a module it needs', holds: [], until, cancellable: true, whyNot: '', wayOut: '' };
  if (task.waiting?.op === 'lock')
    return { reason: `waits for the ${lockName(system, task)}`, holds: [], until, cancellable: false, whyNot: why, wayOut: '' };
  return { reason: `init() waits in ${at}`, holds: [], until, cancellable: interruptible, whyNot: why, wayOut: '' };
}

interface Subject {
  readonly name: string;
  readonly phases: readonly PhaseView[];
  readonly reason: Reason;
}

/** What a blocked process waits for, if it is about a module. */
function subjectOf(system: KernelSystem, process: Process): Subject | undefined {
  const { task } = process;
  if (task.state !== 'blocked' || task.waiting === undefined) return undefined;
  for (const frame of task.frames) {
    const [first] = frame.call.args;
    if (frame.call.name === WAIT_UNUSED || frame.call.name === 'delete_module') {
      const name = String(first);
      const m = moduleNamed(system.kernel.modules, name);
      if (m === undefined) return undefined;
      return { name, phases: phasesOf(m), reason: frame.call.name === WAIT_UNUSED ? waitForUsers(system, m) : waitInExit(system, m, task) };
    }
    if (frame.call.name === 'finit_module' || frame.call.name === 'init_module')
      return { name: moduleWord(process), phases: [], reason: waitInInit(system, task) };
  }
  return undefined;
}

/** The module that a loading tool was asked for, from its words: `insmod slowinit.ko ms=1` loads slowinit. */
function moduleWord(process: Process): string {
  const word = process.argv.slice(1).find((one) => !one.startsWith('-')) ?? '';
  return word.replace(/^.*\//, '').replace(/\.ko(\..*)?$/, '');
}

/** All waits worth telling, oldest first. */
export function waitViews(system: KernelSystem): WaitView[] {
  const views: WaitView[] = [];
  for (const process of system.os.processes.values()) {
    if (process.task.state === 'ended') continue;
    const subject = subjectOf(system, process);
    if (subject === undefined) continue;
    const { reason } = subject;
    views.push({
      pid: process.pid,
      group: process.group,
      command: process.argv.join(' '),
      module: subject.name,
      since: process.task.waitingSince,
      reason: reason.reason,
      blockers: blockersOf(reason.holds),
      until: reason.until,
      phases: subject.phases,
      cancellable: reason.cancellable,
      whyNot: reason.whyNot,
      wayOut: reason.wayOut,
    });
  }
  return views.sort((a, b) => a.since - b.since);
}
