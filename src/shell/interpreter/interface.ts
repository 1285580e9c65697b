/** What builtins and expansion may ask of the interpreter, so that neither has to import it. */
import type { UserPath } from '../../engine/step.ts';
import type { Builtin } from '../builtins/builtin.ts';
import type { FindCommand } from '../command.ts';
import type { Shell } from '../state.ts';
import type { List } from '../syntax/tree.ts';
import type { Found } from './resolve.ts';

export interface Interpreter {
  /** What a list of commands writes, run in a subshell, without the newlines at its end. */
  substitute(shell: Shell, body: List): UserPath<string>;
  /** Runs a text in this very shell (eval, traps, sourced files); its status, 2 when it cannot be read. */
  runText(shell: Shell, text: string, firstLine: number): UserPath<number>;
  /** Runs words as a simple command, functions left out (command). */
  runWords(shell: Shell, words: readonly string[]): UserPath<number>;
  /** Becomes another program (exec): what was this process ends with its status. */
  becomeProgram(shell: Shell, words: readonly string[]): UserPath<number>;
  findBuiltin(name: string): Builtin | undefined;
  /** What a command's name means along a path. */
  resolve(find: FindCommand, name: string, path: string | undefined): UserPath<Found>;
}
