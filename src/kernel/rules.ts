/**
 * What a regime decides. The kernel's paths are written once and ask these questions; no path asks which regime it is in.
 */
import type { Path } from '../engine/step.ts';
import type { Kernel } from './kernel.ts';
import type { ModuleRecord } from './module.ts';

/** Facts that paths, texts and tools look up. Everything that differs between kernels and is no path of its own. */
export interface Sheet {
  /** Who counts a module's users. */
  readonly whoCounts: 'module' | 'core' | 'predicate' | 'nobody';
  /** References in a fresh module's count: today's base and the one that init holds. */
  readonly refcntAtLoad: number;
  /** The part of the raw count that is not a user: 1 where there is a base reference. */
  readonly base: number;
  /** A module that uses a symbol raises its provider's count. */
  readonly dependentsCount: boolean;
  readonly dependentsRecorded: boolean;
  /** delete_module exists. */
  readonly unloads: boolean;
  readonly force: boolean;
  /** errno (positive) of a delete_module that is refused. */
  readonly inUse: number;
  readonly hasDependents: number;
  /** A module with init and without exit can never go. */
  readonly noExitIsPermanent: boolean;
  /** Lock over exit(): the loader's, or none. */
  readonly lockOverExit: boolean;
  /** Gets that an open of a character device takes, by the function that does. */
  readonly chrdevGets: readonly string[];
  /** open(2) where the get was refused, or nothing is registered (positive errno). */
  readonly openRefused: number;
  /** Gets that a socket takes and keeps, by function. */
  readonly socketGets: readonly ('sock_create' | 'sk_alloc')[];
  /** A closed socket that lingers holds its module. */
  readonly timeWaitHolds: boolean;
  /** A network device that is up holds its module. */
  readonly upHolds: boolean;
  /** Every dev_hold also holds the device's module, and so may fail. */
  readonly devHoldHolds: boolean;
  /** Every network object (route, neighbour, packet ...) holds the module. */
  readonly objectHolds: boolean;
  /** How unregister_netdevice waits for the last reference to a device. */
  readonly unregister: 'waits' | 'waits_with_rtnl' | 'returns_at_once';
  /** The count that unregister waits for, and what it adds to the number it prints. */
  readonly deviceAtRest: number;
  /** A second load of a loaded or loading name: waits for the first, or fails at once. */
  readonly sameName: 'waits' | 'EEXIST';
  /** Where a failed init leaves the module. */
  readonly failedInitKeepsSlot: boolean;
  /** Which tools go with it. */
  readonly era: 'modutils' | 'module-init-tools' | 'kmod';
  /** How `rmmod -w` waits: in the tool (cancellable), in the kernel (deaf), or not at all. */
  readonly rmmodWait: 'tool' | 'kernel' | 'drain' | 'never';
  /** Which marks a forced unload leaves. */
  readonly forceTaint: '' | 'F' | 'R';
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
  /** The heart: may this module go now? True commits (the state is GOING); otherwise a positive errno. Called with the loader's lock held. */
  mayGo(k: Kernel, m: ModuleRecord, flags: { readonly force: boolean; readonly nonblock: boolean }): Path<true | number>;
  /** After init returned well: drops what init held. */
  initDone(k: Kernel, m: ModuleRecord): Path<void>;
  /** MOD_INC_USE_COUNT and MOD_DEC_USE_COUNT, where modules count for themselves; elsewhere nothing. */
  moduleCounts(k: Kernel, m: ModuleRecord, by: 1 | -1, object: string, at: string): Path<void>;
}
