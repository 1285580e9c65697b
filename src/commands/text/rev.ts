import type { Command } from '../../shell/command.ts';
import { chomp, eachInput, filterLines } from '../stream.ts';
import { defineTool } from '../tool.ts';

/** The characters of a line in reverse; its newline stays at the end. */
export const reversedLine = (line: string): string => [...chomp(line)].reverse().join('') + (line.endsWith('\n') ? '\n' : '');

export const rev: Command = defineTool({
  name: 'rev',
  usage: '[FILE]...',
  summary: 'reverse the characters of every line',
  group: 'text',
  grammar: { short: '' },
  *run(context, options) {
    return yield* eachInput(context, options.operands, (fd) => filterLines(context, fd, (lines) => lines.map(reversedLine).join('')), {
      open: (name, error) => `cannot open ${name}: ${error}`,
      read: (name, error) => `${name}: 0: ${error}`,
    });
  },
});
