import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { waitFor } from '../child.ts';
import { readAll } from '../stream.ts';
import { defineTool } from '../tool.ts';

/** Builtins of the shell that are programs too. */
const ALSO_PROGRAMS = ['[', 'echo', 'false', 'kill', 'printf', 'pwd', 'test', 'true'];

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** What the shell's `command -v` says of a name; empty when it knows none. */
function* commandV(context: CommandContext, name: string): UserPath<string> {
  const { sys } = context;
  const ends = yield* sys.pipe();
  if (failed(ends)) return '';
  const [reads, writes] = ends;
  const child = yield* sys.fork(
    function* () {
      yield* sys.dup2(writes, 1);
      yield* sys.close(writes);
      yield* sys.close(reads);
      return yield* context.runShell(`command -v -- ${quoted(name)}`);
    },
    { name: 'which' },
  );
  yield* sys.close(writes);
  const text = yield* readAll(context, reads);
  yield* sys.close(reads);
  if (child >= 0) yield* waitFor(context, child);
  return failed(text) ? '' : text.trimEnd();
}

export const which: Command = defineTool({
  name: 'which',
  usage: '[-a] NAME...',
  summary: 'print where commands lie',
  group: 'system',
  grammar: { short: 'a' },
  usageStatus: 2,
  badOption: (name) => `Usage: ${name} [-a] args\n`,
  *run(context, options) {
    let status = options.operands.length === 0 ? 1 : 0;
    for (const name of options.operands) {
      const found = yield* commandV(context, name);
      if (found.startsWith('/')) yield* context.out(`${found}\n`);
      else if (ALSO_PROGRAMS.includes(name)) yield* context.out(`/bin/${name}\n`);
      else status = 1;
    }
    return status;
  },
});
