import { failed } from '../../engine/sys.ts';
import type { Command } from '../../shell/command.ts';
import { quoteAlways, quoteName } from '../quote.ts';
import { eachInput, readAll, splitLines } from '../stream.ts';
import { defineTool } from '../tool.ts';

/** The lines of a text, last first. A last line without a newline stays so, and joins the one before it, as GNU's tac does. */
export const reversedLines = (text: string): string => splitLines(text).reverse().join('');

export const tac: Command = defineTool({
  name: 'tac',
  usage: '[FILE]...',
  summary: 'write files, last line first',
  group: 'text',
  grammar: { short: '' },
  *run(context, options) {
    return yield* eachInput(
      context,
      options.operands,
      function* (fd) {
        const text = yield* readAll(context, fd);
        if (failed(text)) return text;
        return (yield* context.out(reversedLines(text))) ? 'done' : 'closed';
      },
      {
        open: (name, error) => `failed to open ${quoteAlways(name)} for reading: ${error}`,
        read: (name, error) => `${quoteName(name)}: read error: ${error}`,
      },
    );
  },
});
