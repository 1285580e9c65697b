/** What blessed takes for the terminal: a size and somewhere to write. Keys do not come this way: one decoder for one keyboard. */
import { Writable } from 'node:stream';
import type { Size } from '../../dash/layout.ts';

export class DashSink extends Writable {
  readonly isTTY = true;
  columns: number;
  rows: number;
  readonly #send: (text: string) => void;

  constructor({ columns, rows }: Size, send: (text: string) => void) {
    super({ decodeStrings: false });
    this.columns = columns;
    this.rows = rows;
    this.#send = send;
  }

  override _write(chunk: string | Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#send(chunk.toString());
    done();
  }

  /** The terminal has another size now: whoever draws is told. */
  resized({ columns, rows }: Size): void {
    this.columns = columns;
    this.rows = rows;
    this.emit('resize');
  }
}
