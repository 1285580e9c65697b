/** What a builtin is, and what most of them need. */
import { strerror } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { complain } from '../complaint.ts';
import type { Shell } from '../state.ts';
import { writeAll } from '../writing.ts';

export interface Builtin {
  readonly name: string;
  /** One of POSIX's special builtins: found before functions, its assignments stay, its errors end a script. */
  readonly special?: boolean;
  /** There is a program of this name too (`/bin/echo`), so it can be run by other programs. */
  readonly program?: boolean;
  run(shell: Shell, args: readonly string[], name: string): UserPath<number>;
}

/** Writes to descriptor 1; 1 with a message when that fails. */
export function* say(shell: Shell, name: string, text: string): UserPath<number> {
  const wrong = yield* writeAll(1, text);
  if (wrong === 0) return 0;
  yield* complain(shell, `${name}: write error: ${strerror(-wrong)}`);
  return 1;
}

/** Complains in a builtin's name; the status. */
export function* refuse(shell: Shell, name: string, message: string, status = 1): UserPath<number> {
  yield* complain(shell, `${name}: ${message}`);
  return status;
}

/** Text in single quotes, as it could be typed again. */
export const quoteWord = (text: string): string => `'${text.replaceAll("'", `'"'"'`)}'`;
