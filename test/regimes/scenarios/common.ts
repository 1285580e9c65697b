/** What the race scenarios share: their verdicts, and short words for what tasks do. */
import type { Path } from '../../../src/engine/step.ts';
import { chrdevOpen, chrdevRead, chrdevRelease } from '../../../src/kernel/chrdev.ts';
import type { Driver } from '../../../src/kernel/driver.ts';
import type { Model } from '../../../src/kernel/model.ts';
import type { Rules } from '../../../src/kernel/rules.ts';
import { deleteModule, O_NONBLOCK, O_TRUNC } from '../../../src/kernel/unload.ts';
import { regimeById } from '../../../src/regimes/index.ts';
import { variantDriver, variantOf } from '../../../src/regimes/regime.ts';
import {
  allDrivers,
  bootKernel,
  call,
  faults,
  interrupt,
  isThere,
  type KernelWorld,
  majorOf,
  moduleCalled,
  type PathTask,
  settle,
  start,
} from '../../helpers/kernelWorld.ts';

/**
 * UAU: use after unload (or a second exit). LEAK: a reference that nobody holds. STARV: refused although every user leaves.
 * SPUR: somebody is refused by a module that stays. HANG: a wait that no signal ends. DEAD: two wait for each other.
 */
export type Verdict = 'UAU' | 'LEAK' | 'STARV' | 'SPUR' | 'HANG' | 'DEAD' | 'safe';

export interface Setting {
  readonly regime: string;
  /** A variant of the regime, by name. */
  readonly variant?: string;
  /** Another fixture than the scenario's own. */
  readonly driver?: string;
  /** Something taken from or added to the fixture. */
  readonly change?: (driver: Driver) => Driver;
  readonly model?: Model;
}

export interface Scene extends KernelWorld {
  /** The fixture that the scenario is about. */
  readonly name: string;
}

export function rulesFor({ regime, variant = '-' }: Setting): Rules {
  const found = regimeById(regime);
  const rules = found === undefined ? undefined : variantOf(found, variant);
  if (rules === undefined) throw new Error(`no regime ${regime} with ${variant}`);
  return rules;
}

/** Boots the setting; `fallback` is the scenario's own fixture. */
export function scene(setting: Setting, fallback: string): Scene {
  const name = setting.driver ?? fallback;
  const found = allDrivers.find((driver) => driver.name === name);
  const regime = regimeById(setting.regime);
  if (found === undefined || regime === undefined) throw new Error(`no fixture ${name}`);
  const varied = variantDriver(regime, setting.variant ?? '-', found);
  const changed = setting.change === undefined ? varied : setting.change(varied);
  return { ...bootKernel(rulesFor(setting), [changed], setting.model), name };
}

export const rmmod = (s: KernelWorld, name: string): Path<number> => deleteModule(s.kernel, name, O_NONBLOCK);
/** rmmod -w where the kernel waits. */
export const rmmodWaiting = (s: KernelWorld, name: string): Path<number> => deleteModule(s.kernel, name, 0);
export const rmmodForced = (s: KernelWorld, name: string): Path<number> => deleteModule(s.kernel, name, O_NONBLOCK | O_TRUNC);
export const open = (s: KernelWorld, name: string, file: number): Path<number> => chrdevOpen(s.kernel, majorOf(s.kernel, name), file);
export const read = (s: KernelWorld, slot: number, file: number): Path<string | number> => chrdevRead(s.kernel, slot, file, 10, 0);
export const close = (s: KernelWorld, slot: number, file: number): Path<void> => chrdevRelease(s.kernel, slot, file);

export const usedAfterUnload = (s: KernelWorld): boolean =>
  faults(s).some((fault) => fault === 'use-after-unload' || fault === 'double-free');

/** What a wait of an rmmod comes to: nobody disturbs it, a signal ends it, or nothing does. */
export function waitVerdict(s: KernelWorld, waiter: PathTask<number>): 'over' | 'cancelled' | 'HANG' {
  settle(s);
  if (waiter.ended) return 'over';
  interrupt(s, waiter.task);
  settle(s);
  return waiter.ended ? 'cancelled' : 'HANG';
}

/** The module is usable: live, its gate open, a new user gets in and out, and it can then be unloaded where modules can. */
export function worksOn(s: Scene): boolean {
  if (!isThere(s, s.name)) return false;
  const file = 90;
  const slot = call(s, open(s, s.name, file)) ?? -1;
  if (slot < 0) return false;
  call(s, close(s, slot, file));
  if (!s.kernel.rules.sheet.unloads) return true;
  return call(s, rmmod(s, s.name)) === 0 && !isThere(s, s.name);
}

export { call, interrupt, isThere, moduleCalled, settle, start };
