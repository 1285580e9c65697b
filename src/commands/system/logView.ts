/** What `dmesg` sees of the kernel log. The system provides it. */
import type { UserPath } from '../../engine/step.ts';

export interface LogLine {
  /** Microseconds since boot. */
  readonly t: number;
  /** 0 (emerg) to 7 (debug). */
  readonly level: number;
  readonly text: string;
}

export interface LogView {
  /** The lines since the last `clear`. */
  lines(): readonly LogLine[];
  clear(): void;
  /** Whoever looks has seen everything so far. */
  markRead(): void;
  /** Waits for the next line; false when a signal came first. */
  waitForMore(): UserPath<boolean>;
  /** Messages of lower levels than this go to the console too. */
  setConsoleLevel(level: number): void;
}

/** The part of the services that `dmesg` asks for. */
export interface LogServices {
  readonly klog: LogView;
}
