/** `modsh record -o OUT.cast` without a file: the interactive shell, recorded in real time. */
import type { Command } from 'commander';
import { interactive, terminalMode } from './interactive.ts';
import type { SystemFlags } from './options.ts';
import { numberOption } from './tape.ts';
import { UsageError } from './usage.ts';

export interface LiveFlags extends SystemFlags {
  readonly output: readonly string[];
  readonly title?: string;
  readonly idleLimit?: string;
}

/** A live session is as large and as fast as its terminal, and is one file. */
const TAPES_ONLY = ['cols', 'rows', 'speed', 'theme', 'input', 'still', 'scale'] as const;

/** Runs the shell and records it; the status to exit with is the shell's. */
export async function recordLive(flags: LiveFlags, version: 2 | 3, command: Command): Promise<number> {
  const given = TAPES_ONLY.find((name) => command.getOptionValueSource(name) === 'cli');
  if (given !== undefined)
    throw new UsageError(`record: --${given} is for tapes and command files; a live recording is as its terminal is`);
  const [file, second] = flags.output;
  if (file === undefined || second !== undefined)
    throw new UsageError('record: without a file to play, -o OUT.cast says where the session goes');
  if (terminalMode() !== 'live') throw new UsageError('record: needs a file to play, or a terminal that can move the cursor');
  const { title, idleLimit } = flags;
  return await interactive({
    ...flags,
    record: {
      file,
      version,
      ...(title === undefined ? {} : { title }),
      ...(idleLimit === undefined ? {} : { idleTimeLimit: numberOption(idleLimit, 'idle-limit', 0.1, 3_600) }),
    },
  });
}
