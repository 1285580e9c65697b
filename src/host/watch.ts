/** A long search seen from outside: Ctrl-C, and a line of progress once a second, on a terminal only. */
import { createPace, type Way } from './pace.ts';

const PROGRESS_MS = 1_000;

/** What is shown of a progress `P`. */
export interface Shown<P> {
  way(progress: P): Way;
  line(progress: P, secondsLeft: number | undefined): string;
}

export interface Watch<P> {
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Looks at the progress, and shows it when it is time for a line. */
  see(progress: P): void;
  /** Takes the line and the watch for Ctrl-C away. */
  end(): void;
}

export function createWatch<P>({ way, line }: Shown<P>): Watch<P> {
  const stop = new AbortController();
  const pace = createPace();
  let last = performance.now();
  const onInterrupt = (): void => stop.abort();
  process.on('SIGINT', onInterrupt);
  const tells = process.stderr.isTTY === true;
  return {
    signal: stop.signal,
    see(progress) {
      if (!tells) return;
      const now = performance.now();
      const left = pace(way(progress), now);
      if (now - last < PROGRESS_MS) return;
      // A line that wraps could not be written over.
      process.stderr.write(`\r${line(progress, left).slice(0, process.stderr.columns - 1)}\x1b[K`);
      last = now;
    },
    end() {
      process.off('SIGINT', onInterrupt);
      if (tells) process.stderr.write('\r\x1b[K');
    },
  };
}
