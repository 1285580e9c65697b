/** The face over a session that reads: what is typed goes to the program, or to the shell's own `read`. */
import { expect, test } from 'vitest';
import { drivers } from '../../fixtures/drivers/index.ts';
import { createSession } from '../../src/boot/session/session.ts';
import { giveInput, runFace, startBlock } from '../../src/tui/face/run.ts';
import { createFace, takeAbove } from '../../src/tui/face/state.ts';
import { stripEscapes } from '../helpers/facePlayer.ts';
import { plainLook } from '../helpers/frames.ts';
import { regimeNamed } from '../helpers/system.ts';

test.each([
  { who: 'the shell itself', text: 'read x; echo "got $x"' },
  { who: 'a shell below it', text: 'sh -c \'read x; echo "got $x"\'' },
  { who: 'a loop', text: 'while read x; do echo "got $x"; break; done' },
])('$who reads a line of the terminal', ({ text }) => {
  const session = createSession({ regime: regimeNamed('today'), strict: false, drivers });
  const face = createFace({ session, look: plainLook, history: [], size: { columns: 80, rows: 24 }, showMs: 0 });
  expect(face.state.reading).toBe(false);
  startBlock(face, text, 0);
  for (const ms of [0, 50, 100]) runFace(face, ms);
  expect(face.state).toMatchObject({ at: 'running', reading: true });
  giveInput(face, 'a line');
  for (const ms of [150, 200]) runFace(face, ms);
  expect(face.state).toMatchObject({ at: 'prompt', reading: false });
  expect(stripEscapes(takeAbove(face))).toBe(`today# ${text}\na line\ngot a line\n`);
});
