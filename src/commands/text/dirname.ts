import type { Command } from '../../shell/command.ts';
import { defineTool, misuse } from '../tool.ts';

/** A path without its last word; `.` where nothing is left. */
export function dirName(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  if (trimmed === '') return path === '' ? '.' : '/';
  const slash = trimmed.lastIndexOf('/');
  if (slash < 0) return '.';
  return trimmed.slice(0, slash).replace(/\/+$/, '') || '/';
}

export const dirname: Command = defineTool({
  name: 'dirname',
  usage: 'NAME...',
  summary: 'print paths without their last part',
  group: 'text',
  grammar: { short: '' },
  *run(context, options) {
    if (options.operands.length === 0) return yield* misuse(context, 'missing operand');
    yield* context.out(options.operands.map((name) => `${dirName(name)}\n`).join(''));
    return 0;
  },
});
