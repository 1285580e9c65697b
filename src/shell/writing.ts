/** Writing and reading whole texts through system calls that may take less than they are given. */
import { ERRNO } from '../engine/errno.ts';
import type { UserPath } from '../engine/step.ts';
import { failed, type OrErrno, sys } from '../engine/sys.ts';

/** Writes all of a text; 0, or a negative errno. A caught signal in between does not end it. */
export function* writeAll(fd: number, text: string): UserPath<number> {
  let rest = text;
  while (rest !== '') {
    const written = yield* sys.write(fd, rest);
    if (written === -ERRNO.EINTR) continue;
    if (written < 0) return written;
    if (written >= rest.length) return 0;
    rest = rest.slice(written);
  }
  return 0;
}

const READ_AT_ONCE = 65_536;

/** Reads to the end; a negative errno when that fails. */
export function* readAll(fd: number): UserPath<OrErrno<string>> {
  const pieces: string[] = [];
  for (;;) {
    const piece = yield* sys.read(fd, READ_AT_ONCE);
    if (piece === -ERRNO.EINTR) continue;
    if (failed(piece)) return piece;
    if (piece === '') return pieces.length === 1 ? (pieces[0] as string) : pieces.join('');
    pieces.push(piece);
  }
}

/** The whole text of a file, or a negative errno. */
export function* readFile(path: string): UserPath<OrErrno<string>> {
  const fd = yield* sys.open(path, { read: true });
  if (fd < 0) return fd;
  const text = yield* readAll(fd);
  yield* sys.close(fd);
  return text;
}
