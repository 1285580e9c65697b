/**
 * What Ink takes for standard output: everything it writes goes through here, is gathered over one turn and leaves as one
 * synchronized write. So text above the region and the region itself appear together, the user's scrollback is never
 * wiped, and after a resize the region is erased where it really is, not where Ink remembers it.
 */
import { Writable } from 'node:stream';
import type { Size } from '../../tui/frame/render.ts';

const BEGIN = '\x1b[?2026h';
const END = '\x1b[?2026l';
/** How Ink's writes begin that erase the old region: hide the cursor, go below the region, erase line by line upwards. */
const ERASE = /^(?:\x1b\[\?25l)?(?:\x1b\[\d*B)?(?:\x1b\[1?G)?(?:\x1b\[2K(?:\x1b\[1A)?)+(?:\x1b\[1?G)?/;

export class InkPort extends Writable {
  readonly isTTY = true;
  columns: number;
  rows: number;
  #gathered = '';
  #erase: string | undefined;
  readonly #send: (text: string) => void;

  constructor({ columns, rows }: Size, send: (text: string) => void) {
    super({ decodeStrings: false });
    this.columns = columns;
    this.rows = rows;
    this.#send = send;
  }

  override _write(chunk: string | Buffer, _encoding: BufferEncoding, done: () => void): void {
    let text = chunk.toString().replaceAll(BEGIN, '').replaceAll(END, '').replaceAll('\x1b[3J', '');
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
