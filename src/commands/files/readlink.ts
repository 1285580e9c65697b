import { failed } from '../../engine/sys.ts';
import type { Command } from '../../shell/command.ts';
import { hasOption, lastOf } from '../getopt.ts';
import { quoteName } from '../quote.ts';
import { defineTool, errorText, fail, misuse } from '../tool.ts';
import { canonical, type Existing } from './paths.ts';

const EXISTING: Readonly<Record<string, Existing>> = { e: 'all', f: 'folder', E: 'folder', m: 'none' };

export const readlink: Command = defineTool({
  name: 'readlink',
  usage: '[OPTION]... FILE...',
  summary: 'print where links lead; with -f, whole paths without links',
  group: 'files',
  grammar: {
    short: 'efmnqsv',
    long: {
      canonicalize: 'f', 'canonicalize-existing': 'e', 'canonicalize-missing': 'm', 'no-newline': 'n', quiet: 'q', silent: 's', verbose: 'v',
    }, // biome-ignore format: a table of words
  },
  *run(context, options) {
    const { operands } = options;
    if (operands.length === 0) return yield* misuse(context, 'missing operand');
    const existing = EXISTING[lastOf(options, ['e', 'f', 'm']) ?? ''];
    const end = hasOption(options, 'n') && operands.length === 1 ? '' : '\n';
    let status = 0;
    for (const path of operands) {
      const target = existing === undefined ? yield* context.sys.readlink(path) : yield* canonical(context, path, existing);
      if (!failed(target)) yield* context.out(target + end);
      else status = hasOption(options, 'v') ? yield* fail(context, `${quoteName(path)}: ${errorText(target)}`) : 1;
    }
    return status;
  },
});

export const realpath: Command = defineTool({
  name: 'realpath',
  usage: '[OPTION]... FILE...',
  summary: 'print whole paths without links',
  group: 'files',
  grammar: { short: 'Eemq', long: { 'canonicalize-existing': 'e', 'canonicalize-missing': 'm', quiet: 'q' } },
  *run(context, options) {
    if (options.operands.length === 0) return yield* misuse(context, 'missing operand');
    const existing = EXISTING[lastOf(options, ['e', 'm', 'E']) ?? 'E'] ?? 'folder';
    let status = 0;
    for (const path of options.operands) {
      const target = yield* canonical(context, path, existing);
      if (!failed(target)) yield* context.out(`${target}\n`);
      else status = hasOption(options, 'q') ? 1 : yield* fail(context, `${quoteName(path)}: ${errorText(target)}`);
    }
    return status;
  },
});
