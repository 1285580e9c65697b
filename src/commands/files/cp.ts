import type { Command } from '../../shell/command.ts';
import { hasOption, lastOf } from '../getopt.ts';
import { defineTool } from '../tool.ts';
import { type CopyRules, copy } from './copy.ts';
import { transfers } from './targets.ts';

export const cp: Command = defineTool({
  name: 'cp',
  usage: '[OPTION]... SOURCE... DESTINATION',
  summary: 'copy files and, with -r, directories',
  group: 'files',
  grammar: {
    short: 'LPRTadfnprt:v',
    long: {
      archive: 'a', dereference: 'L', force: 'f', 'no-clobber': 'n', 'no-dereference': 'P', recursive: 'r', 'target-directory': 't',
      'no-target-directory': 'T', verbose: 'v', preserve: 'preserve::',
    }, // biome-ignore format: a table of words
  },
  *run(context, options) {
    const has = (key: string): boolean => hasOption(options, key);
    const list = yield* transfers(context, options);
    if (typeof list === 'number') return list;
    const archive = has('a');
    const recursive = archive || has('r') || has('R');
    const links = lastOf(options, ['P', 'd', 'a', 'L']);
    const rules: CopyRules = {
      recursive,
      keepLinks: links === undefined ? recursive : links !== 'L',
      noClobber: has('n'),
      force: has('f'),
      preserve: archive || has('p') || has('preserve'),
      verbose: has('v'),
    };
    let status = 0;
    for (const { from, to } of list) status = Math.max(status, yield* copy(context, from, to, rules));
    return status;
  },
});
