import type { Command } from '../../shell/command.ts';
import { defineTool, fail } from '../tool.ts';

/** The name of this system (`uname -n`). */
export const NODE_NAME = 'modsh';

export const hostname: Command = defineTool({
  name: 'hostname',
  usage: '[-fs]',
  summary: 'print the name of this system',
  group: 'system',
  grammar: { short: 'fs', long: { fqdn: 'f', long: 'f', short: 's' } },
  badOption: (name) => `Usage: ${name} [-f|-s]\n`,
  *run(context, options) {
    if (options.operands.length > 0) return yield* fail(context, 'you must be root to change the host name');
    yield* context.out(`${NODE_NAME}\n`);
    return 0;
  },
});
