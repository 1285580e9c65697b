/**
 * What Ink takes for standard output: everything it writes goes through here, is gathered over one turn and leaves as one
 * synchronized write. So text above the region and the region itself appear together, the user's scrollback is never
 * wiped, and after a resize the region is erased where it really is, not where Ink remembers it.
 *
 * Ink takes every character of every line apart for each frame, which is most of the time that a key takes. Our lines fit
 * already and are painted. So what Ink lays out is a screen of one column with a mark for each line, and what the marks stand
 * for is put in here, on the way out.
 */
import { Writable } from 'node:stream';

const BEGIN = '\x1b[?2026h';
const END = '\x1b[?2026l';
/** How Ink's writes begin that erase the old region: hide the cursor, go below the region, erase line by line upwards. */
const ERASE = /^(?:\x1b\[\?25l)?(?:\x1b\[\d*B)?(?:\x1b\[1?G)?(?:\x1b\[2K(?:\x1b\[1A)?)+(?:\x1b\[1?G)?/;

/** Marks are one character each. What is not ASCII is dear to measure, so private-use characters come after all others. */
const ASCII_MARKS = 94;
const markOf = (index: number): string => String.fromCharCode(index < ASCII_MARKS ? 0x21 + index : 0xe000 + index);
/** The mark of what is written above the region. */
const ABOVE = markOf(0);
/** In what Ink writes: its own sequences, which hold no marks, or a mark. */
const PIECES = /\x1b\[[\d;?]*[A-Za-z]|[!-~\ue000-\uf8ff]/g;

export class InkPort extends Writable {
  readonly isTTY = true;
  readonly columns = 1;
  rows: number;
  #marks = new Map<string, string>();
  #above = '';
  #gathered = '';
  #erase: string | undefined;
  readonly #send: (text: string) => void;

  constructor(rows: number, send: (text: string) => void) {
    super({ decodeStrings: false });
    this.rows = rows;
    this.#send = send;
  }

  /** The marks of a frame's lines, for Ink to draw. A line that was there before keeps its mark, a new one gets an unused one. */
  marksOf(lines: readonly string[]): string[] {
    const before = this.#marks;
    const held = new Set(before.values());
    const marks = new Map<string, string>();
    let last = 0;
    const unused = (): string => {
      do last += 1;
      while (held.has(markOf(last)));
      return markOf(last);
    };
    // As Ink does it: blanks at the end of a line are not written.
    const ends = lines.map((line) => line.trimEnd());
    for (const line of ends) if (!marks.has(line)) marks.set(line, before.get(line) ?? unused());
    this.#marks = marks;
    return ends.map((line) => marks.get(line) ?? '');
  }

  /** The mark of a text that Ink writes above the region next. */
  markOfAbove(above: string): string {
    this.#above = above;
    return ABOVE;
  }

  override _write(chunk: string | Buffer, _encoding: BufferEncoding, done: () => void): void {
    const meant = new Map([...this.#marks].map(([line, mark]) => [mark, line]));
    meant.set(ABOVE, this.#above);
    const whole = chunk.toString().replace(PIECES, (piece) => meant.get(piece) ?? piece);
    let text = whole.replaceAll(BEGIN, '').replaceAll(END, '').replaceAll('\x1b[3J', '');
    if (this.#erase !== undefined && ERASE.test(text)) {
      text = text.replace(ERASE, () => `\x1b[?25l${this.#erase ?? ''}`);
      this.#erase = undefined;
    }
    this.#gathered += text;
    done();
  }

  /** The next time Ink erases its region, this is sent instead. */
  eraseWith(sequence: string): void {
    this.#erase = sequence;
  }

  /** True while the sequence given to `eraseWith` was not needed yet. */
  get erasePending(): boolean {
    return this.#erase !== undefined;
  }

  /** Forgets what was gathered. */
  discard(): void {
    this.#gathered = '';
  }

  /** Sends what was gathered; nothing when there is nothing. */
  flush(): void {
    const text = this.#gathered;
    this.#gathered = '';
    if (text !== '') this.#send(BEGIN + text + END);
  }
}
