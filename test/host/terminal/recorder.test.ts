/** The live recorder on a stream of our own: what is in the file at every moment. */
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { openCast } from '../../../src/host/castFile.ts';
import { createRecorder, type Recorder } from '../../../src/host/terminal/recorder.ts';
import { infoOf } from '../../../src/record/cast/info.ts';
import { heldBytes } from '../../helpers/memory.ts';

const dir = mkdtempSync(join(tmpdir(), 'modsh-recorder-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const at = (name: string): string => join(dir, name);

interface Ground {
  readonly recorder: Recorder;
  readonly stdout: NodeJS.WriteStream;
  readonly clock: { ms: number };
}

function ground(): Ground {
  const clock = { ms: 0 };
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
  const stdout = Object.assign(sink, { columns: 80, rows: 24 }) as unknown as NodeJS.WriteStream;
  const recorder = createRecorder({ stdout, env: { TERM: 'xterm' }, nowMs: () => clock.ms, today: () => 1_000 });
  return { recorder, stdout, clock };
}

test('ten minutes and 100,000 events: each is in the file once it was written, none is held in memory', () => {
  const { recorder, stdout, clock } = ground();
  expect(recorder.start(at('long.cast'), { version: 2 })).toBeUndefined();
  const size = (): number => statSync(at('long.cast')).size;
  let expected = size();
  const held: number[] = [];
  for (let event = 1; event <= 100_000; event += 1) {
    clock.ms = event * 6;
    stdout.write('\x1b[1mxxxx\n');
    expected += `[${(event * 0.006).toFixed(6)}, "o", "\\u001b[1mxxxx\\r\\n"]\n`.length;
    if (event % 1_000 === 0) expect(size()).toBe(expected);
    if (event === 20_000 || event === 100_000) held.push(heldBytes());
  }
  const [early = 0, late = Number.POSITIVE_INFINITY] = held;
  // A quarter of a megabyte for what the runner itself does meanwhile: 3 bytes an event.
  expect(late - early).toBeLessThan(250_000);
  recorder.end(0);
  const info = infoOf(openCast(at('long.cast')));
  expect({ events: info.events, durationUs: info.durationUs, cut: info.cut }).toEqual({
    events: 100_000,
    durationUs: 600_000_000,
    cut: false,
  });
});

test('text, bytes cut inside a character, sizes and the end, with their times', () => {
  const { recorder, stdout, clock } = ground();
  recorder.start(at('all.cast'), { version: 3, title: 'T', idleTimeLimit: 2 });
  stdout.write('a\r\nb\n');
  clock.ms = 1_500;
  const bytes = Buffer.from('é');
  stdout.write(bytes.subarray(0, 1));
  stdout.write(bytes.subarray(1));
  Object.assign(stdout, { columns: 100 });
  stdout.emit('resize');
  clock.ms = 2_000;
  recorder.end(7);
  stdout.write('not seen');
  stdout.emit('resize');
  expect(readFileSync(at('all.cast'), 'utf8').split('\n')).toEqual([
    '{"version":3,"term":{"cols":80,"rows":24,"type":"xterm"},"timestamp":1000,"idle_time_limit":2,"title":"T"}',
    '[0.000000, "o", "a\\r\\nb\\r\\n"]',
    '[1.500000, "o", "é"]',
    '[0.000000, "r", "100x24"]',
    '[0.500000, "x", "7"]',
    '',
  ]);
});

test('what cannot be written is told in one line, and the terminal goes on', () => {
  const { recorder, stdout } = ground();
  symlinkSync('/dev/full', at('full.cast'));
  expect(recorder.start(at('full.cast'), { version: 2, replace: true })).toMatch(/full\.cast: No space left on device$/);
  expect(recorder.start(at('no/dir.cast'), { version: 2 })).toMatch(/dir\.cast: No such file or directory$/);
  expect(recorder.state()).toBeUndefined();
  expect(stdout.write('goes on')).toBe(true);
});
