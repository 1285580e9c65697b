import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPainter } from '../../src/record/painter.ts';
import { createScreen } from '../../src/record/screen.ts';
import type { StageFrame, StageOutput } from '../../src/record/stage.ts';

const text = (written: string): StageOutput => ({ kind: 'text', text: written });
const frame = (lines: readonly string[], cursor: StageFrame['cursor'] = { x: 0, y: 0 }): StageFrame => ({ lines, cursor });

describe('the painter', () => {
  test('writes nothing when nothing changed', () => {
    const painter = createPainter(24);
    painter.paint([], frame(['a', 'b'], { x: 1, y: 0 }));
    expect(painter.paint([], frame(['a', 'b'], { x: 1, y: 0 }))).toBe('');
  });

  test('writes only the lines that changed', () => {
    const painter = createPainter(24);
    painter.paint([], frame(['aaa', 'bbb', 'ccc']));
    expect(painter.paint([], frame(['aaa', 'bxb', 'ccc']))).toBe('\x1b[1B\x1b[Kbxb\x1b[1A\r');
  });

  test('hides and shows the cursor', () => {
    const painter = createPainter(24);
    expect(painter.paint([], { lines: ['a'], cursor: undefined })).toBe('a\x1b[?25l');
    expect(painter.paint([], frame(['a']))).toBe('\r\x1b[?25h');
  });

  test('a clear empties the screen and keeps the frame', () => {
    const [painter, screen] = [createPainter(5), createScreen(20, 5)];
    screen.write(painter.paint([text('one\n')], frame(['prompt', 'table'])));
    screen.write(painter.paint([{ kind: 'clear' }], frame(['prompt', 'table'])));
    expect(screen.text()).toEqual(['prompt', 'table', '', '', '']);
  });

  const lines = fc.array(fc.stringMatching(/^[a-z]{0,10}$/), { maxLength: 4 });
  const looks = fc.array(
    fc.record({
      output: fc.array(fc.stringMatching(/^[A-Z]{1,10}$/), { maxLength: 3 }),
      lines,
      x: fc.nat(9),
      y: fc.nat(3),
      hidden: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  );

  test('after every paint the terminal ends with the transcript and then the frame, cursor in place', () => {
    fc.assert(
      fc.property(looks, (all) => {
        const [painter, screen] = [createPainter(6), createScreen(10, 6)];
        const transcript: string[] = [];
        for (const { output, lines: wanted, x, y, hidden } of all) {
          const cursor = hidden ? undefined : { x, y: Math.min(y, Math.max(0, wanted.length - 1)) };
          transcript.push(...output);
          screen.write(
            painter.paint(
              output.map((row) => text(`${row}\n`)),
              frame(wanted, cursor),
            ),
          );
          if (hidden) screen.write(painter.paint([], { lines: wanted, cursor: undefined }));
          // All that was ever written, above the screen and on it, without the blank rows below.
          const seen = [...screen.scrolledOff(), ...screen.text()].join('\n').replace(/\n+$/, '');
          expect(seen).toBe([...transcript, ...wanted].join('\n').replace(/\n+$/, ''));
          if (hidden) expect(screen.image().cursor).toBeUndefined();
          else {
            const row = transcript.length + (cursor?.y ?? 0) - screen.scrolledOff().length;
            expect(screen.image().cursor).toEqual({ column: x, row });
          }
        }
      }),
    );
  });
});
