/** Casts in files, read piece by piece: a cast of any length takes the same memory. */
import { closeSync, openSync, readSync } from 'node:fs';
import { linesOf } from '../record/cast/lines.ts';
import { type Cast, readCast } from '../record/cast/read.ts';

const PIECE = 65_536;

/** The text of a file in pieces. Throws the error of node:fs where it cannot be read. */
function* piecesOf(path: string): Generator<string> {
  const fd = openSync(path, 'r');
  const buffer = Buffer.alloc(PIECE);
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const got = readSync(fd, buffer, 0, PIECE, null);
      if (got === 0) break;
      yield decoder.decode(buffer.subarray(0, got), { stream: true });
    }
    yield decoder.decode();
  } finally {
    closeSync(fd);
  }
}

/** A cast from a file. Throws a RecordProblem where it is none, and what node:fs throws where it cannot be read. */
export const openCast = (path: string): Cast => readCast(linesOf(piecesOf(path), path), path);
