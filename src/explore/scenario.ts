/**
 * What an explorer scenario is: which drivers are there, and which tasks call what. A task's body is a user program of
 * system calls, written once; the explorer compiles it with the kernel paths behind the calls, and the live machine runs it.
 */
import type { Call, UserPath } from '../engine/step.ts';
import type { Driver } from '../kernel/driver.ts';
import type { Model } from '../kernel/model.ts';
import type { Rules } from '../kernel/rules.ts';
import type { CacheKind } from '../kernel/tables/caches.ts';
import { CannotExplore, usersOwn } from './problem.ts';

/** smp and preempt: a switch may come between any two shared accesses. big-lock: only where a task sleeps or leaves the kernel. */
export type PreemptionModel = Model;

export const TIMERS = ['deadline', 'any'] as const;

/** The numbers and words of one case. A column of the matrix that says nothing is 0 or empty here. */
export interface Params {
  readonly regime: string;
  /** `-`, or what is changed: `broken: ...`, `repaired: ...`, `option: ...`. */
  readonly variant: string;
  readonly model: PreemptionModel;
  readonly users: number;
  readonly devices: number;
  readonly rounds: number | 'endless';
  readonly rmmods: number;
  /** Sites that may fail, each time they are passed. */
  readonly faults: readonly string[];
  /** How many injected failures one run may have; -1: no limit. */
  readonly faultBudget: number;
  /** How many times Ctrl-C may come, at any step. */
  readonly interrupts: number;
  readonly holder: boolean;
  readonly notify: boolean;
  readonly stuck: boolean;
  readonly part: 'whole' | 'open' | 'close';
  readonly pick: boolean;
  /** Tasks that load the module, which then is not loaded when the search begins. */
  readonly insmods: number;
  /** What users do where a scenario gives the choice: open, or load a module of their own (insmod). */
  readonly calls: string;
  /** Modules that are loaded before the one explored, oldest first, each with its parameters: `netdev txq=2`; `%2C` for a comma. */
  readonly loaded: readonly string[];
  /** Armed timers fire in the order of their deadlines, or in any order. */
  readonly timers: (typeof TIMERS)[number];
}

export const DEFAULT_PARAMS: Params = {
  regime: 'today',
  variant: '-',
  model: 'smp',
  users: 1,
  devices: 1,
  rounds: 1,
  rmmods: 1,
  faults: [],
  faultBudget: -1,
  interrupts: 0,
  holder: false,
  notify: false,
  stuck: false,
  part: 'whole',
  pick: false,
  insmods: 0,
  calls: 'open',
  loaded: [],
  timers: 'deadline',
};

/** The system calls of a scenario's tasks. Each is one path of the kernel; a negative number is an errno. */
export interface Calls {
  /** The number of the task among its like, from 0. */
  readonly number: number;
  /** Opens /dev/NAME (or NAME): a handle above 0, or a negative errno. */
  open(device: string): UserPath<number>;
  close(handle: number): UserPath<void>;
  read(handle: number, count: number): UserPath<number>;
  write(handle: number, text: string): UserPath<number>;
  insmod(module: string): UserPath<number>;
  rmmod(module: string, flags?: number): UserPath<number>;
  socket(family: number): UserPath<number>;
  closeSocket(socket: number): UserPath<void>;
  /** dev_get_by_name: a handle with one reference, or 0. */
  devGet(device: string): UserPath<number>;
  devPut(device: number): UserPath<void>;
  /** A route or a neighbour of a device that the task holds, found by all from then on: a handle, or 0. The plan must name its kind. */
  cacheAdd(kind: CacheKind, device: number): UserPath<number>;
  /** Takes the entry out of its cache, as age does; nothing where somebody else has done so. */
  cacheDrop(entry: number): UserPath<void>;
  /** One packet through the device's driver. */
  transmit(device: number): UserPath<void>;
  /** A packet that comes in, for every module that has asked for packets. */
  receive(): UserPath<number>;
  /** Brings a device up or down. */
  link(device: string, up: boolean): UserPath<number>;
  /** Waits until somebody has taken the device out of the lists, as a notifier's callback does. */
  awaitUnregistration(device: number): UserPath<void>;
  /** Lets any other task run: under the big lock, a place where a switch may happen. */
  sleep(): UserPath<void>;
  /** One of `among` outcomes, all of which are explored. */
  pick(among: number): UserPath<number>;
  lock(name: string): UserPath<void>;
  unlock(name: string): UserPath<void>;
}

export type Body = (c: Calls, before: number) => UserPath<unknown>;

export interface TaskPlan {
  readonly name: string;
  /** How many tasks like this there are; default 1. */
  readonly times?: number;
  /** How often each goes through its body; default 1. */
  readonly rounds?: number | 'endless';
  run: Body;
  /** Done before the search begins, task after task; its result is the body's second argument. */
  before?: Body;
  /** Ctrl-C may come to it. */
  readonly interruptible?: boolean;
  /** It ends with something still held, on purpose: then a count above its rest value is no leak. */
  readonly keeps?: boolean;
}

export interface DriverPlan {
  readonly driver: Driver | string;
  /** False: the module's file is there, but it is not loaded when the search begins. */
  readonly loaded?: boolean;
  readonly params?: string;
}

export interface Plan {
  readonly drivers: readonly (string | Driver | DriverPlan)[];
  readonly tasks: readonly TaskPlan[];
  /** What kinds of cache entries tasks may add: one of a kind, a device and a task. */
  readonly caches?: readonly CacheKind[];
  /** Changes one path or fact of the regime. */
  rules?(rules: Rules): Rules;
  /** Looks for this verdict alone. */
  readonly only?: string;
  /** Variants that are the scenario's own doing, not the regime's: options of a command. */
  readonly options?: readonly string[];
}

export interface Scenario {
  readonly name: string;
  /** One line for lists. */
  readonly summary?: string;
  /** What differs from the defaults when nothing is said on the command line. */
  readonly defaults?: Partial<Params>;
  readonly drivers?: Plan['drivers'];
  readonly tasks?: readonly TaskPlan[];
  /** In place of `drivers` and `tasks`, for scenarios that follow their parameters. */
  plan?(params: Params): Plan;
}

/** What a scenario comes to under its parameters. */
export function planOf(scenario: Scenario, params: Params): Plan {
  const { plan } = scenario;
  if (plan !== undefined) return usersOwn(`scenario ${scenario.name}`, () => plan.call(scenario, params));
  if (scenario.tasks === undefined) throw new CannotExplore(`scenario ${scenario.name} has neither tasks nor plan`);
  return { drivers: scenario.drivers ?? [], tasks: scenario.tasks };
}

function* callKernel(name: string, args: readonly unknown[]): UserPath<never> {
  const call: Call = { op: 'call', name, args };
  return (yield call) as never;
}

const NAMES = [
  'open',
  'close',
  'read',
  'write',
  'insmod',
  'rmmod',
  'socket',
  'closeSocket',
  'devGet',
  'devPut',
  'cacheAdd',
  'cacheDrop',
  'transmit',
  'receive',
  'link',
  'awaitUnregistration',
  'sleep',
  'pick',
  'lock',
  'unlock',
] as const satisfies readonly Exclude<keyof Calls, 'number'>[];

/** The calls as one task sees them. */
export function callsOf(number: number): Calls {
  const table = Object.fromEntries(NAMES.map((name) => [name, (...args: unknown[]) => callKernel(name, args)]));
  return { number, ...table } as unknown as Calls;
}
