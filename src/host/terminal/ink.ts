/** All contact with Ink: mounting the region, drawing it, writing above it, taking it away. */
import { render } from 'ink';
import { createElement } from 'react';
import { LiveRegion, type LiveRegionProps } from '../../tui/LiveRegion.tsx';
import type { InkPort } from './port.ts';

export interface Region {
  draw(lines: LiveRegionProps['lines'], cursor: LiveRegionProps['cursor']): void;
  /** Text for the transcript; whole lines. */
  above(text: string): void;
  /** Erases the region and lets go of the terminal. */
  unmount(): void;
}

/** Mounts an empty region at the cursor, which has to stand at the start of a line. */
export function mountRegion(port: InkPort): Region {
  let write: (text: string) => void = () => {};
  const element = (lines: LiveRegionProps['lines'], cursor: LiveRegionProps['cursor']) =>
    createElement(LiveRegion, {
      lines,
      cursor,
      onWriter: (writer) => {
        write = writer;
      },
    });
  const ink = render(element([], undefined), {
    stdout: port as unknown as NodeJS.WriteStream,
    // Keys, signals and the pace of drawing are ours.
    exitOnCtrlC: false,
    patchConsole: false,
    maxFps: 0,
    isScreenReaderEnabled: false,
  });
  return {
    draw: (lines, cursor) => ink.rerender(element(port.marksOf(lines), cursor)),
    above: (text) => write(port.markOfAbove(text)),
    unmount() {
      ink.clear();
      ink.unmount();
      ink.cleanup();
    },
  };
}
