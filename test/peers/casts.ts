/** Recordings that the peers are shown, and what our own terminal says is on their screen at a moment. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CastEvent, CastHeader } from '../../src/record/cast/cast.ts';
import { readCast } from '../../src/record/cast/read.ts';
import { createScreen, type Screen } from '../../src/record/screen.ts';
import { type Shot, shotsOf } from '../../src/record/shots.ts';
import { runProgram } from '../helpers/program.ts';

/** The tapes of the repository. */
const TAPES = resolve(import.meta.dirname, '../../fixtures/tapes');

export interface Recorded {
  readonly path: string;
  readonly text: string;
  readonly header: CastHeader;
  readonly events: readonly CastEvent[];
}

/** Records a tape into the folder, and makes pictures of it beside the cast, `TAPE.svg` and so on. */
export function recorded(folder: string, tape: string, version: 2 | 3, pictures: readonly string[] = []): Recorded {
  const path = join(folder, `${tape}-${version}.cast`);
  const outputs = [path, ...pictures.map((kind) => join(folder, `${tape}.${kind}`))].flatMap((output) => ['-o', output]);
  const ended = runProgram(['record', join(TAPES, `${tape}.tape`), ...outputs, '--cast-version', String(version)]);
  if (ended.status !== 0) throw new Error(ended.stderr);
  const text = readFileSync(path, 'utf8');
  const { header, events } = readCast(text.split('\n'), path);
  return { path, text, header, events: [...events] };
}

/** Our terminal at a moment, in seconds. */
export function screenAt({ header, events }: Recorded, seconds: number): Screen {
  const screen = createScreen(header.cols, header.rows);
  for (const event of events) if (event.code === 'o' && event.atUs <= seconds * 1_000_000) screen.write(event.data);
  return screen;
}

export interface Moment {
  /** Seconds since the start; nothing happens close to it. */
  readonly seconds: number;
  readonly shot: Shot;
}

/** Players round times, to a frame of 1/60 s at most: this far from a change every one shows the same. */
const MARGIN_US = 30_000;

/** So many moments all over a recording, the last one behind its end, and what we show at each. */
export function momentsOf({ header, events }: Recorded, count: number): Moment[] {
  const shots = [...shotsOf(header, events)];
  const moments = shots.flatMap((shot, at) => {
    const until = shots[at + 1]?.atUs ?? shot.atUs + 1_000_000;
    return until - shot.atUs > 2 * MARGIN_US ? [{ seconds: (shot.atUs + until) / 2_000_000, shot }] : [];
  });
  const chosen = Array.from({ length: count }, (_, at) => moments[Math.round((at * (moments.length - 1)) / (count - 1))]);
  return [...new Set(chosen)].filter((moment) => moment !== undefined);
}
