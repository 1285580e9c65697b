/** What is wrong with a file that somebody handed us: one line, with the place in it. */

export interface Place {
  readonly file: string;
  /** Counted from 1; 0: the file as a whole. */
  readonly line: number;
}

/** Thrown by readers and players in this folder; `message` is the one line that the user sees. */
export class RecordProblem extends Error {
  override readonly name = 'RecordProblem';
  readonly place: Place;
  readonly reason: string;

  constructor(place: Place, reason: string) {
    super(`${place.file}${place.line > 0 ? `:${place.line}` : ''}: ${reason}`);
    this.place = place;
    this.reason = reason;
  }
}

/** Text from a file as it may stand in a message: printable, on one line, at most `max` characters. */
export function quoted(text: string, max = 40): string {
  const printable = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff]/g, '?');
  return `"${printable.length > max ? `${printable.slice(0, max)}...` : printable}"`;
}
