/** What a face (Ink shell, dashboard, recorder) may see of a system: plain data, made afresh at each look. */
import type { Tick } from './step.ts';

export type HoldKind = 'file' | 'socket' | 'linger' | 'dev_hold' | 'thread' | 'timer' | 'object' | 'init' | 'self' | 'exit';

/** Holds of one kind on one module. */
export interface HoldView {
  readonly kind: HoldKind;
  /** How many objects of this kind. */
  readonly count: number;
  /** References that each of them counts. */
  readonly each: number;
  /** False: it exists, but this regime's count does not include it. */
  readonly counted: boolean;
  /** Who: `sh fd 3`, `psock`, `mdev0: devholder`; empty when several. */
  readonly who: string;
  /** Which object, where one name says it: `/dev/chardev0`. */
  readonly what?: string;
  /** When the last of them goes by itself, where that is known. */
  readonly until?: Tick;
}

export type ModuleStateWord = 'Live' | 'Loading' | 'Unloading' | 'Deleted';

export interface ModuleView {
  /** Stays the same while the module is there, and is never used again under this kernel. */
  readonly id: number;
  readonly name: string;
  readonly size: number;
  /** As the kernel counts: -1 while exit() runs. */
  readonly refcnt: number;
  /** As lsmod prints it at this moment: -2 where it finds no count, -1 under rules whose list says so. */
  readonly used: number;
  /** Modules that use it, in lsmod's order. */
  readonly holders: readonly string[];
  readonly state: ModuleStateWord;
  readonly taint: string;
  /** The row that the regime's own lsmod prints, without the newline. */
  readonly row: string;
  readonly holds: readonly HoldView[];
  /** References in the count that the ledger does not explain (or the other way round, negative). */
  readonly miscount: number;
}

/** One phase of an unload that has phases. */
export interface PhaseView {
  readonly name: string;
  readonly state: 'done' | 'now' | 'ahead';
  /** True for the commit: the line that no cancel crosses. */
  readonly commit: boolean;
}

/** A command that waits in a way worth telling. */
export interface WaitView {
  readonly pid: number;
  readonly group: number;
  /** The command line as typed: `rmmod -w proto`. */
  readonly command: string;
  readonly module: string;
  readonly since: Tick;
  /** `waits for 2 lingering sockets`, `exit() waits for mdev0: 1 dev_hold (devholder)`. */
  readonly reason: string;
  readonly blockers: readonly { readonly kind: HoldKind; readonly count: number; readonly who: string }[];
  /** When the last known blocker goes by itself; undefined: no limit is known. */
  readonly until: Tick | undefined;
  readonly phases: readonly PhaseView[];
  /** May Ctrl-C end the wait and leave the module as it was? */
  readonly cancellable: boolean;
  /** Why not, and what would end it: `SIGINT is pending, and stays so: exit() runs and has no way back`. */
  readonly whyNot: string;
  /** What would free it: `rmmod devholder frees mdev0`; may be empty. */
  readonly wayOut: string;
}

export interface SystemView {
  /** Which of a session's kernels this is, the first is 0: the next one's clock, ids and processes begin anew. */
  readonly boot: number;
  readonly now: Tick;
  readonly regime: string;
  /** Preemption model: smp unless told otherwise. */
  readonly model: string;
  readonly modules: readonly ModuleView[];
  /** The header that the regime's own lsmod prints. */
  readonly lsmodHeader: string;
  readonly waits: readonly WaitView[];
  /** Kernel taint letters, empty when clean. */
  readonly taint: string;
  /** Lines in the kernel log so far, and those since the last dmesg. */
  readonly logLines: number;
  readonly logUnread: number;
}

/** References of one kind by one holder: a row of what `refs` prints. */
export interface RefView {
  readonly refs: number;
  /** False: this regime's count does not include them. */
  readonly counted: boolean;
  readonly object: string;
  readonly holder: string;
  /** The kernel functions that took them. */
  readonly sites: readonly string[];
  readonly since: Tick;
}

/** What a view leaves out because it is long: looked up when asked for. */
export interface CloserLook {
  /** Every reference on a loaded module; none when it is not loaded. */
  refsOf(module: string): readonly RefView[];
  /** The last lines of the kernel log, as dmesg prints them. */
  logTail(lines: number): readonly string[];
}
