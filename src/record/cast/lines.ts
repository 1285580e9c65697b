/** Text in pieces becomes lines, without ever holding more than one line. */
import { RecordProblem } from '../problem.ts';
import { CAST_LINE_MAX } from './cast.ts';

/** The lines of a file that comes in pieces, without their newlines. Throws a RecordProblem at a line that is too long. */
export function* linesOf(pieces: Iterable<string>, file: string, max = CAST_LINE_MAX): Generator<string> {
  let rest = '';
  let line = 1;
  const grown = (more: string): string => {
    const text = rest + more;
    if (text.length > max) throw new RecordProblem({ file, line }, `this line is longer than ${max} characters`);
    return text;
  };
  for (const piece of pieces) {
    let from = 0;
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', from)) {
      yield withoutReturn(grown(piece.slice(from, end)));
      rest = '';
      line += 1;
      from = end + 1;
    }
    rest = grown(piece.slice(from));
  }
  if (rest !== '') yield withoutReturn(rest);
}

const withoutReturn = (text: string): string => (text.endsWith('\r') ? text.slice(0, -1) : text);
