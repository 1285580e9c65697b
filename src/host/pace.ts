/** How long something still takes, at the pace that it has kept. The engine counts; only here is a clock. */

/** Less than this says nothing about a pace. */
const WATCHED_MS_MIN = 500;

/** A count on its way; `all` undefined: nobody knows how far that is. Another `name`, or a count that fell: it began anew. */
export interface Way {
  readonly name: string;
  readonly done: number;
  readonly all: number | undefined;
}

/** Tells the seconds left of what it is shown again and again; undefined: there is no ground for a number. */
export function createPace(): (way: Way, nowMs: number) => number | undefined {
  let first: { readonly way: Way; readonly ms: number } | undefined;
  let last = 0;
  return (way, nowMs) => {
    if (first === undefined || first.way.name !== way.name || way.done < last) first = { way, ms: nowMs };
    last = way.done;
    const [ms, moved] = [nowMs - first.ms, way.done - first.way.done];
    if (way.all === undefined || ms < WATCHED_MS_MIN || moved <= 0) return undefined;
    return ((way.all - way.done) * ms) / moved / 1_000;
  };
}
