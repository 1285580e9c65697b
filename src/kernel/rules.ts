/**
 * What a regime decides. The kernel's paths are written once and ask these questions; no path asks which regime it is in.
 */
import type { Path } from '../engine/step.ts';
import type { Kernel } from './kernel.ts';
import type { ModuleRecord } from './module.ts';

/** What one get or put costs, for the unit costs of a bill: which word is written, and under what. */
export type CountCost = 'nothing' | 'local' | 'shared' | 'global_lock';

/** Facts about the counts of modules, the loader and delete_module. */
export interface CoreSheet {
  /** Who counts a module's users. */
  readonly whoCounts: 'module' | 'core' | 'predicate' | 'nobody';
  /** Which word a get writes. */
  readonly countCost: CountCost;
  /** References in a fresh module's count: today's base and the one that init holds. */
  readonly refcntAtLoad: number;
  /** The part of the raw count that is not a user: 1 where there is a base reference. */
  readonly base: number;
  /** CPUs that count apart, each in a cell of its own: 1 where there is one count for all. */
  readonly cpuCounts: number;
  /** A module that uses a symbol raises its provider's count. */
  readonly dependentsCount: boolean;
  readonly dependentsRecorded: boolean;
  /** delete_module exists. */
  readonly unloads: boolean;
  readonly force: boolean;
  /** errno (positive) of a delete_module that is refused. */
  readonly inUse: number;
  readonly hasDependents: number;
  /** errno of a name that cannot be one; an empty name is the automatic reap where `reaps` says so. */
  readonly badName: number;
  readonly reaps: boolean;
  /** States that find_module does not see. */
  readonly hidden: readonly number[];
  /** States in which delete_module says EBUSY, whatever the count. */
  readonly refuses: readonly number[];
  /** A module with init and without exit can never go. */
  readonly noExitIsPermanent: boolean;
  /** The loader's lock is held over exit(). False also where the big kernel lock is: it is dropped when exit() sleeps. */
  readonly lockOverExit: boolean;
  /** A signal ends the wait for the loader's lock. */
  readonly lockInterruptible: boolean;
  /** A second load of a loaded or loading name: waits for the first, fails at once, or fails unless the first one is being deleted. */
  readonly sameName: 'waits' | 'EEXIST' | 'EEXIST_unless_deleted';
  /** Who resolves symbols: the kernel under its lock, or insmod before it, with a check of the addresses afterwards. */
  readonly symbols: 'kernel' | 'insmod';
  /** False: a loader lets go of its lock between finding a symbol's owner and counting the use. Only broken variants do. */
  readonly resolvesAtomically: boolean;
  /** Where a failed init leaves the module. */
  readonly failedInitKeepsSlot: boolean;
  /** What a failed init's caller is told: init's own error, or EBUSY whatever it was. */
  readonly failedInitErrno: 'own' | 'EBUSY';
  /** Freeing after a failed init waits until nobody holds a reference. No kernel that shipped does. */
  readonly failedInitWaits: boolean;
  /** What an init that returns more than 0 is. */
  readonly positiveInit: 'fails' | 'loads' | 'warns';
  /** The loader has a function by which a kernel thread puts its module's count and ends, without a return to module text. */
  readonly putAndExit: boolean;
  /** Which tools go with it, and which format of /proc/modules. */
  readonly era: 'modutils' | 'module-init-tools' | 'kmod';
  /** How `rmmod -w` waits: in the tool (cancellable), in the kernel (deaf), or not at all. */
  readonly rmmodWait: 'tool' | 'kernel' | 'drain' | 'never';
  /** Taint letters that the kernel has: in 2.2 none, today all. */
  readonly taints: string;
  /** Which marks a forced unload leaves. */
  readonly forceTaint: '' | 'F' | 'R';
}

