/** Recordings that the peers are shown, and what our own terminal says is on their screen at a moment. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CastEvent, CastHeader } from '../../src/record/cast/cast.ts';
import { limitIdle } from '../../src/record/cast/edit.ts';
import { readCast } from '../../src/record/cast/read.ts';
import { createScreen, type Screen } from '../../src/record/screen.ts';
import { runProgram } from '../helpers/program.ts';

/** The tapes of the repository. */
export const TAPES = resolve(import.meta.dirname, '../../fixtures/tapes');

export interface Recorded {
  readonly path: string;
  readonly text: string;
  readonly header: CastHeader;
  readonly events: readonly CastEvent[];
}

/** Records a tape into the folder. */
export function recorded(folder: string, tape: string, version: 2 | 3): Recorded {
  const path = join(folder, `${tape}-${version}.cast`);
  const ended = runProgram(['record', join(TAPES, `${tape}.tape`), '-o', path, '--cast-version', String(version)]);
  if (ended.status !== 0) throw new Error(ended.stderr);
  const text = readFileSync(path, 'utf8');
  const { header, events } = readCast(text.split('\n'), path);
  return { path, text, header, events: [...events] };
}

/** What pictures show of it: no wait is longer than its header says. */
export function shortened(cast: Recorded): Recorded {
  const { idleTimeLimit } = cast.header;
  return idleTimeLimit === undefined ? cast : { ...cast, events: [...limitIdle(cast.events, idleTimeLimit * 1_000_000)] };
}

/** Our terminal at a moment, in seconds. */
export function screenAt({ header, events }: Recorded, seconds: number): Screen {
  const screen = createScreen(header.cols, header.rows);
  for (const event of events) if (event.code === 'o' && event.atUs <= seconds * 1_000_000) screen.write(event.data);
  return screen;
}

/** So many moments all over a recording, in seconds: each well apart from the events around it, so that rounding moves nothing. */
export function momentsOf({ events }: Recorded, count: number, gapMs = 40): number[] {
  const gaps = events.flatMap((event, at) => {
    const next = events[at + 1];
    return next !== undefined && next.atUs - event.atUs > gapMs * 1_000 ? [(event.atUs + next.atUs) / 2 / 1_000_000] : [];
  });
  const last = (events.at(-1)?.atUs ?? 0) / 1_000_000 + 0.5;
  return [...new Set(Array.from({ length: count - 1 }, (_, at) => gaps[Math.floor((at * gaps.length) / (count - 1))] ?? last)), last];
}
