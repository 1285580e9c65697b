/** Writes an asciicast line by line: what it holds is the time of the last event, nothing else. */
import type { CastEvent, CastHeader } from './cast.ts';
import { headerLine } from './header.ts';
import { secondsOf } from './time.ts';

export interface CastWriter {
  /** The first line, with its newline. */
  readonly header: string;
  /** The line of an event, with its newline; empty for an event that the version cannot hold (an exit in v2). */
  push(event: CastEvent): string;
}

/**
 * A writer for v2 (times since the start) or v3 (times since the event before). Times have six decimals, made of integers:
 * the same events give the same bytes. An event that is earlier than the one before it is written at the same moment.
 */
export function castWriter(header: CastHeader, version: 2 | 3): CastWriter {
  let lastUs = 0;
  return {
    header: `${headerLine(header, version)}\n`,
    push(event) {
      if (version === 2 && event.code === 'x') return '';
      const atUs = Math.max(lastUs, event.atUs);
      const time = secondsOf(version === 2 ? atUs : atUs - lastUs);
      lastUs = atUs;
      return `[${time}, ${JSON.stringify(event.code)}, ${JSON.stringify(event.data)}]\n`;
    },
  };
}

/** A whole cast as lines, one at a time. */
export function* castLines(header: CastHeader, events: Iterable<CastEvent>, version: 2 | 3): Generator<string> {
  const writer = castWriter(header, version);
  yield writer.header;
  for (const event of events) {
    const line = writer.push(event);
    if (line !== '') yield line;
  }
}
