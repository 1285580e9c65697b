/** `sh`, as a command: `sh -c TEXT`, `sh FILE`, or a script on standard input. */
import { strerror } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed, type Process } from '../../engine/sys.ts';
import { applyOptions } from '../options.ts';
import { createShell, type Options, type Surroundings } from '../state.ts';
import { setUpVariables } from '../variables.ts';
import { readAll, readFile, writeAll } from '../writing.ts';
import { runScript } from './script.ts';

export interface ShellCommand {
  readonly process: Process;
  readonly around: Surroundings;
  /** As it was called: `sh`, `-c`, ... */
  readonly words: readonly string[];
  readonly environment: ReadonlyMap<string, string>;
  readonly depth: number;
}

/** Runs a shell as its words ask; its status. */
export function* runShellCommand(command: ShellCommand): UserPath<number> {
  const [called = 'sh', ...rest] = command.words;
  const options: Partial<Options> = {};
  const applied = applyOptions(options, rest, 'cs');
  if (applied.problem !== undefined) {
    yield* writeAll(2, `${called}: ${applied.problem}\n`);
    return 2;
  }
  const operands = applied.operands;
  const [first] = operands;
  let text: string | number;
  let name = called;
  let args = operands;
  if (applied.extra.includes('c')) {
    if (first === undefined) {
      yield* writeAll(2, `${called}: -c: option requires an argument\n`);
      return 2;
    }
    text = first;
    name = operands[1] ?? called;
    args = operands.slice(2);
  } else if (first !== undefined && !applied.extra.includes('s')) {
    text = yield* readFile(first);
    name = first;
    args = operands.slice(1);
  } else text = yield* readAll(0);
  if (failed(text)) {
    yield* writeAll(2, `${called}: ${first ?? 'standard input'}: ${strerror(-text)}\n`);
    return 127;
  }
  const { process, around, environment, depth } = command;
  const shell = createShell({ process, around, name, args, env: environment, options, depth });
  setUpVariables(shell);
  return yield* runScript(shell, String(text));
}
