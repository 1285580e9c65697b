/** The live region on the screen: lines that are painted already, and the terminal's own cursor among them. */
import { Box, Text, useCursor, useStdout } from 'ink';
import type { ReactElement } from 'react';

export interface LiveRegionProps {
  /** Each fits the screen's width; escapes are SGR only. */
  readonly lines: readonly string[];
  readonly cursor: { readonly x: number; readonly y: number } | undefined;
  /** Is given the function that writes above the region. */
  readonly onWriter?: (write: (text: string) => void) => void;
}

/** One `Text` a line: rows made of several boxes cost ten times as much to lay out. */
export function LiveRegion({ lines, cursor, onWriter }: LiveRegionProps): ReactElement {
  const { write } = useStdout();
  const { setCursorPosition } = useCursor();
  onWriter?.(write);
  setCursorPosition(cursor && { x: cursor.x, y: cursor.y });
  return (
    <Box flexDirection="column">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place on the screen
        <Text key={index} wrap="truncate-end">
          {line === '' ? ' ' : line}
        </Text>
      ))}
    </Box>
  );
}
