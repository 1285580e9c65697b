/** What a cast holds, in numbers; and where two casts differ. */

import type { CastEvent, CastHeader } from './cast.ts';
import { headerLine } from './header.ts';
import type { Cast } from './read.ts';
import { secondsOf } from './time.ts';

export interface CastInfo {
  readonly header: CastHeader;
  readonly durationUs: number;
  /** With pauses no longer than the header's idle_time_limit; the same as durationUs when it has none. */
  readonly playedUs: number;
  readonly events: number;
  /** How many of each code, in the order of their first appearance. */
  readonly byCode: ReadonlyMap<string, number>;
  /** Characters of output. */
  readonly outputChars: number;
  readonly longestPauseUs: number;
  readonly markers: readonly { readonly atUs: number; readonly name: string }[];
  /** The last exit status told (v3). */
  readonly exit?: string;
  /** True: the last line is unfinished. */
  readonly cut: boolean;
}

/** Markers that are kept in memory; later ones are only counted. */
export const MARKERS_KEPT = 10_000;

/** Reads a cast to its end. */
export function infoOf(cast: Cast): CastInfo {
  const byCode = new Map<string, number>();
  const markers: { atUs: number; name: string }[] = [];
  const limitUs = (cast.header.idleTimeLimit ?? Number.POSITIVE_INFINITY) * 1_000_000;
  let [atUs, playedUs, events, outputChars, longestPauseUs] = [0, 0, 0, 0, 0];
  let exit: string | undefined;
  for (let step = cast.events.next(); ; step = cast.events.next()) {
    if (step.done) {
      const told = exit === undefined ? {} : { exit };
      return {
        header: cast.header,
        durationUs: atUs,
        playedUs,
        events,
        byCode,
        outputChars,
        longestPauseUs,
        markers,
        ...told,
        cut: step.value.cut,
      };
    }
    const event = step.value;
    const pause = event.atUs - atUs;
    atUs = event.atUs;
    playedUs += Math.min(pause, limitUs);
    longestPauseUs = Math.max(longestPauseUs, pause);
    events += 1;
    byCode.set(event.code, (byCode.get(event.code) ?? 0) + 1);
    if (event.code === 'o') outputChars += event.data.length;
    if (event.code === 'm' && markers.length < MARKERS_KEPT) markers.push({ atUs, name: event.data });
    if (event.code === 'x') exit = event.data;
  }
}

const NAMES: Readonly<Record<string, string>> = { o: 'output', i: 'input', m: 'marker', r: 'resize', x: 'exit' };

/** The info as lines that people read. */
export function infoText(info: CastInfo): string {
  const { header } = info;
  const codes = [...info.byCode].map(([code, count]) => `${count} ${NAMES[code] ?? `"${code}"`}`).join(', ');
  const rows: (readonly [string, string | undefined])[] = [
    ['format', `asciicast v${header.version}${info.cut ? ', cut off in its last line' : ''}`],
    ['size', `${header.cols}x${header.rows}`],
    ['title', header.title],
    ['duration', `${secondsOf(info.durationUs)} s`],
    [
      'played',
      info.playedUs === info.durationUs
        ? undefined
        : `${secondsOf(Math.round(info.playedUs))} s with pauses of at most ${header.idleTimeLimit} s`,
    ],
    ['events', codes === '' ? '0' : `${info.events}: ${codes}`],
    ['output', `${info.outputChars} characters`],
    ['pause', `${secondsOf(info.longestPauseUs)} s at most`],
    ['exit', info.exit],
  ];
  const told = rows.filter(([, value]) => value !== undefined).map(([name, value]) => `${name.padEnd(9)} ${value}\n`);
  const marks = info.markers.map(({ atUs, name }) => `marker    ${secondsOf(atUs).padStart(12)}  ${name}\n`);
  return [...told, ...marks].join('');
}

/**
 * Where a cast differs from a fresh recording of the same source, as one line; undefined: nowhere. Reads both to the first
 * difference.
 */
export function castDifference(old: Cast, header: CastHeader, fresh: Iterable<CastEvent>): string | undefined {
  const { version } = old.header;
  if (version === 1) return 'the cast is v1, which is never written here';
  const [had, has] = [headerLine(old.header, version), headerLine(header, version)];
  if (had !== has) return `header: the cast has ${had}, the fresh recording ${has}`;
  return firstDifference(old.events, version === 2 ? withoutExit(fresh) : fresh);
}

function* withoutExit(events: Iterable<CastEvent>): Generator<CastEvent> {
  for (const event of events) if (event.code !== 'x') yield event;
}

/** The first difference between a cast and a fresh recording of the same source, as one line; undefined when there is none. */
export function firstDifference(old: Iterable<CastEvent>, fresh: Iterable<CastEvent>): string | undefined {
  const [left, right] = [old[Symbol.iterator](), fresh[Symbol.iterator]()];
  for (let number = 1; ; number += 1) {
    const [a, b] = [left.next(), right.next()];
    if (a.done && b.done) return undefined;
    if (a.done) return `event ${number}: the cast ends, the fresh recording goes on with ${told(b.value)}`;
    if (b.done) return `event ${number}: the fresh recording ends, the cast goes on with ${told(a.value)}`;
    if (a.value.atUs !== b.value.atUs || a.value.code !== b.value.code || a.value.data !== b.value.data) {
      return `event ${number}: the cast has ${told(a.value)}, the fresh recording ${told(b.value)}`;
    }
  }
}

function told(event: CastEvent): string {
  const data = JSON.stringify(event.data);
  return `[${secondsOf(event.atUs)}, ${event.code}, ${data.length > 60 ? `${data.slice(0, 60)}...` : data}]`;
}
