/** Changes a stream of events on its way: cutting, shortening pauses, changing speed. Constant memory. */
import { RecordProblem } from '../problem.ts';
import type { CastEvent } from './cast.ts';

/**
 * Keeps what lies from `fromUs` to `toUs` (both included). What was written before it is written at once at the new start,
 * so that the screen is the one that was there; input and markers from before are dropped. Throws when the end lies before the start.
 */
export function* trim(events: Iterable<CastEvent>, fromUs: number, toUs = Number.MAX_SAFE_INTEGER): Generator<CastEvent> {
  if (toUs < fromUs) throw new RecordProblem({ file: 'trim', line: 0 }, 'the end lies before the start');
  for (const event of events) {
    if (event.atUs > toUs) return;
    if (event.atUs >= fromUs) yield { ...event, atUs: event.atUs - fromUs };
    else if (event.code === 'o' || event.code === 'r') yield { ...event, atUs: 0 };
  }
}

/** No pause is longer than the limit; players do the same with a header's idle_time_limit. */
export function* limitIdle(events: Iterable<CastEvent>, limitUs: number): Generator<CastEvent> {
  let before = 0;
  let atUs = 0;
  for (const event of events) {
    atUs += Math.min(limitUs, event.atUs - before);
    before = event.atUs;
    yield { ...event, atUs };
  }
}

/** Plays `by` times as fast: 2 halves all times (rounded to the microsecond). */
export function* changeSpeed(events: Iterable<CastEvent>, by: number): Generator<CastEvent> {
  for (const event of events) yield { ...event, atUs: Math.round(event.atUs / by) };
}
