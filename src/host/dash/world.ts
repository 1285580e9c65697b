/** What a dashboard looks at and whose time it steers: a shell's session or a script. Show time in milliseconds, virtual in microseconds. */
import type { CloserLook, SystemView } from '../../engine/view.ts';

export interface DashWorld {
  view(): SystemView;
  readonly closer: CloserLook;
  /** Where the virtual clock stands; while nothing is under way, at the last event. */
  nowUs(showMs: number): number;
  /** Virtual per show time; 0 is paused. */
  speed(): number;
  setSpeed(speed: number, showMs: number): void;
  /** When the machine has something to do; undefined: never, until a key comes. */
  wakeMs(showMs: number): number | undefined;
  /** Runs what is due; `look` is called wherever counts may have changed. */
  run(showMs: number, look: () => void): void;
  /** Lets the machine's own clock stand where this one does, so that all that is left of a wait is told alike. Nothing runs. */
  catchUp(showMs: number): void;
  /** To the next event; a note when nothing is due. */
  step(showMs: number): string | undefined;
  /** Does something change with time alone: a wait, a countdown, a running script? */
  moving(): boolean;
  /** Why the rule cannot be changed now; undefined: it can. */
  ruleKept(): string | undefined;
  /** Boots a fresh kernel under a rule; only where the rule is not kept for good. */
  switchRule?(id: string, showMs: number): void;
  /** `ended 0`, `stuck`; empty while it goes on. */
  outcome(): string;
}

/** Is there a wait, or something that goes by itself? */
export const counting = (view: SystemView): boolean =>
  view.waits.length > 0 || view.modules.some((module) => module.holds.some((hold) => hold.until !== undefined));
