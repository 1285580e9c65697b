/** What the host's own files refuse, in the words of strerror(3). */
import { strerror } from '../engine/errno.ts';

/** The text for an error of node:fs, as `No such file or directory`; the error's own message where it has no errno. */
export function errorText(error: unknown): string {
  const { errno, message } = error as NodeJS.ErrnoException;
  return errno === undefined ? message : strerror(Math.abs(errno));
}
