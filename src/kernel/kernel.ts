/**
 * The kernel as one object: locks and counters in cells, tables of names beside them, and the rules of its regime.
 * Paths read handles from the tables and decide by cells; they change the tables only by `emit` and `ask` (see notes.ts).
 */
import { addCell } from '../engine/cells.ts';
import type { Machine } from '../engine/machine.ts';
import type { CellId, NoteEvent } from '../engine/step.ts';
import type { Task } from '../engine/task.ts';
import { type AddressSpace, createAddressSpace } from './address.ts';
import type { Driver } from './driver.ts';
import { createMeter, type Meter } from './meter.ts';
import type { Model } from './model.ts';
import type { ModuleRecord } from './module.ts';
import type { Oops } from './oops.ts';
import { createKernelLog, type KernelLog } from './printk.ts';
import type { Rules } from './rules.ts';
import { type CacheTable, createCacheTable } from './tables/caches.ts';
import { type ChrdevTable, createChrdevTable } from './tables/chrdevs.ts';
import { createFamilyTable, type FamilyTable } from './tables/families.ts';
import { createModuleTable, type ModuleTable } from './tables/modules.ts';
import { createNetdevTable, type NetdevTable } from './tables/netdevs.ts';
import { createWorkTable, type WorkTable } from './tables/work.ts';

/** One load that is under way: what the module's file said and what the caller asked for. */
export interface LoadRequest {
  readonly driver: Driver;
  /** The module's own name, which need not be the driver's. */
  readonly name: string;
  readonly license: string;
  readonly vermagic: string;
  readonly intree: boolean;
  readonly signed: boolean;
  readonly coreSize: number;
  readonly initSize: number;
  readonly version: string | undefined;
  readonly srcversion: string | undefined;
  readonly params: string;
  /** 1: ignore symbol versions, 2: ignore vermagic (finit_module's flags). */
  readonly flags: number;
}

export interface KernelHooks {
  /** Starts a user program (the usermode helper); `done` becomes 1 when it has ended. */
  startHelper(argv: readonly string[], done: CellId): void;
  /** A device node appears under /dev or goes. */
  deviceNode(name: string, node: { major: number; minor: number; mode: number } | undefined): void;
}

export interface Locks {
  /** module_mutex, or what the era's loader lock was. */
  readonly modules: CellId;
  /** chrdevs_lock; today the cdev map's mutex. */
  readonly chrdevs: CellId;
  /** The networking configuration lock. */
  readonly rtnl: CellId;
  /** unload_lock of 2.2.20 and 2.4: one spinlock for the counts of all modules. */
  readonly unload: CellId;
  /** What a look-up of a protocol family and its first get are under: net_family_lock, today RCU. */
  readonly families: CellId;
  /** What a look-up of a device and its hold are under: dev_base_lock, today RCU. Either way it comes before an unlisting or after it. */
  readonly devices: CellId;
  /** dev_lockct of 2.2: look-ups under way, of all devices together. */
  readonly deviceLookups: CellId;
  /** CPUs inside packet receive now: what a grace period of the network code waits for. */
  readonly softirqs: CellId;
}

export type NoteHandler = (event: NoteEvent, task: Task | undefined) => number;

export interface Kernel {
  readonly machine: Machine;
  readonly rules: Rules;
  readonly release: string;
  readonly vermagic: string;
  readonly locks: Locks;
  /** /proc/sys/kernel/modules_disabled. */
  readonly modulesDisabled: CellId;
  readonly log: KernelLog;
  /** Kernel taint mask (cat /proc/sys/kernel/tainted). */
  tainted: number;
  /** Messages that the kernel prints once a boot, by key. */
  readonly printedOnce: Set<string>;
  readonly modules: ModuleTable;
  readonly chrdevs: ChrdevTable;
  readonly netdevs: NetdevTable;
  readonly families: FamilyTable;
  readonly work: WorkTable;
  /** Routes and neighbours, and what traffic came to. */
  readonly caches: CacheTable;
  /** What the counting has cost since boot. */
  readonly meter: Meter;
  /** Where a switch may come; see model.ts. */
  model: Model;
  readonly addresses: AddressSpace;
  readonly requests: Map<number, LoadRequest>;
  nextRequest: number;
  readonly handlers: Map<string, NoteHandler>;
  readonly hooks: KernelHooks;
  /** The module that was unloaded last, with its taint letters, for an oops. */
  lastUnloaded: string;
  readonly oopses: Oops[];
  /** Seconds between two warnings about a device that is still held (net.core.netdev_unregister_timeout_secs). */
  netdevWarnSeconds: number;
  /** The program that is run for a module that somebody asks for by alias (kernel.modprobe); empty: none. */
  modprobePath: string;
}

export const RELEASE = '6.1.0-56-amd64';
/** The version magic of Debian's kernels of that release. */
export const vermagicOf = (release: string): string => `${release} SMP preempt mod_unload modversions `;
export const VERMAGIC = vermagicOf(RELEASE);

/** A kernel that has just booted: nothing loaded, not tainted. */
export function createKernel(machine: Machine, rules: Rules, hooks: KernelHooks, release = RELEASE): Kernel {
  const lockCell = (name: string): CellId => addCell(machine.cells, 'kernel', name, { init: 0, min: 0, max: 1 });
  const counter = (name: string): CellId => addCell(machine.cells, 'kernel', name, { init: 0, min: 0 });
  const handlers = new Map<string, NoteHandler>();
  const parts: Omit<Kernel, 'meter'> = {
    machine,
    rules,
    release,
    vermagic: vermagicOf(release),
    locks: {
      modules: lockCell('module_mutex'),
      chrdevs: lockCell('chrdevs_lock'),
      rtnl: lockCell('rtnl'),
      unload: lockCell('unload_lock'),
      families: lockCell('net_family_lock'),
      devices: lockCell('dev_base_lock'),
      deviceLookups: counter('dev_lockct'),
      softirqs: counter('softirqs'),
    },
    modulesDisabled: lockCell('modules_disabled'),
    log: createKernelLog(machine),
    tainted: 0,
    printedOnce: new Set(),
    modules: createModuleTable(),
    chrdevs: createChrdevTable(),
    netdevs: createNetdevTable(),
    families: createFamilyTable(),
    work: createWorkTable(),
    caches: createCacheTable(),
    model: 'smp',
    addresses: createAddressSpace(),
    requests: new Map(),
    nextRequest: 1,
    handlers,
    hooks,
    lastUnloaded: '',
    oopses: [],
    netdevWarnSeconds: 10,
    modprobePath: '/sbin/modprobe',
  };
  return Object.assign(parts, { meter: createMeter(parts) });
}

/** The record of a module id that a path holds. */
export function moduleOf(k: Kernel, id: number): ModuleRecord {
  const found = k.modules.byId.get(id);
  if (found === undefined) throw new Error(`no module record ${id}`);
  return found;
}

/** Remembers what a load is about and gives it a number, so that the path's arguments are plain. */
export function addRequest(k: Kernel, request: LoadRequest): number {
  const id = k.nextRequest;
  k.nextRequest += 1;
  k.requests.set(id, request);
  return id;
}
