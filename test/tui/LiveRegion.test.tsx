import { renderToString } from 'ink';
import { render } from 'ink-testing-library';
import { describe, expect, test } from 'vitest';
import { paint } from '../../src/tui/frame/paint.ts';
import { renderFrame } from '../../src/tui/frame/render.ts';
import { textOf } from '../../src/tui/frame/styled.ts';
import { LiveRegion } from '../../src/tui/LiveRegion.tsx';
import { stripEscapes } from '../helpers/facePlayer.ts';
import { editing, frameInput, plainLook } from '../helpers/frames.ts';
import { netdev, netdevWait, viewOf } from '../helpers/views.ts';

const input = frameInput({
  at: 'running',
  foreground: 107,
  view: viewOf({ modules: [netdev], waits: [netdevWait] }),
  editor: editing('日本 typed ahead'),
});
const frame = renderFrame(input);
const lines = frame.lines.map((styled) => paint(styled, plainLook));

describe('LiveRegion', () => {
  test('shows the lines of a frame as they are', () => {
    const shown = renderToString(<LiveRegion lines={lines} cursor={frame.cursor} />, { columns: 80 });
    expect(stripEscapes(shown).split('\n')).toEqual(frame.lines.map((styled) => textOf(styled).trimEnd()));
  });

  test('keeps their colours', () => {
    const shown = renderToString(<LiveRegion lines={['\x1b[31;1mdanger\x1b[0m and plain']} cursor={undefined} />, { columns: 80 });
    expect(shown).toMatch(/^\x1b\[(?:31m\x1b\[1|1m\x1b\[31|31;1|1;31)mdanger/);
    expect(shown).toContain(' and plain');
  });

  test('an empty line keeps its row', () => {
    expect(renderToString(<LiveRegion lines={['a', '', 'b']} cursor={undefined} />, { columns: 80 })).toBe('a\n\nb');
  });

  test('draws again what changed, and takes away what is gone', () => {
    const app = render(<LiveRegion lines={['one', 'two']} cursor={{ x: 0, y: 0 }} />);
    expect(app.lastFrame()).toBe('one\ntwo');
    app.rerender(<LiveRegion lines={['three']} cursor={undefined} />);
    expect(app.lastFrame()).toBe('three');
    app.unmount();
  });

  test('hands out the function that writes above it', () => {
    let write: ((text: string) => void) | undefined;
    const app = render(
      <LiveRegion
        lines={['below']}
        cursor={undefined}
        onWriter={(writer) => {
          write = writer;
        }}
      />,
    );
    write?.('above\n');
    expect(app.frames.at(-1)).toContain('above\n');
    app.unmount();
  });
});
