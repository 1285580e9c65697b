import type { Command } from '../../shell/command.ts';
import { hasOption } from '../getopt.ts';
import { defineTool } from '../tool.ts';

/** Home, clear the screen, clear what has scrolled away: what terminfo says for xterm. */
const CLEAR = '\x1b[H\x1b[2J\x1b[3J';

export const clear: Command = defineTool({
  name: 'clear',
  usage: '',
  summary: 'clear the terminal',
  group: 'system',
  grammar: { short: 'x' },
  *run(context, options) {
    if (yield* context.sys.isatty(1)) yield* context.out(hasOption(options, 'x') ? CLEAR.slice(0, -4) : CLEAR);
    return 0;
  },
});

export const tty: Command = defineTool({
  name: 'tty',
  usage: '[-s]',
  summary: 'print the terminal of standard input',
  group: 'system',
  usageStatus: 2,
  grammar: { short: 's', long: { silent: 's', quiet: 's' } },
  *run(context, options) {
    const there = yield* context.sys.isatty(0);
    if (!hasOption(options, 's')) yield* context.out(there ? '/dev/tty\n' : 'not a tty\n');
    return there ? 0 : 1;
  },
});
