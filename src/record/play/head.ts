/** The place in a cast up to which it has been written to a terminal. */
import type { CastEvent, CastHeader } from '../cast/cast.ts';
import { limitIdle } from '../cast/edit.ts';
import { infoOf } from '../cast/info.ts';
import type { Cast } from '../cast/read.ts';

/** Colours off, cursor shown, home, screen empty; the scrollback is left alone. */
const AFRESH = '\x1b[0m\x1b[?25h\x1b[H\x1b[2J';

export interface PlayHead {
  /** What to write to be at this time: all output since the last move, or, going back, a clear and all from the start. */
  moveTo(atUs: number): Generator<string>;
  /** The time of the next event; undefined behind the last one. */
  nextUs(): number | undefined;
}

export interface Playable {
  readonly header: CastHeader;
  readonly durationUs: number;
  readonly markers: readonly { readonly atUs: number; readonly name: string }[];
  readonly head: PlayHead;
}

/**
 * A cast made ready for playing: read once for its length and markers, then again as it plays, in constant memory. `open`
 * starts reading at the beginning. Pauses are no longer than `idleLimitUs`, which stands above the header's own limit.
 */
export function playable(open: () => Cast, idleLimitUs?: number): Playable {
  const first = open();
  const ownUs = first.header.idleTimeLimit === undefined ? Number.POSITIVE_INFINITY : first.header.idleTimeLimit * 1_000_000;
  const limitUs = idleLimitUs ?? ownUs;
  const limited = (cast: Cast): Generator<CastEvent, { readonly cut: boolean }> => withEnd(limitIdle(cast.events, limitUs));
  const { durationUs, markers } = infoOf({ header: first.header, events: limited(first) });
  return { header: first.header, durationUs, markers, head: createHead(() => limited(open())) };
}

function* withEnd(events: Iterable<CastEvent>): Generator<CastEvent, { readonly cut: boolean }> {
  yield* events;
  return { cut: false };
}

function createHead(open: () => Iterator<CastEvent>): PlayHead {
  let events = open();
  let next = events.next();
  let atUs = 0;
  return {
    *moveTo(wantedUs) {
      if (wantedUs < atUs) {
        events.return?.();
        events = open();
        next = events.next();
        yield AFRESH;
      }
      atUs = wantedUs;
      while (!next.done && next.value.atUs <= wantedUs) {
        if (next.value.code === 'o' && next.value.data !== '') yield next.value.data;
        next = events.next();
      }
    },
    nextUs: () => (next.done ? undefined : next.value.atUs),
  };
}