/** Facts about which objects hold a module, and how a device is waited for. */
export interface ObjectSheet {
  /** Gets that an open of a character device takes, by the function that does. */
  readonly chrdevGets: readonly string[];
  /** The table of character devices has a lock of its own, held over the first get. */
  readonly chrdevsLocked: boolean;
  /** open(2) where the get was refused, or nothing is registered (positive errno). */
  readonly openRefused: number;
  /** A refused get makes open(2) ask for a module by number, as if nothing were registered. */
  readonly refusedOpenAsks: boolean;
  /** Gets that a socket takes and keeps, by function. */
  readonly socketGets: readonly ('sock_create' | 'sk_alloc')[];
  /** What the lock of the table of families is held over: nothing, the first get, or the whole of create(). */
  readonly familyLock: 'none' | 'get' | 'create';
  /** A closed socket that lingers holds its module. */
  readonly timeWaitHolds: boolean;
  /** An armed timer of the module holds it. */
  readonly timerHolds: boolean;
  /** A network device that is up holds its module. */
  readonly upHolds: boolean;
  /** Every dev_hold also holds the device's module, and so may fail. */
  readonly devHoldHolds: boolean;
  /** So does the dev_hold of an address, which unregister gives back by itself. */
  readonly addressHolds: boolean;
  /** Every network object (route, neighbour, packet ...) holds the module. */
  readonly objectHolds: boolean;
  /** netif_rx takes a dev_hold for each packet that it queues. */
  readonly packetHoldsDevice: boolean;
  /** How unregister_netdevice waits for the last reference to a device. */
  readonly unregister: 'waits' | 'waits_with_rtnl' | 'returns_at_once' | 'does_not_count';
  /** A device with a destructor makes unregister return at once; the last dev_put calls it. */
  readonly destructors: boolean;
  /** A device's count when it is made, before it is registered. */
  readonly deviceBase: number;
  /** The count that unregister waits for. */
  readonly deviceAtRest: number;
  /** Taking a packet handler away waits for who is inside it. */
  readonly handlerRemovalWaits: boolean;
}

/** Facts that paths, texts and tools look up. Everything that differs between kernels and is no path of its own. */
export interface Sheet extends CoreSheet, ObjectSheet {}

export interface UnloadFlags {
  readonly force: boolean;
  readonly nonblock: boolean;
}

export interface Rules {
  readonly id: string;
  readonly sheet: Sheet;
  /** try_module_get: false when the module may not be entered any more. `object` is what will hold the reference. */
  tryGet(k: Kernel, m: ModuleRecord, object: string, at: string): Path<boolean>;
  /** __module_get: for a caller that already holds one; cannot fail. */
  getHeld(k: Kernel, m: ModuleRecord, object: string, at: string): Path<void>;
  /** module_put. */
  put(k: Kernel, m: ModuleRecord, object: string, at: string): Path<void>;
  /** The strong get of a dependent: 0, or a positive errno (EBUSY: still coming, try again; ENOENT: going). */
  use(k: Kernel, m: ModuleRecord, object: string, at: string): Path<number>;
  /** Gives the dependent's reference back. */
  unuse(k: Kernel, m: ModuleRecord, object: string, at: string): Path<void>;
  /**
   * The heart: may this module go now? True: the state is GOING, and nobody is let in any more; otherwise a positive
   * errno. Called with the loader's lock held, and returns with it held.
   */
  mayGo(k: Kernel, m: ModuleRecord, flags: UnloadFlags): Path<true | number>;
  /**
   * What is still to be waited for after that, without the loader's lock, and with a way back: true commits, otherwise a
   * positive errno, and the module is as it was. Absent: nothing.
   */
  settle?(k: Kernel, m: ModuleRecord): Path<true | number>;
  /** After the commit: runs the rest of the unload; 0 or a positive errno. Absent: in the caller, which a signal does not disturb. */
  finish?(k: Kernel, m: ModuleRecord, rest: Path<void>): Path<number>;
  /** After a refused get: true when the caller should try again, once nothing else is held. Absent: no. */
  retry?(k: Kernel, m: ModuleRecord, at: string): Path<boolean>;
  /** After init returned well: drops what init held. */
  initDone(k: Kernel, m: ModuleRecord): Path<void>;
  /** After init failed: what becomes of the count. */
  initFailed(k: Kernel, m: ModuleRecord): Path<void>;
  /** An object that the module owns is made: false when it may not be. Only for kinds that the sheet lets hold. */
  hold(k: Kernel, m: ModuleRecord, object: string, at: string): Path<boolean>;
  /** The same for an object made from one that holds already; cannot fail. */
  holdHeld(k: Kernel, m: ModuleRecord, object: string, at: string): Path<void>;
  /** Such an object is gone. */
  drop(k: Kernel, m: ModuleRecord, object: string, at: string): Path<void>;
  /** MOD_INC_USE_COUNT and MOD_DEC_USE_COUNT, where modules count for themselves; elsewhere nothing. */
  moduleCounts(k: Kernel, m: ModuleRecord, by: 1 | -1, object: string, at: string): Path<void>;
}
