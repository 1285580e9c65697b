/** What a shell says when something goes wrong, and how it leaves what it was doing. */
import type { UserPath } from '../engine/step.ts';
import type { Shell } from './state.ts';
import { writeAll } from './writing.ts';

/**
 * An error that ends more than one command: an expansion that cannot be done, an assignment to a read-only variable. A
 * script ends with it, as POSIX asks (2.8.1); an interactive shell goes back to its prompt.
 */
export class ShellError extends Error {
  override readonly name = 'ShellError';
  readonly status: number;
  /** Its message was written already. */
  told = false;
  constructor(message: string, status = 2) {
    super(message);
    this.status = status;
  }
}

/** How the shell begins a message: `SCRIPT: line N: `, or just its name at the prompt. */
export const prefixOf = (shell: Shell): string => (shell.options.interactive ? 'modsh: ' : `${shell.label}: line ${shell.line}: `);

/** Writes one message to descriptor 2. */
export function* complain(shell: Shell, message: string): UserPath<void> {
  yield* writeAll(2, `${prefixOf(shell)}${message}\n`);
}

/** Writes the message of an error, once. */
export function* tell(shell: Shell, error: ShellError): UserPath<void> {
  if (!error.told) yield* complain(shell, error.message);
  error.told = true;
}

/** Says what is wrong and leaves: a script ends with such an error, at a prompt what was typed. Throws all other errors on. */
export function* fail(shell: Shell, error: unknown): UserPath<number> {
  if (!(error instanceof ShellError)) throw error;
  yield* tell(shell, error);
  shell.status = error.status;
  shell.jump = shell.options.interactive ? 'abort' : 'exit';
  return error.status;
}
