/** The face over a session that searches: a search that computes gives way to keys between its slices. */
import { expect, test } from 'vitest';
import { drivers } from '../../fixtures/drivers/index.ts';
import { startScript } from '../../src/boot/scriptRun.ts';
import { createSession } from '../../src/boot/session/session.ts';
import { pressKey } from '../../src/tui/face/keys.ts';
import { runFace, startBlock } from '../../src/tui/face/run.ts';
import { createFace, takeAbove } from '../../src/tui/face/state.ts';
import { pressed } from '../../src/tui/key.ts';
import { stripEscapes } from '../helpers/facePlayer.ts';
import { plainLook } from '../helpers/frames.ts';
import { regimeNamed } from '../helpers/system.ts';

test('Ctrl-C ends a long explore at its next slice, with what is known by then', () => {
  const session = createSession({ regime: regimeNamed('today'), strict: false, drivers });
  const face = createFace({ session, look: plainLook, history: [], size: { columns: 100, rows: 24 }, showMs: 0 });
  startBlock(face, 'explore chardev --users 5 --rounds 3 --no-symmetry --no-persistent', 0);
  for (const ms of [0, 20, 40, 60]) {
    runFace(face, ms);
    expect(face.state.at).toBe('running');
  }
  pressKey(face, pressed('c', { ctrl: true }), 80);
  runFace(face, 80);
  runFace(face, 100);
  expect(face.state).toMatchObject({ at: 'prompt', status: 3 });
  const [, states] = /nothing found so far \(([\d,]+) states/.exec(stripEscapes(takeAbove(face))) ?? [];
  expect(Number(states?.replaceAll(',', ''))).toBeLessThan(500_000);
});

test('a script that explores gives whoever looks on a turn at each slice', () => {
  const text = 'explore chardev --users 5 --rounds 3 --no-symmetry --no-persistent --states 300000';
  const run = startScript({
    regime: regimeNamed('today'),
    strict: false,
    drivers,
    script: { name: 'test', text, args: [] },
    hostWrite: () => undefined,
  });
  let turns = 0;
  for (let us = 0; run.status() === undefined; us += 1_000) {
    run.advance(us);
    turns += run.computing() ? 1 : 0;
  }
  expect(turns).toBeGreaterThan(2);
  expect(run.status()).toBe(3);
});
