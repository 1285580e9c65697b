/** Frames as text, in the layout of VHS's golden files: all rows of the screen, then a rule of 80 dashes. */

/** VHS parts its frames by this line, however wide the screen is (charmbracelet/vhs, testing.go). */
export const RULE = '─'.repeat(80);

/** One frame with its rule. Blanks at the ends of rows are not there. */
export const goldenFrame = (rows: readonly string[]): string => `${[...rows, RULE].join('\n')}\n`;
