/**
 * The driver API: all that a driver sees. A driver is an object of generator functions; everything it shares with
 * anybody lies in its named cells, and it does everything through the context `k` that each function is given.
 * The shell loads the very same object that the explorer compiles.
 */
import type { CellSpec } from '../engine/cells.ts';
import type { CellId, Path } from '../engine/step.ts';

export type ParamType = 'int' | 'uint' | 'long' | 'ulong' | 'short' | 'ushort' | 'byte' | 'bool' | 'invbool' | 'charp';

export interface ParamSpec {
  /** Absent: only `get` and `set` know what it is (module_param_cb). */
  readonly type?: ParamType;
  readonly init?: number | string | boolean;
  /** As in module_param: 0 hides it from sysfs. */
  readonly mode: number;
  readonly description?: string;
  /** Text that reading the file gives, without the newline. Default: the value. */
  get?(k: DriverContext): Path<string>;
  /** Takes what was written; 0 or a negative errno. Default: parse by type and store. */
  set?(k: DriverContext, text: string): Path<number>;
}

export interface ExportSpec {
  /** EXPORT_SYMBOL_GPL: only for modules of a compatible licence. */
  readonly gpl?: boolean;
  /** What a call does; runs in this module's text. */
  call?(k: DriverContext, ...args: number[]): Path<number>;
}

export interface CharOps {
  /** The owner field of file_operations; false: the core cannot count. */
  readonly owner: boolean;
  /** 0 or a negative errno. */
  open?(k: DriverContext, file: number): Path<number>;
  release?(k: DriverContext, file: number): Path<void>;
  /** Text from the position, or a negative errno. */
  read?(k: DriverContext, file: number, count: number, position: number): Path<string | number>;
  /** How many characters were taken, or a negative errno. */
  write?(k: DriverContext, file: number, data: string): Path<number>;
}

export interface NetOps {
  /** ndo_open and ndo_stop. */
  open?(k: DriverContext, device: number): Path<number>;
  stop?(k: DriverContext, device: number): Path<void>;
  /** ndo_start_xmit: one packet of so many bytes. */
  xmit?(k: DriverContext, device: number, bytes: number): Path<void>;
  /** dev->destructor of 2.4 and 2.5: runs in module text when the last reference goes, whenever that is. */
  destructor?(k: DriverContext, device: number): Path<void>;
}

export interface FamilyOps {
  readonly owner: boolean;
  readonly protocolName: string;
  /** pf->create: 0 or a negative errno. The core has allocated the sock already when this returns 0 from `k.skAlloc`. */
  create(k: DriverContext, socket: number, type: number, protocol: number): Path<number>;
  /** ops->release: gives the sock back, at once (`k.skFree`) or after a time (`k.linger`). */
  release(k: DriverContext, socket: number): Path<void>;
  /** A connection that a listening socket accepted: like create, for a child that inherits. 0 or a negative errno. */
  accept?(k: DriverContext, socket: number): Path<number>;
  /** The linger time of a sock is over; runs in module text on the module's workqueue, and must give the sock back. */
  lingerOver?(k: DriverContext, socket: number): Path<void>;
  /** For regimes that drain: stop taking new sockets, and the inverse, which cannot fail. */
  prepare?(k: DriverContext): Path<void>;
  resume?(k: DriverContext): Path<void>;
}

export interface Driver {
  readonly name: string;
  readonly version?: string;
  readonly license?: string;
  readonly author?: string;
  readonly description?: string;
  readonly aliases?: readonly string[];
  /** srcversion as modinfo shows it. */
  readonly srcversion?: string;
  /** Bytes in memory, as lsmod shows them, and those of init that are given back once it is done. */
  readonly size?: number;
  readonly initSize?: number;
  readonly params?: { readonly [name: string]: ParamSpec };
  readonly exports?: { readonly [symbol: string]: ExportSpec };
  /** Symbols of other modules, in the order in which the loader looks them up. */
  readonly needs?: readonly string[];
  /** Symbols of the kernel proper that it also uses: only for modprobe --dump-modversions. */
  readonly kernelSymbols?: readonly string[];
  /** Its tables of operations: file_operations by device name, net_device_ops by a name of its own, net_proto_family by number. */
  readonly chrdevs?: { readonly [name: string]: CharOps };
  readonly netdevs?: { readonly [name: string]: NetOps };
  readonly families?: { readonly [number: number]: FamilyOps };
  /** Functions that its timers call, by name; kernel threads it starts; what a packet does that comes in. All of them in its text. */
  readonly timers?: { readonly [name: string]: (k: DriverContext) => Path<void> };
  /** `put`: at its end the thread gives back the module's count that it holds. */
  readonly threads?: { readonly [name: string]: (k: DriverContext) => Path<'return' | 'put'> };
  packet?(k: DriverContext, bytes: number): Path<void>;
  /** Its private shared integers. */
  readonly cells?: { readonly [name: string]: CellSpec };
  /** 0, or a negative errno. Without init and exit a module is a library. */
  init?(k: DriverContext): Path<number>;
  /** Without it a module that has init is permanent. */
  exit?(k: DriverContext): Path<void>;
  /** can_unload of 2.2 and 2.4. True: it may go. (The historic function answered the other way round.) */
  canUnload?(k: DriverContext): Path<boolean>;
}

