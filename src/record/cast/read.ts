/** Reads asciicasts of any version, one line at a time. */
import { type Place, quoted, RecordProblem } from '../problem.ts';
import { CAST_V1_MAX, type CastEvent, type CastHeader, sizeOf } from './cast.ts';
import { readHeader } from './header.ts';
import { fieldOf, isObject, type Json, type JsonObject, parseJson } from './json.ts';
import { microsecondsOf } from './time.ts';

/** How a cast ended. */
export interface CastEnd {
  /** True: the last line is unfinished, as when a recorder was killed. Everything before it was given out. */
  readonly cut: boolean;
}

export interface Cast {
  readonly header: CastHeader;
  /** To be read once. Throws a RecordProblem at the first line that is no event. */
  readonly events: Generator<CastEvent, CastEnd>;
}

/**
 * Reads a cast from its lines (without newlines). v2 and v3 are read as they come, in constant memory; v1 is one JSON
 * value and is held whole. Times that go backwards are held at the time before, as players do.
 */
export function readCast(lines: Iterable<string>, file: string): Cast {
  const source = lines[Symbol.iterator]();
  let line = 0;
  const next = (): string | undefined => {
    const step = source.next();
    line += 1;
    return step.done ? undefined : step.value;
  };
  let first = next();
  while (first !== undefined && first.trim() === '') first = next();
  if (first === undefined) throw new RecordProblem({ file, line: 0 }, 'this file is empty, so it is no asciicast');
  const place: Place = { file, line };
  const text = first.replace(/^\ufeff/, '');
  const parsed = parseJson(text);
  const whole = isObject(parsed) ? parsed : parseWhole(text, next, place);
  const header = readHeader(whole, place);
  if (header.version === 1) return { header, events: eventsV1(fieldOf(whole, 'stdout'), place) };
  return {
    header,
    events: closing(
      eventLines(header.version, file, () => ({ text: next(), line })),
      source,
    ),
  };
}

/** The events; whoever stops reading them early lets go of the lines as well, and so of the file behind them. */
function* closing(events: Generator<CastEvent, CastEnd>, source: Iterator<string>): Generator<CastEvent, CastEnd> {
  try {
    return yield* events;
  } finally {
    source.return?.();
  }
}

function parseWhole(first: string, next: () => string | undefined, place: Place): JsonObject {
  let text = first;
  // Only a JSON object may go on over several lines, and only v1 does.
  for (let more = first.startsWith('{') ? next() : undefined; more !== undefined; more = next()) {
    text += `\n${more}`;
    if (text.length > CAST_V1_MAX) throw new RecordProblem(place, `this header does not end within ${CAST_V1_MAX} characters`);
  }
  const parsed = parseJson(text);
  if (!isObject(parsed)) throw new RecordProblem(place, `this is no asciicast: ${quoted(first)} is not a JSON object`);
  return parsed;
}

function* eventLines(
  version: 2 | 3,
  file: string,
  next: () => { readonly text: string | undefined; readonly line: number },
): Generator<CastEvent, CastEnd> {
  let atUs = 0;
  for (;;) {
    const { text, line } = next();
    if (text === undefined) return { cut: false };
    if (text.trim() === '' || (version === 3 && text.startsWith('#'))) continue;
    const value = parseJson(text);
    // An unfinished event at the very end is what a killed recorder leaves behind.
    if (value === undefined && text.startsWith('[') && next().text === undefined) return { cut: true };
    const event = readEvent(value, text, { file, line });
    atUs = version === 2 ? Math.max(atUs, event.us) : atUs + event.us;
    if (!Number.isSafeInteger(atUs)) throw new RecordProblem({ file, line }, 'the times add up to more than 285 years');
    yield { atUs, code: event.code, data: event.data };
  }
}

function readEvent(value: Json | undefined, text: string, place: Place): { us: number; code: string; data: string } {
  if (!Array.isArray(value)) throw new RecordProblem(place, `${quoted(text)} is no event; an event is [time, code, data]`);
  const [time, code, data] = value as readonly Json[];
  const us = typeof time === 'number' ? microsecondsOf(time) : undefined;
  if (us === undefined) throw new RecordProblem(place, `${quoted(JSON.stringify(time ?? null))} is no time in seconds`);
  if (typeof code !== 'string' || code === '') throw new RecordProblem(place, 'the code of this event is no text');
  if (typeof data !== 'string') throw new RecordProblem(place, 'the data of this event is no text');
  if (code === 'r' && sizeOf(data) === undefined) throw new RecordProblem(place, `${quoted(data)} is no size; 80x24 is one`);
  return { us, code, data };
}

function* eventsV1(stdout: Json | undefined, place: Place): Generator<CastEvent, CastEnd> {
  if (!Array.isArray(stdout)) throw new RecordProblem(place, 'stdout should be a list of [delay, text]');
  let atUs = 0;
  for (const [index, one] of (stdout as readonly Json[]).entries()) {
    const [delay, data] = Array.isArray(one) ? (one as readonly Json[]) : [];
    const us = typeof delay === 'number' ? microsecondsOf(delay) : undefined;
    if (us === undefined || typeof data !== 'string') throw new RecordProblem(place, `stdout[${index}] is not [delay, text]`);
    atUs += us;
    if (!Number.isSafeInteger(atUs)) throw new RecordProblem(place, 'the times add up to more than 285 years');
    yield { atUs, code: 'o', data };
  }
  return { cut: false };
}
