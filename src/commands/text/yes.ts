import type { Command } from '../../shell/command.ts';
import { defineTool } from '../tool.ts';

/** Characters written at once: enough that a reader is not woken for every line. */
const CHUNK = 8_192;

/** The line repeated as often as fits one write, at least once. */
export function yesChunk(words: readonly string[]): string {
  const line = `${words.length === 0 ? 'y' : words.join(' ')}\n`;
  return line.repeat(Math.max(1, Math.floor(CHUNK / line.length)));
}

export const yes: Command = defineTool({
  name: 'yes',
  usage: '[STRING]...',
  summary: 'write a line again and again, until nobody reads it',
  group: 'text',
  grammar: { short: '' },
  *run(context, options) {
    const chunk = yesChunk(options.operands);
    while (yield* context.out(chunk)) {
      // goes on until the write fails or its signal ends the process
    }
    return 1;
  },
});
