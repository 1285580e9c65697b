/** What a command is. The shell knows commands by this interface only. */
import type { UserPath } from '../engine/step.ts';
import type { Process, Sys } from '../engine/sys.ts';

export type CommandGroup = 'modules' | 'who' | 'rules' | 'races' | 'time' | 'text' | 'files' | 'system' | 'face';

export interface CommandContext<Services = unknown> {
  /** The name it was called by. */
  readonly name: string;
  readonly args: readonly string[];
  /** Exported variables. */
  readonly env: ReadonlyMap<string, string>;
  readonly process: Process;
  readonly sys: Sys;
  /** Writes to descriptor 1. Answers false when nobody reads any more (the command should end). */
  out(text: string): UserPath<boolean>;
  /** Writes to descriptor 2. */
  err(text: string): UserPath<boolean>;
  /** Runs another command line of words in a child and waits for it: for timeout, setpriv, xargs, install commands. */
  runWords(words: readonly string[], options?: { env?: ReadonlyMap<string, string> }): UserPath<number>;
  /** Runs `sh -c TEXT` in a child and waits for it. */
  runShell(text: string, env?: ReadonlyMap<string, string>): UserPath<number>;
  /** Starts another command line of words in a child; its pid, or a negative errno. */
  startWords(words: readonly string[], options?: { group?: number; env?: ReadonlyMap<string, string> }): UserPath<number>;
  /** What the system lends to its own commands: kernel views, regimes, recorder ... The shell passes it on unread. */
  readonly services: Services;
}

export interface Command<Services = unknown> {
  readonly name: string;
  /** The words after the name, as in `rmmod [options] modulename ...`. */
  readonly usage: string;
  /** One line, lower case, no full stop. */
  readonly summary: string;
  readonly group: CommandGroup;
  /** Words of ours, that no real system has: not there under `--strict`. */
  readonly ours?: boolean;
  /** Up to three lines that show how it is used. */
  readonly examples?: readonly string[];
  run(context: CommandContext<Services>): UserPath<number>;
}

/** How the shell finds a command by name; undefined: `command not found`. */
export type FindCommand = (name: string) => Command | undefined;
