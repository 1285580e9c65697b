/** A long search seen from outside: Ctrl-C, and a line of progress once a second, on a terminal only. */

const PROGRESS_MS = 1_000;

export interface Watch {
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Shows a line when it is time for one. */
  tell(line: () => string): void;
  /** Takes the line and the watch for Ctrl-C away. */
  end(): void;
}

export function createWatch(): Watch {
  const stop = new AbortController();
  let last = performance.now();
  const onInterrupt = (): void => stop.abort();
  process.on('SIGINT', onInterrupt);
  const tells = process.stderr.isTTY === true;
  return {
    signal: stop.signal,
    tell(line) {
      const now = performance.now();
      if (!tells || now - last < PROGRESS_MS) return;
      process.stderr.write(`\r${line()}\x1b[K`);
      last = now;
    },
    end() {
      process.off('SIGINT', onInterrupt);
      if (tells) process.stderr.write('\r\x1b[K');
    },
  };
}
