/** The face over a session whose kernel is booted afresh: nothing of the old kernel stays in the live table, and nothing is told of it. */
import { expect, test } from 'vitest';
import { drivers } from '../../fixtures/drivers/index.ts';
import { createSession } from '../../src/boot/session/session.ts';
import { faceFrame } from '../../src/tui/face/frame.ts';
import { runFace, startBlock } from '../../src/tui/face/run.ts';
import { createFace, type Face, takeAbove } from '../../src/tui/face/state.ts';
import { frameText, plainLook } from '../helpers/frames.ts';
import { regimeNamed } from '../helpers/system.ts';

const STEP_MS = 50;

interface Typist {
  readonly face: Face;
  /** Types a line; every frame from then on, for so long. */
  type(text: string, forMs: number): string[];
  said(): string;
}

function typist(regime: string, plainEveryUs?: number): Typist {
  const session = createSession({ regime: regimeNamed(regime), strict: false, drivers });
  const size = { columns: 120, rows: 40 };
  const face = createFace({
    session,
    look: plainLook,
    history: [],
    size,
    showMs: 0,
    ...(plainEveryUs === undefined ? {} : { plainEveryUs }),
  });
  let showMs = 0;
  return {
    face,
    type(text, forMs) {
      const frames: string[] = [];
      startBlock(face, text, showMs);
      for (const untilMs = showMs + forMs; showMs < untilMs; showMs += STEP_MS) {
        runFace(face, showMs);
        frames.push(frameText(faceFrame(face, showMs)));
      }
      return frames;
    },
    said: () => takeAbove(face),
  };
}

test('step 9 of the tour shows the modules of its own kernel from its first prompt on', () => {
  const { type } = typist('today');
  expect(type('tour 8', 1_000).at(-1)).toContain('proto ');
  // The row of a module that went stays for a moment, and meanwhile the next step is asked for.
  expect(type('rmmod -w proto', 60_500).at(-1)).toMatch(/proto .* x gone/);
  const frames = type('tour 9', 3_000).filter((frame) => frame.startsWith('never# '));
  expect(frames.length).toBeGreaterThan(50);
  for (const frame of frames) {
    expect(frame).not.toContain('proto');
    expect(frame).toMatch(/netdev +16384 +-2 /);
  }
});

test('the modules of a fresh kernel carry no marks of the old one, though its ids begin anew', () => {
  const { type, face } = typist('today');
  type('insmod core.ko; insmod chardev.ko', 100);
  type('rmmod core', 100);
  expect([face.changes.lights.size, face.changes.ghosts.length]).toEqual([1, 1]);
  type('regime 2.4', 100);
  expect(face.view).toMatchObject({ boot: 1, regime: '2.4' });
  expect([face.changes.lights.size, face.changes.ghosts.length]).toEqual([0, 0]);
});

test('a wait that went with its kernel is neither done nor committed', () => {
  for (const plainEveryUs of [undefined, 1_000_000]) {
    const { type, said } = typist('drain', plainEveryUs);
    type('insmod proto.ko linger_ms=60000; psock open >/dev/null; rmmod -w proto &', 1_000);
    said();
    type('reboot', 1_000);
    const told = said();
    expect(told).toContain('proto was unloaded');
    expect(told).not.toMatch(/done after|ended after|committed/);
  }
});
