/** What runs a module's text on its own account: timers, kernel threads, packet handlers. */
import type { CellId, Tick } from '../../engine/step.ts';

export interface ModuleTimer {
  readonly module: number;
  readonly name: string;
  /** 1 while the timer is set. */
  readonly armed: CellId;
  /** 1 while its function runs. */
  readonly running: CellId;
  /** When it fires, while it is set. */
  until: Tick;
}

export interface ModuleThread {
  readonly module: number;
  readonly name: string;
  /** How many were asked for and have not begun yet. */
  readonly asked: CellId;
}

export interface PacketHandler {
  readonly module: number;
  /** 1 while dev_add_pack holds. */
  readonly registered: CellId;
}

export interface WorkTable {
  /** By module id, then by name. */
  readonly timers: Map<number, Map<string, ModuleTimer>>;
  readonly threads: Map<number, Map<string, ModuleThread>>;
  /** By module id. */
  readonly handlers: Map<number, PacketHandler>;
}

export const createWorkTable = (): WorkTable => ({ timers: new Map(), threads: new Map(), handlers: new Map() });
