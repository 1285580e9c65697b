/** A long recording of a tape: what it holds on to does not grow with its events. */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openCast } from '../../src/host/castFile.ts';
import { infoOf } from '../../src/record/cast/info.ts';
import { LOOK_US } from '../../src/record/player.ts';
import { record } from '../../src/record/record.ts';
import { SCROLLBACK_ROWS } from '../../src/record/screen.ts';
import type { Stage } from '../../src/record/stage.ts';
import { RHYTHM, type Tape } from '../../src/record/tape/tape.ts';
import { heldBytes } from '../helpers/memory.ts';
import { installed } from './helpers/packages.ts';
import { fakeStage } from './helpers/stage.ts';

const dir = mkdtempSync(join(tmpdir(), 'modsh-memory-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A stage that says a new line at every look. */
function chattyStage(): Stage {
  const stage = fakeStage();
  let looks = 0;
  return {
    ...stage,
    takeOutput() {
      looks += 1;
      return [{ kind: 'text', text: `line ${looks}\n` }];
    },
  };
}

const EVENTS = 100_000;
const MINUTES_US = 600_000_000;

test.each([2, 3] as const)('version %d: 100,000 events of ten minutes are written in constant memory', (castVersion) => {
  const path = join(dir, `long-${castVersion}.cast`);
  const fd = openSync(path, 'w');
  // Two looks are the first and the last one, two events the end.
  const us = (EVENTS - 4) * LOOK_US - RHYTHM.lastUs;
  const place = { file: 'long.tape', line: 1 };
  const tape: Tape = {
    steps: [{ do: 'sleep', us, place }],
    outputs: [],
    env: new Map(),
    playbackSpeed: (us + RHYTHM.lastUs) / MINUTES_US,
  };
  const held: number[] = [];
  let pieces = 0;
  const options = { cols: 80, rows: 24, title: 'long', castVersion, packages: installed };
  const { events, durationUs } = record(tape, chattyStage(), [path], options, (_, piece) => {
    writeSync(fd, String(piece));
    pieces += 1;
    // The terminal that waits look at keeps so many rows; from then on nothing may be added.
    if (pieces === 2 * SCROLLBACK_ROWS || pieces === EVENTS - 10) held.push(heldBytes());
  });
  closeSync(fd);
  expect({ events, durationUs }).toEqual({ events: EVENTS, durationUs: MINUTES_US });
  const written = infoOf(openCast(path));
  expect({ durationUs: written.durationUs, cut: written.cut }).toEqual({ durationUs: MINUTES_US, cut: false });
  const [early = 0, late = Number.POSITIVE_INFINITY] = held;
  // A quarter of a megabyte for what the runner itself does meanwhile: 3 bytes an event.
  expect(late - early).toBeLessThan(250_000);
});
