import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { edit } from '../../src/tui/editor/edit.ts';
import { KEYMAP } from '../../src/tui/editor/keymap.ts';
import { type EditorState, emptyEditor } from '../../src/tui/editor/state.ts';
import { faceFrame } from '../../src/tui/face/frame.ts';
import { pressKey } from '../../src/tui/face/keys.ts';
import { runFace } from '../../src/tui/face/run.ts';
import { createFace, takeAbove } from '../../src/tui/face/state.ts';
import { widthOf } from '../../src/tui/frame/columns.ts';
import { regionRows } from '../../src/tui/frame/render.ts';
import { type Key, typed } from '../../src/tui/key.ts';
import { contextOf, pastOf } from '../helpers/editing.ts';
import { plainLook } from '../helpers/frames.ts';
import { keysOf } from '../helpers/keys.ts';
import { createFakeSession } from './fakeSession.ts';

const chords = [...KEYMAP.keys(), 'C-_', 'C-g', 'S-tab', 'C-s', 'C-z', 'C-\\', 'f9', 'M-q'].flatMap((chord) => keysOf(chord));
const words = [
  'insmod proto.ko linger=3',
  'rmmod -w proto',
  'rmmod netdev',
  'insmod netdev.ko',
  'cat',
  'sleep 1',
  'for m in a; do',
  'done',
  '"',
  'echo 日本',
  '!!',
  '!$',
];
const key: fc.Arbitrary<Key> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...chords) },
  { weight: 2, arbitrary: fc.constantFrom(...'ab 1$"\\\u0301日👩').map(typed) },
  { weight: 1, arbitrary: fc.constantFrom(...words, 'a\nb\n', '\x1b[31m\t').map((text): Key => ({ kind: 'paste', text })) },
);

describe('any keys at all', () => {
  test('leave the editor with a cursor inside its text, and the same keys give the same text', () => {
    const context = contextOf(pastOf('insmod core.ko', 'for m in a; do\necho x\ndone', 'rmmod -w proto'));
    const play = (keys: readonly Key[]): EditorState => keys.reduce((state, one) => edit(state, one, context).state, emptyEditor);
    fc.assert(
      fc.property(fc.array(key, { maxLength: 60 }), (keys) => {
        const state = play(keys);
        expect(state.cursor).toBeGreaterThanOrEqual(0);
        expect(state.cursor).toBeLessThanOrEqual(state.text.length);
        expect(play(keys)).toEqual(state);
      }),
      { numRuns: 500 },
    );
  });

  test('undone often enough, an edited line is empty again', () => {
    const context = contextOf(pastOf('lsmod'));
    fc.assert(
      fc.property(fc.array(key, { maxLength: 40 }), (keys) => {
        let state = keys.reduce((at, one) => edit(at, one, context).state, emptyEditor);
        for (const undo of Array.from({ length: keys.length + 1 }, () => keysOf('C-_')).flat()) state = edit(state, undo, context).state;
        expect(state.text).toBe('');
      }),
      { numRuns: 300 },
    );
  });

  test('on a face never crash it, and every frame fits its screen', () => {
    const moments = fc.array(fc.tuple(key, fc.nat(3_000)), { maxLength: 40 });
    const sizes = fc.record({ columns: fc.integer({ min: 10, max: 140 }), rows: fc.integer({ min: 3, max: 50 }) });
    fc.assert(
      fc.property(moments, sizes, (keys, size) => {
        const face = createFace({
          session: createFakeSession(),
          look: plainLook,
          history: pastOf('lsmod', 'rmmod -w proto'),
          size,
          showMs: 0,
        });
        let showMs = 0;
        for (const [one, ms] of keys) {
          pressKey(face, one, showMs);
          showMs += ms;
          runFace(face, showMs);
          const frame = faceFrame(face, showMs);
          expect(frame.lines.length).toBeLessThanOrEqual(regionRows(size));
          for (const styled of frame.lines) expect(widthOf(styled)).toBeLessThan(size.columns);
          const above = takeAbove(face);
          expect(above === '' || above.endsWith('\n') || above.endsWith('\x1b\\') || above.endsWith('\x1b[0m')).toBe(true);
          if (face.state.at === 'over') return;
        }
      }),
      { numRuns: 200 },
    );
  });
});