/** What a driver may do. Every function that yields must be called with `yield*`. */
export interface DriverContext {
  /** The module's own name. */
  readonly module: string;
  /** One of its cells. */
  cell(name: string): CellId;
  load(cell: CellId): Path<number>;
  store(cell: CellId, value: number): Path<void>;
  /** Adds atomically; the new value. */
  add(cell: CellId, by: number): Path<number>;
  lock(cell: CellId): Path<void>;
  unlock(cell: CellId): Path<void>;
  /** msleep: deaf to signals. */
  sleep(milliseconds: number): Path<void>;
  /** msleep_interruptible: false when a signal ended it. */
  sleepInterruptible(milliseconds: number): Path<boolean>;
  /** mdelay: busy for so long on its CPU, which is all that softirqs may do. */
  delay(milliseconds: number): Path<void>;
  /** A place where something may fail, by name: 0 unless a fault is injected there. */
  choose(site: string, among?: number): Path<number>;
  /** pr_info with the module's name in front; `level` as in printk, 3 for errors. */
  log(text: string, level?: number): Path<void>;
  /** A parameter's value now. */
  int(param: string): Path<number>;
  string(param: string): string;
  /** Text data of its own, and a way to change it. */
  data(key: string): string;
  keep(key: string, text: string): Path<void>;

  /** register_chrdev(0, name, chrdevs[name]): the major number, or a negative errno. */
  registerChrdev(name: string): Path<number>;
  unregisterChrdev(major: number): Path<void>;
  /** class_create + device_create: makes /dev/NAME and /sys/class/CLASS/NAME; 0 or a negative errno. */
  createDevice(className: string, name: string, major: number, minor: number): Path<number>;
  destroyDevice(className: string, name: string): Path<void>;

  /** alloc_netdev + register_netdev: a handle above 0, or a negative errno. `%d` in the name is the next free number. */
  registerNetdev(ops: string, pattern: string, options: { mtu: number; address: string; flags: readonly string[] }): Path<number>;
  /** Takes the device away and waits as the regime says. */
  unregisterNetdev(device: number): Path<void>;
  freeNetdev(device: number): Path<void>;
  netdevName(device: number): string;
  /** dev_get_by_name: a handle with a reference, or 0. */
  devGetByName(name: string): Path<number>;
  /** How many hold the device beside its own registration: what a can_unload looks at. */
  netdevUsers(device: number): Path<number>;
  /** dev_hold. False only where a hold may fail. */
  devHold(device: number): Path<boolean>;
  devPut(device: number): Path<void>;

  /** proto_register + sock_register: 0 or a negative errno. */
  registerFamily(family: number): Path<number>;
  unregisterFamily(family: number): Path<void>;
  /** sk_alloc for a socket: false when it was refused. */
  skAlloc(socket: number): Path<boolean>;
  /** sock_put of the last reference: of an open socket's sock, or of one that lingered. */
  skFree(socket: number, which?: 'open' | 'linger'): Path<void>;
  /** Leaves the sock behind for so long, as TIME_WAIT does; then `lingerOver` runs. */
  linger(socket: number, milliseconds: number): Path<void>;
  /** destroy_workqueue: waits for work that runs now. */
  flushWork(): Path<void>;
  /** dev_add_pack and dev_remove_pack, for `packet`. */
  addPacketHandler(): Path<void>;
  removePacketHandler(): Path<void>;
  /** add_timer and del_timer_sync, for `timers`. False when it is set already. */
  startTimer(name: string, milliseconds: number): Path<boolean>;
  cancelTimer(name: string): Path<void>;
  /** kthread_run, for `threads`; and the get of the module's count that such a thread puts. */
  startThread(name: string): Path<void>;
  getForThread(name: string): Path<boolean>;

  /** try_module_get(THIS_MODULE) and module_put(THIS_MODULE). */
  tryModuleGet(): Path<boolean>;
  modulePut(): Path<void>;
  /** MOD_INC_USE_COUNT and MOD_DEC_USE_COUNT: something only where modules count for themselves. */
  modInc(object: string): Path<void>;
  modDec(object: string): Path<void>;

  /** Calls a symbol of another module, in that module's text. */
  call(symbol: string, ...args: number[]): Path<number>;
}
