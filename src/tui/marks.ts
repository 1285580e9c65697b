/** What changed between two looks at the system, and for how long the table shows it. Show time in milliseconds. */
import type { ModuleView, SystemView } from '../engine/view.ts';

export interface Light {
  readonly sign: 'added' | 'rose' | 'fell' | 'changed';
  /** The field that stands out. */
  readonly field: 'name' | 'number' | 'state';
  readonly untilMs: number;
}

/** A module that went: its row stays for a moment. */
export interface Ghost {
  readonly module: ModuleView;
  /** The module that stood above it; -1 at the top. */
  readonly below: number;
  readonly untilMs: number;
}

export interface Changes {
  /** The kernel that was looked at. */
  readonly boot: number;
  readonly modules: readonly ModuleView[];
  /** By module id. */
  readonly lights: ReadonlyMap<number, Light>;
  /** In the order in which they went. */
  readonly ghosts: readonly Ghost[];
}

/** How long a mark stays, in show time; and with reduced motion. */
export const MARK_MS = 2_000;
export const MARK_STILL_MS = 5_000;

/** The first look at a system: nothing is new yet. */
export const firstLook = (view: SystemView): Changes => ({ boot: view.boot, modules: view.modules, lights: new Map(), ghosts: [] });

/**
 * Compares the last look with this one. The same object back when nothing is to be shown differently. Under a fresh kernel
 * nothing is new: what went with the old one, its rows of modules that were gone included, was never there.
 */
export function trackChanges(previous: Changes, view: SystemView, showMs: number, markMs = MARK_MS): Changes {
  if (view.boot !== previous.boot) return firstLook(view);
  const current = dropExpired(previous, showMs);
  if (view.modules === current.modules) return current;
  const before = new Map(current.modules.map((module) => [module.id, module]));
  const untilMs = showMs + markMs;
  const lights = new Map(current.lights);
  for (const module of view.modules) {
    const old = before.get(module.id);
    before.delete(module.id);
    const light = old ? lightOf(old, module) : ({ sign: 'added', field: 'name' } as const);
    if (light) lights.set(module.id, { ...light, untilMs });
  }
  const ghosts = [...current.ghosts];
  for (const module of before.values()) {
    const above = current.modules[current.modules.indexOf(module) - 1];
    ghosts.push({ module, below: above?.id ?? -1, untilMs });
    lights.delete(module.id);
  }
  return { boot: view.boot, modules: view.modules, lights, ghosts };
}

function lightOf(old: ModuleView, module: ModuleView): Omit<Light, 'untilMs'> | undefined {
  if (module.used > old.used) return { sign: 'rose', field: 'number' };
  if (module.used < old.used) return { sign: 'fell', field: 'number' };
  return module.state === old.state ? undefined : { sign: 'changed', field: 'state' };
}

function dropExpired(changes: Changes, showMs: number): Changes {
  const expiry = nextExpiry(changes);
  if (expiry === undefined || expiry > showMs) return changes;
  return {
    boot: changes.boot,
    modules: changes.modules,
    lights: new Map([...changes.lights].filter(([, light]) => light.untilMs > showMs)),
    ghosts: changes.ghosts.filter((ghost) => ghost.untilMs > showMs),
  };
}

/** When the next mark goes out; undefined when none is lit. */
export function nextExpiry(changes: Changes): number | undefined {
  let next: number | undefined;
  for (const { untilMs } of [...changes.lights.values(), ...changes.ghosts]) next = Math.min(next ?? untilMs, untilMs);
  return next;
}
